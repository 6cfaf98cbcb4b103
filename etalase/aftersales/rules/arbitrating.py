"""Disputes: the operator's arbitration between a buyer and a shop (R-RET-4)."""

from typing import Final, Literal

from etalase.base.texts import N_

DisputeStatus = Literal["IN_PROGRESS", "SUPPORT_BUYER", "SUPPORT_SELLER", "CLOSED"]
Verdict = Literal["SUPPORT_BUYER", "SUPPORT_SELLER"]

DISPUTE_NAMES: Final[dict[DisputeStatus, str]] = {
    "IN_PROGRESS": N_("In arbitration"),
    "SUPPORT_BUYER": N_("Decided for the buyer"),
    "SUPPORT_SELLER": N_("Decided for the shop"),
    "CLOSED": N_("Closed without a decision"),
}
# From which states a dispute may come into each state; none: it begins there.
DISPUTE_MOVES: Final[dict[DisputeStatus, tuple[DisputeStatus | None, ...]]] = {
    "IN_PROGRESS": (None,),
    "SUPPORT_BUYER": ("IN_PROGRESS",),
    "SUPPORT_SELLER": ("IN_PROGRESS",),
    "CLOSED": ("IN_PROGRESS",),
}
STATEMENT_MAX: Final = 2000
VERDICT_MAX: Final = 1000
STATEMENTS_MAX: Final = 20  # of one return; more is noise nobody reads
