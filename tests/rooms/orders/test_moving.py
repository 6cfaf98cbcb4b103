"""The life of an order: paid, held, shipped, delivered, completed; cancelled by each side; and what time does to it."""

from datetime import datetime, timedelta

import pytest

from etalase.app.wiring import roster
from etalase.base.actor import Actor
from etalase.base.db import Db, rows, value
from etalase.base.errors import NotAllowed, NotFound, Refused
from etalase.base.jobs import drain
from etalase.orders.actions import Placed, buy, cancel_as_buyer, cancel_as_seller, pay_again
from etalase.orders.actions.asked import CartLine
from etalase.orders.queries import my_order, order_row, shop_order
from etalase.parcels import actions as parcels
from etalase.payments.queries import Unbalanced, payment
from etalase.shops.queries import Shop
from tests.makers.accounts import make_account
from tests.makers.catalog import make_product
from tests.makers.links import ready_shop
from tests.makers.orders import ADDRESS, broken, cart_of, order_of, placed_of, stock_of
from tests.makers.shops import make_staff

HOUR = timedelta(hours=1)
SECOND = timedelta(seconds=1)
SHARES = rows(
    Unbalanced,
    """SELECT order_id AS payment_id, amount_minor, refunded_minor AS shared_minor
         FROM payment_shares WHERE payment_id = $1 ORDER BY shop_id""",
)
SOLD = value(int, "SELECT sold FROM product_figures WHERE shop_id = $1 AND product_id = $2")


async def market(db: Db, shops: int = 1) -> tuple[list[tuple[Actor, Shop]], list[int], Actor]:
    """Shops, a SKU of 10 pieces in each, and a buyer."""
    opened = [await ready_shop(db, owner=f"seller{number}") for number in range(shops)]
    skus = [(await make_product(db, shop)).skus[0].sku_id for _, shop in opened]
    return opened, skus, await make_account(db, handle="buyer")


async def refunded(db: Db, placed: Placed) -> list[int]:
    return [share.shared_minor for share in await SHARES.all(db, placed.payment_id)]


async def status_of(db: Db, placed: Placed, number: int = 0) -> str:
    return (await order_of(db, placed, number)).status


async def bought(db: Db, buyer: Actor, skus: list[int], now: datetime, card: str = "approve") -> Placed:
    lines = [CartLine(sku, 2) for sku in skus]
    return await buy(db, buyer, lines=lines, address=ADDRESS, method="SANDBOX_CARD", card=card, now=now)


async def test_part_b_an_order_goes_all_the_way(db: Db, now: datetime) -> None:
    [(seller, shop)], [sku], buyer = await market(db)
    placed = await bought(db, buyer, [sku], now)
    assert (placed.payment_status, placed.orders[0].status) == ("PAID", "ON_HOLD")
    order_id = placed.orders[0].order_id
    at = now + HOUR
    await drain(db, roster(), at)
    order = await order_of(db, placed)
    assert (order.status, order.ship_by) == ("AWAITING_SHIPMENT", at + timedelta(days=2))
    where = {"shop_id": shop.shop_id, "order_id": order_id}
    arranged = await parcels.ship_order(db, seller, **where, carrier=" JNE ", tracking_number="JNE1", now=at)
    assert (arranged.status, arranged.carrier, arranged.tracking_number) == ("AWAITING_COLLECTION", "JNE", "JNE1")
    assert await stock_of(db, sku) == [(8, 2)]
    assert (await parcels.hand_over_order(db, seller, **where, now=at)).shipped_at == at
    assert await stock_of(db, sku) == [(8, 0)]
    assert (await parcels.deliver_order(db, seller, **where, now=at)).delivered_at == at
    await drain(db, roster(), at + timedelta(days=6) - SECOND)
    assert await status_of(db, placed) == "DELIVERED"
    await drain(db, roster(), at + timedelta(days=6))
    assert await status_of(db, placed) == "COMPLETED"
    detail = await my_order(db, buyer, order_id=order_id)
    assert [(entry.status, entry.by_side) for entry in detail.history] == [
        ("UNPAID", "BUYER"),
        ("ON_HOLD", "BUYER"),
        ("AWAITING_SHIPMENT", "SYSTEM"),
        ("AWAITING_COLLECTION", "SELLER"),
        ("IN_TRANSIT", "SELLER"),
        ("DELIVERED", "SELLER"),
        ("COMPLETED", "SYSTEM"),
    ]
    assert await SOLD.get(db, shop.shop_id, detail.lines[0].product_id) == 2
    assert await broken(db) == []


async def test_r_ord_2_on_hold_for_an_hour_the_buyer_cancels_alone_and_the_seller_waits(db: Db, now: datetime) -> None:
    [(seller, shop)], [sku], buyer = await market(db)
    placed = await bought(db, buyer, [sku], now)
    where = {"shop_id": shop.shop_id, "order_id": placed.orders[0].order_id}
    await drain(db, roster(), now + HOUR - SECOND)
    assert await status_of(db, placed) == "ON_HOLD"
    for refused in (
        parcels.ship_order(db, seller, **where, carrier="JNE", tracking_number="1", now=now),
        cancel_as_seller(db, seller, **where, reason="", now=now),
        parcels.hand_over_order(db, seller, **where, now=now),
        parcels.deliver_order(db, seller, **where, now=now),
    ):
        with pytest.raises(Refused) as no:
            await refused
        assert (no.value.code, no.value.facts) == ("orders.wrong_state", {"order_status": "ON_HOLD"})
    order = await cancel_as_buyer(db, buyer, order_id=where["order_id"], reason=" changed my mind ", now=now)
    assert (order.status, order.cancelled_by, order.cancel_reason) == ("CANCELLED", "BUYER", "changed my mind")
    assert await stock_of(db, sku) == [(10, 0)]
    assert await refunded(db, placed) == [placed.total_minor]
    assert (await payment(db, buyer.account_id, placed.payment_id)).status == "REFUNDED"
    assert await broken(db) == []
    with pytest.raises(Refused):
        await cancel_as_buyer(db, buyer, order_id=where["order_id"], reason="", now=now)


async def test_r_ord_2_after_the_hour_the_buyer_no_longer_cancels_alone(db: Db, now: datetime) -> None:
    [(seller, shop)], [sku], buyer = await market(db)
    placed = await bought(db, buyer, [sku], now)
    order_id = placed.orders[0].order_id
    await drain(db, roster(), now + HOUR)
    with pytest.raises(Refused) as no:
        await cancel_as_buyer(db, buyer, order_id=order_id, reason="", now=now + HOUR)
    assert no.value.facts == {"order_status": "AWAITING_SHIPMENT"}
    order = await cancel_as_seller(db, seller, shop_id=shop.shop_id, order_id=order_id, reason="broken", now=now + HOUR)
    assert (order.status, order.cancelled_by) == ("CANCELLED", "SELLER")
    assert await refunded(db, placed) == [placed.total_minor]
    assert await broken(db) == []


async def test_r_ord_4_an_order_cancelled_before_shipment_never_shows_its_address(db: Db, now: datetime) -> None:
    [(seller, shop)], [sku], buyer = await market(db)
    placed = await bought(db, buyer, [sku], now)
    where = {"shop_id": shop.shop_id, "order_id": placed.orders[0].order_id}
    assert (await shop_order(db, seller, **where)).order.address == "null"
    await cancel_as_buyer(db, buyer, order_id=where["order_id"], reason="", now=now)
    assert (await shop_order(db, seller, **where)).order.address == "null"
    second = await bought(db, buyer, [sku], now)
    await drain(db, roster(), now + HOUR)
    where["order_id"] = second.orders[0].order_id
    assert "Jl. Kenanga 7" in (await shop_order(db, seller, **where)).order.address


async def test_r_ord_7_what_is_not_shipped_in_time_the_system_cancels(db: Db, now: datetime) -> None:
    _, [sku], buyer = await market(db)
    placed = await bought(db, buyer, [sku], now)
    await drain(db, roster(), now + HOUR)
    due = now + HOUR + timedelta(days=2)
    await drain(db, roster(), due - SECOND)
    assert await status_of(db, placed) == "AWAITING_SHIPMENT"
    await drain(db, roster(), due)
    order = await order_of(db, placed)
    assert (order.status, order.cancelled_by, order.cancel_reason) == ("CANCELLED", "SYSTEM", "not_shipped_in_time")
    assert await refunded(db, placed) == [placed.total_minor]
    assert await stock_of(db, sku) == [(10, 0)]
    assert await broken(db) == []


async def test_r_ord_8_unpaid_orders_are_cancelled_after_48_hours(db: Db, now: datetime) -> None:
    _, skus, buyer = await market(db, shops=2)
    placed = await bought(db, buyer, skus, now, card="decline")
    assert (placed.payment_status, placed.orders[0].status) == ("FAILED", "UNPAID")
    await drain(db, roster(), now + 48 * HOUR - SECOND)
    assert await status_of(db, placed) == "UNPAID"
    await drain(db, roster(), now + 48 * HOUR)
    orders = [await order_of(db, placed, number) for number in range(2)]
    assert {(each.status, each.cancelled_by, each.cancel_reason) for each in orders} == {
        ("CANCELLED", "SYSTEM", "not_paid_in_time")
    }
    assert (await payment(db, buyer.account_id, placed.payment_id)).status == "CANCELLED"
    assert await stock_of(db, *skus) == [(10, 0), (10, 0)]
    assert await broken(db) == []


async def test_r_ord_8_its_time_is_over_whether_or_not_the_job_ran(db: Db, now: datetime) -> None:
    _, [sku], buyer = await market(db)
    placed = await bought(db, buyer, [sku], now, card="decline")
    with pytest.raises(Refused) as no:
        await pay_again(db, buyer, order_id=placed.orders[0].order_id, card="approve", now=now + 48 * HOUR)
    assert no.value.code == "payments.not_open"


async def test_a_declined_card_leaves_the_order_to_be_paid_again(db: Db, now: datetime) -> None:
    _, [sku], buyer = await market(db)
    placed = await bought(db, buyer, [sku], now, card="decline")
    order_id = placed.orders[0].order_id
    assert await stock_of(db, sku) == [(8, 2)]
    with pytest.raises(Refused) as no:
        await pay_again(db, buyer, order_id=order_id, card="decline", now=now)
    assert no.value.code == "payments.declined"
    paid = await pay_again(db, buyer, order_id=order_id, card="approve", now=now + HOUR)
    assert (paid.status, paid.paid_at, paid.hold_until) == ("ON_HOLD", now + HOUR, now + 2 * HOUR)
    with pytest.raises(Refused) as no:
        await pay_again(db, buyer, order_id=order_id, card="approve", now=now + HOUR)
    assert no.value.code == "payments.not_open"
    stranger = await make_account(db, handle="eve")
    with pytest.raises(NotFound):
        await pay_again(db, stranger, order_id=order_id, card="approve", now=now)


async def test_cancelling_one_order_of_a_paid_checkout_gives_its_share_back(db: Db, now: datetime) -> None:
    _, skus, buyer = await market(db, shops=2)
    placed = await bought(db, buyer, skus, now)
    await cancel_as_buyer(db, buyer, order_id=placed.orders[0].order_id, reason="", now=now)
    assert await refunded(db, placed) == [placed.orders[0].total_minor, 0]
    assert (await payment(db, buyer.account_id, placed.payment_id)).status == "PAID"
    await cancel_as_buyer(db, buyer, order_id=placed.orders[1].order_id, reason="", now=now)
    assert sum(await refunded(db, placed)) == placed.total_minor
    assert (await payment(db, buyer.account_id, placed.payment_id)).status == "REFUNDED"
    assert await broken(db) == []


async def test_an_order_cancelled_before_its_checkout_was_paid_is_not_paid_for(db: Db, now: datetime) -> None:
    _, skus, buyer = await market(db, shops=2)
    placed = await bought(db, buyer, skus, now, card="decline")
    await cancel_as_buyer(db, buyer, order_id=placed.orders[0].order_id, reason="", now=now)
    assert (await payment(db, buyer.account_id, placed.payment_id)).status == "FAILED"
    assert await refunded(db, placed) == [0, 0]
    await pay_again(db, buyer, order_id=placed.orders[1].order_id, card="approve", now=now)
    assert [await status_of(db, placed, number) for number in range(2)] == ["CANCELLED", "ON_HOLD"]
    assert await refunded(db, placed) == [placed.orders[0].total_minor, 0]
    assert await broken(db) == []


async def test_cash_on_delivery_is_paid_at_the_door(db: Db, now: datetime) -> None:
    [(seller, shop), _], skus, buyer = await market(db, shops=2)
    placed = await placed_of(db, cart_of(buyer, *((sku, 1) for sku in skus)))
    await cancel_as_buyer(db, buyer, order_id=placed.orders[1].order_id, reason="", now=now)
    await drain(db, roster(), now + HOUR)
    where = {"shop_id": shop.shop_id, "order_id": placed.orders[0].order_id}
    await parcels.ship_order(db, seller, **where, carrier="JNE", tracking_number="1", now=now + HOUR)
    await parcels.hand_over_order(db, seller, **where, now=now + HOUR)
    assert (await payment(db, buyer.account_id, placed.payment_id)).status == "DUE_ON_DELIVERY"
    delivered = await parcels.deliver_order(db, seller, **where, now=now + 2 * HOUR)
    assert delivered.paid_at == now + 2 * HOUR
    assert (await payment(db, buyer.account_id, placed.payment_id)).status == "PAID"
    # What was never brought was never paid.
    assert await refunded(db, placed) == [0, 0]
    assert await broken(db) == []


async def test_cash_on_delivery_cancelled_whole_leaves_nothing_due(db: Db, now: datetime) -> None:
    _, [sku], buyer = await market(db)
    placed = await placed_of(db, cart_of(buyer, (sku, 1)))
    await cancel_as_buyer(db, buyer, order_id=placed.orders[0].order_id, reason="", now=now)
    assert (await payment(db, buyer.account_id, placed.payment_id)).status == "CANCELLED"
    assert await refunded(db, placed) == [0]
    assert await broken(db) == []


async def test_orders_are_moved_by_those_who_may(db: Db, now: datetime) -> None:
    [(seller, shop), (other_seller, other_shop)], skus, buyer = await market(db, shops=2)
    placed = await placed_of(db, cart_of(buyer, (skus[0], 1)))
    order_id = placed.orders[0].order_id
    await drain(db, roster(), now + HOUR)
    for where, who in (
        ({"shop_id": shop.shop_id, "order_id": order_id}, other_seller),
        ({"shop_id": shop.shop_id, "order_id": order_id}, buyer),
        ({"shop_id": other_shop.shop_id, "order_id": order_id}, other_seller),
        ({"shop_id": shop.shop_id, "order_id": 999_999}, seller),
    ):
        with pytest.raises(NotFound):
            await parcels.ship_order(db, who, **where, carrier="JNE", tracking_number="1", now=now)
        with pytest.raises(NotFound):
            await shop_order(db, who, **where)
    advertiser, packer = await make_account(db, handle="ads"), await make_account(db, handle="packer")
    await make_staff(db, seller, shop, advertiser, "ADS")
    await make_staff(db, seller, shop, packer, "WAREHOUSE")
    where = {"shop_id": shop.shop_id, "order_id": order_id}
    with pytest.raises(NotAllowed):
        await parcels.ship_order(db, advertiser, **where, carrier="JNE", tracking_number="1", now=now)
    arranged = await parcels.ship_order(db, packer, **where, carrier="JNE", tracking_number="1", now=now)
    assert arranged.status == "AWAITING_COLLECTION"
    with pytest.raises(NotFound):
        await order_row(db, seller.account_id, order_id)
