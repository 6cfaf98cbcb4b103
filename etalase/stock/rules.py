"""What a stock move does to a level, and why stock says no. No database, no clock."""

from collections.abc import Mapping
from typing import Final

from etalase.base.errors import Invalid
from etalase.base.texts import N_

DEFAULT_SLOT: Final = 0
DEFAULT_WAREHOUSE: Final = "Default warehouse"
LEVEL_MAX: Final = 2**31 - 1

# kind -> (added to available, added to reserved) per unit moved. The sweep says the same in SQL; a test compares.
EFFECTS: Final[Mapping[str, tuple[int, int]]] = {
    "SET": (1, 0),
    "RESERVED": (-1, 1),
    "RELEASED": (1, -1),
    "SOLD": (0, -1),
    "RETURNED": (1, 0),
}

REFUSALS: Final = {
    "stock.not_enough": N_("Only %(left)s of this SKU are left."),
    "stock.quantity_out_of_range": N_("Stock must be from 0 to %(max)s."),
}


def checked_quantity(quantity: int) -> int:
    """A stock level as given; Invalid when it is no whole number from 0."""
    if not 0 <= quantity <= LEVEL_MAX:
        raise Invalid({"stock": N_("Stock is a whole number from 0.")})
    return quantity
