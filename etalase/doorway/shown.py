"""How values look at the JSON doors: ids as decimal strings, money as a decimal string with its currency."""

from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

import msgspec

from etalase.base.money import Money
from etalase.base.pages import Page

Item = TypeVar("Item")
Shown = TypeVar("Shown")


class MoneyShown(msgspec.Struct, frozen=True):
    """`{"amount": "129000", "currency": "IDR"}`: major units."""

    amount: str
    currency: str


class Listed(msgspec.Struct, Generic[Shown], frozen=True):
    """A page: items in order, and the cursor of the next one or null."""

    items: list[Shown]
    next_cursor: str | None


class Empty(msgspec.Struct, frozen=True):
    """An answer that says nothing more than its status."""


def money(minor: int, currency: str) -> MoneyShown:
    """Minor units as the doors show them."""
    return MoneyShown(Money(minor, currency).decimal(), currency)


def maybe_money(minor: int | None, currency: str) -> MoneyShown | None:
    """An amount that may be missing."""
    return None if minor is None else money(minor, currency)


def maybe_id(number: int | None) -> str | None:
    """An id that may be missing."""
    return None if number is None else str(number)


def listed(page: Page[Item], show: Callable[[Item], Shown]) -> Listed[Shown]:
    """A page with every item shown."""
    return Listed([show(item) for item in page.items], page.next_cursor)


def listing(show: Callable[[Item], Shown]) -> Callable[[Sequence[Item]], Listed[Shown]]:
    """How to show everything there is, in one page."""
    return lambda found: Listed([show(item) for item in found], None)


def nothing(_result: object) -> Empty:
    """Show nothing of the result."""
    return Empty()
