"""Parcels as pages of both sides tell them: state, carrier, what the carrier said, what is late. Pure."""

from collections.abc import Sequence
from typing import Any, Final

from etalase.base.texts import N_
from etalase.orders.rules import LINE_STATUS_NAMES
from etalase.parcels.queries import PackageDetail, Tracked
from etalase.parcels.rules import KIND_NAMES, STATUS_NAMES, Kind, Status
from etalase.shipping.rules import METHOD_NAMES, carrier_name
from etalase.web.frame import Asked
from etalase.web.pages import say
from etalase.web.shopper.choosing import described

TONES: Final[dict[Status, str]] = {"PROCESSING": "info", "FULFILLING": "hot", "COMPLETED": "good", "CANCELLED": "bad"}
KIND_TONES: Final[dict[Kind, str]] = {
    "PICKED_UP": "info",
    "IN_TRANSIT": "info",
    "OUT_FOR_DELIVERY": "hot",
    "DELIVERED": "good",
    "DELIVERY_FAILED": "bad",
    "RETURNING": "warn",
    "RETURNED": "bad",
}
ARRANGED: Final = N_("Waits for the carrier")
RETURNED: Final = N_("Came back")
# Where the sandbox carrier says it is.
PLACES: Final[dict[str, str]] = {
    "Origin hub": N_("Origin hub"),
    "Sorting centre": N_("Sorting centre"),
    "Local station": N_("Local station"),
}


def parcels_of(request: Asked, found: Tracked) -> list[dict[str, Any]]:
    """The packages of an order, each with its timeline, newest first."""
    market = found.detail.order.market
    return [parcel(request, market, each, place) for place, each in enumerate(found.packages, start=1)]


def parcel(request: Asked, market: str, found: PackageDetail, place: int = 1) -> dict[str, Any]:
    """One package."""
    one = found.package
    return {
        "id": one.package_id,
        "place": place,
        "status": one.status,
        "state": _state(request, found),
        "tone": TONES[one.status],
        "carrier": carrier_name(market, one.carrier),
        "number": one.tracking_number or "",
        "method": say(request, METHOD_NAMES[one.method]),
        "open": one.status == "PROCESSING" and one.arranged_at is None,
        "waiting": one.status == "PROCESSING" and one.arranged_at is not None,
        "moving": one.status == "FULFILLING",
        "late": one.overdue_at is not None and one.status == "FULFILLING",
        "until": one.deliver_by if one.status == "FULFILLING" else None,
        "label": one.arranged_at is not None and one.status != "CANCELLED",
        "orders": found.order_ids,
        "pieces": sum(line.quantity for line in found.lines),
        "lines": [{"line": line, "options": described(line.options)} for line in found.lines],
        "told": told(request, found),
    }


def told(request: Asked, found: PackageDetail) -> list[dict[str, Any]]:
    """What happened to a package: the carrier's words, and what the shop did where no carrier says so; newest first."""
    one, kinds = found.package, {event.kind for event in found.events}
    entries: list[dict[str, Any]] = [
        {
            "title": say(request, KIND_NAMES[event.kind]),
            "at": event.at,
            "by": say(request, PLACES[event.place]) if event.place in PLACES else event.place,
            "note": event.note,
            "tone": KIND_TONES[event.kind],
        }
        for event in found.events
    ]
    own = (
        (N_("Packed"), one.packed_at, True),
        (ARRANGED, one.arranged_at, True),
        (KIND_NAMES["PICKED_UP"], one.handed_at, "PICKED_UP" not in kinds),
        (KIND_NAMES["DELIVERED"], one.delivered_at, "DELIVERED" not in kinds),
    )
    entries = [{"title": say(request, name), "at": at} for name, at, shown in own if at is not None and shown] + entries
    # Of two at one moment the later step is told first.
    entries = sorted(entries, key=lambda entry: entry["at"])[::-1]
    return [entry | {"tone": entry.get("tone", "good") if place == 0 else ""} for place, entry in enumerate(entries)]


def line_states(request: Asked, found: Tracked) -> dict[str, str]:
    """Line id to where it stands, in words (R-ORD-5)."""
    return {str(line_id): say(request, LINE_STATUS_NAMES[state]) for line_id, state in found.line_states.items()}


def to_be_packed(found: Tracked) -> int:
    """Pieces that lie in no package yet."""
    return sum(line.unpacked for line in found.detail.lines)


def arrived(parcels: Sequence[dict[str, Any]]) -> int:
    """How many of them are with the buyer."""
    return sum(each["status"] == "COMPLETED" for each in parcels)


def _state(request: Asked, found: PackageDetail) -> str:
    one = found.package
    if one.returned_at is not None:
        return say(request, RETURNED)
    if one.status == "PROCESSING" and one.arranged_at is not None:
        return say(request, ARRANGED)
    return say(request, STATUS_NAMES[one.status])
