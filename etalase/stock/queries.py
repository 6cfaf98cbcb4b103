"""How many there are, and the sums that must agree."""

from collections.abc import Sequence

import msgspec

from etalase.base.db import Db, rows, value


class Level(msgspec.Struct, frozen=True):
    """One SKU in one warehouse, in pieces: `available` can be sold, `reserved` is ordered and not yet shipped."""

    shop_id: int
    sku_id: int
    warehouse_id: int
    product_id: int
    available: int
    reserved: int


class Total(msgspec.Struct, frozen=True):
    """One SKU over all warehouses."""

    sku_id: int
    available: int
    reserved: int


LEVEL_COLUMNS = "shop_id, sku_id, warehouse_id, product_id, available, reserved"
LEVELS = rows(
    Level,
    f"SELECT {LEVEL_COLUMNS} FROM stock_levels WHERE shop_id = $1 AND sku_id = ANY($2::bigint[]) ORDER BY sku_id, warehouse_id",
)
TOTALS_OF_PRODUCTS = rows(
    Total,
    """SELECT sku_id, sum(available)::int AS available, sum(reserved)::int AS reserved FROM stock_levels
       WHERE shop_id = $1 AND product_id = ANY($2::bigint[]) GROUP BY sku_id""",
)
WAREHOUSE = value(int, "SELECT warehouse_id FROM warehouses WHERE shop_id = $1 AND slot = 0")
SWEEPS = (
    (
        "a stock level is the sum of its moves",
        rows(
            Level,
            """SELECT l.shop_id, l.sku_id, l.warehouse_id, l.product_id, l.available, l.reserved
               FROM stock_levels l
               LEFT JOIN (SELECT shop_id, sku_id, warehouse_id,
                                 sum(CASE kind WHEN 'SET' THEN quantity WHEN 'RESERVED' THEN -quantity
                                     WHEN 'RELEASED' THEN quantity WHEN 'RETURNED' THEN quantity ELSE 0 END) AS available,
                                 sum(CASE kind WHEN 'RESERVED' THEN quantity WHEN 'RELEASED' THEN -quantity
                                     WHEN 'SOLD' THEN -quantity ELSE 0 END) AS reserved
                          FROM stock_moves GROUP BY shop_id, sku_id, warehouse_id) m
                 ON m.shop_id = l.shop_id AND m.sku_id = l.sku_id AND m.warehouse_id = l.warehouse_id
               WHERE l.available <> coalesce(m.available, 0) OR l.reserved <> coalesce(m.reserved, 0)""",
        ),
    ),
    (
        "every shop has its default warehouse",
        value(
            int,
            """SELECT s.shop_id FROM shops s LEFT JOIN warehouses w ON w.shop_id = s.shop_id AND w.slot = 0
               WHERE w.shop_id IS NULL""",
        ),
    ),
)


async def levels(db: Db, shop_id: int, sku_ids: Sequence[int]) -> list[Level]:
    """The levels of these SKUs, by SKU and warehouse."""
    return await LEVELS.all(db, shop_id, list(sku_ids))


async def totals(db: Db, shop_id: int, product_ids: Sequence[int]) -> dict[int, Total]:
    """The SKUs of these products over all warehouses, by SKU."""
    return {each.sku_id: each for each in await TOTALS_OF_PRODUCTS.all(db, shop_id, list(product_ids))}
