"""Products are made in batches: one by a seller, hundreds by an import, a million by a measurement, all by the same statements."""

from collections.abc import Mapping, Sequence
from datetime import datetime

import msgspec

from etalase.base import events
from etalase.base.actor import Actor
from etalase.base.db import Db, value, write
from etalase.base.errors import Invalid, Refusal, Refused
from etalase.base.markets import MARKETS, Policy, policy
from etalase.base.texts import N_
from etalase.catalog import rules
from etalase.catalog.actions.categories import categories_named
from etalase.catalog.actions.inserts import (
    Made,
    MadeSku,
    insert_option_pictures,
    insert_options,
    insert_pictures,
    insert_products,
    insert_skus,
)
from etalase.catalog.actions.reviewing import open_reviews
from etalase.catalog.rules import ProductDraft
from etalase.media.queries import known_keys
from etalase.shops.actions import lock
from etalase.shops.queries import Shop, permit
from etalase.stock.actions import Opening, open_rows

Categories = Mapping[str, tuple[int, str | None]]
"""What a seller wrote to (category, own name)."""
BATCH_MAX = 5000
UNKNOWN_PICTURE = N_("Upload the picture first.")

# Only ever rows of this transaction: products that lost a race for one of their seller SKUs.
TAKE_OUT_SKUS = write("DELETE FROM skus WHERE shop_id = $1 AND product_id = ANY($2::bigint[])")
TAKE_OUT_PRODUCTS = write("DELETE FROM products WHERE shop_id = $1 AND product_id = ANY($2::bigint[])")
LIVE_COUNT = value(int, "SELECT count(*) FROM products WHERE shop_id = $1 AND status = 'ACTIVATE'")


async def create_product(
    db: Db, actor: Actor, *, shop_id: int, draft: ProductDraft, now: datetime, keep: bool = False
) -> Made:
    """A product that is live at once, or waits for a review where the market asks for one; `keep`: a DRAFT, to be submitted later.

    Invalid, or Refused `catalog.…`, when it cannot be.
    """
    outcome = (await create_products(db, actor, shop_id=shop_id, drafts=[draft], now=now, keep=keep))[0]
    if isinstance(outcome, Refusal):
        raise outcome
    return outcome


async def create_products(
    db: Db, actor: Actor, *, shop_id: int, drafts: Sequence[ProductDraft], now: datetime, keep: bool = False
) -> list[Made | Refusal]:
    """Many products of one shop, as `create_product`, in a handful of statements; an outcome per draft, in order.

    Each draft lands whole or not at all, and a bad one spoils no other. More than `BATCH_MAX` are refused together.
    """
    if len(drafts) > BATCH_MAX:
        raise Refused("catalog.too_many_products", max=BATCH_MAX)
    shop = await permit(db, actor, shop_id, "product.write")
    limits = await policy(db, shop.market, now)
    slots: list[ProductDraft | Refusal] = _unrepeated([_checked(draft, limits, shop.currency) for draft in drafts])
    slots = await _with_known_pictures(db, slots)
    categories = await _categories(db, shop, slots)
    status = "DRAFT" if keep else "PENDING" if limits.listing_review else rules.LIVE
    slots = [_with_attributes(each, categories, shop, limits, status) for each in slots]
    if status == rules.LIVE:
        slots = await _within_probation(db, shop, limits, slots)
    made = await _with_ids(db, shop, [each for each in slots if isinstance(each, ProductDraft)], categories)
    landed = iter(await _land(db, actor, shop, made, status, now))
    return [each if isinstance(each, Refusal) else next(landed) for each in slots]


def check_complete(said: Mapping[str, str], category_id: int, market: str, limits: Policy) -> None:
    """`catalog.attributes_missing` where the market enforces required attributes and one is not said."""
    if not limits.attributes_enforced:
        return
    missing = rules.missing_attributes(said, rules.attributes_of(category_id, market))
    if missing:
        raise Refused("catalog.attributes_missing", names=", ".join(each.key for each in missing))


def picture_keys(draft: ProductDraft) -> set[str]:
    """Every picture that a draft names."""
    return {*draft.pictures, *draft.option_pictures.values()}


async def live_room(db: Db, shop: Shop, limits: Policy) -> int | None:
    """How many more products may go live (R-SHOP-2); None for no limit. On probation it holds the shop's row meanwhile."""
    if limits.probation_products_max is None or not shop.probation:
        return None
    await lock(db, shop.shop_id)
    return max(0, limits.probation_products_max - await LIVE_COUNT.sole(db, shop.shop_id))


def _checked(draft: ProductDraft, limits: Policy, currency: str) -> ProductDraft | Refusal:
    try:
        return rules.checked(draft, limits, currency)
    except Refusal as no:
        return no


def _unrepeated(slots: Sequence[ProductDraft | Refusal]) -> list[ProductDraft | Refusal]:
    """The first of two drafts with one seller SKU keeps it."""
    taken: set[str] = set()
    found: list[ProductDraft | Refusal] = []
    for each in slots:
        keys = [] if isinstance(each, Refusal) else [sku.seller_sku for sku in each.skus]
        twice = next((key for key in keys if key in taken), None)
        found.append(each if twice is None else Refused("catalog.seller_sku_taken", seller_sku=twice))
        if twice is None:
            taken.update(keys)
    return found


async def _with_known_pictures(db: Db, slots: Sequence[ProductDraft | Refusal]) -> list[ProductDraft | Refusal]:
    wanted = {key for each in slots if isinstance(each, ProductDraft) for key in picture_keys(each)}
    if not wanted:
        return list(slots)
    known = await known_keys(db, wanted)
    return [
        each
        if isinstance(each, Refusal) or known.issuperset(picture_keys(each))
        else Invalid({"pictures": UNKNOWN_PICTURE})
        for each in slots
    ]


async def _categories(db: Db, shop: Shop, slots: Sequence[ProductDraft | Refusal]) -> Categories:
    wanted = [each.category for each in slots if isinstance(each, ProductDraft)]
    return await categories_named(db, wanted, MARKETS[shop.market].languages) if wanted else {}


def _with_attributes(
    slot: ProductDraft | Refusal, categories: Categories, shop: Shop, limits: Policy, status: str
) -> ProductDraft | Refusal:
    if isinstance(slot, Refusal):
        return slot
    category_id = categories[slot.category][0]
    try:
        said = rules.checked_attributes(slot.attributes, rules.attributes_of(category_id, shop.market))
        if status != "DRAFT":
            check_complete(said, category_id, shop.market, limits)
    except Refusal as no:
        return no
    return msgspec.structs.replace(slot, attributes=said)


async def _within_probation(
    db: Db, shop: Shop, limits: Policy, slots: Sequence[ProductDraft | Refusal]
) -> list[ProductDraft | Refusal]:
    room = await live_room(db, shop, limits)
    if room is None:
        return list(slots)
    full = Refused("catalog.probation_products_full", max=limits.probation_products_max or 0)
    found: list[ProductDraft | Refusal] = []
    for each in slots:
        fits = isinstance(each, Refusal) or room > 0
        found.append(each if fits else full)
        room -= isinstance(each, ProductDraft) and fits
    return found


async def _land(
    db: Db, actor: Actor, shop: Shop, made: Sequence[Made], status: str, now: datetime
) -> list[Made | Refusal]:
    """Insert, then take out again what lost a seller SKU to another transaction."""
    if not made:
        return []
    await insert_products(db, made, status, now)
    inserted = await insert_skus(db, shop.shop_id, [(each.product_id, each.skus, each.draft.skus) for each in made])
    outcomes: list[Made | Refusal] = [_lost(each, inserted) or each for each in made]
    kept = [each for each in outcomes if isinstance(each, Made)]
    lost = [each.product_id for each, outcome in zip(made, outcomes, strict=True) if outcome is not each]
    if lost:
        await TAKE_OUT_SKUS.run(db, shop.shop_id, lost)
        await TAKE_OUT_PRODUCTS.run(db, shop.shop_id, lost)
    await _furnish(db, shop.shop_id, kept, now)
    if status == "PENDING":
        ids = [each.product_id for each in kept]
        await open_reviews(db, shop.shop_id, ids, kind="LISTING", note="", by=actor.account_id, now=now)
    await _tell(db, actor, kept, now)
    return outcomes


async def _with_ids(db: Db, shop: Shop, drafts: Sequence[ProductDraft], categories: Categories) -> list[Made]:
    ids = iter(await db.new_ids(len(drafts) + sum(len(each.skus) for each in drafts)))
    return [
        Made(
            shop.shop_id,
            next(ids),
            shop.currency,
            *categories[each.category],
            each,
            tuple(MadeSku(next(ids), sku.seller_sku) for sku in each.skus),
        )
        for each in drafts
    ]


def _lost(made: Made, inserted: set[int]) -> Refused | None:
    missing = next((sku.seller_sku for sku in made.skus if sku.sku_id not in inserted), None)
    return None if missing is None else Refused("catalog.seller_sku_taken", seller_sku=missing)


async def _furnish(db: Db, shop_id: int, made: Sequence[Made], now: datetime) -> None:
    await insert_options(db, shop_id, {each.product_id: rules.option_names(each.draft.skus) for each in made})
    await insert_pictures(db, shop_id, {each.product_id: each.draft.pictures for each in made})
    await insert_option_pictures(db, shop_id, {each.product_id: each.draft.option_pictures for each in made})
    openings = [
        Opening(shop_id, each.product_id, sku.sku_id, draft.stock)
        for each in made
        for sku, draft in zip(each.skus, each.draft.skus, strict=True)
    ]
    await open_rows(db, openings, now)


async def _tell(db: Db, actor: Actor, made: Sequence[Made], now: datetime) -> None:
    news = [
        events.News("product.created", now, each.shop_id, actor.account_id, {"product_id": str(each.product_id)})
        for each in made
    ]
    await events.record_all(db, news)
