"""Products are made in batches: one by a seller, hundreds by an import, a million by a measurement, all by the same statements."""

from collections.abc import Sequence
from datetime import datetime

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
    insert_options,
    insert_pictures,
    insert_products,
    insert_skus,
)
from etalase.catalog.rules import ProductDraft
from etalase.media.queries import known_keys
from etalase.shops.actions import lock
from etalase.shops.queries import Shop, permit
from etalase.stock.actions import Opening, open_rows

BATCH_MAX = 5000
UNKNOWN_PICTURE = N_("Upload the picture first.")

# Only ever rows of this transaction: products that lost a race for one of their seller SKUs.
TAKE_OUT_SKUS = write("DELETE FROM skus WHERE shop_id = $1 AND product_id = ANY($2::bigint[])")
TAKE_OUT_PRODUCTS = write("DELETE FROM products WHERE shop_id = $1 AND product_id = ANY($2::bigint[])")
LIVE_COUNT = value(int, "SELECT count(*) FROM products WHERE shop_id = $1 AND status = 'ACTIVATE'")


async def create_product(db: Db, actor: Actor, *, shop_id: int, draft: ProductDraft, now: datetime) -> Made:
    """A product that is live at once. Invalid, or Refused `catalog.…`, when it cannot be."""
    outcome = (await create_products(db, actor, shop_id=shop_id, drafts=[draft], now=now))[0]
    if isinstance(outcome, Refusal):
        raise outcome
    return outcome


async def create_products(
    db: Db, actor: Actor, *, shop_id: int, drafts: Sequence[ProductDraft], now: datetime
) -> list[Made | Refusal]:
    """Many products of one shop, live at once, in a handful of statements; an outcome per draft, in order.

    Each draft lands whole or not at all, and a bad one spoils no other. More than `BATCH_MAX` are refused together.
    """
    if len(drafts) > BATCH_MAX:
        raise Refused("catalog.too_many_products", max=BATCH_MAX)
    shop = await permit(db, actor, shop_id, "product.write")
    limits = await policy(db, shop.market, now)
    slots: list[ProductDraft | Refusal] = _unrepeated([_checked(draft, limits, shop.currency) for draft in drafts])
    slots = await _with_known_pictures(db, slots)
    slots = await _within_probation(db, shop, limits, slots)
    landed = iter(await _land(db, actor, shop, [each for each in slots if isinstance(each, ProductDraft)], now))
    return [each if isinstance(each, Refusal) else next(landed) for each in slots]


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
    wanted = {key for each in slots if isinstance(each, ProductDraft) for key in each.pictures}
    if not wanted:
        return list(slots)
    known = await known_keys(db, wanted)
    return [
        each if isinstance(each, Refusal) or known.issuperset(each.pictures) else Invalid({"pictures": UNKNOWN_PICTURE})
        for each in slots
    ]


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
    db: Db, actor: Actor, shop: Shop, drafts: Sequence[ProductDraft], now: datetime
) -> list[Made | Refusal]:
    """Insert, then take out again what lost a seller SKU to another transaction."""
    if not drafts:
        return []
    made = await _with_ids(db, shop, drafts)
    await insert_products(db, made, now)
    inserted = await insert_skus(db, shop.shop_id, [(each.product_id, each.skus, each.draft.skus) for each in made])
    outcomes: list[Made | Refusal] = [_lost(each, inserted) or each for each in made]
    kept = [each for each in outcomes if isinstance(each, Made)]
    lost = [each.product_id for each, outcome in zip(made, outcomes, strict=True) if outcome is not each]
    if lost:
        await TAKE_OUT_SKUS.run(db, shop.shop_id, lost)
        await TAKE_OUT_PRODUCTS.run(db, shop.shop_id, lost)
    await _furnish(db, shop.shop_id, kept, now)
    await _tell(db, actor, kept, now)
    return outcomes


async def _with_ids(db: Db, shop: Shop, drafts: Sequence[ProductDraft]) -> list[Made]:
    languages = MARKETS[shop.market].languages
    categories = await categories_named(db, [each.category for each in drafts], languages)
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
