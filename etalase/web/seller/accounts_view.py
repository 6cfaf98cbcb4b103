"""Links in words: why an account may be invited or not, who did what and when, how the market links accounts. Pure."""

from typing import Any, Final

from etalase.base.markets import Policy
from etalase.base.markets.linking import Kind, Text, guide
from etalase.base.texts import N_
from etalase.links.queries import Eligibility, Link
from etalase.links.rules import REFUSALS, why
from etalase.web.frame import Asked
from etalase.web.pages import say

STATUSES: Final = {
    "PENDING": (N_("Waiting for the answer"), "info"),
    "LINKED": (N_("Linked"), "good"),
    "DECLINED": (N_("Refused by the holder"), "bad"),
    "CANCELLED": (N_("Withdrawn"), ""),
    "EXPIRED": (N_("Expired"), ""),
    "UNLINKED": (N_("Unlinked"), ""),
    "REVOKED": (N_("Ended by the platform"), "bad"),
}
WHY: Final = {
    "REFUSED_BY_HOLDER": N_("The holder refused."),
    "CANCELLED_BY_SELLER": N_("The shop withdrew the invitation."),
    "NOT_ANSWERED_IN_TIME": N_("Nobody answered in time."),
    "UNLINKED_BY_SELLER": N_("The shop ended the link."),
    "UNLINKED_BY_HOLDER": N_("The holder ended the link."),
    "SHOP_CLOSED": N_("The shop was closed."),
    "ACCOUNT_BANNED": N_("The account was banned."),
    "BECAME_OFFICIAL": N_("The account became official."),
}
PARTS: Final[tuple[tuple[Kind, str], ...]] = (
    ("official", N_("Official account")),
    ("marketing", N_("Marketing accounts")),
)


def verdict_seen(request: Asked, found: Eligibility) -> dict[str, Any]:
    """Every rule with its answer; a no says why."""
    rules = [
        {
            "asks": say(request, each.asks),
            "ok": each.ok,
            "why": "" if each.ok else say(request, REFUSALS.get(each.code, ""), **each.facts),
        }
        for each in found.verdicts
    ]
    return {"found": found, "rules": rules, "broken": sum(not each.ok for each in found.verdicts)}


def history_row(request: Asked, link: Link) -> dict[str, Any]:
    """One link or invitation: what became of it, by whom, when, why."""
    name, tone = STATUSES.get(link.status, (link.status, ""))
    reason = why(link.status, link.ended_side, link.end_reason)
    return {
        "link": link,
        "state": say(request, name),
        "tone": tone,
        "why": say(request, WHY.get(reason, reason)) if reason else "",
    }


def guides(request: Asked, market: str, policy: Policy) -> list[dict[str, Any]]:
    """How accounts are linked in this market, from its policy rows."""
    found: list[dict[str, Any]] = []
    for kind, title in PARTS:
        told = guide(market, kind, policy)
        found.append(
            {
                "title": say(request, title),
                "steps": [in_words(request, text) for text in told.steps],
                "conditions": [in_words(request, text) for text in told.conditions],
                "limits": [in_words(request, text) for text in told.limits],
            }
        )
    return found


def in_words(request: Asked, text: Text) -> str:
    """A text of a guide; the country in it is a msgid itself."""
    facts = {name: say(request, str(fact)) if name == "country" else fact for name, fact in text.facts.items()}
    return say(request, text.msgid, **facts)
