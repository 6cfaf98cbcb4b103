"""Orders whose time has come, for the timed jobs."""

from datetime import datetime

from etalase.base.db import Db, rows
from etalase.base.jobs import Place
from etalase.orders.queries.one import COLUMNS, JOINS, OrderRow

# A page, not locked: each is moved by a guarded UPDATE.
UNPAID = rows(
    OrderRow,
    f"""SELECT {COLUMNS} FROM orders o {JOINS} WHERE o.status = 'UNPAID' AND o.unpaid_until <= $1
           AND (o.unpaid_until, o.order_id) > ($2, $3) ORDER BY o.unpaid_until, o.order_id LIMIT 200""",
)
ON_HOLD = rows(
    OrderRow,
    f"""SELECT {COLUMNS} FROM orders o {JOINS} WHERE o.status = 'ON_HOLD' AND o.hold_until <= $1
           AND (o.hold_until, o.order_id) > ($2, $3) ORDER BY o.hold_until, o.order_id LIMIT 200""",
)
LATE = rows(
    OrderRow,
    f"""SELECT {COLUMNS} FROM orders o {JOINS} WHERE o.status = 'AWAITING_SHIPMENT' AND o.cancel_at <= $1
           AND (o.cancel_at, o.order_id) > ($2, $3) ORDER BY o.cancel_at, o.order_id LIMIT 200""",
)
PARTLY_LATE = rows(
    OrderRow,
    f"""SELECT {COLUMNS} FROM orders o {JOINS} WHERE o.status = 'PARTIALLY_SHIPPING' AND o.cancel_at <= $1
           AND (o.cancel_at, o.order_id) > ($2, $3) ORDER BY o.cancel_at, o.order_id LIMIT 200""",
)


async def unpaid_past(db: Db, now: datetime, after: Place) -> list[OrderRow]:
    """The next unpaid orders whose time to be paid is over (R-ORD-8)."""
    return await UNPAID.all(db, now, after.at, after.row_id)


async def held_past(db: Db, now: datetime, after: Place) -> list[OrderRow]:
    """The next orders whose hour of holding is over (R-ORD-2)."""
    return await ON_HOLD.all(db, now, after.at, after.row_id)


async def late_past(db: Db, now: datetime, after: Place) -> list[OrderRow]:
    """The next orders that were not arranged while the market had patience (R-ORD-7, R-ORD-9)."""
    return await LATE.all(db, now, after.at, after.row_id)


async def partly_late_past(db: Db, now: datetime, after: Place) -> list[OrderRow]:
    """The next orders of which only a part was arranged while the market had patience (R-ORD-7, R-ORD-9)."""
    return await PARTLY_LATE.all(db, now, after.at, after.row_id)
