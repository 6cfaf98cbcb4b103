"""How long a seller's money waits after delivery, and how much of it is kept back a while longer (R-FIN-2; Part C). Pure.

The days of each tier, whether they are working days, and what a shop must have sold are numbers of its market
(`base.markets.policies.settlement`): ID publishes 1–2 and 7 working days, and before that 3 or 15 days (DOC ID 3820739292120848);
US five tiers of 1 to 31 days, 7 the standard, with reserve (DOC US 3995852763531009, 2470273945257771); VN 3, 7 and 15 days
(DOC VN 2901402355762946); GB about 15 (DOC-2). What the US pages do not say (the days between, the reserve), what earns a
tier, and MY, PH, SG and TH, which follow ID, are INFERRED.
"""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Final, Literal, get_args

import msgspec

from etalase.base.markets import Policy
from etalase.base.texts import N_
from etalase.shipping.rules import add_working_days

Tier = Literal["EXPRESS", "FAST", "STANDARD", "EXTENDED", "NEW"]
TIERS: Final[tuple[Tier, ...]] = get_args(Tier)
TIER_NAMES: Final[Mapping[Tier, str]] = {
    "EXPRESS": N_("Express"),
    "FAST": N_("Fast"),
    "STANDARD": N_("Standard"),
    "EXTENDED": N_("Extended"),
    "NEW": N_("New shop"),
}
# Of which numbers of its market a term is made; the last two of the tiers that keep a reserve.
DAYS: Final[Mapping[Tier, str]] = {tier: f"settlement_{tier.lower()}_days" for tier in TIERS}
WORKING: Final = "settlement_working_days"
IN_WORKING_DAYS: Final[tuple[Tier, ...]] = ("EXPRESS", "FAST", "STANDARD")
RESERVES: Final[Mapping[Tier, tuple[str, str]]] = {
    "EXTENDED": ("settlement_extended_reserve_bp", "settlement_extended_reserve_days"),
    "NEW": ("settlement_new_reserve_bp", "settlement_new_reserve_days"),
}
# What a market without a tier gives instead of it.
INSTEAD: Final[Mapping[Tier, Tier]] = {"NEW": "EXTENDED", "FAST": "STANDARD", "EXPRESS": "FAST", "EXTENDED": "STANDARD"}


class Term(msgspec.Struct, frozen=True):
    """Days from delivery until a sale is settled, working days or calendar days; `reserve_bp` of it is kept `reserve_days` longer.

    `since`: from when on its numbers are in force. `at_least`: the standard term, before which no slower one is over: seven
    working days around New Year are more than fifteen days.
    """

    market: str
    tier: Tier
    days: int
    working: bool
    reserve_bp: int
    reserve_days: int
    since: datetime
    at_least: "Term | None" = None

    @property
    def version(self) -> str:
        """How a held amount names it: "standard 7wd ID 2021-01-01" (`wd` working days, `d` calendar days)."""
        days = f"{self.days}{'wd' if self.working else 'd'}"
        return f"{self.tier.lower()} {days} {self.market} {self.since.astimezone(UTC):%Y-%m-%d}"

    def due(self, delivered: datetime) -> datetime:
        """When a sale that was delivered then is settled: the same time of day, so many days later."""
        if self.working:
            return add_working_days(self.market, delivered, self.days)
        due = delivered + timedelta(days=self.days)
        return due if self.at_least is None else max(due, self.at_least.due(delivered))


class Named(msgspec.Struct, frozen=True):
    """What the name of a term says: its tier, its days, and since when it is in force. `days` None: an old name without them."""

    tier: Tier
    days: int | None
    working: bool
    since: str


class Record(msgspec.Struct, frozen=True):
    """What decides a shop's tier: its settled orders in all, the recent ones, and those of them that were refunded."""

    probation: bool
    settled: int
    recent: int
    recent_refunded: int


def tier_of(record: Record, numbers: Policy) -> Tier:
    """The tier a shop has earned (INFERRED): new while on probation, extended when too many of its orders are refunded."""
    if record.probation:
        return "NEW"
    refunded_most = record.recent * numbers.settlement_refunded_max_bp
    if record.recent >= numbers.settlement_record_orders_min and record.recent_refunded * 10_000 > refunded_most:
        return "EXTENDED"
    if record.settled >= numbers.settlement_express_from_orders:
        return "EXPRESS"
    return "FAST" if record.settled >= numbers.settlement_fast_from_orders else "STANDARD"


def given(tier: Tier, numbers: Policy) -> Tier:
    """The tier itself, or what the market gives instead of one it does not have."""
    while getattr(numbers, DAYS[tier]) is None:
        tier = INSTEAD[tier]
    return tier


def numbers_of(tier: Tier) -> tuple[str, ...]:
    """The names of the numbers a term of this tier is made of."""
    return (DAYS[tier], *((WORKING,) if tier in IN_WORKING_DAYS else ()), *RESERVES.get(tier, ()))


def term_of(market: str, tier: Tier, numbers: Policy, since: datetime) -> Term:
    """The term of a tier that the market gives (`given`); `since` when its numbers (`numbers_of`) were last changed."""
    working = tier in IN_WORKING_DAYS and numbers.settlement_working_days
    reserve_bp, reserve_days = (getattr(numbers, name) for name in RESERVES[tier]) if tier in RESERVES else (0, 0)
    at_least = None if tier in IN_WORKING_DAYS else term_of(market, "STANDARD", numbers, since)
    return Term(market, tier, getattr(numbers, DAYS[tier]), working, reserve_bp, reserve_days, since, at_least)


def named(version: str) -> Named:
    """A term as a held amount names it, taken apart."""
    tier, *counted, _, since = version.split(" ")
    days = counted[0] if counted else ""
    known: Tier = next(each for each in TIERS if each.lower() == tier)
    return Named(known, int(days.rstrip("wd")) if days else None, days.endswith("wd"), since)
