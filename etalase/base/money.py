"""Money: integer minor units and an ISO currency. No float touches it, and two currencies never meet in one sum."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

import msgspec

DECIMALS: Final[Mapping[str, int]] = {
    "GBP": 2,
    "IDR": 0,
    "MYR": 2,
    "PHP": 2,
    "SGD": 2,
    "THB": 2,
    "USD": 2,
    "VND": 0,
}
LARGEST: Final = 2**53 - 1
WHOLE_BP: Final = 10_000
AMOUNT = re.compile(r"(-?)(0|[1-9][0-9]{0,15})(?:\.([0-9]{1,15}))?", re.ASCII)


class NotMoney(ValueError):
    """The text is no amount of this currency. Doors turn it into an Invalid on the field it came from."""


class CurrencyMismatch(ValueError):
    """Two currencies in one sum or comparison: always our bug, for a door refuses foreign money first."""


class Money(msgspec.Struct, frozen=True):
    """`minor` units (sen, cents, dong) of `currency`, one of the eight in DECIMALS."""

    minor: int
    currency: str

    @staticmethod
    def parse(text: str, currency: str, *, negative: bool = False) -> "Money":
        """Exactly what the text says, in major units: "129000", "12.50". NotMoney for everything else.

        No exponent, sign (unless `negative`), space, grouping or digit beyond the currency's decimals, and at most
        2^53 - 1 minor units.
        """
        decimals = decimals_of(currency)
        match = AMOUNT.fullmatch(text)
        if match is None:
            raise NotMoney("not a plain decimal number")
        sign, whole, fraction = match.group(1), match.group(2), match.group(3) or ""
        if len(fraction) > decimals:
            raise NotMoney(f"{currency} has {decimals} decimals")
        if sign and not negative:
            raise NotMoney("negative")
        minor = int(whole + fraction.ljust(decimals, "0"))
        if minor > LARGEST:
            raise NotMoney("too large")
        return Money(-minor if sign else minor, currency)

    def decimal(self) -> str:
        """The amount in major units with all decimals of its currency: "129000", "12.50", "-0.05"."""
        decimals = decimals_of(self.currency)
        digits = str(abs(self.minor)).rjust(decimals + 1, "0")
        sign = "-" if self.minor < 0 else ""
        return sign + (f"{digits[:-decimals]}.{digits[-decimals:]}" if decimals else digits)

    def __add__(self, other: "Money") -> "Money":
        return Money(self.minor + self._same(other), self.currency)

    def __sub__(self, other: "Money") -> "Money":
        return Money(self.minor - self._same(other), self.currency)

    def __neg__(self) -> "Money":
        return Money(-self.minor, self.currency)

    def __mul__(self, quantity: int) -> "Money":
        return Money(self.minor * quantity, self.currency)

    __rmul__ = __mul__

    def __lt__(self, other: "Money") -> bool:
        return self.minor < self._same(other)

    def __le__(self, other: "Money") -> bool:
        return self.minor <= self._same(other)

    def __gt__(self, other: "Money") -> bool:
        return self.minor > self._same(other)

    def __ge__(self, other: "Money") -> bool:
        return self.minor >= self._same(other)

    def __bool__(self) -> bool:
        return self.minor != 0

    def _same(self, other: "Money") -> int:
        if other.currency != self.currency:
            raise CurrencyMismatch(f"{self.currency} and {other.currency}")
        return other.minor


def decimals_of(currency: str) -> int:
    """How many decimals the currency shows; NotMoney when no market here uses it."""
    decimals = DECIMALS.get(currency)
    if decimals is None:
        raise NotMoney(f"unknown currency {currency!r}")
    return decimals


def total(amounts: Iterable[Money], currency: str) -> Money:
    """The sum; nothing sums to zero of `currency`."""
    result = Money(0, currency)
    for amount in amounts:
        result += amount
    return result


def split(amount: Money, weights: Sequence[int]) -> list[Money]:
    """The amount in parts proportional to the weights, by the largest remainder (the earlier part wins a tie).

    The parts sum to the amount, each lies within one minor unit of its exact share, and a weight of zero gets nothing.
    """
    whole = sum(weights)
    if whole <= 0 or min(weights) < 0:
        raise ValueError("weights must be zero or more, and not all zero")
    sign = -1 if amount.minor < 0 else 1
    shares = [divmod(abs(amount.minor) * weight, whole) for weight in weights]
    left = abs(amount.minor) - sum(floor for floor, _ in shares)
    by_remainder = sorted(range(len(shares)), key=lambda part: -shares[part][1])
    lucky = frozenset(by_remainder[:left])
    return [Money(sign * (floor + (part in lucky)), amount.currency) for part, (floor, _) in enumerate(shares)]


def share(amount: Money, rate_bp: int) -> Money:
    """`rate_bp` basis points of the amount (0 to 10,000), halves going to the share."""
    return split(amount, (rate_bp, WHOLE_BP - rate_bp))[0]
