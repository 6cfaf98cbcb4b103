"""Packages whose time has come, for the timed jobs, and those of a number, for a carrier's word."""

from datetime import datetime

import msgspec

from etalase.base.db import Db, rows, value
from etalase.base.jobs import Place
from etalase.parcels.queries.packages import PACKAGE_COLUMNS, Package
from etalase.parcels.rules import Kind
from etalase.shipping.rules import Method


class Due(msgspec.Struct, frozen=True):
    """What a sandbox carrier tells next of a package."""

    shop_id: int
    package_id: int
    carrier: str
    tracking_number: str
    method: Method
    next_report: Kind
    next_report_at: datetime
    failed_attempts: int


DUE = rows(
    Due,
    """SELECT shop_id, package_id, carrier, tracking_number, method, next_report, next_report_at, failed_attempts
         FROM packages WHERE next_report IS NOT NULL AND next_report_at <= $1
          AND (next_report_at, package_id) > ($2, $3) ORDER BY next_report_at, package_id LIMIT 200""",
)
LATE = rows(
    Package,
    f"""SELECT {PACKAGE_COLUMNS} FROM packages p
         WHERE p.status = 'FULFILLING' AND p.overdue_at IS NULL AND p.deliver_by <= $1
           AND (p.deliver_by, p.package_id) > ($2, $3) ORDER BY p.deliver_by, p.package_id LIMIT 200""",
)
BY_NUMBER = rows(
    Package,
    f"""SELECT {PACKAGE_COLUMNS} FROM packages p WHERE p.tracking_number = $2 AND p.carrier = $1
         ORDER BY p.package_id DESC LIMIT 1""",
)
ORDERS_OF = value(
    int, "SELECT DISTINCT order_id FROM package_lines WHERE shop_id = $1 AND package_id = ANY($2::bigint[]) ORDER BY 1"
)

# Orders that share a package with one of these, and these.
RELATED = value(
    int,
    """SELECT order_id FROM unnest($2::bigint[]) AS named (order_id)
        UNION SELECT other.order_id FROM package_lines l
         JOIN package_lines other ON other.shop_id = l.shop_id AND other.package_id = l.package_id
        WHERE l.shop_id = $1 AND l.order_id = ANY($2::bigint[]) ORDER BY 1""",
)


async def related_orders(db: Db, shop_id: int, order_ids: list[int]) -> list[int]:
    """Orders and those that lie in a package with them, by id: all that a move of their packages touches."""
    return await RELATED.all(db, shop_id, order_ids)


async def reports_due(db: Db, now: datetime, after: Place) -> list[Due]:
    """The next packages of which the sandbox carrier has something to tell, the longest waiting first."""
    return await DUE.all(db, now, after.at, after.row_id)


async def late_past(db: Db, now: datetime, after: Place) -> list[Package]:
    """The next packages that should have been delivered by now and are not marked yet (R-ORD-7)."""
    return await LATE.all(db, now, after.at, after.row_id)


async def by_number(db: Db, carrier: str, number: str) -> Package | None:
    """The newest package that a carrier knows under a number."""
    return await BY_NUMBER.one(db, carrier, number)


async def orders_of(db: Db, shop_id: int, package_ids: list[int]) -> list[int]:
    """The orders that packages hold pieces of, by id."""
    return await ORDERS_OF.all(db, shop_id, package_ids)
