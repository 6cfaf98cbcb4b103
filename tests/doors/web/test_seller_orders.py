"""Orders at the desk: the list with its deadlines, the hidden address, shipping step by step, cancelling."""

from datetime import UTC, datetime, timedelta

import httpx
import pytest

from etalase.base.pool import Pool
from etalase.orders.actions import CartLine, Via, buy
from etalase.orders.actions.moving import release_hold
from etalase.orders.queries import order_row_of_shop
from etalase.web.shopper.address_form import address_of
from tests.makers.desks import Desk, said
from tests.makers.shopping import ADDRESS, Market, make_market


async def ordered(pool: Pool, market: Market, *, released: bool = True) -> int:
    """An order of two pairs through the creator's Showcase; its id. Released: the buyer cannot cancel alone any more."""
    now = datetime.now(UTC)
    async with pool.transaction() as db:
        lines = [CartLine(market.sizes[0], 2, Via("SHOWCASE", "nadia"))]
        address = address_of("ID", ADDRESS)
        placed = await buy(
            db, market.buyer, lines=lines, address=address, method="SANDBOX_CARD", card="approve", now=now
        )
        order_id = placed.orders[0].order_id
        if released:
            order = await order_row_of_shop(db, market.shop.shop_id, order_id)
            await release_hold(db, order, now=now + timedelta(hours=1))
    return order_id


async def opened(client: httpx.AsyncClient, pool: Pool) -> tuple[Desk, Market]:
    """The market's shop at its desk."""
    market = await make_market(pool)
    desk = Desk(client, pool, market.seller, market.shop)
    await desk.as_(market.seller)
    return desk, market


async def test_r_ord_4_the_address_is_hidden_while_on_hold(client: httpx.AsyncClient, pool: Pool) -> None:
    desk, market = await opened(client, pool)
    assert "No orders here" in await desk.page("/orders")
    order_id = await ordered(pool, market, released=False)
    page = await desk.page("/orders?state=hold")
    assert str(order_id) in page and "On hold" in page and "data-countdown" in page
    page = await desk.page(f"/orders/{order_id}")
    assert "You see the address when the buyer can no longer cancel alone." in page and "Kenanga" not in page
    assert "Showcase of @nadia" in page and "marketing account" in page


async def test_an_order_is_shipped_step_by_step(client: httpx.AsyncClient, pool: Pool) -> None:
    desk, market = await opened(client, pool)
    order_id = await ordered(pool, market)
    page = await desk.page()
    assert "Orders to ship" in page and "Ship first" in page
    page = await desk.page(f"/orders/{order_id}")
    assert "Kenanga" in page and "Pack it and say who carries it." in page
    fields = {"carrier": "JNE", "tracking_number": "JN-1"}
    for path, sent, expected in (
        ("shipment", fields, "Awaiting collection"),
        ("handover", {}, "In transit"),
        ("delivery", {}, "Delivered"),
    ):
        answer = await desk.send(f"/orders/{order_id}/{path}", **sent)
        assert answer.status_code == 303
        page = await desk.page(f"/orders/{order_id}")
        assert expected in page and "JN-1" in page
    await desk.send(f"/orders/{order_id}/handover")
    assert "so this cannot be done now" in await desk.page(f"/orders/{order_id}")


@pytest.mark.parametrize(("lang", "sentence"), [("en", "Write the tracking number."), ("id", "Tulis nomor resi.")])
async def test_packing_asks_for_carrier_and_number(
    client: httpx.AsyncClient, pool: Pool, lang: str, sentence: str
) -> None:
    desk, market = await opened(client, pool)
    order_id = await ordered(pool, market)
    answer = await desk.send(f"/orders/{order_id}/shipment", lang=lang, carrier="JNE", tracking_number=" ")
    assert answer.status_code == 422
    assert sentence in said(answer) and 'value="JNE"' in said(answer)


async def test_cancelling_needs_a_reason(client: httpx.AsyncClient, pool: Pool) -> None:
    desk, market = await opened(client, pool)
    order_id = await ordered(pool, market)
    answer = await desk.send(f"/orders/{order_id}/cancellation", reason="")
    assert answer.status_code == 422 and "Tell the buyer why." in said(answer)
    await desk.send(f"/orders/{order_id}/cancellation", reason="Water damage")
    page = await desk.page(f"/orders/{order_id}")
    assert "Cancelled" in page and "Reason: Water damage" in page
    refused = await desk.send(f"/orders/{order_id}/cancellation", reason="Again")
    assert refused.status_code == 409


async def test_the_days_numbers_open_their_rows(client: httpx.AsyncClient, pool: Pool) -> None:
    desk, market = await opened(client, pool)
    order_id = await ordered(pool, market)
    page = await desk.page()
    assert f"{desk.home}/orders?day=today" in page and "Rp778,000" in page
    assert str(order_id) in await desk.page("/orders?day=today")
    assert str(order_id) not in await desk.page("/orders?day=yesterday")
    assert str(order_id) in await desk.page("/orders?day=someday&state=made-up")


async def test_orders_are_the_shops_and_each_role_does_its_part(client: httpx.AsyncClient, pool: Pool) -> None:
    desk, market = await opened(client, pool)
    order_id = await ordered(pool, market)
    await desk.staff("WAREHOUSE")
    page = await desk.page(f"/orders/{order_id}")
    assert "Packed" in page and "Cancel the order" not in page
    assert (await desk.send(f"/orders/{order_id}/cancellation", reason="No")).status_code == 403
    answer = await desk.send(f"/orders/{order_id}/shipment", carrier="JNE", tracking_number="1")
    assert answer.status_code == 303
    await desk.staff("ADS", "iklan")
    await desk.page("/orders", status=403)
    assert (await desk.send(f"/orders/{order_id}/handover")).status_code == 403
    await desk.stranger()
    await desk.page(f"/orders/{order_id}", status=404)
    assert (await desk.send(f"/orders/{order_id}/handover")).status_code == 404
