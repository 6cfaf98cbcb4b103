"""Cards with the price of the moment: no statement while no shop of the page promotes anything, one when one does."""

from collections.abc import Sequence
from datetime import datetime

import msgspec

from etalase.base.actor import Actor
from etalase.base.db import Db
from etalase.base.pages import LIMIT_DEFAULT, Page
from etalase.promotions.queries import PriceShown, prices_shown
from etalase.showcase.queries.cards import Card
from etalase.showcase.queries.shown import showcase_page
from etalase.showcase.rules import Sort


class PricedCard(msgspec.Struct, frozen=True):
    """A card, and its sale price if it has one now."""

    card: Card
    sale: PriceShown | None

    @property
    def in_stock(self) -> bool:
        """Whether anything of it can be bought: of what everybody buys, or of what is set aside for its price."""
        return self.card.in_stock or (self.sale is not None and self.sale.keeps)


async def sales_of(db: Db, cards: Sequence[Card], now: datetime) -> dict[int, PriceShown]:
    """The sale prices of these cards, by product; those without one are missing."""
    promoted = [each.product_id for each in cards if each.promoted_until is not None and each.promoted_until > now]
    return await prices_shown(db, promoted, now) if promoted else {}


async def priced_page(
    db: Db,
    actor: Actor | None,
    *,
    handle: str,
    now: datetime,
    sort: Sort = "recommended",
    words: str | None = None,
    limit: int = LIMIT_DEFAULT,
    cursor: str | None = None,
) -> Page[PricedCard]:
    """A page of a Showcase with sale prices. Two statements, or three."""
    page = await showcase_page(db, actor, handle=handle, now=now, sort=sort, words=words, limit=limit, cursor=cursor)
    sales = await sales_of(db, page.items, now)
    return Page([PricedCard(card, sales.get(card.product_id)) for card in page.items], page.next_cursor)
