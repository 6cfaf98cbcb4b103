"""How plans and participations move (R-AFF-4, part B of the domain rules)."""

from collections.abc import Mapping
from typing import Final, Literal

Who = Literal["SELLER", "CREATOR", "SYSTEM", "CLOCK"]

PLAN_MOVES: Final[Mapping[tuple[str, str], frozenset[Who]]] = {
    ("LIVE", "ENDED"): frozenset({"SELLER", "SYSTEM"}),
    ("LIVE", "EXPIRED"): frozenset({"CLOCK"}),
    ("LIVE", "DELETED"): frozenset({"SELLER"}),
}
PARTICIPATION_MOVES: Final[Mapping[tuple[str, str], frozenset[Who]]] = {
    ("REQUESTED", "APPROVED"): frozenset({"SELLER"}),
    # A plan that ends refuses what was still waiting.
    ("REQUESTED", "REJECTED"): frozenset({"SELLER", "SYSTEM", "CLOCK"}),
    ("REQUESTED", "WITHDRAWN"): frozenset({"CREATOR"}),
    ("APPROVED", "LEFT"): frozenset({"CREATOR"}),
    ("APPROVED", "REMOVED"): frozenset({"SELLER", "SYSTEM", "CLOCK"}),
}


def plan_sources(to: str) -> list[str]:
    """The states from which a plan may move to `to`."""
    return [start for start, end in PLAN_MOVES if end == to]


def participation_sources(to: str) -> list[str]:
    """The states from which a participation may move to `to`."""
    return [start for start, end in PARTICIPATION_MOVES if end == to]
