"""What a Showcase shows, and shops with products to fill it with."""

from datetime import UTC, datetime

from etalase.base.actor import Actor
from etalase.base.db import Db
from etalase.shops.queries import Shop
from etalase.showcase.queries import Card, HeldItem, held_items, showcase_page
from etalase.showcase.rules import Sort
from tests.makers.catalog import make_product
from tests.makers.links import ready_shop

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


async def stocked_shop(
    db: Db, count: int = 3, *, owner: str = "seller", name: str = "Langkah"
) -> tuple[Actor, Shop, list[int]]:
    """A shop, its owner, and so many live products, oldest first. Their prices climb by their number."""
    seller, shop = await ready_shop(db, owner=owner, name=name)
    made = [
        await make_product(db, shop, title=f"Sandal {number} {name}", price_minor=10_000 + 1_000 * number)
        for number in range(count)
    ]
    return seller, shop, [each.product_id for each in made]


async def cards(
    db: Db,
    handle: str,
    now: datetime = NOW,
    *,
    sort: Sort = "recommended",
    words: str | None = None,
) -> list[Card]:
    """The first hundred cards that anybody sees."""
    return (await showcase_page(db, None, handle=handle, now=now, sort=sort, words=words, limit=100)).items


async def shown(db: Db, handle: str, now: datetime = NOW) -> list[int]:
    """The products that anybody sees, in order."""
    return [card.product_id for card in await cards(db, handle, now)]


async def sources(db: Db, handle: str, now: datetime = NOW) -> list[tuple[str, int]]:
    """(right, rate) of what anybody sees, in order."""
    return [(card.source, card.rate_bp) for card in await cards(db, handle, now)]


async def held(db: Db, holder: Actor, now: datetime = NOW) -> list[HeldItem]:
    """The holder's own list."""
    return (await held_items(db, holder, now=now, limit=100)).items
