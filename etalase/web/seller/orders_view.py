"""An order as its shop sees it: state, deadline, how the buyer came, on which right the product was shown. Pure."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

import msgspec

from etalase.base.errors import Invalid, Refused
from etalase.base.markets import MARKETS
from etalase.base.money import Money
from etalase.base.texts import N_
from etalase.orders.queries import COUNT_MAX, OrderDetail, OrderLine
from etalase.orders.rules import STATUS_NAMES, Status, may_cancel
from etalase.orders.rules.fees import Fee
from etalase.payments.rules import METHOD_NAMES
from etalase.shipping.rules import carrier_name
from etalase.web.flash import with_query
from etalase.web.frame import Asked
from etalase.web.pages import say
from etalase.web.shopper.address_form import written
from etalase.web.shopper.choosing import described
from etalase.web.shopper.order_view import TONES, note_of, reason_of, totals_of
from etalase.web.typed import sentence

FIRST_YEAR: Final = 2000
LAST_YEAR: Final = 9000

TABS: Final[dict[str, tuple[str, tuple[Status, ...]]]] = {
    "all": (N_("All"), tuple(STATUS_NAMES)),
    "ship": (N_("To ship"), ("AWAITING_SHIPMENT", "PARTIALLY_SHIPPING")),
    "collect": (N_("To hand over"), ("AWAITING_COLLECTION",)),
    "way": (N_("On the way"), ("IN_TRANSIT",)),
    "hold": (N_("Not yours yet"), ("UNPAID", "ON_HOLD")),
    "done": (N_("Delivered"), ("DELIVERED", "COMPLETED")),
    "cancelled": (N_("Cancelled"), ("CANCELLED",)),
}
# Where a deadline runs, the most urgent come first.
URGENT: Final = frozenset({"ship", "collect", "way"})
COUNTED: Final = frozenset({"ship", "collect", "way", "hold"})
DAYS: Final = {"today": N_("Ordered today"), "yesterday": N_("Ordered yesterday")}
DUES: Final = {"late": N_("Too late"), "today": N_("Due today"), "tomorrow": N_("Due by tomorrow")}
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


def tabs(
    request: Asked, path: str, counts: Mapping[str, int], current: str, query: Mapping[str, str]
) -> list[dict[str, Any]]:
    """States as tabs that keep the filters; those with open orders say how many, up to a hundred."""
    kept = {name: text for name, text in query.items() if name != "state"}
    return [
        {
            "label": say(request, name),
            "href": with_query(path, state="" if key == "all" else key, **kept),
            "current": key == current,
            "count": _counted(counts, statuses) if key in COUNTED else None,
        }
        for key, (name, statuses) in TABS.items()
    ]


def _counted(counts: Mapping[str, int], statuses: tuple[Status, ...]) -> int | str:
    count = sum(counts.get(status, 0) for status in statuses)
    return f"{COUNT_MAX - 1}+" if count >= COUNT_MAX else count


def choices(request: Asked, names: Mapping[str, str]) -> list[list[str]]:
    """Values with their names, for a list to choose from."""
    return [[key, say(request, name)] for key, name in names.items()]


def carrier_choices(market: str, carriers: Sequence[str]) -> list[list[str]]:
    """The carriers of a shop's orders by name."""
    return [[key, carrier_name(market, key)] for key in carriers]


def day_of(market: str, text: str, *, after: bool = False) -> datetime | None:
    """Midnight where the shop is of a day as a form writes it, or the midnight after it; None for anything else."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        return None
    zone = ZoneInfo(MARKETS[market].time_zone)
    return datetime.combine(day + timedelta(days=after), time.min, zone).astimezone(UTC)


def refused(request: Asked, no: Invalid | Refused) -> str:
    """A refusal in a sentence; a state in words, not by its name in the database."""
    if isinstance(no, Refused) and "order_status" in no.facts:
        names: dict[str, str] = {str(key): name for key, name in STATUS_NAMES.items()}
        state = say(request, names[str(no.facts["order_status"])])
        return say(request, request.app.state.house.refusals[no.code], order_status=state)
    return sentence(request, no)


def card(request: Asked, found: OrderDetail) -> dict[str, Any]:
    """An order as a row of the list."""
    order = found.order
    return {
        "order": order,
        "state": say(request, STATUS_NAMES[order.status]),
        "tone": TONES[order.status],
        "until": order.due_at,
        "pieces": sum(line.quantity for line in found.lines),
        "lines": found.lines,
        "total": Money(order.total_minor, order.currency),
        "carrier": carrier_name(order.market, order.carrier),
        "sends": order.status in {"AWAITING_SHIPMENT", "PARTIALLY_SHIPPING", "AWAITING_COLLECTION"},
        "via": next((way for line in found.lines if (way := via_of(request, line))), ""),
    }


def detail(request: Asked, found: OrderDetail, fees: Sequence[Fee]) -> dict[str, Any]:
    """An order as its page shows it. While the address is hidden there is none (R-ORD-4)."""
    order = found.order
    address = msgspec.json.decode(order.address, type=dict[str, object] | None)
    methods: dict[str, str] = {str(name): text for name, text in METHOD_NAMES.items()}
    return {
        "order": order,
        "state": say(request, STATUS_NAMES[order.status]),
        "tone": TONES[order.status],
        "text": say(request, NEXT[order.status]),
        "until": order.due_at,
        "lines": [line_seen(request, line, order.currency) for line in found.lines],
        "totals": totals_of(request, order, fees),
        "address": written(address) if address else [],
        "phone": (address or {}).get("phone", ""),
        "method": say(request, methods.get(order.payment_method, order.payment_method)),
        "history": _history(request, found),
        "may_cancel": may_cancel("SELLER", order.status),
        "reason": reason_of(request, order),
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
            "note": note_of(request, entry),
            "tone": TONES[entry.status] if place == 0 else "",
        }
        for place, entry in enumerate(reversed(found.history))
    ]
