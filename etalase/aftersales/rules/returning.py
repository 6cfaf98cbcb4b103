"""Returns: their kinds, states, the shop's decisions, and what silence decides (R-RET-1…5; Part B)."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final, Literal

import msgspec

from etalase.base.markets import Policy
from etalase.base.texts import N_

Kind = Literal["REFUND", "RETURN_AND_REFUND", "REPLACEMENT"]
Status = Literal[
    "RETURN_OR_REFUND_REQUEST_PENDING",
    "REFUND_OR_RETURN_REQUEST_REJECT",
    "AWAITING_BUYER_SHIP",
    "BUYER_SHIPPED_ITEM",
    "REJECT_RECEIVE_PACKAGE",
    "RETURN_OR_REFUND_REQUEST_SUCCESS",
    "RETURN_OR_REFUND_REQUEST_CANCEL",
    "RETURN_OR_REFUND_REQUEST_COMPLETE",
    "AWAITING_BUYER_RESPONSE",
    "REPLACEMENT_REQUEST_PENDING",
    "REPLACEMENT_REQUEST_REJECT",
    "REPLACEMENT_REQUEST_REFUND_SUCCESS",
    "REPLACEMENT_REQUEST_CANCEL",
    "REPLACEMENT_REQUEST_COMPLETE",
]
Decision = Literal[
    "APPROVE_REFUND",
    "APPROVE_RETURN",
    "APPROVE_RECEIVED_PACKAGE",
    "APPROVE_REPLACEMENT",
    "ISSUE_REPLACEMENT_REFUND",
    "OFFER_PARTIAL_REFUND",
    "REJECT_REFUND",
    "REJECT_RETURN",
    "REJECT_RECEIVED_PACKAGE",
    "REJECT_REPLACEMENT",
]
Reason = Literal[
    "DAMAGED", "WRONG_ITEM", "MISSING_PARTS", "NOT_AS_DESCRIBED", "NOT_RECEIVED", "NO_LONGER_NEEDED", "OTHER"
]
Side = Literal["BUYER", "SELLER", "OPERATOR", "SYSTEM"]

KIND_NAMES: Final[dict[Kind, str]] = {
    "REFUND": N_("Refund only"),
    "RETURN_AND_REFUND": N_("Return and refund"),
    "REPLACEMENT": N_("Replacement"),
}
REASON_NAMES: Final[dict[Reason, str]] = {
    "DAMAGED": N_("It arrived damaged or does not work"),
    "WRONG_ITEM": N_("It is another product, size or colour"),
    "MISSING_PARTS": N_("Pieces or parts are missing"),
    "NOT_AS_DESCRIBED": N_("It is not as it was described"),
    "NOT_RECEIVED": N_("It never arrived"),
    "NO_LONGER_NEEDED": N_("I no longer need it"),
    "OTHER": N_("Something else"),
}
# What a market's longer guarantee covers (Part C, US; which reasons: INFERRED): the thing itself is not as it should be.
DEFECTS: Final[frozenset[Reason]] = frozenset({"DAMAGED", "WRONG_ITEM", "MISSING_PARTS", "NOT_AS_DESCRIBED"})
STATUS_NAMES: Final[dict[Status, str]] = {
    "RETURN_OR_REFUND_REQUEST_PENDING": N_("Waiting for the shop"),
    "REFUND_OR_RETURN_REQUEST_REJECT": N_("Rejected by the shop"),
    "AWAITING_BUYER_SHIP": N_("To be sent back"),
    "BUYER_SHIPPED_ITEM": N_("On its way back"),
    "REJECT_RECEIVE_PACKAGE": N_("Parcel refused, in arbitration"),
    "RETURN_OR_REFUND_REQUEST_SUCCESS": N_("Granted, refund on its way"),
    "RETURN_OR_REFUND_REQUEST_CANCEL": N_("Withdrawn"),
    "RETURN_OR_REFUND_REQUEST_COMPLETE": N_("Refunded"),
    "AWAITING_BUYER_RESPONSE": N_("An offer waits for the buyer"),
    "REPLACEMENT_REQUEST_PENDING": N_("Replacement asked for"),
    "REPLACEMENT_REQUEST_REJECT": N_("Replacement rejected"),
    "REPLACEMENT_REQUEST_REFUND_SUCCESS": N_("Refunded instead of replaced"),
    "REPLACEMENT_REQUEST_CANCEL": N_("Replacement withdrawn"),
    "REPLACEMENT_REQUEST_COMPLETE": N_("Replacement sent"),
}
PENDING: Final[Status] = "RETURN_OR_REFUND_REQUEST_PENDING"
REJECTED: Final[Status] = "REFUND_OR_RETURN_REQUEST_REJECT"
GRANTED: Final[Status] = "RETURN_OR_REFUND_REQUEST_SUCCESS"
CANCELLED: Final[Status] = "RETURN_OR_REFUND_REQUEST_CANCEL"
COMPLETE: Final[Status] = "RETURN_OR_REFUND_REQUEST_COMPLETE"
R_PENDING: Final[Status] = "REPLACEMENT_REQUEST_PENDING"
R_REJECTED: Final[Status] = "REPLACEMENT_REQUEST_REJECT"
R_REFUNDED: Final[Status] = "REPLACEMENT_REQUEST_REFUND_SUCCESS"
R_CANCELLED: Final[Status] = "REPLACEMENT_REQUEST_CANCEL"
R_COMPLETE: Final[Status] = "REPLACEMENT_REQUEST_COMPLETE"

# From which states a return may come into each state; none: it may begin there.
MOVES: Final[dict[Status, tuple[Status | None, ...]]] = {
    PENDING: (None, "AWAITING_BUYER_RESPONSE"),
    REJECTED: (PENDING, "REJECT_RECEIVE_PACKAGE"),
    "AWAITING_BUYER_SHIP": (PENDING, REJECTED),
    "BUYER_SHIPPED_ITEM": ("AWAITING_BUYER_SHIP",),
    "REJECT_RECEIVE_PACKAGE": ("BUYER_SHIPPED_ITEM",),
    GRANTED: (PENDING, "AWAITING_BUYER_RESPONSE", "BUYER_SHIPPED_ITEM", "REJECT_RECEIVE_PACKAGE", REJECTED),
    CANCELLED: (PENDING, "AWAITING_BUYER_RESPONSE", "AWAITING_BUYER_SHIP"),
    COMPLETE: (GRANTED,),
    "AWAITING_BUYER_RESPONSE": (PENDING,),
    R_PENDING: (None,),
    R_REJECTED: (R_PENDING,),
    R_REFUNDED: (R_PENDING, R_REJECTED),
    R_CANCELLED: (R_PENDING,),
    R_COMPLETE: (R_PENDING,),
}
# What the shop may decide about each kind in each state, and where that leads (R-RET-3).
# APPROVE_REPLACEMENT promises a parcel; the request is complete when that parcel is on its way.
DECISIONS: Final[Mapping[tuple[Kind, Status], Mapping[Decision, Status]]] = {
    ("REFUND", PENDING): {
        "APPROVE_REFUND": GRANTED,
        "OFFER_PARTIAL_REFUND": "AWAITING_BUYER_RESPONSE",
        "REJECT_REFUND": REJECTED,
    },
    ("RETURN_AND_REFUND", PENDING): {
        "APPROVE_RETURN": "AWAITING_BUYER_SHIP",
        "APPROVE_REFUND": GRANTED,
        "OFFER_PARTIAL_REFUND": "AWAITING_BUYER_RESPONSE",
        "REJECT_RETURN": REJECTED,
    },
    ("RETURN_AND_REFUND", "BUYER_SHIPPED_ITEM"): {
        "APPROVE_RECEIVED_PACKAGE": GRANTED,
        "REJECT_RECEIVED_PACKAGE": "REJECT_RECEIVE_PACKAGE",
    },
    # The shop gives in while the operator is still reading.
    ("RETURN_AND_REFUND", "REJECT_RECEIVE_PACKAGE"): {"APPROVE_RECEIVED_PACKAGE": GRANTED},
    ("REPLACEMENT", R_PENDING): {
        "APPROVE_REPLACEMENT": R_PENDING,
        "ISSUE_REPLACEMENT_REFUND": R_REFUNDED,
        "REJECT_REPLACEMENT": R_REJECTED,
    },
}
NEEDS_REASON: Final[frozenset[Decision]] = frozenset(
    {"OFFER_PARTIAL_REFUND", "REJECT_REFUND", "REJECT_RETURN", "REJECT_RECEIVED_PACKAGE", "REJECT_REPLACEMENT"}
)
DECISION_NAMES: Final[dict[Decision, str]] = {
    "APPROVE_REFUND": N_("Refund without return"),
    "APPROVE_RETURN": N_("Accept the return"),
    "APPROVE_RECEIVED_PACKAGE": N_("The parcel is as it should be: refund"),
    "APPROVE_REPLACEMENT": N_("Send a replacement"),
    "ISSUE_REPLACEMENT_REFUND": N_("Refund instead of a replacement"),
    "OFFER_PARTIAL_REFUND": N_("Offer a part of the money"),
    "REJECT_REFUND": N_("Reject"),
    "REJECT_RETURN": N_("Reject"),
    "REJECT_RECEIVED_PACKAGE": N_("Refuse the parcel"),
    "REJECT_REPLACEMENT": N_("Reject"),
}
# What silence past the deadline does (R-RET-3). A rejected request closes when its buyer did not come back (R-RET-5).
SILENCE: Final[Mapping[tuple[Kind, Status], Status]] = {
    ("REFUND", PENDING): GRANTED,
    ("RETURN_AND_REFUND", PENDING): "AWAITING_BUYER_SHIP",
    ("REFUND", "AWAITING_BUYER_RESPONSE"): GRANTED,
    ("RETURN_AND_REFUND", "AWAITING_BUYER_RESPONSE"): GRANTED,
    ("RETURN_AND_REFUND", "AWAITING_BUYER_SHIP"): CANCELLED,
    ("RETURN_AND_REFUND", "BUYER_SHIPPED_ITEM"): GRANTED,
    ("REPLACEMENT", R_PENDING): R_PENDING,
}
REJECTS: Final[tuple[Status, ...]] = (REJECTED, R_REJECTED)
REFUNDS: Final[tuple[Status, ...]] = (GRANTED, R_REFUNDED)
# Nothing follows these; a rejection is closed by time or by a second request.
ENDS: Final[tuple[Status, ...]] = (CANCELLED, COMPLETE, R_REFUNDED, R_CANCELLED, R_COMPLETE)
# The pieces are free again for another request when it closes in one of these.
FREES_PIECES: Final[tuple[Status, ...]] = (*REJECTS, CANCELLED, R_CANCELLED)
MAY_WITHDRAW: Final[tuple[Status, ...]] = (PENDING, "AWAITING_BUYER_RESPONSE", "AWAITING_BUYER_SHIP", R_PENDING)
MAY_DISPUTE: Final[tuple[Status, ...]] = REJECTS
EVENTS: Final[dict[Status, str]] = {
    PENDING: "return.requested",
    R_PENDING: "return.requested",
    REJECTED: "return.rejected",
    R_REJECTED: "return.rejected",
    "AWAITING_BUYER_SHIP": "return.approved",
    "AWAITING_BUYER_RESPONSE": "return.offered",
    "BUYER_SHIPPED_ITEM": "return.sent_back",
    "REJECT_RECEIVE_PACKAGE": "return.parcel_refused",
    GRANTED: "return.granted",
    R_REFUNDED: "return.granted",
    COMPLETE: "return.completed",
    R_COMPLETE: "return.replaced",
    CANCELLED: "return.withdrawn",
    R_CANCELLED: "return.withdrawn",
}


class Windows(msgspec.Struct, frozen=True):
    """Until when an order can be returned: for any reason, and for a defect. It completes at `defect`, which is never earlier."""

    any_reason: datetime
    defect: datetime

    def of(self, reason: Reason) -> datetime:
        """Until when a return can be asked for because of this."""
        return self.defect if reason in DEFECTS else self.any_reason


def windows(delivered_at: datetime, numbers: Policy) -> Windows:
    """The return window of an order and its guarantee (Part C)."""
    last = timedelta(seconds=last_return_s(numbers))
    return Windows(delivered_at + timedelta(seconds=numbers.auto_complete_s), delivered_at + last)


def last_return_s(numbers: Policy) -> int:
    """How long after delivery any return at all can be opened; then an order completes (R-ORD-3)."""
    return max(numbers.auto_complete_s, numbers.defect_window_s)


def first_status(kind: Kind) -> Status:
    """Where a request of this kind begins."""
    return R_PENDING if kind == "REPLACEMENT" else PENDING


def rejected_status(kind: Kind) -> Status:
    """Where a rejected request of this kind stands."""
    return R_REJECTED if kind == "REPLACEMENT" else REJECTED


def withdrawn_status(kind: Kind) -> Status:
    """Where a withdrawn request of this kind stands."""
    return R_CANCELLED if kind == "REPLACEMENT" else CANCELLED


def decides(kind: Kind, status: Status) -> Mapping[Decision, Status]:
    """What the shop may decide now, and where each decision leads."""
    return DECISIONS.get((kind, status), {})


def supported_status(kind: Kind, status: Status, *, sent_back: bool) -> Status:
    """Where a return goes when the operator supports the buyer: to the money, or first back to the shop."""
    if kind == "REPLACEMENT":
        return R_REFUNDED
    if kind == "RETURN_AND_REFUND" and status == REJECTED and not sent_back:
        return "AWAITING_BUYER_SHIP"
    return GRANTED


def share_of(paid_minor: int, bought: int, before: int, quantity: int) -> int:
    """What was paid for `quantity` pieces of a line after `before` others: all shares of a line sum to what was paid."""
    return paid_minor * (before + quantity) // bought - paid_minor * before // bought
