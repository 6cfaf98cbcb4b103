"""What a shop must have finished before it closes (R-LINK-46)."""

from typing import Final

import msgspec

from etalase.base.errors import Invalid
from etalase.base.texts import N_

REASON_MAX: Final = 500
REFUSALS: Final = {
    "closures.orders_open": N_("%(orders)s orders of this shop are not finished. Ship, deliver or cancel them first."),
}


class Check(msgspec.Struct, frozen=True):
    """One line of the checklist: `left` things stand in the way; none when it is done. `title` is a msgid."""

    code: str
    title: str
    left: int


def checks(open_orders: int) -> list[Check]:
    """The checklist of a shop."""
    return [Check("closures.orders_open", N_("All orders are fulfilled"), open_orders)]


def checked_reason(reason: str) -> str:
    """Why it closes, in the seller's words; Invalid when it is too long."""
    trimmed = reason.strip()
    if len(trimmed) > REASON_MAX or "\x00" in trimmed:
        raise Invalid({"reason": N_("At most 500 characters.")})
    return trimmed
