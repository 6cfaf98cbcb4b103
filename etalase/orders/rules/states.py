"""States, codes and moves of an order (R-ORD-1, 2, 7, 8; Part B)."""

from collections.abc import Sequence
from typing import Final, Literal

from etalase.base.texts import N_

Status = Literal[
    "UNPAID",
    "ON_HOLD",
    "AWAITING_SHIPMENT",
    "PARTIALLY_SHIPPING",
    "AWAITING_COLLECTION",
    "IN_TRANSIT",
    "DELIVERED",
    "COMPLETED",
    "CANCELLED",
]
Side = Literal["BUYER", "SELLER", "SYSTEM"]
ViaKind = Literal["SHOWCASE", "VIDEO", "LIVE", "AD"]

CODES: Final[dict[Status, int]] = {
    "UNPAID": 100,
    "ON_HOLD": 105,
    "AWAITING_SHIPMENT": 111,
    "AWAITING_COLLECTION": 112,
    "PARTIALLY_SHIPPING": 114,
    "IN_TRANSIT": 121,
    "DELIVERED": 122,
    "COMPLETED": 130,
    "CANCELLED": 140,
}
STATUS_NAMES: Final[dict[Status, str]] = {
    "UNPAID": N_("Unpaid"),
    "ON_HOLD": N_("On hold"),
    "AWAITING_SHIPMENT": N_("Awaiting shipment"),
    "PARTIALLY_SHIPPING": N_("Partly shipped"),
    "AWAITING_COLLECTION": N_("Awaiting collection"),
    "IN_TRANSIT": N_("In transit"),
    "DELIVERED": N_("Delivered"),
    "COMPLETED": N_("Completed"),
    "CANCELLED": N_("Cancelled"),
}
# From which states an order may come into each state.
MOVES: Final[dict[Status, tuple[Status, ...]]] = {
    "ON_HOLD": ("UNPAID",),
    "AWAITING_SHIPMENT": ("ON_HOLD",),
    "PARTIALLY_SHIPPING": ("AWAITING_SHIPMENT",),
    "AWAITING_COLLECTION": ("AWAITING_SHIPMENT", "PARTIALLY_SHIPPING"),
    "IN_TRANSIT": ("AWAITING_COLLECTION",),
    "DELIVERED": ("IN_TRANSIT",),
    "COMPLETED": ("DELIVERED",),
    # From IN_TRANSIT only when the carrier brought it back.
    "CANCELLED": ("UNPAID", "ON_HOLD", "AWAITING_SHIPMENT", "AWAITING_COLLECTION", "IN_TRANSIT"),
}
# In which states each side may cancel by itself.
MAY_CANCEL: Final[dict[Side, tuple[Status, ...]]] = {
    "BUYER": ("UNPAID", "ON_HOLD"),
    "SELLER": ("AWAITING_SHIPMENT",),
    "SYSTEM": ("UNPAID", "ON_HOLD", "AWAITING_SHIPMENT"),
}
# From where a request of the buyer cancels that the shop, its silence or the market's rule has approved (R-CAN-2, 3).
CANCELS_APPROVED: Final[tuple[Status, ...]] = ("AWAITING_SHIPMENT", "AWAITING_COLLECTION")
# An order in one of these still owes somebody something (R-LINK-46).
OPEN_STATES: Final[tuple[Status, ...]] = (
    "UNPAID",
    "ON_HOLD",
    "AWAITING_SHIPMENT",
    "PARTIALLY_SHIPPING",
    "AWAITING_COLLECTION",
    "IN_TRANSIT",
    "DELIVERED",
)
ADDRESS_HIDDEN: Final[tuple[Status, ...]] = ("UNPAID", "ON_HOLD")

# The way of an order that is sent, with the state in which only a part of it is arranged.
WAY: Final[tuple[Status, ...]] = (
    "AWAITING_SHIPMENT",
    "PARTIALLY_SHIPPING",
    "AWAITING_COLLECTION",
    "IN_TRANSIT",
    "DELIVERED",
)
LineStatus = Literal["TO_FULFILL", "PROCESSING", "FULFILLING", "COMPLETED", "CANCELLED"]
LINE_STATUS_NAMES: Final[dict[LineStatus, str]] = {
    "TO_FULFILL": N_("To be packed"),
    "PROCESSING": N_("Packed"),
    "FULFILLING": N_("On its way"),
    "COMPLETED": N_("Delivered"),
    "CANCELLED": N_("Cancelled"),
}


def state_of(pieces: int, arranged: int, shipped: int, delivered: int) -> Status:
    """How far an order is, told from its pieces: those in arranged packages, with a carrier, and with the buyer."""
    if pieces and delivered == pieces:
        return "DELIVERED"
    if pieces and arranged == pieces:
        return "IN_TRANSIT" if shipped else "AWAITING_COLLECTION"
    return "PARTIALLY_SHIPPING" if arranged else "AWAITING_SHIPMENT"


def path(start: Status, to: Status) -> tuple[Status, ...]:
    """The states to go through from one to the other; nothing when it is there already or the other lies behind."""
    if start not in WAY or to not in WAY:
        return ()
    steps = WAY[WAY.index(start) + 1 : WAY.index(to) + 1]
    return tuple(step for step in steps if step != "PARTIALLY_SHIPPING" or step == to)


def line_status(order: Status, pieces: int, packed: int, packages: Sequence[LineStatus]) -> LineStatus:
    """Where a line stands (R-ORD-5): as far as the package of it that is least far; unpacked pieces are the least.

    `pieces`: without those that were cancelled; none left is a cancelled line.
    """
    if order == "CANCELLED" or not pieces:
        return "CANCELLED"
    if packed < pieces:
        return "TO_FULFILL"
    ranks: tuple[LineStatus, ...] = ("PROCESSING", "FULFILLING", "COMPLETED", "CANCELLED")
    return min(packages, key=ranks.index) if packages else "TO_FULFILL"


def may_cancel(side: Side, status: Status) -> bool:
    """Whether this side may cancel alone in that state (R-ORD-2; Part B)."""
    return status in MAY_CANCEL[side]


def paid_for_dropped(paid_minor: int, pieces: int, dropped: int) -> int:
    """What was paid for the last `dropped` pieces of a line: with the shares of its packages it sums to what was paid."""
    return paid_minor - paid_minor * (pieces - dropped) // pieces


def commerce_platform(market: str) -> Literal["TIKTOK_SHOP", "TOKOPEDIA"] | None:
    """Which of the two counters of Indonesia took the order; elsewhere there is but one (R-ORD-11).

    Every order is taken at our own counter, the shop's. TOKOPEDIA is for integrators whose client knows both.
    """
    return "TIKTOK_SHOP" if market == "ID" else None
