"""Where the pieces lie: a shop opens with one warehouse, may open more, and closes empty ones."""

from datetime import datetime

from etalase.base import events
from etalase.base.actor import Actor
from etalase.base.db import Db, value, write
from etalase.base.errors import NotFound, Refused
from etalase.shops.actions import found_shop, lock
from etalase.shops.queries import Shop, permit
from etalase.stock import rules
from etalase.stock.queries import WAREHOUSES, Warehouse

OPEN_DEFAULT = write("INSERT INTO warehouses (shop_id, warehouse_id, slot, name) VALUES ($1, $2, 0, $3)")
# The lowest slot that is free; the shop's row is held, so two of them do not want the same.
OPEN = value(
    int,
    """INSERT INTO warehouses (shop_id, warehouse_id, slot, name)
       SELECT $1, $2, s.slot, $3 FROM generate_series(1, 99) AS s (slot)
       WHERE NOT EXISTS (SELECT FROM warehouses w WHERE w.shop_id = $1 AND w.slot = s.slot)
       ORDER BY s.slot LIMIT 1 RETURNING warehouse_id""",
)
RENAME = value(
    int,
    """UPDATE warehouses SET name = $3 WHERE shop_id = $1 AND warehouse_id = $2 AND closed_at IS NULL RETURNING warehouse_id""",
)
HOLD = value(int, "SELECT coalesce(slot, -1) FROM warehouses WHERE shop_id = $1 AND warehouse_id = $2 FOR UPDATE")
PIECES = value(
    int,
    """SELECT coalesce(sum(available + reserved + aside), 0)::int FROM stock_levels WHERE shop_id = $1 AND warehouse_id = $2""",
)
CLOSE = write("UPDATE warehouses SET slot = NULL, closed_at = $3 WHERE shop_id = $1 AND warehouse_id = $2")


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
    await OPEN_DEFAULT.run(db, shop.shop_id, await db.new_id(), rules.DEFAULT_WAREHOUSE)
    return shop


async def open_warehouse(db: Db, actor: Actor, *, shop_id: int, name: str, now: datetime) -> Warehouse:
    """One more warehouse, empty. Invalid for its name; Refused `stock.too_many_warehouses`."""
    await permit(db, actor, shop_id, "stock.write")
    wanted = rules.checked_warehouse_name(name)
    await lock(db, shop_id)
    warehouse_id = await OPEN.get(db, shop_id, await db.new_id(), wanted)
    if warehouse_id is None:
        raise Refused("stock.too_many_warehouses", max=rules.WAREHOUSES_MAX)
    await _tell(db, actor, "warehouse.opened", shop_id, warehouse_id, now)
    return await _row(db, shop_id, warehouse_id)


async def rename_warehouse(
    db: Db, actor: Actor, *, shop_id: int, warehouse_id: int, name: str, now: datetime
) -> Warehouse:
    """Another name. NotFound for another shop's; Refused `stock.warehouse_closed`."""
    await permit(db, actor, shop_id, "stock.write")
    if await RENAME.get(db, shop_id, warehouse_id, rules.checked_warehouse_name(name)) is None:
        await _row(db, shop_id, warehouse_id)
        raise Refused("stock.warehouse_closed")
    await _tell(db, actor, "warehouse.renamed", shop_id, warehouse_id, now)
    return await _row(db, shop_id, warehouse_id)


async def close_warehouse(db: Db, actor: Actor, *, shop_id: int, warehouse_id: int, now: datetime) -> Warehouse:
    """Close an empty one for good; closing a closed one again changes nothing.

    Refused `stock.warehouse_default_stays`, or `stock.warehouse_not_empty` while anything lies there, reserved pieces too.
    """
    await permit(db, actor, shop_id, "stock.write")
    slot = await HOLD.get(db, shop_id, warehouse_id)
    if slot is None:
        raise NotFound
    if slot == rules.DEFAULT_SLOT:
        raise Refused("stock.warehouse_default_stays")
    # Whoever brings pieces in shares the warehouse's row until its commit, so this sees them all.
    pieces = await PIECES.sole(db, shop_id, warehouse_id)
    if pieces:
        raise Refused("stock.warehouse_not_empty", pieces=pieces)
    if slot > 0:
        await CLOSE.run(db, shop_id, warehouse_id, now)
        await _tell(db, actor, "warehouse.closed", shop_id, warehouse_id, now)
    return await _row(db, shop_id, warehouse_id)


async def _row(db: Db, shop_id: int, warehouse_id: int) -> Warehouse:
    for each in await WAREHOUSES.all(db, shop_id):
        if each.warehouse_id == warehouse_id:
            return each
    raise NotFound


async def _tell(db: Db, actor: Actor, name: str, shop_id: int, warehouse_id: int, now: datetime) -> None:
    facts: dict[str, events.FactValue] = {"warehouse_id": str(warehouse_id)}
    await events.record(db, name, at=now, shop_id=shop_id, account_id=actor.account_id, facts=facts)
