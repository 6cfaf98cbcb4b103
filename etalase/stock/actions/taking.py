"""An order takes pieces, gives them back, or has them shipped; returned ones come in again."""

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby

import msgspec

from etalase.base.db import Db, rows, value
from etalase.base.errors import Refused
from etalase.stock.actions.asides import release_to_asides, set_aside_again, take_from_asides
from etalase.stock.actions.moving import WANTED, Move, arrays, hold, write_moves
from etalase.stock.queries import set_asides

# For a statement of a higher room that names its wishes in a CTE called `wanted`, with the columns of WANTED (shop_id, sku_id,
# warehouse_id, quantity, order_line_id, move_id, at), after `lock_levels` in the same transaction: it moves them from available to
# reserved and appends the moves. `taken` has a row per level that had enough; a level without is left alone, so the caller
# compares the count with what it wanted. Lines of set-asides go through `take`, in a statement of their own: one statement cannot
# change a level twice.
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
TAKE = value(int, f"{WANTED},\n       {TAKE_FRAGMENT}\n       SELECT count(*) FROM taken")


class Open(msgspec.Struct, frozen=True):
    """A warehouse where pieces may come in; `into` is itself, or the default one once it is closed."""

    warehouse_id: int
    into: int


# Shared, so that none of them closes before the pieces have come in.
OPEN_OF = rows(
    Open,
    """SELECT w.warehouse_id, CASE WHEN w.closed_at IS NULL THEN w.warehouse_id ELSE
              (SELECT d.warehouse_id FROM warehouses d WHERE d.shop_id = $1 AND d.slot = 0) END AS into
       FROM warehouses w WHERE w.shop_id = $1 AND w.warehouse_id = ANY($2::bigint[]) ORDER BY w.warehouse_id FOR SHARE OF w""",
)


async def take(db: Db, moves: Sequence[Move], now: datetime) -> None:
    """From available, or from the set-aside that a move names, to reserved; all or nothing.

    Refused `stock.not_enough` or `stock.set_aside_ended`: it undoes the caller's transaction.
    """
    ordinary = [each for each in moves if each.set_aside_id is None]
    through = [each for each in moves if each.set_aside_id is not None]
    held = await hold(db, moves)
    _check({(each.shop_id, each.sku_id, each.warehouse_id): each.available for each in held}, ordinary)
    if ordinary:
        await TAKE.sole(db, *await arrays(db, ordinary), now)
    if through:
        await _check_asides(db, through)
        await take_from_asides(db, through, now)


async def release(db: Db, moves: Sequence[Move], now: datetime) -> None:
    """From reserved back to where the line took them: an order ended before it was shipped.

    What came from a set-aside goes back to it while it is open, afterwards to available.
    """
    await hold(db, moves)
    await write_moves(db, "RELEASED", await release_to_asides(db, moves, now), now)


async def sell(db: Db, moves: Sequence[Move], now: datetime) -> None:
    """Out of reserved for good: it was shipped."""
    await hold(db, moves)
    await write_moves(db, "SOLD", moves, now)


async def take_back(db: Db, moves: Sequence[Move], now: datetime, *, undelivered: bool = False) -> None:
    """Sold pieces came back and can be sold again, where they came from, or in the default warehouse when that one has closed.

    `undelivered`: the order never had them, so what came from a set-aside is kept again while that one is open.
    """
    await hold(db, moves)
    found: list[Move] = []
    for shop_id, of_shop in groupby(sorted(moves, key=lambda each: each.shop_id), key=lambda each: each.shop_id):
        coming = list(of_shop)
        places = await OPEN_OF.all(db, shop_id, sorted({each.warehouse_id for each in coming}))
        into = {each.warehouse_id: each.into for each in places}
        found += [msgspec.structs.replace(each, warehouse_id=into[each.warehouse_id]) for each in coming]
    await write_moves(db, "RETURNED", found, now)
    if undelivered:
        # In a warehouse that has closed nothing is kept.
        await set_aside_again(db, [each for each in found if each in moves], now)


def _check(available: dict[tuple[int, int, int], int], moves: Sequence[Move]) -> None:
    for move in moves:
        place = (move.shop_id, move.sku_id, move.warehouse_id)
        left = available.get(place, 0)
        if left < move.quantity:
            raise Refused("stock.not_enough", sku_id=str(move.sku_id), left=left)
        available[place] = left - move.quantity


async def _check_asides(db: Db, moves: Sequence[Move]) -> None:
    for shop_id in sorted({each.shop_id for each in moves}):
        of_shop = [each for each in moves if each.shop_id == shop_id]
        found = await set_asides(db, shop_id, sorted({each.set_aside_id or 0 for each in of_shop}))
        left = {each.set_aside_id: each.left for each in found if each.ended_at is None}
        for move in of_shop:
            key = move.set_aside_id or 0
            if key not in left:
                raise Refused("stock.set_aside_ended", sku_id=str(move.sku_id))
            if left[key] < move.quantity:
                raise Refused("stock.not_enough", sku_id=str(move.sku_id), left=left[key])
            left[key] -= move.quantity
