"""How a product's status moves. A deleted one keeps its row; its seller SKUs are free at once, and it can come back for 30 days."""

from datetime import datetime

import asyncpg

from etalase.base import events, live
from etalase.base.actor import Actor
from etalase.base.db import Db, rows, value, write
from etalase.base.errors import NotAllowed, NotFound, Refused
from etalase.base.markets import policy
from etalase.catalog import rules
from etalase.catalog.actions.create import live_room
from etalase.catalog.queries import PRODUCT_COLUMNS, Product, shop_of_product
from etalase.shops.queries import Shop, permit, shop

FIND = rows(Product, f"SELECT {PRODUCT_COLUMNS} FROM products WHERE shop_id = $1 AND product_id = $2")
MOVE = rows(
    Product,
    f"""UPDATE products SET status = $3, updated_at = $5, deleted_at = CASE $3::text WHEN 'DELETED' THEN $5::timestamptz END
        WHERE shop_id = $1 AND product_id = $2 AND status = ANY($4::text[]) RETURNING {PRODUCT_COLUMNS}""",
)
DROP_SKUS = write("UPDATE skus SET deleted_at = $3 WHERE shop_id = $1 AND product_id = $2 AND deleted_at IS NULL")
# Those that left with the product, not those that were taken out before.
BRING_BACK_SKUS = write("UPDATE skus SET deleted_at = NULL WHERE shop_id = $1 AND product_id = $2 AND deleted_at = $3")
GIVEN_AWAY = value(
    str,
    """SELECT k.seller_sku FROM skus k
       JOIN skus d ON d.shop_id = k.shop_id AND d.seller_sku = k.seller_sku AND d.product_id = $2 AND d.deleted_at = $3
       WHERE k.shop_id = $1 AND k.deleted_at IS NULL ORDER BY k.seller_sku LIMIT 1""",
)
EVENTS = {
    "ACTIVATE": "product.activated",
    "SELLER_DEACTIVATED": "product.deactivated",
    "PLATFORM_DEACTIVATED": "product.deactivated",
    "FREEZE": "product.frozen",
    "DELETED": "product.deleted",
    "PENDING": "product.submitted",
    "FAILED": "product.failed",
}


async def activate_product(db: Db, actor: Actor, *, shop_id: int, product_id: int, now: datetime) -> Product:
    """Sell it again (R-SHOW-31). Refused `catalog.cannot_move` when the platform took it down."""
    return await _by_seller(db, actor, shop_id, product_id, "ACTIVATE", now)


async def deactivate_product(db: Db, actor: Actor, *, shop_id: int, product_id: int, now: datetime) -> Product:
    """Stop selling it for a while: hidden from customers at once (R-SHOW-31)."""
    return await _by_seller(db, actor, shop_id, product_id, "SELLER_DEACTIVATED", now)


async def delete_product(db: Db, actor: Actor, *, shop_id: int, product_id: int, now: datetime) -> Product:
    """Take it out of the shop (R-SHOW-32); NotFound when it was deleted before."""
    moved = await _by_seller(db, actor, shop_id, product_id, "DELETED", now)
    await DROP_SKUS.run(db, shop_id, product_id, now)
    return moved


async def restore_product(db: Db, actor: Actor, *, shop_id: int, product_id: int, now: datetime) -> Product:
    """Bring a deleted product back, not live, within 30 days.

    Refused: `catalog.not_recoverable`, `catalog.seller_sku_taken` when one of its keys was given away meanwhile.
    """
    await permit(db, actor, shop_id, "product.write")
    held = await FIND.one(db, shop_id, product_id)
    if held is None:
        raise NotFound
    if held.deleted_at is None:
        raise Refused("catalog.cannot_move", from_status=held.status, to_status="SELLER_DEACTIVATED")
    if now - held.deleted_at > rules.RECOVERABLE:
        raise Refused("catalog.not_recoverable", days=rules.RECOVERABLE.days)
    moved = await MOVE.one(db, shop_id, product_id, "SELLER_DEACTIVATED", ["DELETED"], now)
    if moved is None:
        raise NotFound
    try:
        async with db.transaction():
            await BRING_BACK_SKUS.run(db, shop_id, product_id, held.deleted_at)
    except asyncpg.UniqueViolationError as taken:
        key = await GIVEN_AWAY.get(db, shop_id, product_id, held.deleted_at)
        raise Refused("catalog.seller_sku_taken", seller_sku=key or "") from taken
    await _tell(db, moved, "product.restored", now)
    return moved


async def set_platform_status(db: Db, actor: Actor, *, product_id: int, becomes: str, now: datetime) -> Product:
    """What the platform does to a product: take it down, freeze it, let it sell again. Operators only."""
    if not actor.is_operator:
        raise NotAllowed
    shop_id = await shop_of_product(db, product_id)
    return await _move(db, await shop(db, shop_id), product_id, becomes, rules.BY_PLATFORM.get(becomes, ()), now)


async def move_product(db: Db, of_shop: Shop, product: Product, status: str, now: datetime) -> Product:
    """Low-level: the seller's move of a product whose permission was asked already. Deleting has its own verb."""
    starts = () if status == "DELETED" else rules.BY_SELLER.get(status, ())
    return await _move(db, of_shop, product.product_id, status, starts, now)


async def _by_seller(db: Db, actor: Actor, shop_id: int, product_id: int, status: str, now: datetime) -> Product:
    found = await permit(db, actor, shop_id, "product.write")
    return await _move(db, found, product_id, status, rules.BY_SELLER[status], now)


async def _move(db: Db, of_shop: Shop, product_id: int, status: str, starts: tuple[str, ...], now: datetime) -> Product:
    if status == rules.LIVE:
        await _check_room(db, of_shop, now)
    moved = await MOVE.one(db, of_shop.shop_id, product_id, status, list(starts), now)
    if moved is None:
        held = await FIND.one(db, of_shop.shop_id, product_id)
        if held is None or held.status == "DELETED":
            raise NotFound
        if held.status == status:
            return held
        raise Refused("catalog.cannot_move", from_status=held.status, to_status=status)
    await _tell(db, moved, EVENTS[status], now)
    return moved


async def _check_room(db: Db, of_shop: Shop, now: datetime) -> None:
    limits = await policy(db, of_shop.market, now)
    room = await live_room(db, of_shop, limits)
    if room is not None and room < 1:
        raise Refused("catalog.probation_products_full", max=limits.probation_products_max or 0)


async def _tell(db: Db, product: Product, name: str, now: datetime) -> None:
    facts = {"product_id": str(product.product_id), "status": product.status}
    await events.record(db, name, at=now, shop_id=product.shop_id, facts=facts)
    await live.announce(db, live.shop(product.shop_id))
