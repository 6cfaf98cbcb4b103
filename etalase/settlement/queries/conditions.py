"""On which conditions a shop sells: its term, and the fees of its market."""

from datetime import datetime

import msgspec

from etalase.base.actor import Actor
from etalase.base.db import Db
from etalase.catalog.rules import CATEGORIES, LANGUAGES
from etalase.settlement.queries.terms import term_of_shop
from etalase.settlement.rules.fees import EVERY, WHOLE_PPM, FeeRow, fees_in_force
from etalase.settlement.rules.terms import Tier
from etalase.shops.queries import permit


class Rate(msgspec.Struct, frozen=True):
    """A fee's rate as it is written ("4.905"), for a category or, without one, for all others."""

    category_id: int | None
    percent: str


class Fee(msgspec.Struct, frozen=True):
    """A fee of the market with its rates and where they come from."""

    row: FeeRow
    rates: list[Rate]


class Conditions(msgspec.Struct, frozen=True):
    """A shop's term and the fees in force."""

    tier: Tier
    days: int
    reserve_bp: int
    reserve_days: int
    rule: str
    currency: str
    fees: list[Fee]


async def conditions(db: Db, actor: Actor, *, shop_id: int, now: datetime) -> Conditions:
    """What applies to a sale that is delivered now."""
    shop = await permit(db, actor, shop_id, "finance.read")
    term = await term_of_shop(db, shop_id, now=now)
    fees = [Fee(row, _rates(row)) for row in fees_in_force(shop.market, now)]
    return Conditions(term.tier, term.days, term.reserve_bp, term.reserve_days, term.version, shop.currency, fees)


def category_name(category_id: int, lang: str) -> str:
    """A category in one of the catalogue's languages, else in English."""
    names = next(names for number, _, names in CATEGORIES if number == category_id)
    return names[LANGUAGES.index(lang) if lang in LANGUAGES else 0]


def _rates(row: FeeRow) -> list[Rate]:
    return [
        Rate(None if category == EVERY else category, _percent(ppm))
        for category, ppm in sorted(row.by_category.items(), key=lambda each: (-each[1], each[0]))
    ]


def _percent(ppm: int) -> str:
    whole, rest = divmod(ppm * 100, WHOLE_PPM)
    digits = f"{rest:06}".rstrip("0")
    return f"{whole}.{digits}" if digits else str(whole)
