"""My orders: the list, one order, cancelling, paying again, and watching."""

import re
from datetime import UTC, datetime, timedelta
from html import unescape

import httpx
import pytest

from etalase.base import live
from etalase.base.pool import Pool
from etalase.doorway.house import House
from etalase.orders.actions import CartLine, Placed, Via, buy
from etalase.orders.queries import HistoryEntry
from etalase.web.live import CHANGED, HEARTBEAT, told
from etalase.web.shopper.address_form import address_of
from etalase.web.shopper.order_view import paid_at_once
from tests.makers.accounts import make_account
from tests.makers.shopping import ADDRESS, Market, make_market, sign_in

EN = {"Accept-Language": "en"}


async def bought(pool: Pool, market: Market, *, card: str = "approve") -> Placed:
    """An order of the buyer's."""
    lines = [CartLine(market.sizes[0], 2, Via("SHOWCASE", "nadia"))]
    async with pool.transaction() as db:
        address = address_of("ID", ADDRESS)
        return await buy(
            db, market.buyer, lines=lines, address=address, method="SANDBOX_CARD", card=card, now=datetime.now(UTC)
        )


async def read(client: httpx.AsyncClient, path: str) -> str:
    """A page in English as text."""
    page = await client.get(path, headers=EN)
    assert page.status_code == 200
    return unescape(page.text)


async def test_orders_tell_what_happens_next_and_until_when(client: httpx.AsyncClient, pool: Pool) -> None:
    market = await make_market(pool)
    await sign_in(client, pool, market.buyer)
    assert "No orders yet" in await read(client, "/orders")
    placed = await bought(pool, market)
    page = await read(client, "/orders")
    assert "On hold" in page and "You can still cancel it" in page and "Until <time" in page
    assert f"/orders/{placed.orders[0].order_id}" in page
    assert "No order of yours" in await read(client, "/orders?state=pay")
    assert "On hold" in await read(client, "/orders?state=made-up")
    detail = await read(client, f"/orders/{placed.orders[0].order_id}")
    for expected in (
        "Jl. Kenanga 7",
        "+6281234567890",
        "Found with @nadia",
        "778,000",
        "What happened",
        "Cancel the order",
    ):
        assert expected in detail


async def test_r_ord_2_the_buyer_cancels_alone_while_it_is_on_hold(client: httpx.AsyncClient, pool: Pool) -> None:
    market = await make_market(pool)
    placed = await bought(pool, market)
    path = f"/orders/{placed.orders[0].order_id}"
    await sign_in(client, pool, market.buyer)
    sent = await client.post(f"{path}/cancellation", data={"reason": "Too <large>"})
    assert sent.status_code == 303 and sent.headers["location"] == path
    page = await read(client, path)
    assert "Cancelled" in page and "Too <large>" in page and "Cancel the order" not in page
    assert "Refunded" in page  # beside the total that was paid
    again = await client.post(f"{path}/cancellation", data={"reason": ""}, headers=EN)
    assert again.status_code == 303 and again.headers["location"] == path
    assert "The order is Cancelled" in await read(client, path)
    assert "This order was cancelled" in await read(client, f"/checkout/{placed.checkout_id}")
    assert (await client.post(f"{path}/cancellation", data={"reason": "x" * 201})).status_code == 422


async def test_a_declined_card_is_told_and_paid_again(client: httpx.AsyncClient, pool: Pool) -> None:
    market = await make_market(pool)
    placed = await bought(pool, market, card="decline")
    path, thanks = f"/orders/{placed.orders[0].order_id}", f"/checkout/{placed.checkout_id}"
    await sign_in(client, pool, market.buyer)
    assert "did not go through" in await read(client, thanks)
    assert "Pay now" in await read(client, path)
    declined = await client.post(f"{path}/payment", data={"card": "decline", "back": thanks}, headers=EN)
    assert declined.headers["location"] == thanks
    assert "payment was declined" in await read(client, thanks)
    paid = await client.post(f"{path}/payment", data={"card": "approve", "back": "//evil.example"})
    assert paid.headers["location"] == path
    assert "Thank you" in await read(client, thanks)
    assert (await client.post(f"{path}/payment", data={"card": "gold"})).status_code == 422


async def test_a_foreign_order_is_not_found(client: httpx.AsyncClient, pool: Pool) -> None:
    market = await make_market(pool)
    placed = await bought(pool, market)
    order, checkout = placed.orders[0].order_id, placed.checkout_id
    assert (await client.get(f"/orders/{order}")).headers["location"] == f"/login?next=%2Forders%2F{order}"
    async with pool.transaction() as db:
        stranger = await make_account(db, handle="budi")
    await sign_in(client, pool, stranger)
    for path in (f"/orders/{order}", f"/checkout/{checkout}", "/orders/1", "/orders/0", "/orders/x", "/checkout/77"):
        assert (await client.get(path)).status_code == 404
    for path, data in (
        (f"/orders/{order}/cancellation", {"reason": ""}),
        (f"/orders/{order}/payment", {"card": "approve"}),
    ):
        answer = await client.post(path, data=data)
        assert answer.status_code in {303, 404}
        assert answer.status_code == 404 or "payments" not in answer.text
    assert re.search("On hold", await _status(client, pool, market, order))


async def _status(client: httpx.AsyncClient, pool: Pool, market: Market, order: int) -> str:
    await sign_in(client, pool, market.buyer)
    return await read(client, f"/orders/{order}")


async def test_only_those_concerned_may_watch(client: httpx.AsyncClient, pool: Pool) -> None:
    market = await make_market(pool)
    assert (await client.get("/live/me")).status_code == 303
    assert (await client.get(f"/live/shop/{market.shop.shop_id}")).status_code == 303
    await sign_in(client, pool, market.buyer)
    assert (await client.get(f"/live/shop/{market.shop.shop_id}")).status_code == 404


@pytest.mark.parametrize("lives_s", [0.0])
async def test_a_change_is_told_once_it_is_committed(house: House, pool: Pool, lives_s: float) -> None:
    house.hub.start()
    stream = told(house.hub, live.account(7), lives_s)
    try:
        assert await anext(stream) == HEARTBEAT
        async with pool.transaction() as db:
            await live.announce(db, live.account(7))
        assert await anext(stream) == CHANGED
        assert [part async for part in stream] == []
    finally:
        await stream.aclose()
        await house.hub.stop()


async def test_what_was_paid_as_it_was_placed_never_reads_unpaid(client: httpx.AsyncClient, pool: Pool) -> None:
    market = await make_market(pool)
    at_once, declined = await bought(pool, market), await bought(pool, market, card="decline")
    await sign_in(client, pool, market.buyer)
    for placed, waited in ((at_once, False), (declined, True)):
        page = await read(client, f"/orders/{placed.orders[0].order_id}")
        history = page.split("What happened")[1]
        assert ("Unpaid" in history) is waited


@pytest.mark.parametrize(("seconds", "at_once"), [(0, True), (30, True), (31, False), (86_400, False)])
def test_money_that_came_later_was_waited_for(seconds: int, at_once: bool) -> None:
    placed = datetime(2026, 11, 27, tzinfo=UTC)
    paid = placed + timedelta(seconds=seconds)
    entries = [
        HistoryEntry("UNPAID", placed, "BUYER", "rina", None),
        HistoryEntry("ON_HOLD", paid, "BUYER", "rina", None),
    ]
    assert paid_at_once(entries) is at_once
    assert not paid_at_once(entries[:1]) and not paid_at_once(entries[1:]) and not paid_at_once([])
