"""What links may be, when they may move, and why not. No database, no clock."""

from etalase.links.rules.cases import AccountFacts, Case, Rule, ShopFacts, Verdict
from etalase.links.rules.eligibility import RULES, first_refusal, same_name, verdicts
from etalase.links.rules.moves import (
    KINDS,
    MARKETING,
    MOVES,
    OFFICIAL,
    STATUSES,
    Kind,
    Side,
    refuse_answer,
    refuse_unlink,
    sources,
    why,
)
from etalase.links.rules.refusals import REFUSALS

__all__ = [
    "KINDS",
    "MARKETING",
    "MOVES",
    "OFFICIAL",
    "REFUSALS",
    "RULES",
    "STATUSES",
    "AccountFacts",
    "Case",
    "Kind",
    "Rule",
    "ShopFacts",
    "Side",
    "Verdict",
    "first_refusal",
    "refuse_answer",
    "refuse_unlink",
    "same_name",
    "sources",
    "verdicts",
    "why",
]
