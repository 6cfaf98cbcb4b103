"""Hold what a move of parcels touches: the orders first, by id, then the packages, by id; stock and payments come after."""

from collections.abc import Sequence
from datetime import datetime

import msgspec

from etalase.base.db import Db, value
from etalase.base.errors import NotFound, Refused
from etalase.orders import actions as orders
from etalase.orders.actions import money
from etalase.orders.queries import OrderRow, held_orders
from etalase.orders.rules import Side, state_of
from etalase.parcels.queries.due import orders_of
from etalase.parcels.queries.packages import PackageDetail, packages
from etalase.parcels.queries.parts import parts
from etalase.parcels.queries.tracking import tallies
from etalase.parcels.rules import paid_by_package

HOLD = value(
    int,
    "SELECT package_id FROM packages WHERE shop_id = $1 AND package_id = ANY($2::bigint[]) ORDER BY package_id FOR UPDATE",
)


class By(msgspec.Struct, frozen=True):
    """Who moves it, for the history: the seller's person, or the system when a carrier reports."""

    side: Side
    account_id: int | None = None
    note: str | None = None


SYSTEM_MOVES = By("SYSTEM")


async def held(db: Db, shop_id: int, package_ids: Sequence[int]) -> tuple[dict[int, OrderRow], list[PackageDetail]]:
    """The orders of packages and the packages, locked, as they are now. NotFound when a package does not exist."""
    wanted = sorted(set(package_ids))
    orders_held = {each.order_id: each for each in await held_orders(db, shop_id, await orders_of(db, shop_id, wanted))}
    if len(await HOLD.all(db, shop_id, wanted)) != len(wanted):
        raise NotFound
    found = await packages(db, shop_id, wanted)
    if {order_id for each in found for order_id in each.order_ids} - set(orders_held):
        # Somebody put it together with another order's while we waited: begin anew.
        return await held(db, shop_id, package_ids)
    return orders_held, found


async def bring_along(
    db: Db, orders_held: Sequence[OrderRow], by: By, *, now: datetime, deliver_by: datetime | None = None
) -> None:
    """Move each order as far as its packages are; by payment, so that two who deliver never wait for each other."""
    if not orders_held:
        return
    counted = await tallies(db, orders_held[0].shop_id, [each.order_id for each in orders_held])
    for order in sorted(orders_held, key=lambda each: each.payment_id):
        tally = counted[order.order_id]
        if tally.returned == tally.pieces:
            await orders.progress(db, order, "IN_TRANSIT", by.side, now=now, by=by.account_id, note=by.note)
            await orders.give_up(db, order, now=now)
            continue
        # What came back is no longer on its way.
        done = tally.delivered + tally.returned if tally.delivered else 0
        to = state_of(tally.pieces, tally.arranged, tally.shipped, done)
        await orders.progress(db, order, to, by.side, now=now, by=by.account_id, note=by.note, deliver_by=deliver_by)
        if to == "DELIVERED" and tally.returned:
            await _pay_back_returned(db, order, now=now)
        if to == "DELIVERED" and order.paid_at is None:
            # Paid at the door just now, without the pieces that were never sent.
            await orders.settle_dropped(db, order, now=now)


async def _pay_back_returned(db: Db, order: OrderRow, *, now: datetime) -> None:
    """A part was delivered, a part came back: the money for that part goes back, once per package."""
    worth = paid_by_package(await parts(db, order.shop_id, [order.order_id]))
    returned = [each for each in await packages(db, order.shop_id, list(worth)) if each.package.returned_at is not None]
    for each in returned:
        package_id = each.package.package_id
        # At the door nobody paid for a package that was not brought.
        collected = order.payment_method != "COD"
        await money.refund(
            db, order, worth[package_id], cause="parcel.returned", cause_id=package_id, now=now, collected=collected
        )


def must_be(found: PackageDetail, *statuses: str) -> None:
    """Refused `parcels.wrong_state` when it is in none of these states."""
    if found.package.status not in statuses:
        raise Refused("parcels.wrong_state", package_status=found.package.status)


def must_be_open(found: PackageDetail) -> None:
    """Refused unless it can still be changed: packed, and no carrier knows of it."""
    must_be(found, "PROCESSING")
    if found.package.arranged_at is not None:
        raise Refused("parcels.arranged")


def wrong_order(order: OrderRow) -> Refused:
    """The order is in a state in which this cannot be done."""
    return Refused("orders.wrong_state", order_status=order.status)
