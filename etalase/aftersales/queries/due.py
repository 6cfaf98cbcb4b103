"""Orders whose return window closed, and what a refund was for."""

from datetime import datetime

from etalase.base.db import Db, rows, value
from etalase.base.jobs import Place
from etalase.orders.queries import OrderRow
from etalase.orders.queries.one import COLUMNS, JOINS

DELIVERED = rows(
    OrderRow,
    f"""SELECT {COLUMNS} FROM orders o {JOINS} WHERE o.status = 'DELIVERED' AND o.delivered_at <= $1 AND s.market = $2
          AND NOT EXISTS (SELECT 1 FROM returns r
               WHERE r.shop_id = o.shop_id AND r.order_id = o.order_id AND r.closed_at IS NULL)
          AND (o.delivered_at, o.order_id) > ($3, $4)
        ORDER BY o.delivered_at, o.order_id LIMIT 200""",
)
CANCELLED_BY_REFUND = value(
    int,
    """SELECT f.order_id FROM order_refunds f JOIN orders o ON o.shop_id = f.shop_id AND o.order_id = f.order_id
        WHERE f.shop_id = $1 AND f.refund_id = $2 AND o.status = 'CANCELLED'""",
)


async def delivered_before(db: Db, market: str, at: datetime, after: Place) -> list[OrderRow]:
    """The next orders of a market delivered before that time, with nothing open, and not completed yet."""
    return await DELIVERED.all(db, at, market, after.at, after.row_id)


async def cause_of_refund(db: Db, shop_id: int, refund_id: int) -> int | None:
    """The cancelled order that a refund was for; None for any other refund."""
    return await CANCELLED_BY_REFUND.get(db, shop_id, refund_id)
