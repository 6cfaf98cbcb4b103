"""The verbs of stock. All take arrays: one SKU is a list of one.

Every verb locks the levels it changes in (shop, SKU, warehouse) order first, so no two of them can deadlock, and shop by shop,
so that a lock never spans two shards.
"""

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby

import msgspec

from etalase.base.actor import Actor
from etalase.base.db import Db, rows, value, write
from etalase.base.errors import NotFound, Refused
from etalase.shops.actions import found_shop
from etalase.shops.queries import Shop
from etalase.stock import rules
from etalase.stock.queries import LEVEL_COLUMNS, Level

OPEN_WAREHOUSE = write("INSERT INTO warehouses (shop_id, warehouse_id, slot, name) VALUES ($1, $2, 0, $3)")
OPEN_ROWS = write(
    """WITH asked AS (
           SELECT u.shop_id, u.product_id, u.sku_id, u.quantity, u.move_id, w.warehouse_id
           FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::int[], $5::bigint[])
                AS u (shop_id, product_id, sku_id, quantity, move_id)
           JOIN warehouses w ON w.shop_id = u.shop_id AND w.slot = 0),
       opened AS (
           INSERT INTO stock_levels (shop_id, sku_id, warehouse_id, product_id, available)
           SELECT shop_id, sku_id, warehouse_id, product_id, quantity FROM asked)
       INSERT INTO stock_moves (shop_id, move_id, sku_id, warehouse_id, kind, quantity, at)
       SELECT shop_id, move_id, sku_id, warehouse_id, 'SET', quantity, $6 FROM asked WHERE quantity <> 0"""
)
LOCK_LEVELS = rows(
    Level,
    f"""SELECT {LEVEL_COLUMNS} FROM stock_levels WHERE shop_id = $1 AND sku_id = ANY($2::bigint[])
        ORDER BY shop_id, sku_id, warehouse_id FOR UPDATE""",
)
# For a statement of a higher room that names its wishes in a CTE called `wanted`, with the columns of WANTED below,
# after `lock_levels` in the same transaction: it moves them from available to reserved and appends the moves. `taken` has a row per
# level that had enough; a level without is left alone, so the caller compares the count with what it wanted.
TAKE_FRAGMENT = """taken AS (
           UPDATE stock_levels l SET available = l.available - w.quantity, reserved = l.reserved + w.quantity
           FROM (SELECT shop_id, sku_id, warehouse_id, sum(quantity)::int AS quantity FROM wanted GROUP BY 1, 2, 3) w
           WHERE l.shop_id = w.shop_id AND l.sku_id = w.sku_id AND l.warehouse_id = w.warehouse_id
             AND l.available >= w.quantity
           RETURNING l.shop_id, l.sku_id, l.warehouse_id),
       taken_moves AS (
           INSERT INTO stock_moves (shop_id, move_id, sku_id, warehouse_id, kind, quantity, order_line_id, at)
           SELECT w.shop_id, w.move_id, w.sku_id, w.warehouse_id, 'RESERVED', w.quantity, w.order_line_id, w.at
           FROM wanted w JOIN taken t USING (shop_id, sku_id, warehouse_id))"""
WANTED = """WITH wanted AS (
           SELECT u.shop_id, u.sku_id, u.warehouse_id, u.quantity, u.order_line_id, u.move_id, $7::timestamptz AS at
           FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::int[], $5::bigint[], $6::bigint[])
                AS u (shop_id, sku_id, warehouse_id, quantity, order_line_id, move_id))"""
TAKE = value(int, f"{WANTED},\n       {TAKE_FRAGMENT}\n       SELECT count(*) FROM taken")
MOVE = value(
    int,
    f"""{WANTED},
       moved AS (
           UPDATE stock_levels l SET available = l.available + $9::int * w.quantity,
                  reserved = l.reserved + $10::int * w.quantity
           FROM (SELECT shop_id, sku_id, warehouse_id, sum(quantity)::int AS quantity FROM wanted GROUP BY 1, 2, 3) w
           WHERE l.shop_id = w.shop_id AND l.sku_id = w.sku_id AND l.warehouse_id = w.warehouse_id
           RETURNING l.sku_id),
       moves AS (
           INSERT INTO stock_moves (shop_id, move_id, sku_id, warehouse_id, kind, quantity, order_line_id, at)
           SELECT shop_id, move_id, sku_id, warehouse_id, $8, quantity, order_line_id, at FROM wanted)
       SELECT count(*) FROM moved""",
)


class Opening(msgspec.Struct, frozen=True):
    """A new SKU and how many of it lie in the default warehouse."""

    shop_id: int
    product_id: int
    sku_id: int
    quantity: int


class Move(msgspec.Struct, frozen=True):
    """Pieces of one SKU in one warehouse, for one order line if it is for one. `quantity` is positive, save for a correction."""

    shop_id: int
    sku_id: int
    warehouse_id: int
    quantity: int
    order_line_id: int | None = None


async def open_shop(
    db: Db,
    actor: Actor,
    *,
    name: str,
    market: str,
    now: datetime,
    seller_type: str = "INDIVIDUAL",
    description: str = "",
) -> Shop:
    """Open a shop with its default warehouse; the actor owns it. It stands here because shops cannot see warehouses."""
    shop = await found_shop(
        db, actor, name=name, market=market, now=now, seller_type=seller_type, description=description
    )
    await OPEN_WAREHOUSE.run(db, shop.shop_id, await db.new_id(), rules.DEFAULT_WAREHOUSE)
    return shop


async def open_rows(db: Db, openings: Sequence[Opening], now: datetime) -> None:
    """Open the levels of new SKUs."""
    await OPEN_ROWS.run(
        db,
        [each.shop_id for each in openings],
        [each.product_id for each in openings],
        [each.sku_id for each in openings],
        [each.quantity for each in openings],
        await db.new_ids(len(openings)),
        now,
    )


async def lock_levels(db: Db, shop_id: int, sku_ids: Sequence[int]) -> list[Level]:
    """Hold the levels of these SKUs, in SKU order, until the end of the transaction. Several shops: in id order."""
    return await LOCK_LEVELS.all(db, shop_id, sorted(set(sku_ids)))


async def set_levels(db: Db, shop_id: int, quantities: dict[int, int], now: datetime) -> None:
    """What lies in the default warehouse and can be sold, by SKU; reserved pieces stay reserved. NotFound for an unknown SKU."""
    held: dict[int, Level] = {}
    for level in await lock_levels(db, shop_id, list(quantities)):
        held.setdefault(level.sku_id, level)
    if len(held) < len(quantities):
        raise NotFound
    changes = [
        Move(shop_id, sku_id, held[sku_id].warehouse_id, quantity - held[sku_id].available)
        for sku_id, quantity in sorted(quantities.items())
    ]
    await _move(db, "SET", [change for change in changes if change.quantity], now)


async def take(db: Db, moves: Sequence[Move], now: datetime) -> None:
    """From available to reserved, all or nothing: Refused `stock.not_enough` undoes the caller's transaction."""
    available = {(each.shop_id, each.sku_id, each.warehouse_id): each.available for each in await _hold(db, moves)}
    for move in moves:
        place = (move.shop_id, move.sku_id, move.warehouse_id)
        left = available.get(place, 0)
        if left < move.quantity:
            raise Refused("stock.not_enough", sku_id=str(move.sku_id), left=left)
        available[place] = left - move.quantity
    await TAKE.sole(db, *await _arrays(db, moves), now)


async def release(db: Db, moves: Sequence[Move], now: datetime) -> None:
    """From reserved back to available: an order ended before it was shipped."""
    await _hold(db, moves)
    await _move(db, "RELEASED", moves, now)


async def sell(db: Db, moves: Sequence[Move], now: datetime) -> None:
    """Out of reserved for good: it was shipped."""
    await _hold(db, moves)
    await _move(db, "SOLD", moves, now)


async def take_back(db: Db, moves: Sequence[Move], now: datetime) -> None:
    """Sold pieces came back and can be sold again."""
    await _hold(db, moves)
    await _move(db, "RETURNED", moves, now)


async def _hold(db: Db, moves: Sequence[Move]) -> list[Level]:
    held: list[Level] = []
    for shop_id, of_shop in groupby(sorted(moves, key=lambda each: each.shop_id), key=lambda each: each.shop_id):
        held += await lock_levels(db, shop_id, [each.sku_id for each in of_shop])
    return held


async def _move(db: Db, kind: str, moves: Sequence[Move], now: datetime) -> None:
    # More than there is violates a CHECK: that is our bug, and nothing of it is kept.
    if moves:
        await MOVE.sole(db, *await _arrays(db, moves), now, kind, *rules.EFFECTS[kind])


async def _arrays(db: Db, moves: Sequence[Move]) -> tuple[list[object], ...]:
    return (
        [each.shop_id for each in moves],
        [each.sku_id for each in moves],
        [each.warehouse_id for each in moves],
        [each.quantity for each in moves],
        [each.order_line_id for each in moves],
        list(await db.new_ids(len(moves))),
    )
