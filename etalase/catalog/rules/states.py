"""How the status of a product moves (PRODUCT in the state machines of the domain). Only ACTIVATE sells (§2.3)."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Final

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

# end -> the statuses it is reached from, for the shop's staff and for the platform.
BY_SELLER: Final[Mapping[str, tuple[str, ...]]] = {
    "ACTIVATE": ("SELLER_DEACTIVATED", "DRAFT"),
    "SELLER_DEACTIVATED": ("ACTIVATE",),
    "DELETED": tuple(status for status in STATUSES if status != "DELETED"),
    "PENDING": ("DRAFT", "FAILED", "PLATFORM_DEACTIVATED", "FREEZE"),
}
BY_PLATFORM: Final[Mapping[str, tuple[str, ...]]] = {
    "ACTIVATE": ("PENDING", "PLATFORM_DEACTIVATED", "FREEZE"),
    "FAILED": ("PENDING",),
    "PLATFORM_DEACTIVATED": ("ACTIVATE",),
    "FREEZE": ("ACTIVATE",),
}


def may_move(start: str, end: str, *, platform: bool) -> bool:
    """May this side move a product so?"""
    return start in (BY_PLATFORM if platform else BY_SELLER).get(end, ())
