"""Drafts become products: new ones are created, known ones changed where they differ, equal ones left alone.

The key is the seller SKU. A product lands whole or not at all, and a bad one spoils no other of its batch.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final, Literal, TypeVar

import msgspec

from etalase.base.actor import Actor
from etalase.base.db import Db
from etalase.base.errors import Invalid, Refusal
from etalase.base.markets import MARKETS
from etalase.catalog import actions as catalog
from etalase.catalog.queries import Detail, Sku, details, seller_skus
from etalase.catalog.rules import REFUSALS
from etalase.imports.rules import DraftSku, Problem, ProductDraft
from etalase.shops.queries import permit
from etalase.stock.rules import REFUSALS as OF_STOCK

REASON_MAX: Final = 300
Said = TypeVar("Said")
What = Literal["created", "updated", "unchanged", "rejected"]


class Landing(msgspec.Struct, frozen=True):
    """A draft with its pictures as keys of the media room; `looks`: (option name, value) to such a key."""

    draft: ProductDraft
    pictures: tuple[str, ...] = ()
    looks: dict[tuple[str, str], str] = {}


class Landed(msgspec.Struct, frozen=True):
    """What became of a draft; a rejected one has a problem and no product."""

    what: What
    product_id: int | None = None
    problem: Problem | None = None


async def land(db: Db, actor: Actor, *, shop_id: int, landings: Sequence[Landing], now: datetime) -> list[Landed]:
    """A batch of drafts, an outcome for each, in order. NotFound, NotAllowed and shops.closed refuse the whole batch."""
    await permit(db, actor, shop_id, "product.write")
    homes = await _homes(db, shop_id, landings)
    fresh = [each for each, home in zip(landings, homes, strict=True) if not home]
    created = iter(await _create(db, actor, shop_id, fresh, now))
    before = await details(db, shop_id, sorted({next(iter(home)) for home in homes if len(home) == 1}))
    outcomes: list[Landed] = []
    for each, home in zip(landings, homes, strict=True):
        if not home:
            outcomes.append(next(created))
        elif len(home) > 1:
            outcomes.append(_scattered(each.draft, home))
        else:
            outcomes.append(await _update(db, actor, shop_id, each, before[next(iter(home))], now))
    return outcomes


async def _homes(db: Db, shop_id: int, landings: Sequence[Landing]) -> list[dict[int, str]]:
    """For each draft the products that hold its seller SKUs now, with one of the SKUs."""
    keys = [sku.seller_sku for each in landings for sku in each.draft.skus]
    held = await seller_skus(db, shop_id, keys)
    return [
        {held[sku.seller_sku].product_id: sku.seller_sku for sku in each.draft.skus if sku.seller_sku in held}
        for each in landings
    ]


async def _create(db: Db, actor: Actor, shop_id: int, fresh: Sequence[Landing], now: datetime) -> list[Landed]:
    if not fresh:
        return []
    drafts = [_new(each) for each in fresh]
    made = await catalog.create_products(db, actor, shop_id=shop_id, drafts=drafts, now=now)
    return [
        _rejected(each.draft, outcome) if isinstance(outcome, Refusal) else Landed("created", outcome.product_id)
        for each, outcome in zip(fresh, made, strict=True)
    ]


def _new(landing: Landing) -> catalog.ProductDraft:
    draft = landing.draft
    skus = tuple(
        catalog.SkuDraft(sku.seller_sku, _options(draft, sku), sku.price_minor, sku.stock or 0, weight_g=sku.weight_g)
        for sku in draft.skus
    )
    return catalog.ProductDraft(
        draft.title,
        draft.description or "",
        draft.category or "",
        skus,
        landing.pictures,
        draft.attributes or {},
        landing.looks,
        draft.purchase_limit or None,
        draft.purchase_limit_days or None,
    )


async def _update(db: Db, actor: Actor, shop_id: int, landing: Landing, before: Detail, now: datetime) -> Landed:
    product_id = before.product.product_id
    change = _change(landing, before, await _category(db, landing.draft, before))
    if change == catalog.ProductChange():
        return Landed("unchanged", product_id)
    try:
        async with db.transaction():
            await catalog.update_product(db, actor, shop_id=shop_id, product_id=product_id, change=change, now=now)
    except Refusal as refusal:
        return _rejected(landing.draft, refusal)
    return Landed("updated", product_id)


async def _category(db: Db, draft: ProductDraft, before: Detail) -> str | None:
    """The draft's category if it is another than the product's."""
    if draft.category is None:
        return None
    named = await catalog.categories_named(db, [draft.category], MARKETS[before.product.market].languages)
    same = named[draft.category] == (before.product.category_id, before.product.category_text)
    return None if same else draft.category


def _change(landing: Landing, before: Detail, category: str | None) -> catalog.ProductChange:
    draft, page = landing.draft, before.product
    held = {sku.seller_sku: sku for sku in before.skus}
    changes = (_sku_change(draft, sku, held.get(sku.seller_sku)) for sku in draft.skus)
    description = draft.description
    return catalog.ProductChange(
        title=draft.title if draft.title != page.title else None,
        description=description if description is not None and description != page.description else None,
        category=category,
        skus=tuple(change for change in changes if change is not None),
        pictures=landing.pictures if landing.pictures and list(landing.pictures) != page.pictures else None,
        attributes=_changed(draft.attributes, page.said()),
        option_pictures=_looks(landing, before),
        purchase_limit=_changed(draft.purchase_limit, page.purchase_limit or 0),
        purchase_limit_days=_changed(draft.purchase_limit_days, page.purchase_limit_days or 0),
    )


def _looks(landing: Landing, before: Detail) -> dict[tuple[str, str], str] | None:
    """What the values of options look like then, None for as before: a file that names one of them keeps the others'."""
    shown, draft = before.product.shown_values(), landing.draft
    named = {sku.seller_sku: _options(draft, sku) for sku in draft.skus}
    stay = [sku.chosen() for sku in before.skus if sku.seller_sku not in named]
    left = {item for options in (*named.values(), *stay) for item in options.items()}
    kept = {item: key for item, key in shown.items() if item in left}
    return _changed(kept | landing.looks, shown) if landing.looks else None


def _changed(said: Said | None, held: Said) -> Said | None:
    return None if said == held else said


def _sku_change(draft: ProductDraft, sku: DraftSku, held: Sku | None) -> catalog.SkuChange | None:
    options = _options(draft, sku)
    if held is None:
        return catalog.SkuChange(
            seller_sku=sku.seller_sku,
            options=options,
            price_minor=sku.price_minor,
            stock=sku.stock or 0,
            weight_g=sku.weight_g,
        )
    change = catalog.SkuChange(
        seller_sku=sku.seller_sku,
        options=options if options != held.chosen() else None,
        price_minor=sku.price_minor if sku.price_minor != held.price_minor else None,
        stock=sku.stock if sku.stock is not None and sku.stock != held.stock else None,
        weight_g=sku.weight_g if sku.weight_g != held.weight_g else None,
    )
    return None if change == catalog.SkuChange(seller_sku=sku.seller_sku) else change


def _options(draft: ProductDraft, sku: DraftSku) -> dict[str, str]:
    return dict(zip(draft.options, sku.options, strict=True))


def _scattered(draft: ProductDraft, home: Mapping[int, str]) -> Landed:
    skus = ", ".join(sorted(home.values()))[:REASON_MAX]
    return Landed("rejected", None, Problem(draft.lines[0], None, "imports.skus_of_several", {"skus": skus}))


def _rejected(draft: ProductDraft, refusal: Refusal) -> Landed:
    if isinstance(refusal, Invalid):
        reason = "; ".join(message % refusal.facts if refusal.facts else message for message in refusal.errors.values())
    else:
        reason = (REFUSALS | OF_STOCK).get(refusal.code, refusal.code) % dict(refusal.facts)
    facts: dict[str, str | int] = {"reason": reason.rstrip(".")[:REASON_MAX], "reason_code": refusal.code}
    return Landed("rejected", None, Problem(draft.lines[0], None, "imports.not_landed", facts))
