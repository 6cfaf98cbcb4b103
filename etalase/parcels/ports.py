"""Carriers outside. The sandbox carrier ships with the house; it moves by time, and by hand at the doors of the sandbox.

A carrier gives us a range of numbers beforehand, so that booking needs no call; what happens then it reports
(`parcels.actions.carrier_reported`). A real carrier has a door of its own that stores its reports and passes them on.
"""

from datetime import datetime, timedelta
from typing import Final, Protocol

import msgspec

from etalase.parcels.rules import Kind, tracking_number
from etalase.shipping.rules import SANDBOX, Method


class Next(msgspec.Struct, frozen=True):
    """What a carrier will report, and when."""

    kind: Kind
    at: datetime


class CarrierPort(Protocol):
    """A carrier that can be booked."""

    def number(self, market: str, package_id: int) -> str:
        """The tracking number of a package, out of the carrier's range."""
        ...

    def following(self, kind: Kind | None, at: datetime, method: Method, *, gives_up: bool) -> Next | None:
        """What is reported after a report (None: after booking). None: the carrier is not asked, it tells by itself.

        `gives_up`: it was tried in vain as often as the market allows.
        """
        ...


class SandboxCarrier:
    """Delivers everything, after hours that depend on the method; what fails by hand is tried again."""

    PREFIX: Final = "KE"
    # Hours after the report before, standard and economy.
    _STEPS: Final[dict[Kind | None, tuple[Kind, int, int]]] = {
        None: ("PICKED_UP", 4, 8),
        "PICKED_UP": ("IN_TRANSIT", 12, 24),
        "IN_TRANSIT": ("OUT_FOR_DELIVERY", 24, 60),
        "OUT_FOR_DELIVERY": ("DELIVERED", 5, 8),
        "DELIVERY_FAILED": ("OUT_FOR_DELIVERY", 20, 24),
        "RETURNING": ("RETURNED", 48, 72),
    }

    def number(self, market: str, package_id: int) -> str:
        """Prefix, market, serial, check digit: KEID00000000000429."""
        return tracking_number(self.PREFIX + market, package_id)

    def following(self, kind: Kind | None, at: datetime, method: Method, *, gives_up: bool) -> Next | None:
        """By the table; a parcel that was tried too often goes back."""
        if kind == "DELIVERY_FAILED" and gives_up:
            return Next("RETURNING", at + timedelta(hours=12))
        step = self._STEPS.get(kind)
        if step is None:
            return None
        told, standard_h, economy_h = step
        return Next(told, at + timedelta(hours=economy_h if method == "ECONOMY" else standard_h))


PORTS: Final[dict[str, CarrierPort]] = {SANDBOX: SandboxCarrier()}
