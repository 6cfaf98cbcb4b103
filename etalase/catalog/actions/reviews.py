"""The operator's answers to what waits for a review; a reason always goes to the seller."""

from datetime import datetime

from etalase.base import live
from etalase.base.actor import Actor, only_operators
from etalase.base.db import Db, rows
from etalase.base.errors import Refused
from etalase.catalog import rules
from etalase.catalog.actions.reviewing import close_review
from etalase.catalog.actions.status import set_platform_status
from etalase.catalog.queries import PRODUCT_COLUMNS, Product, shop_of_product

# Held, so that two operators answer one after the other.
HOLD = rows(
    Product,
    f"SELECT {PRODUCT_COLUMNS} FROM products WHERE shop_id = $1 AND product_id = $2 AND status <> 'DELETED' FOR NO KEY UPDATE",
)


async def approve_product(db: Db, actor: Actor, *, product_id: int, now: datetime) -> Product:
    """It may be sold: one that waits goes live, a changed one goes on. Refused `catalog.no_review_pending`. Operators only."""
    product = await _waiting(db, actor, product_id)
    if product.status == "PENDING":
        return await set_platform_status(db, actor, product_id=product_id, becomes=rules.LIVE, now=now)
    await _close(db, actor, product, "APPROVED", "", now)
    return product


async def reject_product(db: Db, actor: Actor, *, product_id: int, reason: str, now: datetime) -> Product:
    """It may not be sold: one that waits is FAILED, a changed one is taken down. The seller reads why. Operators only."""
    why = rules.checked_reason(reason)
    product = await _waiting(db, actor, product_id)
    if product.status == "PENDING":
        return await set_platform_status(db, actor, product_id=product_id, becomes="FAILED", reason=why, now=now)
    await _close(db, actor, product, "REJECTED", why, now)
    return await set_platform_status(
        db, actor, product_id=product_id, becomes="PLATFORM_DEACTIVATED", reason=why, now=now
    )


async def take_down_product(
    db: Db, actor: Actor, *, product_id: int, becomes: str, reason: str, now: datetime
) -> Product:
    """Take a product down (PLATFORM_DEACTIVATED) or freeze it (FREEZE), with a reason. Operators only."""
    why = rules.checked_reason(reason)
    return await set_platform_status(db, actor, product_id=product_id, becomes=becomes, reason=why, now=now)


async def _waiting(db: Db, actor: Actor, product_id: int) -> Product:
    only_operators(actor)
    product = await HOLD.one(db, await shop_of_product(db, product_id), product_id)
    if product is None:
        raise Refused("catalog.no_review_pending")
    return product


async def _close(db: Db, actor: Actor, product: Product, status: str, reason: str, now: datetime) -> None:
    found = await close_review(
        db, product.shop_id, product.product_id, status, by=actor.account_id, reason=reason, now=now
    )
    if not found:
        raise Refused("catalog.no_review_pending")
    await live.announce(db, live.shop(product.shop_id))
