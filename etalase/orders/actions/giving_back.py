"""What pieces took that are not sold after all is there again: stock, what a buyer may order, vouchers, places in deals."""

from collections.abc import Mapping
from datetime import datetime

import msgspec

from etalase.base.db import Db, rows
from etalase.catalog import actions as catalog
from etalase.orders.queries.one import OrderRow
from etalase.orders.rules.billing import parts_of
from etalase.promotions import actions as promotions
from etalase.promotions.rules import kept_of
from etalase.stock import actions as stock


class Bought(msgspec.Struct, frozen=True):
    """A line with what it took: pieces that are not cancelled, from where, and its discounts as JSON."""

    line_id: int
    product_id: int
    sku_id: int
    warehouse_id: int
    left: int
    promotions: str


BOUGHT = rows(
    Bought,
    """SELECT line_id, product_id, sku_id, warehouse_id, quantity - cancelled_quantity AS left, promotions::text AS promotions
         FROM order_lines WHERE shop_id = $1 AND order_id = $2 ORDER BY sku_id, line_id""",
)


async def give_back(
    db: Db, order: OrderRow, *, now: datetime, dropped: Mapping[int, int] | None = None, reserved: bool = True
) -> None:
    """Give back what the whole order took, or what these pieces of it did (line id to how many, cancelled on their lines already).

    `reserved`: they lie in the stock; else they were sent, and their packages brought them back. The caller holds the order.
    A deal has its pieces back one by one, a voucher its use when all that it paid for is gone (R-PRO-5).
    """
    lines = await BOUGHT.all(db, order.shop_id, order.order_id)
    gone = [(line, line.left if dropped is None else dropped.get(line.line_id, 0)) for line in lines]
    gone = [(line, pieces) for line, pieces in gone if pieces]
    if reserved:
        moves = [
            stock.Move(order.shop_id, line.sku_id, line.warehouse_id, pieces, line.line_id) for line, pieces in gone
        ]
        await stock.release(db, moves, now)
    # After the stock, as the till counts them.
    counts = [catalog.Bought(order.shop_id, line.product_id, order.buyer_account_id, pieces) for line, pieces in gone]
    await catalog.give_back_bought(db, counts, ordered_at=order.placed_at)
    staying = [] if dropped is None else lines
    kept = [
        part for line in staying for part in kept_of(parts_of(line.promotions, line.product_id, line.sku_id), line.left)
    ]
    await promotions.release(db, order, now=now, kept=kept)
