"""The offers of a batch of carts, and the limits they use up."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from etalase.base.db import Db
from etalase.base.errors import Refused
from etalase.orders.actions.asked import Cart, Decided, SkuFact
from etalase.orders.actions.deciding import Till
from etalase.promotions.rules import Offers


async def offers_of(db: Db, carts: Sequence[Cart], facts: Mapping[int, SkuFact], *, now: datetime) -> dict[int, Offers]:
    """Account to what may change its prices."""
    return {}


async def redeem_all(db: Db, till: Till, decided: list[Decided | Refused], *, now: datetime) -> list[Decided | Refused]:
    """The carts as they stand once their limits are taken."""
    return decided
