"""States and reports of packages, tracking numbers, and why something is refused.

states.py   R-ORD-10, reports, check digits      labels.py   label and packing slip as PDF
"""

from typing import Final

from etalase.base.texts import N_
from etalase.parcels.rules.states import (
    BATCH_MAX,
    KIND_NAMES,
    KINDS,
    MOVES,
    PACKS_IN,
    STATUS_NAMES,
    Kind,
    Part,
    Status,
    check_digit,
    is_tracking_number,
    paid_by_package,
    tracking_number,
)

__all__ = [
    "BATCH_MAX",
    "KINDS",
    "KIND_NAMES",
    "MOVES",
    "PACKS_IN",
    "REFUSALS",
    "STATUS_NAMES",
    "Kind",
    "Part",
    "Status",
    "check_digit",
    "is_tracking_number",
    "paid_by_package",
    "tracking_number",
]

REFUSALS: Final = {
    "parcels.wrong_state": N_("The package is %(package_status)s, so this cannot be done now."),
    "parcels.arranged": N_("The carrier knows of this package already; it can no longer be changed."),
    "parcels.not_arranged": N_("Say first who carries this package."),
    "parcels.nothing_to_pack": N_("Everything of this order is packed already."),
    "parcels.takes_all": N_("Leave something in the package that you split."),
    "parcels.not_in_package": N_("This package does not hold so many pieces of that."),
    "parcels.combine_two": N_("Choose at least two packages to put together."),
    "parcels.buyer_differs": N_("Only packages of one buyer to one address, sent the same way, can be put together."),
    "parcels.carrier_needed": N_("Say who carries it and under which number: this shop sends it by itself."),
    "parcels.no_label": N_("This package has no label: it is not arranged, or it was cancelled."),
    "parcels.unknown_number": N_("No package of this carrier has that number."),
    "parcels.too_many": N_("At most %(most)s at once."),
}
