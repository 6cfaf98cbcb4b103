"""What a stock move does to a level, which warehouse serves a line, and why stock says no. No database, no clock."""

from collections.abc import Iterable, Mapping
from typing import Final, Literal, Protocol, TypeVar

from etalase.base.errors import Invalid
from etalase.base.texts import N_

DEFAULT_SLOT: Final = 0
# Kept so; who reads it sees it in their language until it is renamed.
DEFAULT_WAREHOUSE: Final = N_("Default warehouse")
WAREHOUSE_NAME_MAX: Final = 60
WAREHOUSES_MAX: Final = 100  # slots 0 to 99

Purpose = Literal["CAMPAIGN", "LIVE"]
PURPOSES: Final[tuple[Purpose, ...]] = ("CAMPAIGN", "LIVE")
PURPOSE_NAMES: Final[Mapping[str, str]] = {"CAMPAIGN": N_("Campaign"), "LIVE": N_("LIVE")}
PURPOSE_REF_MAX: Final = 999_999_999_999_999  # 15 digits

# kind -> (added to available, to reserved, to aside) per unit moved. The sweep says the same in SQL; a test compares.
EFFECTS: Final[Mapping[str, tuple[int, int, int]]] = {
    "SET": (1, 0, 0),
    "RESERVED": (-1, 1, 0),
    "RELEASED": (1, -1, 0),
    "SOLD": (0, -1, 0),
    "RETURNED": (1, 0, 0),
    "SET_ASIDE": (-1, 0, 1),
    "PUT_BACK": (1, 0, -1),
    "ASIDE_RESERVED": (0, 1, -1),
    "ASIDE_RELEASED": (0, -1, 1),
}

REFUSALS: Final = {
    "stock.not_enough": N_("Only %(left)s of this SKU are left."),
    "stock.below_set_aside": N_("%(aside)s pieces are set aside. Set at least as many, or end a set-aside first."),
    "stock.set_aside_already": N_("Stock of this SKU is set aside for it already."),
    "stock.set_aside_ended": N_("This set-aside has ended."),
    "stock.warehouse_not_empty": N_("%(pieces)s pieces lie in this warehouse. Move or sell them first."),
    "stock.warehouse_default_stays": N_("The default warehouse cannot be closed."),
    "stock.warehouse_closed": N_("This warehouse is closed."),
    "stock.too_many_warehouses": N_("A shop may have at most %(max)s warehouses."),
}


class Place(Protocol):
    """A level, or what is left of it while carts are decided."""

    @property
    def warehouse_id(self) -> int: ...
    @property
    def available(self) -> int: ...


AnyPlace = TypeVar("AnyPlace", bound=Place)


def choose_warehouse(places: Iterable[AnyPlace], quantity: int) -> AnyPlace | None:
    """Where one line is served, whole: the fullest that has enough, of equals the oldest (lowest id). None when none has."""
    enough = [each for each in places if each.available >= quantity]
    return min(enough, key=lambda each: (-each.available, each.warehouse_id), default=None)


def spread(held: Mapping[int, int], default_id: int, total: int) -> dict[int, int]:
    """What each warehouse (id → available) holds when all together shall hold `total`.

    The default one takes the difference; what it cannot give, the others give, the emptiest first (then the lowest id).
    """
    wanted = dict(held)
    change = total - sum(held.values())
    wanted[default_id] = max(0, held.get(default_id, 0) + change)
    missing = -min(0, held.get(default_id, 0) + change)
    for warehouse_id in sorted((each for each in held if each != default_id), key=lambda each: (held[each], each)):
        given = min(missing, wanted[warehouse_id])
        wanted[warehouse_id] -= given
        missing -= given
    return wanted


def checked_purpose(purpose: str, purpose_ref: int) -> Purpose:
    """What pieces are kept for, and its number; Invalid for another purpose, or a number of no or of more than 15 digits."""
    if purpose not in PURPOSES:
        raise Invalid({"purpose": N_("Choose a campaign or a LIVE.")})
    if not 1 <= purpose_ref <= PURPOSE_REF_MAX:
        raise Invalid({"purpose_ref": N_("A number has 1 to 15 digits and is not zero.")})
    return purpose


def checked_warehouse_name(name: str) -> str:
    """A warehouse's name, trimmed; Invalid when it is empty, too long or not printable."""
    trimmed = " ".join(name.split())
    if not 1 <= len(trimmed) <= WAREHOUSE_NAME_MAX or not trimmed.isprintable():
        raise Invalid({"name": N_("A name has 1 to 60 printable characters.")})
    return trimmed
