"""The listing diagnosis: advice, never a refusal."""

from datetime import datetime

from etalase.base.actor import Actor
from etalase.base.db import Db
from etalase.base.markets import policy
from etalase.catalog.queries.detail import own_product
from etalase.catalog.rules import Advice, listing_diagnosis
from etalase.media.queries import pictures


async def diagnosis(db: Db, actor: Actor, *, shop_id: int, product_id: int, now: datetime) -> list[Advice]:
    """What would make the listing better (§4.4), for its shop's staff."""
    page = (await own_product(db, actor, shop_id=shop_id, product_id=product_id)).product
    sides = [min(each.width, each.height) for each in (await pictures(db, page.pictures)).values()]
    limits = await policy(db, page.market, now)
    return listing_diagnosis(
        page.title, page.description, len(page.pictures), limits, smallest_px=min(sides, default=None)
    )
