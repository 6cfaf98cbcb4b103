"""Changing a product: what is not named stays as it is."""

from collections.abc import Mapping, Sequence
from datetime import datetime

import asyncpg
import msgspec

from etalase.base import events, live
from etalase.base.actor import Actor
from etalase.base.db import Db, rows, write
from etalase.base.errors import Invalid, NotFound, Refused
from etalase.base.markets import MARKETS, policy
from etalase.catalog import rules
from etalase.catalog.actions.categories import categories_named
from etalase.catalog.actions.create import UNKNOWN_PICTURE, check_complete, picture_keys
from etalase.catalog.actions.inserts import (
    MadeSku,
    insert_option_pictures,
    insert_options,
    insert_pictures,
    insert_skus,
)
from etalase.catalog.actions.merge import ProductChange, merged_skus
from etalase.catalog.actions.reviewing import open_reviews
from etalase.catalog.actions.status import move_product
from etalase.catalog.queries import PRODUCT_COLUMNS, Detail, Product, Sku, details, seller_skus
from etalase.catalog.rules import ProductDraft, SkuDraft
from etalase.media.queries import known_keys
from etalase.shops.queries import permit
from etalase.stock.actions import Opening, empty_levels, lock_levels, open_rows, set_levels

Category = tuple[int, str | None]
"""(category, the seller's own name of one we do not know)"""
# Hidden ones too: hiding, changing and showing again must not be a way past the review.
CHANGES_REVIEWED = {"ACTIVATE", "SELLER_DEACTIVATED"}
LOCK_PRODUCT = rows(
    Product,
    f"""SELECT {PRODUCT_COLUMNS} FROM products WHERE shop_id = $1 AND product_id = $2 AND status <> 'DELETED'
        FOR NO KEY UPDATE""",
)
UPDATE_PRODUCT = write(
    """UPDATE products SET title = $3, description = $4, category_id = $5, category_text = $6, price_from_minor = $7,
              price_to_minor = $8, picture_key = $9, updated_at = $10, attributes = $11::jsonb, purchase_limit = $12,
              purchase_limit_days = $13
       WHERE shop_id = $1 AND product_id = $2"""
)
# What gives up its key or options does so first, so that two SKUs may swap them.
SET_ASIDE = write("UPDATE skus SET deleted_at = $3 WHERE shop_id = $1 AND sku_id = ANY($2::bigint[])")
UPDATE_SKUS = write(
    """UPDATE skus k SET seller_sku = u.seller_sku, options = u.options::jsonb, price_minor = u.price_minor, weight_g = u.weight_g,
              deleted_at = NULL
       FROM unnest($2::bigint[], $3::text[], $4::text[], $5::bigint[], $6::int[])
            AS u (sku_id, seller_sku, options, price_minor, weight_g)
       WHERE k.shop_id = $1 AND k.sku_id = u.sku_id"""
)
DROP_OPTIONS = write("DELETE FROM product_options WHERE shop_id = $1 AND product_id = $2")
DROP_OPTION_PICTURES = write("DELETE FROM option_pictures WHERE shop_id = $1 AND product_id = $2")
DROP_PICTURES = write("DELETE FROM product_pictures WHERE shop_id = $1 AND product_id = $2")


async def update_product(
    db: Db, actor: Actor, *, shop_id: int, product_id: int, change: ProductChange, now: datetime
) -> Detail:
    """Change what is named; the product as it stands then. Invalid and Refused as at its creation; NotFound when deleted."""
    shop = await permit(db, actor, shop_id, "product.write")
    product = await LOCK_PRODUCT.one(db, shop_id, product_id)
    if product is None:
        raise NotFound
    before = (await details(db, shop_id, [product_id]))[product_id]
    limits = await policy(db, shop.market, now)
    draft = rules.checked(_merged(before, change), limits, shop.currency)
    draft, category = await _categorised(db, before, draft, change)
    if product.status in {rules.LIVE, "PENDING"}:
        check_complete(draft.attributes, category[0], shop.market, limits)
    await _write_product(db, product, draft, category, now)
    await _write_pictures(db, before, draft)
    await _write_skus(db, before, draft, now)
    await _set_stock(db, shop_id, before, draft, change, now)
    if change.status is not None and change.status != product.status:
        await move_product(db, actor, shop, product, change.status, now)
    if limits.listing_review and product.status in CHANGES_REVIEWED and _says_something_else(before, draft, category):
        await open_reviews(db, shop_id, [product_id], kind="CHANGE", note="", by=actor.account_id, now=now)
    await events.record(
        db,
        "product.updated",
        at=now,
        shop_id=shop_id,
        account_id=actor.account_id,
        facts={"product_id": str(product_id)},
    )
    await live.announce(db, live.shop(shop_id))
    return (await details(db, shop_id, [product_id]))[product_id]


def _merged(before: Detail, change: ProductChange) -> ProductDraft:
    page = before.product
    return ProductDraft(
        title=page.title if change.title is None else change.title,
        description=page.description if change.description is None else change.description,
        category=str(page.category_id) if change.category is None else change.category,
        skus=merged_skus(before, change),
        pictures=tuple(page.pictures) if change.pictures is None else change.pictures,
        attributes=page.said() if change.attributes is None else change.attributes,
        option_pictures=_option_pictures(before, change),
        purchase_limit=page.purchase_limit if change.purchase_limit is None else change.purchase_limit or None,
        purchase_limit_days=_limit_days(before, change),
    )


def _limit_days(before: Detail, change: ProductChange) -> int | None:
    if change.purchase_limit == 0:
        return None
    held = before.product.purchase_limit_days
    return held if change.purchase_limit_days is None else change.purchase_limit_days or None


def _option_pictures(before: Detail, change: ProductChange) -> dict[tuple[str, str], str]:
    """Those that are named now; else those whose option is still there after the change."""
    if change.option_pictures is not None:
        return change.option_pictures
    left = {item for sku in merged_skus(before, change) for item in sku.options.items()}
    return {item: key for item, key in before.product.shown_values().items() if item in left}


async def _categorised(
    db: Db, before: Detail, draft: ProductDraft, change: ProductChange
) -> tuple[ProductDraft, Category]:
    """The draft with its attributes checked, and its category. In another category, what it does not know is left out."""
    page = before.product
    category: Category = (page.category_id, page.category_text)
    if change.category is not None:
        category = (await categories_named(db, [draft.category], MARKETS[page.market].languages))[draft.category]
    known = rules.attributes_of(category[0], page.market)
    said = draft.attributes
    if change.attributes is None:
        keys = {each.key for each in known}
        said = {key: text for key, text in said.items() if key in keys}
    return msgspec.structs.replace(draft, attributes=rules.checked_attributes(said, known)), category


def _says_something_else(before: Detail, draft: ProductDraft, category: Category) -> bool:
    page = before.product
    now = (draft.title, draft.description, list(draft.pictures), draft.attributes, category[0])
    return now != (page.title, page.description, page.pictures, page.said(), page.category_id)


async def _write_product(db: Db, product: Product, draft: ProductDraft, category: Category, now: datetime) -> None:
    await UPDATE_PRODUCT.run(
        db,
        product.shop_id,
        product.product_id,
        draft.title,
        draft.description,
        *category,
        *rules.price_range(draft.skus),
        next(iter(draft.pictures), None),
        now,
        msgspec.json.encode(draft.attributes).decode(),
        draft.purchase_limit,
        draft.purchase_limit_days,
    )


async def _write_pictures(db: Db, before: Detail, draft: ProductDraft) -> None:
    shop_id, product_id = before.product.shop_id, before.product.product_id
    held = before.product.shown_values()
    added = picture_keys(draft) - {*before.product.pictures, *held.values()}
    if added and len(await known_keys(db, added)) < len(added):
        raise Invalid({"pictures": UNKNOWN_PICTURE})
    if list(draft.pictures) != before.product.pictures:
        await DROP_PICTURES.run(db, shop_id, product_id)
        await insert_pictures(db, shop_id, {product_id: draft.pictures})
    if draft.option_pictures != held:
        await DROP_OPTION_PICTURES.run(db, shop_id, product_id)
        await insert_option_pictures(db, shop_id, {product_id: draft.option_pictures})


async def _write_skus(db: Db, before: Detail, draft: ProductDraft, now: datetime) -> None:
    shop_id, product_id = before.product.shop_id, before.product.product_id
    held = {sku.sku_id: sku for sku in before.skus}
    kept = {sku.sku_id: sku for sku in draft.skus if sku.sku_id is not None}
    changed = {sku_id: sku for sku_id, sku in kept.items() if _differs(held[sku_id], sku)}
    moving = [sku_id for sku_id, sku in changed.items() if _moves(held[sku_id], sku)]
    await SET_ASIDE.run(db, shop_id, [*moving, *(held.keys() - kept.keys())], now)
    await _update_skus(db, shop_id, changed)
    await _add_skus(db, before, [sku for sku in draft.skus if sku.sku_id is None], now)
    names = rules.option_names(draft.skus)
    if set(names) != set(before.product.option_names):
        await DROP_OPTIONS.run(db, shop_id, product_id)
        await insert_options(db, shop_id, {product_id: names})


def _differs(held: Sku, wanted: SkuDraft) -> bool:
    return (held.price_minor, held.weight_g) != (wanted.price_minor, wanted.weight_g) or _moves(held, wanted)


def _moves(held: Sku, wanted: SkuDraft) -> bool:
    return held.seller_sku != wanted.seller_sku or held.chosen() != wanted.options


async def _update_skus(db: Db, shop_id: int, changed: Mapping[int, SkuDraft]) -> None:
    if not changed:
        return
    try:
        async with db.transaction():
            await UPDATE_SKUS.run(
                db,
                shop_id,
                list(changed),
                [sku.seller_sku for sku in changed.values()],
                [msgspec.json.encode(sku.options).decode() for sku in changed.values()],
                [sku.price_minor for sku in changed.values()],
                [sku.weight_g for sku in changed.values()],
            )
    except asyncpg.UniqueViolationError as taken:
        # The draft was checked against itself, so the key is another product's.
        found = await seller_skus(db, shop_id, [sku.seller_sku for sku in changed.values()])
        other = next((key for key, held in found.items() if held.sku_id not in changed), "")
        raise Refused("catalog.seller_sku_taken", seller_sku=other) from taken


async def _add_skus(db: Db, before: Detail, added: Sequence[SkuDraft], now: datetime) -> None:
    if not added:
        return
    shop_id, product_id = before.product.shop_id, before.product.product_id
    ids = await db.new_ids(len(added))
    made = [MadeSku(sku_id, sku.seller_sku) for sku_id, sku in zip(ids, added, strict=True)]
    start = max((sku.position for sku in before.skus), default=-1) + 1
    inserted = await insert_skus(db, shop_id, [(product_id, made, added)], start)
    for sku in made:
        if sku.sku_id not in inserted:
            raise Refused("catalog.seller_sku_taken", seller_sku=sku.seller_sku)
    openings = [Opening(shop_id, product_id, sku.sku_id, draft.stock) for sku, draft in zip(made, added, strict=True)]
    await open_rows(db, openings, now)


async def _set_stock(
    db: Db, shop_id: int, before: Detail, draft: ProductDraft, change: ProductChange, now: datetime
) -> None:
    named = {each.seller_sku for each in change.skus if each.stock is not None}
    named_ids = {each.sku_id for each in change.skus if each.stock is not None}
    kept = {sku.sku_id: sku for sku in draft.skus if sku.sku_id is not None}
    gone = [sku.sku_id for sku in before.skus if sku.sku_id not in kept]
    levels = {sku_id: sku.stock for sku_id, sku in kept.items() if sku_id in named_ids or sku.seller_sku in named}
    if gone and levels:
        # One lock for both, in the order in which levels are locked.
        await lock_levels(db, shop_id, [*gone, *levels])
    if gone:
        await empty_levels(db, shop_id, gone, now)
    if levels:
        await set_levels(db, shop_id, levels, now)
