"""Those who take money for us, as we know them. Each keeps its own books, answers late or twice or never, and may be asked again.

Every call names its intent by our key, so a call that is repeated does nothing twice; and a call without an answer is
followed by a question, never by the same call under another key.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Literal, Protocol

import msgspec

from etalase.payments.rules import Method, Step


class Charge(msgspec.Struct, frozen=True):
    """What is to be taken. `key` is ours; `ref` the provider's, once known. `card` chooses a test card of the sandbox."""

    key: str
    method: Method
    amount_minor: int
    currency: str
    card: str | None = None
    ref: str | None = None
    expires_at: datetime | None = None


class Told(msgspec.Struct, frozen=True):
    """How a charge stands. OPEN: the buyer has to do `step`, or we have to wait."""

    word: Literal["OPEN", "PAID", "FAILED", "CLOSED"]
    ref: str
    amount_minor: int
    currency: str
    step: Step | None = None
    reason: str | None = None


class Return(msgspec.Struct, frozen=True):
    """What is to be given back of a charge."""

    key: str
    charge_key: str
    charge_ref: str | None
    amount_minor: int
    currency: str


class Returned(msgspec.Struct, frozen=True):
    """How a refund stands. PENDING: ask again later, with the same key."""

    word: Literal["SUCCESS", "PENDING", "FAILED"]
    ref: str | None = None
    reason: str | None = None


class Spoken(msgspec.Struct, frozen=True):
    """A webhook: the provider's own id of it, our key, and how the charge stands."""

    event_id: str
    key: str
    told: Told


class DayRow(msgspec.Struct, frozen=True):
    """A line of a provider's file of one day. `key` is ours, `ref` theirs; what went back is negative, fees are positive."""

    ref: str
    key: str
    kind: Literal["CHARGE", "REFUND"]
    amount_minor: int
    fee_minor: int
    currency: str
    at: datetime


class Unanswered(Exception):
    """The call ended without an answer: it may have been done or not. Ask, do not repeat."""


class NotGenuine(Exception):
    """A webhook without a valid signature, or older or newer than five minutes."""


class Provider(Protocol):
    """Takes money and gives it back. Any call may raise Unanswered."""

    async def open(self, charge: Charge, *, now: datetime) -> Told:
        """Begin to take an amount. The same key again answers how the first one stands."""
        ...

    async def find(self, charge: Charge, *, now: datetime) -> Told | None:
        """How a charge stands; None when the provider never heard of it."""
        ...

    async def close(self, charge: Charge, *, now: datetime) -> Told:
        """See that it takes no money from now on. PAID: too late, it has."""
        ...

    async def give_back(self, asked: Return, *, now: datetime) -> Returned:
        """Give a part back; asked again with the same key, how that stands."""
        ...

    def read(self, headers: Mapping[str, str], body: bytes, *, wall: datetime) -> Spoken | None:
        """What a webhook says; None when it is genuine and of no interest. NotGenuine otherwise."""
        ...

    async def day_file(self, day: date) -> list[DayRow]:
        """What the provider booked on one day (UTC), in the order of time."""
        ...
