"""Orders whose time has come, for the timed jobs."""

from datetime import datetime

from etalase.base.db import Db, rows
from etalase.base.jobs import Place
from etalase.orders.queries.one import COLUMNS, JOINS, OrderRow

# SKIP LOCKED: an order somebody is moving right now is looked at again at the next tick.
UNPAID = rows(
    OrderRow,
    f"""SELECT {COLUMNS} FROM orders o {JOINS} WHERE o.status = 'UNPAID' AND o.unpaid_until <= $1
           AND (o.unpaid_until, o.order_id) > ($2, $3) ORDER BY o.unpaid_until, o.order_id LIMIT 1 FOR UPDATE OF o SKIP LOCKED""",
)
ON_HOLD = rows(
    OrderRow,
    f"""SELECT {COLUMNS} FROM orders o {JOINS} WHERE o.status = 'ON_HOLD' AND o.hold_until <= $1
           AND (o.hold_until, o.order_id) > ($2, $3) ORDER BY o.hold_until, o.order_id LIMIT 1 FOR UPDATE OF o SKIP LOCKED""",
)
LATE = rows(
    OrderRow,
    f"""SELECT {COLUMNS} FROM orders o {JOINS} WHERE o.status = 'AWAITING_SHIPMENT' AND o.cancel_at <= $1
           AND (o.cancel_at, o.order_id) > ($2, $3) ORDER BY o.cancel_at, o.order_id LIMIT 1 FOR UPDATE OF o SKIP LOCKED""",
)
# Not locked: whoever cuts one holds it with all that share a package with it.
PARTLY_LATE = rows(
    OrderRow,
    f"""SELECT {COLUMNS} FROM orders o {JOINS} WHERE o.status = 'PARTIALLY_SHIPPING' AND o.cancel_at <= $1
           AND (o.cancel_at, o.order_id) > ($2, $3) ORDER BY o.cancel_at, o.order_id LIMIT 1""",
)


async def unpaid_past(db: Db, now: datetime, after: Place) -> OrderRow | None:
    """The next unpaid order whose time to be paid is over, locked (R-ORD-8)."""
    return await UNPAID.one(db, now, after.at, after.row_id)


async def held_past(db: Db, now: datetime, after: Place) -> OrderRow | None:
    """The next order whose hour of holding is over, locked (R-ORD-2)."""
    return await ON_HOLD.one(db, now, after.at, after.row_id)


async def late_past(db: Db, now: datetime, after: Place) -> OrderRow | None:
    """The next order that was not arranged while the market had patience, locked (R-ORD-7, R-ORD-9)."""
    return await LATE.one(db, now, after.at, after.row_id)


async def partly_late_past(db: Db, now: datetime, after: Place) -> OrderRow | None:
    """The next order of which only a part was arranged while the market had patience (R-ORD-7, R-ORD-9)."""
    return await PARTLY_LATE.one(db, now, after.at, after.row_id)
