"""The listing diagnosis: advice and a score, never a refusal."""

from datetime import datetime

import msgspec

from etalase.base.actor import Actor
from etalase.base.db import Db
from etalase.base.markets import policy
from etalase.catalog.queries.detail import Detail, own_product
from etalase.catalog.rules import (
    OTHER,
    Advice,
    Listing,
    attributes_of,
    listing_diagnosis,
    missing_attributes,
    picturing_option,
    score,
)
from etalase.media.queries import pictures


class Diagnosis(msgspec.Struct, frozen=True):
    """What is advised, the gravest first, and how good the listing is, from 0 to 100."""

    advice: list[Advice]
    score: int


async def diagnosis(db: Db, actor: Actor, *, shop_id: int, product_id: int, now: datetime) -> Diagnosis:
    """What would make the listing better (§4.4), for its shop's staff."""
    detail = await own_product(db, actor, shop_id=shop_id, product_id=product_id)
    page = detail.product
    sides = [min(each.width, each.height) for each in (await pictures(db, page.pictures)).values()]
    advice = listing_diagnosis(_listing(detail, min(sides, default=None)), await policy(db, page.market, now))
    return Diagnosis(advice, score(advice))


def _listing(detail: Detail, smallest_px: int | None) -> Listing:
    page, said = detail.product, detail.product.said()
    known = attributes_of(page.category_id, page.market)
    return Listing(
        title=page.title,
        description_length=len(page.description),
        pictures=len(page.pictures),
        smallest_px=smallest_px,
        has_category=page.category_id != OTHER,
        missing=tuple(each.label for each in missing_attributes(said, known)),
        optional=sum(1 for each in known if not each.required and each.key not in said),
        bare_values=_bare_values(detail),
        skus=len(detail.skus),
        skus_without_stock=sum(1 for sku in detail.skus if sku.stock < 1),
    )


def _bare_values(detail: Detail) -> tuple[str, ...]:
    """Values without a picture, of the option that shows what the thing looks like."""
    name = picturing_option(detail.product.option_names)
    if name is None:
        return ()
    shown = detail.product.shown_values()
    values = dict.fromkeys(sku.chosen().get(name, "") for sku in detail.skus)
    return tuple(each for each in values if each and (name, each) not in shown)
