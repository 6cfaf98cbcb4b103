"""Orders of which only a part was arranged in time: the rest is cancelled and goes back, the order goes on."""

from datetime import datetime, timedelta
from typing import Any

import msgspec
import pytest

from etalase.app.wiring import roster
from etalase.base.db import Db, rows, value
from etalase.base.jobs import drain
from etalase.orders.queries import OrderRow
from etalase.orders.queries.one import lines_of
from etalase.parcels import actions as parcels
from etalase.payments.rules import Method
from tests.makers.orders import broken, stock_of
from tests.makers.parcels import Dispatch, make_dispatch

SECOND = timedelta(seconds=1)


class Owed(msgspec.Struct, frozen=True):
    """A refund at the payment."""

    amount_minor: int
    status: str


OWED = rows(Owed, "SELECT amount_minor, status FROM payment_refunds WHERE order_id = $1")
REFUNDED = value(int, "SELECT refunded_minor FROM orders WHERE order_id = $1")
TOLD = value(int, "SELECT count(*) FROM events WHERE name = 'order.pieces_dropped'")
CARRIER_OWES = value(
    int,
    """SELECT coalesce(sum(CASE WHEN debit = 'carrier_cash' THEN amount_minor ELSE -amount_minor END), 0)::bigint
         FROM transfers WHERE order_id = $1 AND 'carrier_cash' IN (debit, credit)""",
)


async def partly(db: Db, at: Dispatch, method: Method) -> OrderRow:
    """An order of three and one pieces of which two of the first are arranged and one of it is only packed."""
    order = await at.order(db, (0, 3), (1, 1), method=method)
    first, _ = (await lines_of(db, [order]))[order.order_id]
    where: dict[str, Any] = {"shop_id": at.shop.shop_id, "now": at.at}
    sent = await parcels.pack(db, at.seller, order_id=order.order_id, lines={first.line_id: 2}, **where)
    await parcels.pack(db, at.seller, order_id=order.order_id, lines={first.line_id: 1}, **where)
    await parcels.arrange(
        db, at.seller, package_id=sent.package.package_id, carrier="JNE", tracking_number="A1", **where
    )
    found = await at.now(db, order.order_id)
    assert found.status == "PARTIALLY_SHIPPING"
    return found


async def deadline(db: Db, order: OrderRow) -> datetime:
    assert order.cancel_at is not None
    await drain(db, roster(), order.cancel_at - SECOND)
    assert await REFUNDED.sole(db, order.order_id) == 0
    return order.cancel_at


def worth_of_two(order_lines: list[int], quantity: int) -> int:
    return order_lines[0] * 2 // quantity


@pytest.mark.parametrize("method", ["SANDBOX_CARD", "COD"])
async def test_r_ord_7_what_was_not_arranged_in_time_is_cancelled_and_the_rest_goes_on(
    db: Db, now: datetime, method: Method
) -> None:
    at = await make_dispatch(db, now)
    order = await partly(db, at, method)
    late = await deadline(db, order)
    await drain(db, roster(), late)
    cut = await at.now(db, order.order_id)
    assert cut.status == "AWAITING_COLLECTION"
    lines = (await lines_of(db, [cut]))[order.order_id]
    assert [(each.wanted, each.cancelled_quantity, each.unpacked) for each in lines] == [(2, 1, 0), (0, 1, 0)]
    # Two of the first wait for the carrier; all others can be sold again.
    assert await stock_of(db, *at.skus) == [(18, 2), (20, 0)]
    sent_minor = worth_of_two([each.paid_minor for each in lines], 3)
    assert await REFUNDED.sole(db, order.order_id) == (0 if method == "COD" else order.total_minor - sent_minor)
    assert await TOLD.sole(db) == 1
    await drain(db, roster(), late + timedelta(minutes=1))
    assert await TOLD.sole(db) == 1
    assert await broken(db) == []
    where: dict[str, Any] = {"shop_id": at.shop.shop_id, "order_id": order.order_id, "now": late + timedelta(hours=1)}
    await parcels.hand_over_order(db, at.seller, **where)
    delivered = await parcels.deliver_order(db, at.seller, **where)
    assert (delivered.status, delivered.paid_at is not None) == ("DELIVERED", True)
    assert await REFUNDED.sole(db, order.order_id) == order.total_minor - sent_minor
    await drain(db, roster(), late + timedelta(hours=1))
    [owed] = await OWED.all(db, order.order_id)
    assert (owed.amount_minor, owed.status) == (order.total_minor - sent_minor, "SUCCESS")
    if method == "COD":
        # The courier collected what it brought, and owes no more than that.
        assert await CARRIER_OWES.sole(db, order.order_id) == sent_minor
    assert await stock_of(db, *at.skus) == [(18, 0), (20, 0)]
    assert await broken(db) == []


async def test_r_ord_7_a_parcel_that_was_there_already_finishes_the_order(db: Db, now: datetime) -> None:
    at = await make_dispatch(db, now)
    order = await partly(db, at, "COD")
    assert await parcels.carrier_reported(db, parcels.Report("JNE", "here", "A1", "DELIVERED", at.at), now=at.at)
    assert (await at.now(db, order.order_id)).status == "PARTIALLY_SHIPPING"
    late = await deadline(db, order)
    await drain(db, roster(), late)
    done = await at.now(db, order.order_id)
    assert (done.status, done.paid_at) == ("DELIVERED", late)
    assert await broken(db) == []


async def test_r_ord_7_a_parcel_that_came_back_ends_an_order_of_which_nothing_else_is_sent(
    db: Db, now: datetime
) -> None:
    at = await make_dispatch(db, now)
    order = await partly(db, at, "SANDBOX_CARD")
    assert await parcels.carrier_reported(db, parcels.Report("JNE", "back", "A1", "RETURNED", at.at), now=at.at)
    late = await deadline(db, order)
    await drain(db, roster(), late)
    ended = await at.now(db, order.order_id)
    assert (ended.status, ended.cancelled_by) == ("CANCELLED", "SYSTEM")
    assert await REFUNDED.sole(db, order.order_id) == order.total_minor
    assert await stock_of(db, *at.skus) == [(20, 0), (20, 0)]
    assert await broken(db) == []


async def test_an_order_that_was_arranged_in_time_is_not_cut(db: Db, now: datetime) -> None:
    at = await make_dispatch(db, now)
    order = await partly(db, at, "COD")
    await parcels.ship_order(
        db, at.seller, shop_id=at.shop.shop_id, order_id=order.order_id, carrier="JNE", tracking_number="A2", now=at.at
    )
    late = await deadline(db, order)
    assert not await parcels.cut_to_arranged(db, at.shop.shop_id, order.order_id, now=late)
    assert (await at.now(db, order.order_id)).status == "AWAITING_COLLECTION"
    assert await broken(db) == []
