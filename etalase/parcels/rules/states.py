"""States of a package (R-ORD-10), what a carrier may report, and tracking numbers."""

from collections.abc import Sequence
from typing import Final, Literal

import msgspec

from etalase.base.texts import N_

Status = Literal["PROCESSING", "FULFILLING", "COMPLETED", "CANCELLED"]
Kind = Literal[
    "PICKED_UP",
    "IN_TRANSIT",
    "OUT_FOR_DELIVERY",
    "DELIVERED",
    "DELIVERY_FAILED",
    "RETURNING",
    "RETURNED",
]
STATUS_NAMES: Final[dict[Status, str]] = {
    "PROCESSING": N_("Packed"),
    "FULFILLING": N_("On its way"),
    "COMPLETED": N_("Delivered"),
    "CANCELLED": N_("Cancelled"),
}
KIND_NAMES: Final[dict[Kind, str]] = {
    "PICKED_UP": N_("Picked up by the carrier"),
    "IN_TRANSIT": N_("At a sorting centre"),
    "OUT_FOR_DELIVERY": N_("Out for delivery"),
    "DELIVERED": N_("Delivered"),
    "DELIVERY_FAILED": N_("Delivery failed"),
    "RETURNING": N_("Going back to the sender"),
    "RETURNED": N_("Back with the sender"),
}
KINDS: Final[tuple[Kind, ...]] = tuple(KIND_NAMES)
# From which states a package may come into each.
MOVES: Final[dict[Status, tuple[Status, ...]]] = {
    "FULFILLING": ("PROCESSING",),
    "COMPLETED": ("FULFILLING",),
    "CANCELLED": ("PROCESSING", "FULFILLING"),  # unpacked; or brought back by the carrier
}
# In these an order may be packed, split and combined.
PACKS_IN: Final = ("AWAITING_SHIPMENT", "PARTIALLY_SHIPPING")
BATCH_MAX: Final = 100

_WEIGHTS: Final = (3, 1)


def check_digit(digits: str) -> str:
    """The last digit of a number: modulo 10, weights 3 and 1 from the right. It finds every single wrong digit."""
    total = sum(int(digit) * _WEIGHTS[place % 2] for place, digit in enumerate(reversed(digits)))
    return str(-total % 10)


def tracking_number(prefix: str, serial: int) -> str:
    """A carrier's number for a serial of ours: prefix, thirteen digits at least, check digit."""
    digits = f"{serial:013d}"
    return f"{prefix}{digits}{check_digit(digits)}"


def is_tracking_number(prefix: str, number: str) -> bool:
    """Whether it is one that `tracking_number` makes."""
    digits = number.removeprefix(prefix)
    plain = number.startswith(prefix) and digits.isascii() and digits.isdigit() and len(digits) >= 14
    return plain and check_digit(digits[:-1]) == digits[-1]


class Part(msgspec.Struct, frozen=True):
    """Pieces of a line that lie in one package; `paid_minor` is what was paid for the whole line."""

    package_id: int
    line_id: int
    order_id: int
    quantity: int
    of_quantity: int
    paid_minor: int


def paid_by_package(parts: Sequence[Part]) -> dict[int, dict[int, int]]:
    """Package id to line id to what was paid for the pieces in it. Parts of one line, by package, sum to what they are worth.

    The courier collects this much at the door, and this much goes back when the carrier brings a package back.
    """
    taken: dict[int, int] = {}
    found: dict[int, dict[int, int]] = {}
    for part in sorted(parts, key=lambda each: (each.line_id, each.package_id)):
        before = taken.get(part.line_id, 0)
        after = taken[part.line_id] = before + part.quantity
        minor = part.paid_minor * after // part.of_quantity - part.paid_minor * before // part.of_quantity
        found.setdefault(part.package_id, {})[part.line_id] = minor
    return found
