"""What plans may be, how plans and participations move, who may take part. No database, no clock."""

from etalase.affiliate.rules.creators import Creator, not_eligible_because, refuse_creator
from etalase.affiliate.rules.moves import PARTICIPATION_MOVES, PLAN_MOVES, participation_sources, plan_sources
from etalase.affiliate.rules.refusals import REASONS, REFUSALS
from etalase.affiliate.rules.terms import (
    ALL,
    KINDS,
    LISTED_MAX,
    OPEN,
    TARGETED,
    PlanKind,
    refuse_rate,
    refuse_size,
    wrong_terms,
    wrong_words,
)

__all__ = [
    "ALL",
    "KINDS",
    "LISTED_MAX",
    "OPEN",
    "PARTICIPATION_MOVES",
    "PLAN_MOVES",
    "REASONS",
    "REFUSALS",
    "TARGETED",
    "Creator",
    "PlanKind",
    "not_eligible_because",
    "participation_sources",
    "plan_sources",
    "refuse_creator",
    "refuse_rate",
    "refuse_size",
    "wrong_terms",
    "wrong_words",
]
