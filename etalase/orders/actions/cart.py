"""The cart of a signed-in buyer: lines of any number of shops, kept until they are bought or taken out."""

from collections.abc import Sequence
from datetime import datetime

from etalase.base.actor import Actor
from etalase.base.db import Db, value, write
from etalase.base.errors import Refused
from etalase.orders.actions.asked import CartLine, Via

CART_MAX = 200
QUANTITY_MAX = 999
OTHERS = value(int, "SELECT count(*) FROM cart_lines WHERE account_id = $1 AND sku_id <> $2")
ADD = write(
    """INSERT INTO cart_lines (account_id, sku_id, shop_id, product_id, quantity, via_kind, via_ref, added_at)
       SELECT $1, k.sku_id, k.shop_id, k.product_id, least($3::bigint, 999), $4, $5, $6
         FROM skus k WHERE k.sku_id = $2 AND k.deleted_at IS NULL
       ON CONFLICT (account_id, sku_id) DO UPDATE
          SET quantity = least(cart_lines.quantity + excluded.quantity, 999), added_at = excluded.added_at,
              via_kind = coalesce(excluded.via_kind, cart_lines.via_kind),
              via_ref = coalesce(excluded.via_ref, cart_lines.via_ref)"""
)
SET = write("UPDATE cart_lines SET quantity = $3 WHERE account_id = $1 AND sku_id = $2")
REMOVE = write("DELETE FROM cart_lines WHERE account_id = $1 AND sku_id = ANY($2::bigint[])")


async def put_in_cart(
    db: Db, actor: Actor, *, sku_id: int, quantity: int, via: Via | None = None, now: datetime
) -> None:
    """Put pieces of a SKU into the cart; it holds `CART_MAX` lines. Stock is looked at when it is bought."""
    if quantity < 1 or quantity > QUANTITY_MAX:
        raise Refused("orders.quantity_too_large", sku_id=str(sku_id), most=QUANTITY_MAX)
    if await OTHERS.sole(db, actor.account_id, sku_id) >= CART_MAX:
        raise Refused("orders.too_many_lines", most=CART_MAX)
    kind, ref = (via.kind, via.ref[:64]) if via and via.ref else (None, None)
    if not await ADD.run(db, actor.account_id, sku_id, quantity, kind, ref, now):
        raise Refused("orders.product_unavailable", sku_id=str(sku_id))


async def set_quantity(db: Db, actor: Actor, *, sku_id: int, quantity: int) -> None:
    """So many pieces of it; none takes the line out."""
    if quantity > QUANTITY_MAX:
        raise Refused("orders.quantity_too_large", sku_id=str(sku_id), most=QUANTITY_MAX)
    if quantity < 1:
        await REMOVE.run(db, actor.account_id, [sku_id])
    else:
        await SET.run(db, actor.account_id, sku_id, quantity)


async def take_out(db: Db, actor: Actor, *, sku_ids: Sequence[int]) -> None:
    """Take lines out of the cart."""
    await REMOVE.run(db, actor.account_id, list(sku_ids))


async def merge_cart(db: Db, actor: Actor, *, lines: Sequence[CartLine], now: datetime) -> None:
    """What was gathered before signing in joins what was there; unknown SKUs are left behind."""
    for line in lines[:CART_MAX]:
        kind, ref = (line.via.kind, line.via.ref[:64]) if line.via else (None, None)
        await ADD.run(db, actor.account_id, line.sku_id, max(1, line.quantity), kind, ref, now)
