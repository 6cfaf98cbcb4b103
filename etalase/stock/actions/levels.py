"""What lies in the warehouses: opened with a SKU, corrected by the seller."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

import msgspec

from etalase.base.db import Db, value, write
from etalase.base.errors import NotFound, Refused
from etalase.stock.actions.asides import end_all_of
from etalase.stock.actions.moving import Move, lock_levels, write_moves
from etalase.stock.queries import WAREHOUSE, Level
from etalase.stock.rules import spread

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
# Every SKU has a level in the default warehouse from its birth; others are opened when something first lies there.
OPEN_THERE = write(
    """INSERT INTO stock_levels (shop_id, sku_id, warehouse_id, product_id, available)
       SELECT l.shop_id, l.sku_id, $3, l.product_id, 0 FROM stock_levels l
       WHERE l.shop_id = $1 AND l.sku_id = ANY($2::bigint[])
         AND l.warehouse_id = (SELECT warehouse_id FROM warehouses WHERE shop_id = $1 AND slot = 0)
       ORDER BY l.sku_id
       ON CONFLICT (shop_id, sku_id, warehouse_id) DO NOTHING"""
)
HOLD_OPEN = value(bool, "SELECT closed_at IS NULL FROM warehouses WHERE shop_id = $1 AND warehouse_id = $2 FOR SHARE")


class Opening(msgspec.Struct, frozen=True):
    """A new SKU and how many of it lie in the default warehouse."""

    shop_id: int
    product_id: int
    sku_id: int
    quantity: int


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


async def set_levels(db: Db, shop_id: int, quantities: Mapping[int, int], now: datetime) -> None:
    """How many can be sold of each SKU over all warehouses, those that are set aside included; reserved pieces are not.

    The default warehouse takes the difference; `rules.spread` says what happens when it has too few. NotFound for an unknown
    SKU; Refused `stock.below_set_aside` when more is set aside than that.
    """
    default_id = await WAREHOUSE.sole(db, shop_id)
    held = await _held(db, shop_id, quantities)
    changes: list[Move] = []
    for sku_id, total in sorted(quantities.items()):
        before = {place: level.available for place, level in held[sku_id].items()}
        after = spread(before, default_id, _general(sku_id, total, held[sku_id].values()))
        changes += [Move(shop_id, sku_id, place, after[place] - before.get(place, 0)) for place in sorted(after)]
    await write_moves(db, "SET", [change for change in changes if change.quantity], now)


async def empty_levels(db: Db, shop_id: int, sku_ids: Sequence[int], now: datetime) -> None:
    """These SKUs are sold no more: nothing of them can be, nor is set aside; reserved pieces stay. NotFound for an unknown one."""
    none = dict.fromkeys(sku_ids, 0)
    await _held(db, shop_id, none)
    await end_all_of(db, shop_id, list(none), now)
    await set_levels(db, shop_id, none, now)


async def set_warehouse_levels(
    db: Db, shop_id: int, warehouse_id: int, quantities: Mapping[int, int], now: datetime
) -> None:
    """How many can be sold of each SKU from one warehouse, those that are set aside there included; reserved pieces are not.

    NotFound for an unknown one; Refused `stock.warehouse_closed`, or `stock.below_set_aside` when more is set aside there.
    """
    await OPEN_THERE.run(db, shop_id, sorted(quantities), await _open_warehouse(db, shop_id, warehouse_id))
    held = await _held(db, shop_id, quantities)
    changes: list[Move] = []
    for sku_id, quantity in sorted(quantities.items()):
        level = held[sku_id][warehouse_id]
        change = _general(sku_id, quantity, [level]) - level.available
        changes.append(Move(shop_id, sku_id, warehouse_id, change))
    await write_moves(db, "SET", [change for change in changes if change.quantity], now)


async def _open_warehouse(db: Db, shop_id: int, warehouse_id: int) -> int:
    is_open = await HOLD_OPEN.get(db, shop_id, warehouse_id)
    if is_open is None:
        raise NotFound
    if not is_open:
        raise Refused("stock.warehouse_closed")
    return warehouse_id


async def _held(db: Db, shop_id: int, quantities: Mapping[int, int]) -> dict[int, dict[int, Level]]:
    """SKU and warehouse to its level, locked; NotFound when a SKU has none."""
    found: dict[int, dict[int, Level]] = {}
    for level in await lock_levels(db, shop_id, list(quantities)):
        found.setdefault(level.sku_id, {})[level.warehouse_id] = level
    if len(found) < len(quantities):
        raise NotFound
    return found


def _general(sku_id: int, total: int, levels: Iterable[Level]) -> int:
    """What of a total is for everybody: all but what is set aside."""
    aside = sum(each.aside for each in levels)
    if total < aside:
        raise Refused("stock.below_set_aside", sku_id=str(sku_id), aside=aside)
    return total - aside
