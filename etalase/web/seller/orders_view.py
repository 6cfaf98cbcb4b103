"""An order as its shop sees it: state, deadline, how the buyer came, on which right the product was shown. Pure."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

import msgspec

from etalase.base.money import Money
from etalase.base.texts import N_
from etalase.orders.queries import OrderDetail, OrderLine, OrderRow
from etalase.orders.rules import STATUS_NAMES, Status, may_cancel
from etalase.payments.rules import METHOD_NAMES
from etalase.web.frame import Asked
from etalase.web.pages import say
from etalase.web.shopper.address_form import written
from etalase.web.shopper.choosing import described
from etalase.web.shopper.order_view import TONES, totals_of

TABS: Final[dict[str, tuple[str, tuple[Status, ...]]]] = {
    "all": (N_("All"), tuple(STATUS_NAMES)),
    "ship": (N_("To ship"), ("AWAITING_SHIPMENT", "PARTIALLY_SHIPPING")),
    "collect": (N_("To hand over"), ("AWAITING_COLLECTION",)),
    "way": (N_("On the way"), ("IN_TRANSIT",)),
    "hold": (N_("Not yours yet"), ("UNPAID", "ON_HOLD")),
    "done": (N_("Delivered"), ("DELIVERED", "COMPLETED")),
    "cancelled": (N_("Cancelled"), ("CANCELLED",)),
}
DAYS: Final = {"today": N_("Ordered today"), "yesterday": N_("Ordered yesterday")}
NEXT: Final[dict[Status, str]] = {
    "UNPAID": N_("The buyer has not paid yet. Nothing to do."),
    "ON_HOLD": N_("The buyer may still cancel. The address appears when this hour is over."),
    "AWAITING_SHIPMENT": N_("Pack it and say who carries it. A late order is cancelled by itself."),
    "PARTIALLY_SHIPPING": N_("A part is on its way. Pack the rest."),
    "AWAITING_COLLECTION": N_("Hand it to the carrier, then say so here."),
    "IN_TRANSIT": N_("Say so here when the buyer has it."),
    "DELIVERED": N_("It completes by itself when nothing can be returned any more."),
    "COMPLETED": N_("Completed. Nothing more to do."),
    "CANCELLED": N_("Cancelled. What was reserved can be sold again."),
}
RIGHTS: Final = {
    "OFFICIAL": N_("official account"),
    "MARKETING": N_("marketing account"),
    "AFFILIATE": N_("affiliate"),
}
SIDES: Final = {"BUYER": N_("The buyer"), "SELLER": N_("Your shop"), "SYSTEM": N_("Automatic")}


def tabs(request: Asked, path: str, counts: Mapping[str, int], current: str) -> list[dict[str, Any]]:
    """States as tabs; those with open orders say how many."""
    return [
        {
            "label": say(request, name),
            "href": path if key == "all" else f"{path}?state={key}",
            "current": key == current,
            "count": sum(counts.get(status, 0) for status in statuses)
            if key in {"ship", "collect", "way", "hold"}
            else None,
        }
        for key, (name, statuses) in TABS.items()
    ]


def until(order: OrderRow) -> datetime | None:
    """When the present state ends by itself."""
    ends = {"UNPAID": order.unpaid_until, "ON_HOLD": order.hold_until, "AWAITING_SHIPMENT": order.ship_by}
    return ends.get(order.status)


def card(request: Asked, found: OrderDetail) -> dict[str, Any]:
    """An order as a row of the list."""
    order = found.order
    return {
        "order": order,
        "state": say(request, STATUS_NAMES[order.status]),
        "tone": TONES[order.status],
        "until": until(order),
        "pieces": sum(line.quantity for line in found.lines),
        "lines": found.lines,
        "total": Money(order.total_minor, order.currency),
        "via": next((way for line in found.lines if (way := via_of(request, line))), ""),
    }


def detail(request: Asked, found: OrderDetail) -> dict[str, Any]:
    """An order as its page shows it. While the address is hidden there is none (R-ORD-4)."""
    order = found.order
    address = msgspec.json.decode(order.address, type=dict[str, object] | None)
    methods: dict[str, str] = {str(name): text for name, text in METHOD_NAMES.items()}
    return {
        "order": order,
        "state": say(request, STATUS_NAMES[order.status]),
        "tone": TONES[order.status],
        "text": say(request, NEXT[order.status]),
        "until": until(order),
        "lines": [line_seen(request, line, order.currency) for line in found.lines],
        "totals": totals_of(request, order),
        "address": written(address) if address else [],
        "phone": (address or {}).get("phone", ""),
        "method": say(request, methods.get(order.payment_method, order.payment_method)),
        "history": _history(request, found),
        "may_cancel": may_cancel("SELLER", order.status),
    }


def line_seen(request: Asked, line: OrderLine, currency: str) -> dict[str, Any]:
    """A line with the way the buyer came and the right on which the product was shown."""
    return {
        "line": line,
        "options": described(line.options),
        "price": Money(line.unit_price_minor, currency),
        "via": via_of(request, line),
        "right": say(request, RIGHTS[line.shown_right]) if line.shown_right in RIGHTS else "",
    }


def via_of(request: Asked, line: OrderLine) -> str:
    """Where the buyer came from; empty when straight to the shop."""
    if not line.via_kind or not line.via_ref:
        return ""
    if line.via_kind == "SHOWCASE":
        return say(request, N_("Showcase of %(handle)s"), handle=f"@{line.via_ref}")
    return f"{line.via_kind} {line.via_ref}"


def _history(request: Asked, found: OrderDetail) -> list[dict[str, Any]]:
    return [
        {
            "title": say(request, STATUS_NAMES[entry.status]),
            "at": entry.at,
            "by": say(request, SIDES.get(entry.by_side, entry.by_side))
            + (f" (@{entry.by_handle})" if entry.by_handle else ""),
            "note": entry.note or "",
            "tone": TONES[entry.status] if place == 0 else "",
        }
        for place, entry in enumerate(reversed(found.history))
    ]
