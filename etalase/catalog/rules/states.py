"""How the status of a product moves (PRODUCT in the state machines of the domain). Only ACTIVATE sells (§2.3)."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from etalase.base.errors import Invalid
from etalase.base.texts import N_

STATUSES: Final = (
    "DRAFT",
    "PENDING",
    "FAILED",
    "ACTIVATE",
    "SELLER_DEACTIVATED",
    "PLATFORM_DEACTIVATED",
    "FREEZE",
    "DELETED",
)
LIVE: Final = "ACTIVATE"
RECOVERABLE: Final = timedelta(days=30)

# end -> the statuses it is reached from, for the shop's staff and for the platform. Going live from DRAFT is for markets that do
# not review (`seller_starts`). The platform also takes down what the seller has hidden, or hiding would be a way round it.
BY_SELLER: Final[Mapping[str, tuple[str, ...]]] = {
    "ACTIVATE": ("SELLER_DEACTIVATED", "DRAFT"),
    "SELLER_DEACTIVATED": ("ACTIVATE",),
    "DELETED": tuple(status for status in STATUSES if status != "DELETED"),
    "PENDING": ("DRAFT", "FAILED", "PLATFORM_DEACTIVATED", "FREEZE"),
}
BY_PLATFORM: Final[Mapping[str, tuple[str, ...]]] = {
    "ACTIVATE": ("PENDING", "PLATFORM_DEACTIVATED", "FREEZE"),
    "FAILED": ("PENDING",),
    "PLATFORM_DEACTIVATED": ("ACTIVATE", "SELLER_DEACTIVATED"),
    "FREEZE": ("ACTIVATE", "SELLER_DEACTIVATED"),
}
SUBMITS_FROM: Final = ("DRAFT", "FAILED")
APPEALS_FROM: Final = ("PLATFORM_DEACTIVATED", "FREEZE")
# Where a deleted product comes back to. Deleting is no way out of a decision, nor past a review.
RESTORED_TO: Final[Mapping[str, str]] = {
    "DRAFT": "DRAFT",
    "PENDING": "FAILED",
    "FAILED": "FAILED",
    "ACTIVATE": "SELLER_DEACTIVATED",
    "SELLER_DEACTIVATED": "SELLER_DEACTIVATED",
    "PLATFORM_DEACTIVATED": "PLATFORM_DEACTIVATED",
    "FREEZE": "FREEZE",
}
REASON_MAX: Final = 500
NOTE_MAX: Final = 1000


def may_move(start: str, end: str, *, platform: bool) -> bool:
    """May this side move a product so?"""
    return start in (BY_PLATFORM if platform else BY_SELLER).get(end, ())


def seller_starts(end: str, *, reviewed: bool) -> tuple[str, ...]:
    """From where the shop's staff comes to `end`; in a market that reviews, nothing goes live past the review."""
    starts = BY_SELLER.get(end, ())
    return tuple(each for each in starts if each != "DRAFT") if reviewed and end == LIVE else starts


def checked_reason(reason: str) -> str:
    """Why the platform says no; Invalid when it says nothing or too much."""
    why = reason.strip()
    if not 1 <= len(why) <= REASON_MAX or "\x00" in why:
        raise Invalid({"reason": N_("Say why, in at most 500 characters.")})
    return why


def checked_note(note: str, *, needed: bool) -> str:
    """What the seller says to a review; an appeal needs it."""
    said = note.strip()
    if len(said) > NOTE_MAX or "\x00" in said or (needed and not said):
        raise Invalid({"note": N_("Say what speaks for the product, in at most 1000 characters.")})
    return said
