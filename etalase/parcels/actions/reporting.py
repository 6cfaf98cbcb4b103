"""What carriers report: stored once, then acted upon; late, doubled and reordered words harm nothing."""

from datetime import datetime, timedelta
from typing import Final

import msgspec

from etalase.base import live
from etalase.base.db import Db, value, write
from etalase.base.errors import Refused
from etalase.base.markets import policy
from etalase.orders import actions as orders
from etalase.orders.queries import OrderRow
from etalase.parcels.actions.holding import SYSTEM_MOVES, bring_along, held
from etalase.parcels.actions.moving import deliver_held, hand_over_held, tell
from etalase.parcels.ports import PORTS
from etalase.parcels.queries.due import by_number
from etalase.parcels.queries.packages import PackageDetail, package
from etalase.parcels.rules import Kind

STORE = value(
    str,
    """INSERT INTO tracking_events (shop_id, carrier, event_id, package_id, kind, at, told_at, place, note)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT DO NOTHING RETURNING event_id""",
)
FAILED = value(
    int,
    """UPDATE packages SET failed_attempts = least(failed_attempts + 1, 99), failed_at = $3
        WHERE shop_id = $1 AND package_id = $2 AND status = 'FULFILLING' RETURNING failed_attempts""",
)
CAME_BACK = value(
    int,
    """UPDATE packages SET status = 'CANCELLED', cancelled_at = $3, returned_at = $3, next_report = NULL,
              next_report_at = NULL
        WHERE shop_id = $1 AND package_id = $2 AND status = 'FULFILLING' RETURNING package_id""",
)
FOLLOWS = write(
    """UPDATE packages SET next_report = $3, next_report_at = $4
        WHERE shop_id = $1 AND package_id = $2 AND status IN ('PROCESSING', 'FULFILLING')"""
)
OVERDUE = value(
    int,
    """UPDATE packages SET overdue_at = $3 WHERE shop_id = $1 AND package_id = $2 AND status = 'FULFILLING'
              AND overdue_at IS NULL RETURNING package_id""",
)
# Clocks differ: what a carrier dates further ahead than this is dated now.
AHEAD: Final = timedelta(hours=1)


class Report(msgspec.Struct, frozen=True):
    """A carrier's word: `event_id` is its own, `at` when it happened."""

    carrier: str
    event_id: str
    tracking_number: str
    kind: Kind
    at: datetime
    place: str = ""
    note: str = ""


async def carrier_reported(db: Db, report: Report, *, now: datetime) -> bool:
    """Store what a carrier says and do what follows; whether it was new. Refused `parcels.unknown_number`.

    A word that comes late or twice moves nothing back: only a package that is where the word begins is moved. DELIVERED
    implies that it was picked up.
    """
    known = await by_number(db, report.carrier, report.tracking_number)
    if known is None:
        raise Refused("parcels.unknown_number")
    orders_held, [found] = await held(db, known.shop_id, [known.package_id])
    if not await _store(db, found, report, now):
        return False
    await _act(db, orders_held, found, report, now=now)
    await live.announce(db, live.shop(known.shop_id))
    await live.announce(db, live.account(known.buyer_account_id))
    return True


async def _store(db: Db, found: PackageDetail, report: Report, now: datetime) -> bool:
    one = found.package
    at = now if report.at > now + AHEAD else report.at
    stored = await STORE.get(
        db,
        one.shop_id,
        report.carrier,
        report.event_id[:100],
        one.package_id,
        report.kind,
        at,
        now,
        report.place[:100],
        report.note[:200],
    )
    return stored is not None


async def _act(
    db: Db, orders_held: dict[int, OrderRow], found: PackageDetail, report: Report, *, now: datetime
) -> None:
    if any(orders_held[order_id].status == "CANCELLED" for order_id in found.order_ids):
        return
    one = found.package
    if one.status == "PROCESSING" and one.arranged_at is not None:
        await hand_over_held(db, orders_held, [found], SYSTEM_MOVES, now=now)
        orders_held, [found] = await held(db, one.shop_id, [one.package_id])
    if found.package.status == "FULFILLING":
        await _on_the_way(db, orders_held, found, report, now=now)


async def _on_the_way(
    db: Db, orders_held: dict[int, OrderRow], found: PackageDetail, report: Report, *, now: datetime
) -> None:
    if report.kind == "DELIVERED":
        await deliver_held(db, orders_held, [found], SYSTEM_MOVES, now=now)
        return
    if report.kind == "RETURNED":
        await _came_back(db, orders_held, found, now=now)
        return
    if report.kind == "DELIVERY_FAILED":
        attempts = await FAILED.sole(db, found.package.shop_id, found.package.package_id, now)
        await tell(db, "parcel.delivery_failed", found, now=now, attempts=attempts)
    await _plan(db, orders_held, found, report, now=now)


async def _came_back(db: Db, orders_held: dict[int, OrderRow], found: PackageDetail, *, now: datetime) -> None:
    one = found.package
    await CAME_BACK.sole(db, one.shop_id, one.package_id, now)
    await orders.pieces_came_back(db, one.shop_id, {line.line_id: line.quantity for line in found.lines}, now=now)
    await bring_along(db, [orders_held[order_id] for order_id in found.order_ids], SYSTEM_MOVES, now=now)
    await tell(db, "parcel.returned", found, now=now)


async def _plan(
    db: Db, orders_held: dict[int, OrderRow], found: PackageDetail, report: Report, *, now: datetime
) -> None:
    """What a carrier that is asked tells next, counted from this word; a word that came late plans nothing anew."""
    one = await package(db, found.package.shop_id, found.package.package_id)
    port = PORTS.get(report.carrier)
    if port is None or any(told.at > report.at for told in one.events):
        return
    numbers = await policy(db, orders_held[found.order_ids[0]].market, now)
    gives_up = one.package.failed_attempts >= numbers.delivery_attempts_max
    following = port.following(report.kind, report.at, one.package.method, gives_up=gives_up)
    if following is not None:
        await FOLLOWS.run(db, one.package.shop_id, one.package.package_id, following.kind, following.at)


async def mark_overdue(db: Db, shop_id: int, package_id: int, *, now: datetime) -> None:
    """A parcel that should have been delivered is late: noted once and told (R-ORD-7, R-ORD-9)."""
    if await OVERDUE.get(db, shop_id, package_id, now) is not None:
        await tell(db, "parcel.overdue", await package(db, shop_id, package_id), now=now)
