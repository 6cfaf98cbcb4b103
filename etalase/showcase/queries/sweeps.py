"""What must never be found in the Showcase's tables."""

from typing import Final

import msgspec

from etalase.base.db import rows


class WrongSize(msgspec.Struct, frozen=True):
    """A Showcase whose count is not the number of its items."""

    account_id: int
    counted: int
    found: int


WRONG_SIZES = rows(
    WrongSize,
    """SELECT s.account_id, s.items AS counted, count(i.product_id)::int AS found
         FROM showcases s LEFT JOIN showcase_items i ON i.account_id = s.account_id
        GROUP BY s.account_id, s.items HAVING s.items <> count(i.product_id)""",
)
SWEEPS: Final = (("showcase.size_is_the_number_of_items", WRONG_SIZES),)
