"""What is sold out for everybody and yet can be bought, because pieces are set aside for the price it has now."""

from collections.abc import Callable
from datetime import datetime
from typing import Protocol, TypeVar, cast

import msgspec

from etalase.base.db import Db
from etalase.base.pages import Page
from etalase.promotions.queries.showing import kept


class Stocked(Protocol):
    """A product in a list. `in_stock`: everybody can buy some."""

    @property
    def product_id(self) -> int: ...
    @property
    def in_stock(self) -> bool: ...


Seen = TypeVar("Seen", bound=Stocked)


async def restocked(db: Db, page: Page[Seen], may_keep: Callable[[Seen], bool], now: datetime) -> Page[Seen]:
    """The page, with `in_stock` also where a buyer gets a piece that is set aside. No statement, or one for all of them.

    `may_keep`: whether anything can be set aside for its price; asked of what is sold out, and spares the statement.
    """
    out = [each.product_id for each in page.items if not each.in_stock and may_keep(each)]
    found = await kept(db, out, now) if out else set[int]()
    return page.map(lambda each: _in_stock(each) if each.product_id in found else each)


def _in_stock(seen: Seen) -> Seen:
    return cast("Seen", msgspec.structs.replace(cast("msgspec.Struct", seen), in_stock=True))  # rows are Structs
