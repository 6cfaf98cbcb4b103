"""The lists of the order desk: every filter with every other, in every order, page by page, against picking by hand."""

from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import product
from typing import Any

import msgspec
import pytest

from etalase.base.actor import Actor
from etalase.base.db import Db
from etalase.orders.actions import cancel_as_seller
from etalase.orders.actions.moving import release_hold
from etalase.orders.queries import OrderDetail, Sought, desk_orders, order_row_of_shop
from etalase.orders.queries.looking import LOOKED_AT
from etalase.orders.rules import Status
from etalase.parcels import actions as parcels
from etalase.shops.queries import Shop
from tests.makers.accounts import make_account
from tests.makers.catalog import make_product
from tests.makers.links import ready_shop
from tests.makers.orders import cart_of, placed_of

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
TABS: tuple[tuple[Status, ...], ...] = (
    ("AWAITING_SHIPMENT",),
    ("IN_TRANSIT", "AWAITING_COLLECTION"),
    tuple(Sought().statuses),
)


class Desk(msgspec.Struct):
    """A shop with orders of two buyers for three products, in many states."""

    seller: Actor
    shop: Shop
    buyers: list[int]
    products: list[int]
    orders: list[OrderDetail]


async def make_desk(db: Db, now: datetime) -> Desk:
    seller, shop = await ready_shop(db)
    made = [await make_product(db, shop, stock=99) for _ in range(3)]
    buyers = [await make_account(db, handle=f"pembeli{number}") for number in range(2)]
    for number in range(24):
        skus = {made[number % 3].skus[0].sku_id, made[number % 2].skus[0].sku_id}
        at = now - DAY * 3 + HOUR * number
        cart = cart_of(buyers[number % 5 == 0], *((sku, 1) for sku in sorted(skus)))
        placed = await placed_of(db, cart, at)
        await moved(db, seller, shop, placed.orders[0].order_id, number, at)
    found = await desk_orders(db, seller, shop_id=shop.shop_id, sought=Sought(), limit=100)
    return Desk(seller, shop, [each.account_id for each in buyers], [each.product_id for each in made], found.items)


async def moved(db: Db, seller: Actor, shop: Shop, order_id: int, number: int, at: datetime) -> None:
    """As far as the number says: on hold, to be shipped, to be collected, on its way, there, or cancelled."""
    steps = number % 6
    if steps:
        await release_hold(db, await order_row_of_shop(db, shop.shop_id, order_id), now=at + HOUR)
    asked: dict[str, Any] = {"shop_id": shop.shop_id, "order_id": order_id, "now": at + HOUR + number % 4 * MINUTE}
    if steps == 1:
        await cancel_as_seller(db, seller, reason="Broken", **asked)
    if steps >= 3:
        await parcels.ship_order(db, seller, carrier=("JNE", "SiCepat")[number // 6 % 2], tracking_number="1", **asked)
    if steps >= 4:
        await parcels.hand_over_order(db, seller, **asked)
    if steps >= 5:
        await parcels.deliver_order(db, seller, **asked)


def picked(desk: Desk, sought: Sought, *, urgent: bool) -> list[int]:
    """The same by hand."""
    by_deadline = urgent or sought.due_before is not None
    tests: list[Callable[[OrderDetail], bool]] = [
        lambda each: each.order.status in sought.statuses,
        lambda each: sought.since is None or each.order.placed_at >= sought.since,
        lambda each: sought.until is None or each.order.placed_at < sought.until,
        lambda each: sought.carrier is None or each.order.carrier == sought.carrier,
        lambda each: sought.buyer_account_id is None or each.order.buyer_account_id == sought.buyer_account_id,
        lambda each: sought.product_ids is None or any(line.product_id in sought.product_ids for line in each.lines),
        lambda each: not by_deadline or each.order.due_at is not None,
        lambda each: sought.due_before is None or (each.order.due_at or sought.due_before) < sought.due_before,
    ]
    kept = [each.order for each in desk.orders if all(test(each) for test in tests)]
    if by_deadline:
        return [each.order_id for each in sorted(kept, key=lambda each: (each.due_at, each.order_id))]
    return [each.order_id for each in sorted(kept, key=lambda each: (each.placed_at, each.order_id), reverse=True)]


async def paged(db: Db, desk: Desk, sought: Sought, *, urgent: bool, limit: int, look: int) -> list[int]:
    """Every page after the other; a page is never longer than asked, and the last one says so."""
    found, cursor = list[int](), None
    for _ in range(100):
        page = await desk_orders(
            db,
            desk.seller,
            shop_id=desk.shop.shop_id,
            sought=sought,
            urgent=urgent,
            limit=limit,
            cursor=cursor,
            look=look,
        )
        assert len(page.items) <= limit
        found += [each.order.order_id for each in page.items]
        cursor = page.next_cursor
        if cursor is None:
            return found
    raise AssertionError("the pages never end")


@pytest.mark.parametrize("urgent", [False, True])
async def test_any_filters_together_show_all_that_fit_and_nothing_twice(db: Db, now: datetime, urgent: bool) -> None:
    desk = await make_desk(db, now)
    assert len(desk.orders) == 24
    buyers, products = (None, desk.buyers[1]), (None, [desk.products[2]], desk.products, list[int]())
    times = ((None, None), (now - DAY * 3 + HOUR * 4, now - DAY * 3 + HOUR * 15))
    dues = (None, now - DAY)
    seen = 0
    for statuses, carrier, buyer, ids, (since, until), due in product(
        TABS, (None, "JNE"), buyers, products, times, dues
    ):
        sought = Sought(statuses, since, until, due, carrier, None, buyer, ids)
        expected = picked(desk, sought, urgent=urgent)
        seen += len(expected)
        assert await paged(db, desk, sought, urgent=urgent, limit=4, look=3) == expected, sought
        assert await paged(db, desk, sought, urgent=urgent, limit=50, look=LOOKED_AT) == expected, sought
    assert seen > 100
