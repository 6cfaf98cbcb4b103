"""Lists of a Showcase know of each product until when its shop promotes anything: what may be set aside for a price of it."""

from datetime import datetime
from typing import Protocol, TypeVar

from etalase.base.db import Db
from etalase.base.pages import Page
from etalase.promotions.queries import Stocked, restocked


class Promoted(Stocked, Protocol):
    """A product in a list; `promoted_until` as of a card."""

    @property
    def promoted_until(self) -> datetime | None: ...


Seen = TypeVar("Seen", bound=Promoted)


async def with_kept(db: Db, page: Page[Seen], now: datetime) -> Page[Seen]:
    """The page, with `in_stock` also where a buyer gets a piece that is set aside. No statement, or one for all of them."""
    return await restocked(db, page, lambda each: each.promoted_until is not None and each.promoted_until > now, now)
