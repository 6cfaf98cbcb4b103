"""What a stock move does to a level, and why stock says no. No database, no clock."""

from collections.abc import Mapping
from typing import Final

from etalase.base.texts import N_

DEFAULT_SLOT: Final = 0
DEFAULT_WAREHOUSE: Final = "Default warehouse"

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
}
