"""An order as its buyer's pages tell it: its state, what happens next and until when, its history. Pure."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final

import msgspec

from etalase.base.money import Money
from etalase.base.texts import N_
from etalase.orders.queries import HistoryEntry, OrderLine, OrderRow
from etalase.orders.rules import STATUS_NAMES, Status
from etalase.orders.rules.fees import FEE_NAMES, Fee
from etalase.web.frame import Asked
from etalase.web.pages import say
from etalase.web.shopper.choosing import described

TONES: Final[dict[Status, str]] = {
    "UNPAID": "warn",
    "ON_HOLD": "info",
    "AWAITING_SHIPMENT": "info",
    "PARTIALLY_SHIPPING": "info",
    "AWAITING_COLLECTION": "info",
    "IN_TRANSIT": "hot",
    "DELIVERED": "good",
    "COMPLETED": "good",
    "CANCELLED": "bad",
}
ICONS: Final[dict[Status, str]] = {
    "UNPAID": "credit-card",
    "ON_HOLD": "clock",
    "AWAITING_SHIPMENT": "package-open",
    "PARTIALLY_SHIPPING": "package",
    "AWAITING_COLLECTION": "package",
    "IN_TRANSIT": "truck",
    "DELIVERED": "package-check",
    "COMPLETED": "check",
    "CANCELLED": "x",
}
NEXT: Final[dict[Status, str]] = {
    "UNPAID": N_("Pay to have it sent. Unpaid orders are cancelled at the end of this time."),
    "ON_HOLD": N_("You can still cancel it by yourself. Then the shop begins to pack."),
    "AWAITING_SHIPMENT": N_(
        "The shop packs it. If it is not shipped in time, it is cancelled and you get your money back."
    ),
    "PARTIALLY_SHIPPING": N_("A part is on its way, the rest is being packed."),
    "AWAITING_COLLECTION": N_("Packed. The carrier collects it next."),
    "IN_TRANSIT": N_("On its way to you. It should arrive in this time."),
    "DELIVERED": N_("Delivered. Look it over while it can be returned."),
    "COMPLETED": N_("Completed. Enjoy it!"),
    "CANCELLED": N_("Cancelled. Nothing more happens."),
}
# Why the system cancels.
REASONS: Final[dict[str, str]] = {
    "not_paid_in_time": N_("It was not paid in time."),
    "not_shipped_in_time": N_("It was not shipped in time."),
    "rest_not_shipped_in_time": N_("The rest was not shipped in time and is refunded."),
    "not_delivered": N_("The carrier could not deliver it."),
}
TABS: Final[dict[str, tuple[str, tuple[Status, ...]]]] = {
    "all": (N_("All"), tuple(STATUS_NAMES)),
    "pay": (N_("To pay"), ("UNPAID",)),
    "ship": (N_("To ship"), ("ON_HOLD", "AWAITING_SHIPMENT", "PARTIALLY_SHIPPING", "AWAITING_COLLECTION")),
    "way": (N_("On the way"), ("IN_TRANSIT",)),
    "done": (N_("Delivered"), ("DELIVERED", "COMPLETED")),
    "cancelled": (N_("Cancelled"), ("CANCELLED",)),
}
AT_ONCE: Final = timedelta(seconds=30)
SIDES: Final = {"BUYER": N_("You"), "SELLER": N_("The shop"), "SYSTEM": N_("Automatic")}


class Step(msgspec.Struct, frozen=True):
    """What happens next, and until when where there is an end."""

    name: str
    tone: str
    icon: str
    text: str
    until: datetime | None


def next_step(request: Asked, order: OrderRow, return_until: datetime | None = None) -> Step:
    """Where the order stands. `return_until`: until when it can be returned, where that is known."""
    until = return_until if order.status == "DELIVERED" and return_until else order.due_at
    name, text = say(request, STATUS_NAMES[order.status]), say(request, NEXT[order.status])
    return Step(name, TONES[order.status], ICONS[order.status], text, until)


def reason_of(request: Asked, order: OrderRow) -> str:
    """Why it was cancelled, in words; what a person wrote as it was written."""
    reason = order.cancel_reason or ""
    return say(request, REASONS[reason]) if order.cancelled_by == "SYSTEM" and reason in REASONS else reason


def note_of(request: Asked, entry: HistoryEntry) -> str:
    """What the history says with a step: somebody's words, or what the system means by its own."""
    note = entry.note or ""
    return say(request, REASONS[note]) if entry.by_side == "SYSTEM" and note in REASONS else note


def status_name(request: Asked, status: str) -> str:
    """A state in words."""
    names: dict[str, str] = {str(key): name for key, name in STATUS_NAMES.items()}
    return say(request, names[status]) if status in names else status


def tabs_of(request: Asked, current: str) -> list[dict[str, Any]]:
    """States as tabs with addresses."""
    return [
        {
            "label": say(request, name),
            "href": "/orders" if key == "all" else f"/orders?state={key}",
            "current": key == current,
        }
        for key, (name, _) in TABS.items()
    ]


def history_of(request: Asked, entries: Sequence[HistoryEntry]) -> list[dict[str, Any]]:
    """The timeline, newest first. What was paid as it was placed never waited for its money."""
    if paid_at_once(entries):
        entries = entries[1:]
    return [
        {
            "title": say(request, STATUS_NAMES[entry.status]),
            "at": entry.at,
            "by": say(request, SIDES.get(entry.by_side, entry.by_side)),
            "note": note_of(request, entry),
            "tone": TONES[entry.status] if place == 0 else "",
        }
        for place, entry in enumerate(reversed(entries))
    ]


def paid_at_once(entries: Sequence[HistoryEntry]) -> bool:
    """Whether the money came while the checkout was still answering: a card that was approved in the call."""
    first = [entry.status for entry in entries[:2]] == ["UNPAID", "ON_HOLD"]
    return first and entries[1].at - entries[0].at <= AT_ONCE


def lines_of(lines: Sequence[OrderLine], currency: str) -> list[dict[str, Any]]:
    """What was bought, as the page lists it."""
    return [
        {
            "href": f"/p/{line.product_id}",
            "title": line.title,
            "options": described(line.options),
            "picture": line.picture_key,
            "quantity": line.quantity,
            "dropped": line.cancelled_quantity,
            "price": Money(line.unit_price_minor, currency),
            "via": line.via_ref if line.via_kind == "SHOWCASE" else "",
        }
        for line in lines
    ]


def totals_of(request: Asked, order: OrderRow, fees: Sequence[Fee]) -> list[list[Any]]:
    """The parts of the sum, each fee by its name, the sum, which is marked, and what went back; what is nothing is left out."""
    parts = [
        (N_("Products"), order.subtotal_minor, True),
        (N_("Discount of the shop"), -order.seller_discount_minor, False),
        (N_("Discount of the platform"), -order.platform_discount_minor, False),
        (N_("Shipping"), order.shipping_minor, True),
        (N_("Tax"), order.tax_minor, False),
        *((FEE_NAMES[fee.kind], fee.minor, False) for fee in fees),
        (N_("Total"), order.total_minor, True),
        (N_("Refunded"), -order.refunded_minor, False),
    ]
    return [
        [say(request, name), Money(minor, order.currency), name == "Total"]
        for name, minor, always in parts
        if minor or always
    ]
