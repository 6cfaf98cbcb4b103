"""The states of a link and who may move it (part B of the domain rules)."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Final, Literal

from etalase.base.errors import Refused
from etalase.base.markets import Policy

Kind = Literal["OFFICIAL", "MARKETING"]
Side = Literal["SELLER", "HOLDER", "SYSTEM", "CLOCK"]
OFFICIAL: Final = "OFFICIAL"
MARKETING: Final = "MARKETING"
KINDS: Final = (OFFICIAL, MARKETING)
STATUSES: Final = ("PENDING", "LINKED", "DECLINED", "CANCELLED", "EXPIRED", "UNLINKED", "REVOKED")

# (from, to) → who may do it. Whatever is not here never happens (R-LINK-25).
MOVES: Final[Mapping[tuple[str, str], frozenset[Side]]] = {
    ("PENDING", "LINKED"): frozenset({"HOLDER"}),
    ("PENDING", "DECLINED"): frozenset({"HOLDER"}),
    # The system withdraws what a closed shop had invited.
    ("PENDING", "CANCELLED"): frozenset({"SELLER", "SYSTEM"}),
    ("PENDING", "EXPIRED"): frozenset({"CLOCK"}),
    ("LINKED", "UNLINKED"): frozenset({"SELLER", "HOLDER"}),
    ("LINKED", "REVOKED"): frozenset({"SYSTEM"}),
}


WHY: Final[Mapping[tuple[str, str], str]] = {
    ("DECLINED", "HOLDER"): "REFUSED_BY_HOLDER",
    ("CANCELLED", "SELLER"): "CANCELLED_BY_SELLER",
    ("EXPIRED", "CLOCK"): "NOT_ANSWERED_IN_TIME",
    ("UNLINKED", "SELLER"): "UNLINKED_BY_SELLER",
    ("UNLINKED", "HOLDER"): "UNLINKED_BY_HOLDER",
}


def why(status: str, side: str | None, reason: str | None) -> str | None:
    """A word for why a link ended: what was written down, else what the act itself says. None while it lasts."""
    return reason or (None if side is None else WHY.get((status, side)))


def sources(to: str) -> list[str]:
    """The states from which a link may move to `to`."""
    return [start for start, end in MOVES if end == to]


def refuse_answer(status: str, expires_at: datetime, now: datetime) -> None:
    """Refuse to answer an invitation that is over (R-LINK-22): an expired one says so for ever, others are not pending."""
    if status == "EXPIRED" or (status == "PENDING" and now >= expires_at):
        raise Refused("links.invitation_expired")
    if status != "PENDING":
        raise Refused("links.not_pending")


def refuse_unlink(kind: str, linked_at: datetime, official_unlinks: int, policy: Policy, now: datetime) -> None:
    """Refuse to end a link that is too young (R-LINK-40) or one official link too many (R-LINK-41)."""
    unlink_from = linked_at + timedelta(seconds=policy.unlink_min_age_s)
    if now < unlink_from:
        told = unlink_from.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        raise Refused("links.too_early_to_unlink", unlink_from=told)
    if kind == OFFICIAL and official_unlinks >= policy.official_unlinks_per_shop:
        raise Refused("links.official_unlinks_used_up", most=policy.official_unlinks_per_shop)
