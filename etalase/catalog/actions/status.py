"""How a product's status moves. A deleted one keeps its row; its seller SKUs are free at once, and it can come back for 30 days."""

from datetime import datetime

import asyncpg
import msgspec

from etalase.base import events, live
from etalase.base.actor import Actor, only_operators
from etalase.base.db import Db, rows, value, write
from etalase.base.errors import NotFound, Refused
from etalase.base.markets import Policy, policy
from etalase.catalog import rules
from etalase.catalog.actions.create import check_complete, live_room
from etalase.catalog.actions.reviewing import ANSWERS, close_review, open_reviews
from etalase.catalog.queries import PRODUCT_COLUMNS, Product, shop_of_product
from etalase.shops.queries import Shop, permit, shop

FIND = rows(Product, f"SELECT {PRODUCT_COLUMNS} FROM products WHERE shop_id = $1 AND product_id = $2")
MOVE = rows(
    Product,
    f"""UPDATE products SET status = $3, updated_at = $5, deleted_at = CASE $3::text WHEN 'DELETED' THEN $5::timestamptz END,
               status_before = CASE $3::text WHEN 'DELETED' THEN status END,
               status_reason = CASE $3::text WHEN 'DELETED' THEN status_reason ELSE $6 END
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


class Step(msgspec.Struct, frozen=True):
    """A move about to be made: where to, from which statuses, and why if the platform says so."""

    to: str
    starts: tuple[str, ...]
    reason: str | None = None


async def activate_product(db: Db, actor: Actor, *, shop_id: int, product_id: int, now: datetime) -> Product:
    """Sell it again (R-SHOW-31). Refused `catalog.cannot_move` when the platform took it down, or a draft needs a review."""
    return await _by_seller(db, actor, shop_id, product_id, "ACTIVATE", now)


async def deactivate_product(db: Db, actor: Actor, *, shop_id: int, product_id: int, now: datetime) -> Product:
    """Stop selling it for a while: hidden from customers at once (R-SHOW-31)."""
    return await _by_seller(db, actor, shop_id, product_id, "SELLER_DEACTIVATED", now)


async def submit_product(db: Db, actor: Actor, *, shop_id: int, product_id: int, now: datetime) -> Product:
    """A draft, or one that was not accepted, is to be sold: at once, or after a review where the market asks for one.

    Refused: `catalog.cannot_move`, `catalog.attributes_missing`, `catalog.probation_products_full`.
    """
    of_shop = await permit(db, actor, shop_id, "product.write")
    reviewed = (await policy(db, of_shop.market, now)).listing_review
    held = await _found(db, shop_id, product_id)
    # One that was not accepted is looked at again, whatever the market asks of new ones.
    if not reviewed and held.status == "DRAFT":
        return await _by_seller(db, actor, shop_id, product_id, "ACTIVATE", now)
    return await _ask_review(db, actor, of_shop, product_id, Step("PENDING", rules.SUBMITS_FROM), "LISTING", "", now)


async def appeal_product(db: Db, actor: Actor, *, shop_id: int, product_id: int, note: str, now: datetime) -> Product:
    """The platform took it down or froze it; the seller mended it or disagrees. It waits for the operator."""
    of_shop = await permit(db, actor, shop_id, "product.write")
    said = rules.checked_note(note, needed=True)
    # Why it was taken down stays with it: whoever decides reads both.
    step = Step("PENDING", rules.APPEALS_FROM, (await _found(db, shop_id, product_id)).status_reason)
    return await _ask_review(db, actor, of_shop, product_id, step, "APPEAL", said, now)


async def delete_product(db: Db, actor: Actor, *, shop_id: int, product_id: int, now: datetime) -> Product:
    """Take it out of the shop (R-SHOW-32); NotFound when it was deleted before."""
    moved = await _by_seller(db, actor, shop_id, product_id, "DELETED", now)
    await DROP_SKUS.run(db, shop_id, product_id, now)
    return moved


async def restore_product(db: Db, actor: Actor, *, shop_id: int, product_id: int, now: datetime) -> Product:
    """Bring a deleted product back within 30 days, not live: one that was frozen is frozen again (`rules.RESTORED_TO`).

    Refused: `catalog.not_recoverable`, `catalog.seller_sku_taken` when one of its keys was given away meanwhile.
    """
    await permit(db, actor, shop_id, "product.write")
    held = await FIND.one(db, shop_id, product_id)
    if held is None:
        raise NotFound
    becomes = rules.RESTORED_TO[held.status_before or "SELLER_DEACTIVATED"]
    if held.deleted_at is None:
        raise Refused("catalog.cannot_move", from_status=held.status, to_status=becomes)
    if now - held.deleted_at > rules.RECOVERABLE:
        raise Refused("catalog.not_recoverable", days=rules.RECOVERABLE.days)
    moved = await MOVE.one(db, shop_id, product_id, becomes, ["DELETED"], now, held.status_reason)
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


async def set_platform_status(
    db: Db, actor: Actor, *, product_id: int, becomes: str, now: datetime, reason: str = ""
) -> Product:
    """What the platform does to a product: take it down, freeze it, accept it or not, let it sell again. Operators only.

    `reason` goes to the seller. A review that waits is answered with it.
    """
    only_operators(actor)
    of_shop = await shop(db, await shop_of_product(db, product_id))
    step = Step(becomes, rules.BY_PLATFORM.get(becomes, ()), reason.strip()[:500] or None)
    return await _move(db, actor, of_shop, product_id, step, now)


async def move_product(db: Db, actor: Actor, of_shop: Shop, product: Product, status: str, now: datetime) -> Product:
    """Low-level: the seller's move of a product whose permission was asked already. Deleting and submitting are other verbs."""
    limits = await policy(db, of_shop.market, now)
    starts = () if status in {"DELETED", "PENDING"} else rules.seller_starts(status, reviewed=limits.listing_review)
    return await _move(db, actor, of_shop, product.product_id, Step(status, starts), now)


async def _by_seller(db: Db, actor: Actor, shop_id: int, product_id: int, status: str, now: datetime) -> Product:
    found = await permit(db, actor, shop_id, "product.write")
    limits = await policy(db, found.market, now)
    step = Step(status, rules.seller_starts(status, reviewed=limits.listing_review))
    return await _move(db, actor, found, product_id, step, now)


async def _ask_review(
    db: Db, actor: Actor, of_shop: Shop, product_id: int, step: Step, kind: str, note: str, now: datetime
) -> Product:
    moved = await _move(db, actor, of_shop, product_id, step, now)
    await open_reviews(db, of_shop.shop_id, [product_id], kind=kind, note=note, by=actor.account_id, now=now)
    return moved


async def _move(db: Db, actor: Actor, of_shop: Shop, product_id: int, step: Step, now: datetime) -> Product:
    limits = await policy(db, of_shop.market, now)
    if step.to == rules.LIVE:
        await _check_room(db, of_shop, limits)
    if step.to in {rules.LIVE, "PENDING"} and not actor.is_operator and limits.attributes_enforced:
        held = await _found(db, of_shop.shop_id, product_id)
        check_complete(held.said(), held.category_id, of_shop.market, limits)
    moved = await MOVE.one(db, of_shop.shop_id, product_id, step.to, list(step.starts), now, step.reason)
    if moved is None:
        held = await _found(db, of_shop.shop_id, product_id)
        if held.status == step.to:
            return held
        raise Refused("catalog.cannot_move", from_status=held.status, to_status=step.to)
    if step.to in ANSWERS and (step.to != rules.LIVE or actor.is_operator):
        await close_review(
            db,
            of_shop.shop_id,
            product_id,
            ANSWERS[step.to],
            by=actor.account_id,
            reason=step.reason or "",
            now=now,
        )
    await _tell(db, moved, EVENTS[step.to], now)
    return moved


async def _found(db: Db, shop_id: int, product_id: int) -> Product:
    held = await FIND.one(db, shop_id, product_id)
    if held is None or held.status == "DELETED":
        raise NotFound
    return held


async def _check_room(db: Db, of_shop: Shop, limits: Policy) -> None:
    room = await live_room(db, of_shop, limits)
    if room is not None and room < 1:
        raise Refused("catalog.probation_products_full", max=limits.probation_products_max or 0)


async def _tell(db: Db, product: Product, name: str, now: datetime) -> None:
    facts: dict[str, events.FactValue] = {"product_id": str(product.product_id), "status": product.status}
    if product.status_reason:
        facts["reason"] = product.status_reason
    await events.record(db, name, at=now, shop_id=product.shop_id, facts=facts)
    await live.announce(db, live.shop(product.shop_id))
