"""On which conditions a shop sells: its term, and the fees of its market."""

from datetime import datetime

import msgspec

from etalase.base.actor import Actor
from etalase.base.db import Db
from etalase.base.markets import Policy, policy_since
from etalase.catalog.rules import CATEGORIES, LANGUAGES
from etalase.settlement.queries.terms import earned_by
from etalase.settlement.rules.fees import EVERY, WHOLE_PPM, FeeRow, fees_in_force
from etalase.settlement.rules.terms import TIERS, Record, Term, given, numbers_of, term_of
from etalase.shops.queries import permit


class Rate(msgspec.Struct, frozen=True):
    """A fee's rate as it is written ("4.905"), for a category or, without one, for all others."""

    category_id: int | None
    percent: str


class Fee(msgspec.Struct, frozen=True):
    """A fee of the market with its rates and where they come from."""

    row: FeeRow
    rates: list[Rate]


class Step(msgspec.Struct, frozen=True):
    """A term of the market. `from_orders`: the settled orders that earn it, `refunded_bp`: the share of refunded ones above
    which it applies; neither: it is the standard, or that of shops on probation."""

    term: Term
    from_orders: int | None
    refunded_bp: int | None


class Conditions(msgspec.Struct, frozen=True):
    """A shop's term with the record that earned it, all terms of the market from the fastest on, and the fees in force."""

    term: Term
    record: Record
    record_days: int
    steps: list[Step]
    currency: str
    fees: list[Fee]


async def conditions(db: Db, actor: Actor, *, shop_id: int, now: datetime) -> Conditions:
    """What applies to a sale that is delivered now."""
    shop = await permit(db, actor, shop_id, "finance.read")
    earned = await earned_by(db, shop_id, now=now)
    fees = [Fee(row, _rates(row)) for row in fees_in_force(shop.market, now)]
    steps = await _steps(db, shop.market, earned.numbers, now)
    days = earned.numbers.settlement_record_days
    return Conditions(earned.term, earned.record, days, steps, shop.currency, fees)


async def _steps(db: Db, market: str, numbers: Policy, now: datetime) -> list[Step]:
    from_orders = {
        "EXPRESS": numbers.settlement_express_from_orders,
        "FAST": numbers.settlement_fast_from_orders,
    }
    return [
        Step(
            term_of(market, tier, numbers, await policy_since(db, market, numbers_of(tier), now)),
            from_orders.get(tier),
            numbers.settlement_refunded_max_bp if tier == "EXTENDED" else None,
        )
        for tier in TIERS
        if given(tier, numbers) == tier
    ]


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
