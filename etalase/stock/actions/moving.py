"""The lock on levels, and the one statement that changes them and appends the moves."""

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby

import msgspec

from etalase.base.db import Db, rows, value
from etalase.stock import rules
from etalase.stock.queries import LEVEL_COLUMNS, Level

LOCK_LEVELS = rows(
    Level,
    f"""SELECT {LEVEL_COLUMNS} FROM stock_levels WHERE shop_id = $1 AND sku_id = ANY($2::bigint[])
        ORDER BY shop_id, sku_id, warehouse_id FOR UPDATE""",
)
WANTED = """WITH wanted AS (
           SELECT u.shop_id, u.sku_id, u.warehouse_id, u.quantity, u.order_line_id, u.move_id, $7::timestamptz AS at
           FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::int[], $5::bigint[], $6::bigint[])
                AS u (shop_id, sku_id, warehouse_id, quantity, order_line_id, move_id))"""
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


class Move(msgspec.Struct, frozen=True):
    """Pieces of one SKU in one warehouse, for one order line if it is for one. `quantity` is positive, save for a correction.

    `set_aside_id`: only to take from a set-aside; what goes back finds it by the order line.
    """

    shop_id: int
    sku_id: int
    warehouse_id: int
    quantity: int
    order_line_id: int | None = None
    set_aside_id: int | None = None


async def lock_levels(db: Db, shop_id: int, sku_ids: Sequence[int]) -> list[Level]:
    """Hold the levels of these SKUs, in SKU and warehouse order, until the end of the transaction. Several shops: in id order."""
    return await LOCK_LEVELS.all(db, shop_id, sorted(set(sku_ids)))


async def hold(db: Db, moves: Sequence[Move]) -> list[Level]:
    """Low-level: `lock_levels` of all that these moves touch."""
    held: list[Level] = []
    for shop_id, of_shop in groupby(sorted(moves, key=lambda each: each.shop_id), key=lambda each: each.shop_id):
        held += await lock_levels(db, shop_id, [each.sku_id for each in of_shop])
    return held


async def write_moves(db: Db, kind: str, moves: Sequence[Move], now: datetime) -> None:
    """Low-level: change levels that are held. More than there is violates a CHECK: that is our bug, and nothing of it is kept."""
    if moves:
        available, reserved, _ = rules.EFFECTS[kind]
        await MOVE.sole(db, *await arrays(db, moves), now, kind, available, reserved)


async def arrays(db: Db, moves: Sequence[Move]) -> tuple[list[object], ...]:
    """Low-level: the moves as the columns of WANTED, each with a fresh id."""
    return (
        [each.shop_id for each in moves],
        [each.sku_id for each in moves],
        [each.warehouse_id for each in moves],
        [each.quantity for each in moves],
        [each.order_line_id for each in moves],
        list(await db.new_ids(len(moves))),
    )
