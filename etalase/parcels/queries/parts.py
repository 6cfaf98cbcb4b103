"""Which pieces of a line lie in which package, and what was paid for the line."""

from collections.abc import Sequence

from etalase.base.db import Db, rows
from etalase.parcels.rules import Part

PARTS = rows(
    Part,
    """SELECT l.package_id, l.line_id, l.order_id, l.quantity, o.quantity AS of_quantity, o.paid_minor
         FROM package_lines l JOIN packages p ON p.shop_id = l.shop_id AND p.package_id = l.package_id
              JOIN order_lines o ON o.shop_id = l.shop_id AND o.line_id = l.line_id
        WHERE l.shop_id = $1 AND l.order_id = ANY($2::bigint[]) AND (p.status <> 'CANCELLED' OR p.returned_at IS NOT NULL)
        ORDER BY l.line_id, l.package_id""",
)


async def parts(db: Db, shop_id: int, order_ids: Sequence[int]) -> list[Part]:
    """The packed pieces of orders, by line and package."""
    return await PARTS.all(db, shop_id, list(order_ids))
