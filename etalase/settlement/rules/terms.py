"""How long a seller's money waits after delivery, and how much of it is kept back a while longer (R-FIN-2; Part C). Pure."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Final, Literal

import msgspec

from etalase.base.texts import N_

Tier = Literal["EXPRESS", "FAST", "STANDARD", "EXTENDED", "NEW"]
TIER_NAMES: Final[Mapping[Tier, str]] = {
    "EXPRESS": N_("Express"),
    "FAST": N_("Fast"),
    "STANDARD": N_("Standard"),
    "EXTENDED": N_("Extended"),
    "NEW": N_("New shop"),
}
SINCE: Final = datetime(2021, 1, 1, tzinfo=UTC)


class Term(msgspec.Struct, frozen=True):
    """Calendar days from delivery until a sale is settled; `reserve_bp` of it is kept `reserve_days` longer."""

    market: str
    tier: Tier
    days: int
    reserve_bp: int = 0
    reserve_days: int = 0
    effective_from: datetime = SINCE

    @property
    def version(self) -> str:
        """How a held amount names it."""
        return f"{self.tier.lower()} {self.market} {self.effective_from:%Y-%m-%d}"


class Record(msgspec.Struct, frozen=True):
    """What decides a shop's tier: its settled orders in all, of the last 90 days those and the ones refunded."""

    probation: bool
    settled: int
    recent: int
    recent_refunded: int


# US: five tiers of 1 to 31 days, 7 the standard, with reserve (DOC US 3995852763531009, 2470273945257771); VN 3, 7 and 15 (DOC
# VN 2901402355762946); ID 1–2 and 7 days, 15 extended (DOC ID 3820739292120848); GB about 15 (DOC-2). What the US pages do
# not say (the days between, the reserve) and MY, PH, SG and TH, which follow ID, are INFERRED. Working days count as days.
TERMS: Final[tuple[Term, ...]] = (
    Term("US", "EXPRESS", 1),
    Term("US", "FAST", 3),
    Term("US", "STANDARD", 7),
    Term("US", "EXTENDED", 15, 1000, 15),
    Term("US", "NEW", 31, 2000, 30),
    Term("GB", "STANDARD", 15),
    Term("GB", "EXTENDED", 31),
    *(
        term
        for market, express in (("ID", 2), ("MY", 2), ("PH", 2), ("SG", 2), ("TH", 2), ("VN", 3))
        for term in (Term(market, "EXPRESS", express), Term(market, "STANDARD", 7), Term(market, "EXTENDED", 15))
    ),
)
EXPRESS_FROM: Final = 1_000
FAST_FROM: Final = 100
RECENT_LEAST: Final = 10
REFUNDED_MOST_BP: Final = 2_000
# What a market without a tier gives instead of it.
INSTEAD: Final[Mapping[Tier, Tier]] = {"NEW": "EXTENDED", "FAST": "STANDARD", "EXPRESS": "FAST", "EXTENDED": "STANDARD"}


def tier_of(record: Record) -> Tier:
    """The tier a shop has earned (INFERRED): new while on probation, extended when a fifth of its orders is refunded."""
    if record.probation:
        return "NEW"
    if record.recent >= RECENT_LEAST and record.recent_refunded * 10_000 > record.recent * REFUNDED_MOST_BP:
        return "EXTENDED"
    if record.settled >= EXPRESS_FROM:
        return "EXPRESS"
    return "FAST" if record.settled >= FAST_FROM else "STANDARD"


def term_of(market: str, tier: Tier, at: datetime) -> Term:
    """The term in force for a tier of a market, or for what the market gives instead."""
    fitting = [term for term in TERMS if (term.market, term.tier) == (market, tier) and term.effective_from <= at]
    if fitting:
        return max(fitting, key=lambda term: term.effective_from)
    return term_of(market, INSTEAD[tier], at)
