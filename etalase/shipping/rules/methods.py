"""How a parcel is sent, and who may carry it. Platform methods are booked with a carrier; SELLER means the shop sees to it."""

from collections.abc import Mapping
from typing import Final, Literal

import msgspec

from etalase.base.texts import N_

Method = Literal["STANDARD", "ECONOMY", "SELLER"]
METHODS: Final[tuple[Method, ...]] = ("STANDARD", "ECONOMY", "SELLER")
PLATFORM_METHODS: Final[tuple[Method, ...]] = ("STANDARD", "ECONOMY")
METHOD_NAMES: Final[dict[Method, str]] = {
    "STANDARD": N_("Standard shipping"),
    "ECONOMY": N_("Economy shipping"),
    "SELLER": N_("Shipped by the shop"),
}
SANDBOX: Final = "SANDBOX"
SANDBOX_NAME: Final = "Kurir Etalase"


class Carrier(msgspec.Struct, frozen=True):
    """Somebody who carries parcels in a market. `methods`: what can be booked; SELLER ones are typed with their number."""

    key: str
    name: str
    methods: tuple[Method, ...]


_PLATFORM: Final = Carrier(SANDBOX, SANDBOX_NAME, PLATFORM_METHODS)
# Carriers a shop usually calls itself. Suggestions: any other name may be typed.
_CALLED: Final[Mapping[str, tuple[str, ...]]] = {
    "ID": ("JNE", "J&T Express", "SiCepat", "Pos Indonesia", "AnterAja"),
    "MY": ("Pos Laju", "J&T Express", "Ninja Van", "City-Link Express", "DHL eCommerce"),
    "PH": ("LBC Express", "J&T Express", "Ninja Van", "JRS Express", "PHLPost"),
    "SG": ("SingPost", "Ninja Van", "J&T Express", "Qxpress"),
    "TH": ("Thailand Post", "Flash Express", "Kerry Express", "J&T Express"),
    "GB": ("Royal Mail", "Evri", "DPD", "Yodel", "Parcelforce"),
    "US": ("USPS", "UPS", "FedEx", "OnTrac"),
    "VN": ("Viettel Post", "Vietnam Post", "GHN", "GHTK", "J&T Express"),
}
CARRIERS: Final[Mapping[str, tuple[Carrier, ...]]] = {
    market: (_PLATFORM, *(Carrier(name, name, ("SELLER",)) for name in names)) for market, names in _CALLED.items()
}


def carriers_of(market: str, method: Method | None = None) -> tuple[Carrier, ...]:
    """Who carries in a market, or who carries that way there."""
    return tuple(each for each in CARRIERS[market] if method is None or method in each.methods)


def carrier_name(market: str, key: str | None) -> str:
    """A carrier as people call it; a name that was typed is its own."""
    return next((each.name for each in CARRIERS[market] if each.key == key), key or "")
