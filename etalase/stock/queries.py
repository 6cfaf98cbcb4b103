"""How many there are, and the sums that must agree."""

from collections.abc import Sequence
from datetime import datetime

import msgspec

from etalase.base.actor import Actor
from etalase.base.db import Db, rows, value
from etalase.base.errors import NotFound
from etalase.base.pages import LIMIT_DEFAULT, Page, below_of, page_of
from etalase.shops.queries import permit


class Level(msgspec.Struct, frozen=True):
    """One SKU in one warehouse, in pieces: `available` can be sold to anybody, `reserved` is ordered and not yet shipped,
    `aside` is kept for campaigns and LIVEs."""

    shop_id: int
    sku_id: int
    warehouse_id: int
    product_id: int
    available: int
    reserved: int
    aside: int = 0

    @property
    def stock(self) -> int:
        """What can be sold in all; what is reserved is sold."""
        return self.available + self.aside


class Total(msgspec.Struct, frozen=True):
    """One SKU over all warehouses."""

    sku_id: int
    available: int
    reserved: int
    aside: int


class Warehouse(msgspec.Struct, frozen=True):
    """A warehouse of a shop; `slot` 0 is the default one, None a closed one. Pieces of all SKUs in it."""

    shop_id: int
    warehouse_id: int
    slot: int | None
    name: str
    closed_at: datetime | None
    available: int
    reserved: int
    aside: int


class SetAside(msgspec.Struct, frozen=True):
    """Pieces kept for one campaign or LIVE; `left` can still be ordered through it (0 once it ended)."""

    shop_id: int
    set_aside_id: int
    sku_id: int
    warehouse_id: int
    product_id: int
    purpose: str
    purpose_ref: int
    quantity: int
    taken: int
    made_at: datetime
    ended_at: datetime | None

    @property
    def left(self) -> int:
        """Pieces that can still be ordered through it."""
        return 0 if self.ended_at else self.quantity - self.taken


class StockOf(msgspec.Struct, frozen=True):
    """All pieces of one SKU: its levels, by warehouse, and what is set aside of it now."""

    sku_id: int
    levels: list[Level]
    set_asides: list[SetAside]

    @property
    def on_sale(self) -> int:
        """What everybody can buy."""
        return sum(each.available for each in self.levels)

    @property
    def aside(self) -> int:
        """What is kept for campaigns and LIVEs."""
        return sum(each.aside for each in self.levels)

    @property
    def reserved(self) -> int:
        """What is ordered and not shipped."""
        return sum(each.reserved for each in self.levels)


LEVEL_COLUMNS = "shop_id, sku_id, warehouse_id, product_id, available, reserved, aside"
SET_ASIDE_COLUMNS = """shop_id, set_aside_id, sku_id, warehouse_id, product_id, purpose, purpose_ref, quantity, taken, made_at,
       ended_at"""
LEVELS = rows(
    Level,
    f"SELECT {LEVEL_COLUMNS} FROM stock_levels WHERE shop_id = $1 AND sku_id = ANY($2::bigint[]) ORDER BY sku_id, warehouse_id",
)
TOTALS_OF_PRODUCTS = rows(
    Total,
    """SELECT sku_id, sum(available)::int AS available, sum(reserved)::int AS reserved, sum(aside)::int AS aside
       FROM stock_levels WHERE shop_id = $1 AND product_id = ANY($2::bigint[]) GROUP BY sku_id""",
)
WAREHOUSE = value(int, "SELECT warehouse_id FROM warehouses WHERE shop_id = $1 AND slot = 0")
WAREHOUSES = rows(
    Warehouse,
    """SELECT w.shop_id, w.warehouse_id, w.slot, w.name, w.closed_at, coalesce(l.available, 0)::int AS available,
              coalesce(l.reserved, 0)::int AS reserved, coalesce(l.aside, 0)::int AS aside
       FROM warehouses w
       LEFT JOIN (SELECT shop_id, warehouse_id, sum(available) AS available, sum(reserved) AS reserved, sum(aside) AS aside
                  FROM stock_levels WHERE shop_id = $1 GROUP BY shop_id, warehouse_id) l
         ON l.shop_id = w.shop_id AND l.warehouse_id = w.warehouse_id
       WHERE w.shop_id = $1 ORDER BY w.slot NULLS LAST, w.warehouse_id""",
)
SET_ASIDES = rows(
    SetAside,
    f"""SELECT {SET_ASIDE_COLUMNS} FROM stock_set_asides WHERE shop_id = $1 AND set_aside_id = ANY($2::bigint[])
        ORDER BY set_aside_id""",
)
SET_ASIDES_OF = rows(
    SetAside,
    f"""SELECT {SET_ASIDE_COLUMNS} FROM stock_set_asides WHERE shop_id = $1 AND purpose = $2 AND purpose_ref = ANY($3::bigint[])
        ORDER BY set_aside_id""",
)
OPEN_SET_ASIDES = rows(
    SetAside,
    f"""SELECT {SET_ASIDE_COLUMNS} FROM stock_set_asides
        WHERE shop_id = $1 AND sku_id = ANY($2::bigint[]) AND ended_at IS NULL ORDER BY set_aside_id""",
)
# Two statements, so that the open ones are found in an index of their own however many have ended.
OPEN_OF_SHOP = rows(
    SetAside,
    f"""SELECT {SET_ASIDE_COLUMNS} FROM stock_set_asides
        WHERE shop_id = $1 AND set_aside_id < $2 AND ended_at IS NULL ORDER BY set_aside_id DESC LIMIT $3""",
)
ENDED_OF_SHOP = rows(
    SetAside,
    f"""SELECT {SET_ASIDE_COLUMNS} FROM stock_set_asides
        WHERE shop_id = $1 AND set_aside_id < $2 AND ended_at IS NOT NULL ORDER BY set_aside_id DESC LIMIT $3""",
)
SWEEPS = (
    (
        "a stock level is the sum of its moves: received - sold - reserved + returned",
        rows(
            Level,
            """SELECT l.shop_id, l.sku_id, l.warehouse_id, l.product_id, l.available, l.reserved, l.aside
               FROM stock_levels l
               LEFT JOIN (SELECT shop_id, sku_id, warehouse_id,
                                 sum(CASE kind WHEN 'SET' THEN quantity WHEN 'RESERVED' THEN -quantity
                                     WHEN 'RELEASED' THEN quantity WHEN 'RETURNED' THEN quantity
                                     WHEN 'SET_ASIDE' THEN -quantity WHEN 'PUT_BACK' THEN quantity ELSE 0 END) AS available,
                                 sum(CASE kind WHEN 'RESERVED' THEN quantity WHEN 'RELEASED' THEN -quantity
                                     WHEN 'SOLD' THEN -quantity WHEN 'ASIDE_RESERVED' THEN quantity
                                     WHEN 'ASIDE_RELEASED' THEN -quantity ELSE 0 END) AS reserved,
                                 sum(CASE kind WHEN 'SET_ASIDE' THEN quantity WHEN 'PUT_BACK' THEN -quantity
                                     WHEN 'ASIDE_RESERVED' THEN -quantity WHEN 'ASIDE_RELEASED' THEN quantity
                                     ELSE 0 END) AS aside
                          FROM stock_moves GROUP BY shop_id, sku_id, warehouse_id) m
                 ON m.shop_id = l.shop_id AND m.sku_id = l.sku_id AND m.warehouse_id = l.warehouse_id
               WHERE l.available <> coalesce(m.available, 0) OR l.reserved <> coalesce(m.reserved, 0)
                  OR l.aside <> coalesce(m.aside, 0)""",
        ),
    ),
    (
        "what lies aside is what is left of the open set-asides",
        rows(
            Level,
            """SELECT l.shop_id, l.sku_id, l.warehouse_id, l.product_id, l.available, l.reserved, l.aside
               FROM stock_levels l
               LEFT JOIN (SELECT shop_id, sku_id, warehouse_id, sum(quantity - taken) AS remaining FROM stock_set_asides
                          WHERE ended_at IS NULL GROUP BY shop_id, sku_id, warehouse_id) a
                 ON a.shop_id = l.shop_id AND a.sku_id = l.sku_id AND a.warehouse_id = l.warehouse_id
               WHERE l.aside <> coalesce(a.remaining, 0)""",
        ),
    ),
    (
        "what is left of a set-aside is the sum of its moves, and of an ended one nothing",
        rows(
            SetAside,
            f"""SELECT {SET_ASIDE_COLUMNS} FROM stock_set_asides a
                LEFT JOIN (SELECT shop_id, set_aside_id, sum(CASE kind WHEN 'SET_ASIDE' THEN quantity
                                  WHEN 'ASIDE_RELEASED' THEN quantity ELSE -quantity END) AS moved
                           FROM stock_moves WHERE set_aside_id IS NOT NULL GROUP BY 1, 2) m USING (shop_id, set_aside_id)
                WHERE coalesce(m.moved, 0) <> CASE WHEN a.ended_at IS NULL THEN a.quantity - a.taken ELSE 0 END""",
        ),
    ),
    (
        "what a set-aside gave for an order line it gave once, and no more came back",
        value(
            int,
            """SELECT order_line_id FROM stock_moves
               WHERE order_line_id IS NOT NULL AND set_aside_id IS NOT NULL GROUP BY shop_id, order_line_id
               HAVING count(*) FILTER (WHERE kind = 'ASIDE_RESERVED') <> 1
                   OR sum(CASE kind WHEN 'ASIDE_RESERVED' THEN quantity ELSE -quantity END) < 0""",
        ),
    ),
    (
        "no piece is lost: received and returned less sold is reserved, on sale or set aside",
        value(
            int,
            """SELECT l.sku_id FROM (SELECT shop_id, sku_id, sum(available + reserved + aside) AS lying
                                     FROM stock_levels GROUP BY 1, 2) l
               LEFT JOIN (SELECT shop_id, sku_id, sum(CASE kind WHEN 'SOLD' THEN -quantity ELSE quantity END) AS moved
                          FROM stock_moves WHERE kind IN ('SET', 'RETURNED', 'SOLD') GROUP BY 1, 2) m USING (shop_id, sku_id)
               WHERE l.lying <> coalesce(m.moved, 0)""",
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
    (
        "a closed warehouse is empty",
        value(
            int,
            """SELECT w.warehouse_id FROM warehouses w
               JOIN stock_levels l ON l.shop_id = w.shop_id AND l.warehouse_id = w.warehouse_id
               WHERE w.closed_at IS NOT NULL AND l.available + l.reserved + l.aside > 0""",
        ),
    ),
)


async def levels(db: Db, shop_id: int, sku_ids: Sequence[int]) -> list[Level]:
    """The levels of these SKUs, by SKU and warehouse."""
    return await LEVELS.all(db, shop_id, list(sku_ids))


async def stock_of_sku(db: Db, actor: Actor, *, shop_id: int, sku_id: int) -> StockOf:
    """Where the pieces of a SKU lie and what they are for, for the shop's staff; NotFound for another shop's."""
    await permit(db, actor, shop_id, "stock.read")
    found = await levels(db, shop_id, [sku_id])
    if not found:
        raise NotFound
    return StockOf(sku_id, found, await open_set_asides(db, shop_id, [sku_id]))


async def totals(db: Db, shop_id: int, product_ids: Sequence[int]) -> dict[int, Total]:
    """The SKUs of these products over all warehouses, by SKU."""
    return {each.sku_id: each for each in await TOTALS_OF_PRODUCTS.all(db, shop_id, list(product_ids))}


async def warehouses(db: Db, actor: Actor, *, shop_id: int, closed: bool = False) -> list[Warehouse]:
    """The shop's warehouses for its staff, the default one first; closed ones only when asked for, last."""
    await permit(db, actor, shop_id, "product.read")
    return [each for each in await WAREHOUSES.all(db, shop_id) if closed or each.closed_at is None]


async def set_asides_of_shop(
    db: Db, actor: Actor, *, shop_id: int, ended: bool = False, limit: int = LIMIT_DEFAULT, cursor: str | None = None
) -> Page[SetAside]:
    """What is set aside in the shop, or was and has ended, for its staff; newest first."""
    await permit(db, actor, shop_id, "stock.read")
    before = below_of(cursor)
    statement = ENDED_OF_SHOP if ended else OPEN_OF_SHOP
    return page_of(await statement.all(db, shop_id, before, limit + 1), limit, lambda each: (each.set_aside_id,))


async def set_asides(db: Db, shop_id: int, set_aside_ids: Sequence[int]) -> list[SetAside]:
    """Set-asides by id. After `actions.lock_levels` of their SKUs nothing of them can change until the end of the transaction."""
    return await SET_ASIDES.all(db, shop_id, list(set_aside_ids))


async def set_asides_of(db: Db, shop_id: int, purpose: str, refs: Sequence[int]) -> list[SetAside]:
    """All that was set aside for these campaigns or LIVEs, ended ones too."""
    return await SET_ASIDES_OF.all(db, shop_id, purpose, list(refs))


async def open_set_asides(db: Db, shop_id: int, sku_ids: Sequence[int]) -> list[SetAside]:
    """What is set aside of these SKUs now."""
    return await OPEN_SET_ASIDES.all(db, shop_id, list(sku_ids))
