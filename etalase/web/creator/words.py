"""Links, participations and reasons in the holder's words. Pure."""

from typing import Final

import msgspec

from etalase.affiliate.queries import Participation
from etalase.affiliate.rules import REASONS
from etalase.base.texts import N_
from etalase.links.queries import Link
from etalase.links.rules import why
from etalase.web.creator.studio import Studio
from etalase.web.frame import Asked
from etalase.web.pages import say

LINK_STATES: Final = {
    "PENDING": (N_("Waits for your answer"), "info"),
    "LINKED": (N_("Linked"), "good"),
    "DECLINED": (N_("You declined"), ""),
    "CANCELLED": (N_("Withdrawn"), ""),
    "EXPIRED": (N_("Expired"), ""),
    "UNLINKED": (N_("Unlinked"), ""),
    "REVOKED": (N_("Ended by the platform"), "bad"),
}
LINK_WHY: Final = {
    "REFUSED_BY_HOLDER": N_("You declined the invitation."),
    "CANCELLED_BY_SELLER": N_("The shop withdrew the invitation."),
    "NOT_ANSWERED_IN_TIME": N_("Nobody answered in time."),
    "UNLINKED_BY_SELLER": N_("The shop ended the link."),
    "UNLINKED_BY_HOLDER": N_("You ended the link."),
    "SHOP_CLOSED": N_("The shop was closed."),
    "ACCOUNT_BANNED": N_("The account was banned."),
}
PLAN_STATES: Final = {
    "REQUESTED": (N_("Waits for the shop"), "info"),
    "APPROVED": (N_("You take part"), "good"),
    "REJECTED": (N_("The shop said no"), "bad"),
    "LEFT": (N_("You left"), ""),
    "REMOVED": (N_("Ended"), ""),
    "WITHDRAWN": (N_("You withdrew the request"), ""),
}
BECAME_OFFICIAL: Final = N_("Your account became the official account of a shop.")
PLAN_OVER: Final = N_("The plan ended.")
REMOVED: Final = N_("The shop took you out of the plan.")
LEFT: Final = N_("You left the plan.")
OFFICIAL_MAY_NOT: Final = N_(
    "An official account sells for its own shop only, so it cannot join plans. End the official link first."
)
FOLLOWERS: Final = N_("Plans need %(least)s followers. You have %(count)s.")
AGE: Final = N_("Plans need a holder of at least %(least)s years, and a birth date in your settings.")


class Said(msgspec.Struct, frozen=True):
    """A state with its tone, and why."""

    state: str
    tone: str
    why: str


def link_said(request: Asked, link: Link) -> Said:
    """What became of a link or an invitation."""
    state, tone = LINK_STATES.get(link.status, (link.status, ""))
    reason = why(link.status, link.ended_side, link.end_reason)
    return Said(say(request, state), tone, say(request, LINK_WHY.get(reason, reason)) if reason else "")


def participation_said(request: Asked, part: Participation) -> Said:
    """What became of a participation."""
    state, tone = PLAN_STATES.get(part.status, (part.status, ""))
    return Said(say(request, state), tone, say(request, part_why(part)) if part.ended_at else "")


def part_why(part: Participation) -> str:
    """Why a participation ended, as a msgid."""
    if part.end_reason == "BECAME_OFFICIAL":
        return BECAME_OFFICIAL
    if part.end_reason in LINK_WHY:
        return LINK_WHY[part.end_reason]
    if part.status in {"LEFT", "WITHDRAWN"}:
        return LEFT if part.status == "LEFT" else ""
    return PLAN_OVER if part.plan_status != "LIVE" else REMOVED if part.status == "REMOVED" else ""


def not_eligible(request: Asked, place: Studio, reason: str | None, followers: int) -> str:
    """Why plans are not open to the account, in words; empty when they are."""
    if reason is None:
        return ""
    if reason == "official_account":
        return say(request, OFFICIAL_MAY_NOT)
    if reason == "too_few_followers":
        return say(request, FOLLOWERS, least=place.policy.creator_followers_min, count=followers)
    if reason == "not_adult":
        return say(request, AGE, least=place.policy.creator_min_age_years)
    return say(request, REASONS.get(reason, reason))
