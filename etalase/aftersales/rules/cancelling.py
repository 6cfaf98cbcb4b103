"""How a buyer may cancel, and the states of a request to cancel (R-CAN-1…3, R-ORD-2)."""

from datetime import datetime, timedelta
from typing import Final, Literal

from etalase.base.markets import Policy
from etalase.base.texts import N_
from etalase.orders.rules import Status as OrderStatus

Status = Literal[
    "CANCELLATION_REQUEST_PENDING",
    "CANCELLATION_REQUEST_SUCCESS",
    "CANCELLATION_REQUEST_CANCEL",
    "CANCELLATION_REQUEST_COMPLETE",
]
Kind = Literal["BUYER_CANCEL", "CANCEL"]
# ALONE: nobody is asked. AUTOMATIC: asked, and granted by a rule at once. ASK: the shop answers, silence approves.
Way = Literal["ALONE", "AUTOMATIC", "ASK"]

STATUS_NAMES: Final[dict[Status, str]] = {
    "CANCELLATION_REQUEST_PENDING": N_("Cancellation asked for"),
    "CANCELLATION_REQUEST_SUCCESS": N_("Cancelled, refund on its way"),
    "CANCELLATION_REQUEST_CANCEL": N_("Not cancelled"),
    "CANCELLATION_REQUEST_COMPLETE": N_("Cancelled"),
}
# From which states a request may come into each state; none: it may begin there. What was not paid is complete at once.
MOVES: Final[dict[Status, tuple[Status | None, ...]]] = {
    "CANCELLATION_REQUEST_PENDING": (None,),
    "CANCELLATION_REQUEST_SUCCESS": (None, "CANCELLATION_REQUEST_PENDING"),
    "CANCELLATION_REQUEST_CANCEL": ("CANCELLATION_REQUEST_PENDING",),
    "CANCELLATION_REQUEST_COMPLETE": (None, "CANCELLATION_REQUEST_PENDING", "CANCELLATION_REQUEST_SUCCESS"),
}
ALONE: Final[tuple[OrderStatus, ...]] = ("UNPAID", "ON_HOLD")
REASON_MAX: Final = 200
WITHDRAWN: Final = "withdrawn"
SHIPPED_MEANWHILE: Final = "shipped_meanwhile"


def way(
    order_status: OrderStatus, policy: Policy, *, paid_at: datetime, now: datetime, platform_ships: bool
) -> Way | None:
    """How the buyer may cancel an order in that state; None: no more (R-CAN-2, 3).

    `paid_at`: when it was paid, or placed where it is paid on delivery. `platform_ships`: by the platform's carrier.
    """
    if order_status in ALONE:
        return "ALONE"
    if order_status == "AWAITING_COLLECTION":
        return "ASK" if policy.cancel_requests_until_transit else None
    if order_status != "AWAITING_SHIPMENT":
        return None
    early = now < paid_at + timedelta(seconds=policy.cancel_automatic_s)
    return "AUTOMATIC" if early or (platform_ships and policy.cancel_automatic_until_collection) else "ASK"
