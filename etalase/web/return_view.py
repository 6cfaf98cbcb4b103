"""A return as its pages tell it, to the buyer, the shop and the operator: its state, what happens next and until when. Pure."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

import msgspec

from etalase.aftersales.queries import Dispute, Evidence, Return, ReturnDetail, ReturnEntry, ReturnLine
from etalase.aftersales.rules.arbitrating import DISPUTE_NAMES
from etalase.aftersales.rules.returning import (
    DECISION_NAMES,
    KIND_NAMES,
    REASON_NAMES,
    STATUS_NAMES,
    Status,
)
from etalase.base.money import Money
from etalase.base.texts import N_
from etalase.web.frame import Asked
from etalase.web.pages import say
from etalase.web.shopper.choosing import described

TONES: Final[dict[Status, str]] = {
    "RETURN_OR_REFUND_REQUEST_PENDING": "warn",
    "REFUND_OR_RETURN_REQUEST_REJECT": "bad",
    "AWAITING_BUYER_SHIP": "info",
    "BUYER_SHIPPED_ITEM": "info",
    "REJECT_RECEIVE_PACKAGE": "bad",
    "RETURN_OR_REFUND_REQUEST_SUCCESS": "good",
    "RETURN_OR_REFUND_REQUEST_CANCEL": "",
    "RETURN_OR_REFUND_REQUEST_COMPLETE": "good",
    "AWAITING_BUYER_RESPONSE": "warn",
    "REPLACEMENT_REQUEST_PENDING": "warn",
    "REPLACEMENT_REQUEST_REJECT": "bad",
    "REPLACEMENT_REQUEST_REFUND_SUCCESS": "good",
    "REPLACEMENT_REQUEST_CANCEL": "",
    "REPLACEMENT_REQUEST_COMPLETE": "good",
}
FOR_BUYER: Final[dict[Status, str]] = {
    "RETURN_OR_REFUND_REQUEST_PENDING": N_(
        "The shop looks at it. If it does not answer in time, your request is approved."
    ),
    "REFUND_OR_RETURN_REQUEST_REJECT": N_("You can ask once more or take it to the operator. After that it is closed."),
    "AWAITING_BUYER_SHIP": N_("Send it back and write down the tracking number. If you do not, the return lapses."),
    "BUYER_SHIPPED_ITEM": N_("The shop checks what you sent. If it does not answer in time, you get your money."),
    "REJECT_RECEIVE_PACKAGE": N_(
        "The shop refused the parcel. The operator decides; say what happened and add pictures."
    ),
    "RETURN_OR_REFUND_REQUEST_SUCCESS": N_("Granted. The money is on its way back to where it came from."),
    "RETURN_OR_REFUND_REQUEST_CANCEL": N_("Nothing more happens."),
    "RETURN_OR_REFUND_REQUEST_COMPLETE": N_("You have your money back."),
    "AWAITING_BUYER_RESPONSE": N_(
        "The shop offers a part of the money. If you do not answer, the offer counts as taken."
    ),
    "REPLACEMENT_REQUEST_PENDING": N_(
        "The shop sends another one or your money. If it does neither in time, you get the money."
    ),
    "REPLACEMENT_REQUEST_REJECT": N_("You can ask once more or take it to the operator. After that it is closed."),
    "REPLACEMENT_REQUEST_REFUND_SUCCESS": N_("You get your money instead of a replacement."),
    "REPLACEMENT_REQUEST_CANCEL": N_("Nothing more happens."),
    "REPLACEMENT_REQUEST_COMPLETE": N_("The replacement is on its way to you."),
}
FOR_SHOP: Final[dict[Status, str]] = {
    "RETURN_OR_REFUND_REQUEST_PENDING": N_("Decide. Without an answer the request is approved."),
    "REFUND_OR_RETURN_REQUEST_REJECT": N_("Rejected. The buyer can ask once more or take it to the operator."),
    "AWAITING_BUYER_SHIP": N_("The buyer sends it back. If they do not, the return lapses."),
    "BUYER_SHIPPED_ITEM": N_("Check the parcel when it comes. Without an answer the money goes back."),
    "REJECT_RECEIVE_PACKAGE": N_("The operator decides. You can still give in, or say more and add pictures."),
    "RETURN_OR_REFUND_REQUEST_SUCCESS": N_("Granted. The money is on its way to the buyer."),
    "RETURN_OR_REFUND_REQUEST_CANCEL": N_("Nothing more happens."),
    "RETURN_OR_REFUND_REQUEST_COMPLETE": N_("The buyer has the money back."),
    "AWAITING_BUYER_RESPONSE": N_("The buyer answers your offer. Without an answer it counts as taken."),
    "REPLACEMENT_REQUEST_PENDING": N_("Promise a replacement and send it. What is not sent in time becomes a refund."),
    "REPLACEMENT_REQUEST_REJECT": N_("Rejected. The buyer can ask once more or take it to the operator."),
    "REPLACEMENT_REQUEST_REFUND_SUCCESS": N_("Refunded instead of replaced."),
    "REPLACEMENT_REQUEST_CANCEL": N_("Nothing more happens."),
    "REPLACEMENT_REQUEST_COMPLETE": N_("The replacement is on its way."),
}
CLOSED: Final = N_("Closed. Nothing more happens.")
IN_DISPUTE: Final = N_("The operator reads what both sides say and decides.")
SIDES: Final = {
    "BUYER": N_("The buyer"),
    "SELLER": N_("The shop"),
    "OPERATOR": N_("The operator"),
    "SYSTEM": N_("Automatic"),
}
NOTES: Final = {
    "no_answer_in_time": N_("Nobody answered in time."),
    "not_sent_back_in_time": N_("It was not sent back in time."),
}


class Told(msgspec.Struct, frozen=True):
    """Where a return stands: a name, its colour, what happens next, until when."""

    name: str
    tone: str
    text: str
    until: datetime | None


def told(request: Asked, found: Return, *, for_shop: bool = False, dispute: Dispute | None = None) -> Told:
    """Where it stands, said to the buyer or to the shop; `dispute` is the open one, which the operator decides."""
    if dispute is not None:
        name = say(request, DISPUTE_NAMES[dispute.status])
        return Told(name, "warn", say(request, IN_DISPUTE), dispute.answer_by)
    texts = FOR_SHOP if for_shop else FOR_BUYER
    text = texts[found.status]
    if found.closed_at is not None and found.status.endswith("REJECT"):
        text = CLOSED
    return Told(say(request, STATUS_NAMES[found.status]), TONES[found.status], say(request, text), found.due_at)


def card(request: Asked, found: Return, lines: Sequence[ReturnLine] = (), *, for_shop: bool = False) -> dict[str, Any]:
    """A return as lists show it."""
    return {
        "request": found,
        "kind": say(request, KIND_NAMES[found.kind]),
        "reason": reason_name(request, found.reason),
        "told": told(request, found, for_shop=for_shop),
        "asked": Money(found.asked_minor, found.currency),
        "refund": None if found.refund_minor is None else Money(found.refund_minor, found.currency),
        "lines": [line_of(each, found.currency) for each in lines],
    }


def page(request: Asked, found: ReturnDetail, *, for_shop: bool = False) -> dict[str, Any]:
    """A return as its own page shows it."""
    one = found.request
    open_dispute = next((each for each in found.disputes if each.status == "IN_PROGRESS"), None)
    offered = None if one.offered_minor is None else Money(one.offered_minor, one.currency)
    return card(request, one, found.lines, for_shop=for_shop) | {
        "told": told(request, one, for_shop=for_shop, dispute=open_dispute),
        "offered": offered,
        "history": [entry_of(request, each, place) for place, each in enumerate(reversed(found.history))],
        "evidence": [evidence_of(request, each) for each in found.evidence],
        "disputes": [dispute_of(request, each) for each in found.disputes],
        "open_dispute": open_dispute,
        "replacement": found.replacement,
    }


def line_of(line: ReturnLine, currency: str) -> dict[str, Any]:
    """One line."""
    return {
        "line": line,
        "title": line.title,
        "options": described(line.options),
        "picture": line.picture_key,
        "quantity": line.quantity,
        "asked": Money(line.asked_minor, currency),
    }


def entry_of(request: Asked, entry: ReturnEntry, place: int) -> dict[str, Any]:
    """One entry of the timeline."""
    names: dict[str, str] = {str(key): name for key, name in DECISION_NAMES.items()}
    note = entry.note or ""
    title = say(request, STATUS_NAMES[entry.status])
    if entry.decision in names:
        title = f"{title} · {say(request, names[str(entry.decision)])}"
    return {
        "title": title,
        "at": entry.at,
        "by": say(request, SIDES.get(entry.by_side, entry.by_side)),
        "note": say(request, NOTES[note]) if note in NOTES else note,
        "tone": TONES[entry.status] if place == 0 else "",
    }


def evidence_of(request: Asked, each: Evidence) -> dict[str, Any]:
    """What a side said."""
    return {
        "by": say(request, SIDES[each.side]),
        "side": each.side,
        "at": each.at,
        "text": each.text or "",
        "pictures": each.picture_keys,
    }


def dispute_of(request: Asked, each: Dispute) -> dict[str, Any]:
    """An arbitration."""
    tone = {"IN_PROGRESS": "warn", "SUPPORT_BUYER": "info", "SUPPORT_SELLER": "info"}.get(each.status, "")
    return {"dispute": each, "state": say(request, DISPUTE_NAMES[each.status]), "tone": tone, "by": each.opened_by}


def reason_name(request: Asked, reason: str) -> str:
    """A reason in words."""
    names: dict[str, str] = {str(key): name for key, name in REASON_NAMES.items()}
    return say(request, names[reason]) if reason in names else reason
