"""Orders whose time has come, for the timed jobs."""

from datetime import datetime

from etalase.base.db import Db, rows
from etalase.orders.queries.one import COLUMNS, JOINS, OrderRow

# SKIP LOCKED: an order somebody is moving right now is looked at again at the next tick.
UNPAID = rows(
    OrderRow,
    f"""SELECT {COLUMNS} FROM orders o {JOINS} WHERE o.status = 'UNPAID' AND o.unpaid_until <= $1
         ORDER BY o.unpaid_until LIMIT $2 FOR UPDATE OF o SKIP LOCKED""",
)
ON_HOLD = rows(
    OrderRow,
    f"""SELECT {COLUMNS} FROM orders o {JOINS} WHERE o.status = 'ON_HOLD' AND o.hold_until <= $1
         ORDER BY o.hold_until LIMIT $2 FOR UPDATE OF o SKIP LOCKED""",
)
LATE = rows(
    OrderRow,
    f"""SELECT {COLUMNS} FROM orders o {JOINS} WHERE o.status = 'AWAITING_SHIPMENT' AND o.cancel_at <= $1
         ORDER BY o.cancel_at LIMIT $2 FOR UPDATE OF o SKIP LOCKED""",
)
# Not locked: whoever cuts one holds it with all that share a package with it.
PARTLY_LATE = rows(
    OrderRow,
    f"""SELECT {COLUMNS} FROM orders o {JOINS} WHERE o.status = 'PARTIALLY_SHIPPING' AND o.cancel_at <= $1
         ORDER BY o.cancel_at LIMIT $2""",
)


async def unpaid_past(db: Db, now: datetime, limit: int) -> list[OrderRow]:
    """Unpaid orders whose time to be paid is over (R-ORD-8)."""
    return await UNPAID.all(db, now, limit)


async def held_past(db: Db, now: datetime, limit: int) -> list[OrderRow]:
    """Orders whose hour of holding is over (R-ORD-2)."""
    return await ON_HOLD.all(db, now, limit)


async def late_past(db: Db, now: datetime, limit: int) -> list[OrderRow]:
    """Orders that were not arranged while the market had patience (R-ORD-7, R-ORD-9)."""
    return await LATE.all(db, now, limit)


async def partly_late_past(db: Db, now: datetime, limit: int) -> list[OrderRow]:
    """Orders of which only a part was arranged while the market had patience (R-ORD-7, R-ORD-9)."""
    return await PARTLY_LATE.all(db, now, limit)
