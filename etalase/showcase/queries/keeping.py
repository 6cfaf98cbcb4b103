"""What is sold out for everybody and yet can be bought, because pieces are set aside for the price it has now."""

from datetime import datetime
from typing import Protocol, TypeVar, cast

import msgspec

from etalase.base.db import Db
from etalase.base.pages import Page
from etalase.promotions.queries import kept


class Stocked(Protocol):
    """A product in a list. `in_stock`: everybody can buy some; `promoted_until` as of a card."""

    @property
    def product_id(self) -> int: ...
    @property
    def in_stock(self) -> bool: ...
    @property
    def promoted_until(self) -> datetime | None: ...


Seen = TypeVar("Seen", bound=Stocked)


async def with_kept(db: Db, page: Page[Seen], now: datetime) -> Page[Seen]:
    """The page, with `in_stock` also where a buyer gets a piece that is set aside. No statement, or one for all of them."""
    out = [each for each in page.items if not each.in_stock and each.promoted_until and each.promoted_until > now]
    found = await kept(db, [each.product_id for each in out], now) if out else set[int]()
    return Page([_in_stock(each) if each.product_id in found else each for each in page.items], page.next_cursor)


def _in_stock(seen: Seen) -> Seen:
    return cast("Seen", msgspec.structs.replace(cast("msgspec.Struct", seen), in_stock=True))  # rows are Structs
