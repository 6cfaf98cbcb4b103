"""Prices as people write them, exactly. No float, no guess that could be wrong by a factor of a thousand unseen."""

import re
import unicodedata
from typing import Final, NamedTuple

from etalase.base.money import DECIMALS

MAX_LENGTH: Final = 60
MAX_DIGITS: Final = 15
SIGNS: Final = {
    "rp": "IDR",
    "us$": "USD",
    "s$": "SGD",
    "sgd$": "SGD",
    "rm": "MYR",
    "₱": "PHP",
    "฿": "THB",
    "£": "GBP",
    "₫": "VND",
    "đ": "VND",
    "€": "EUR",
    "¥": "JPY",
}
# The bare dollar is the one of the shop's country.
DOLLARS: Final = frozenset({"USD", "SGD"})
SHAPE: Final = re.compile(r"(?P<before>[^\d.,]*)(?P<number>[\d.,' ]*\d)(?P<after>[^\d]*)")
MINUS: Final = re.compile(r"[^\d]*[-−–]")
GROUPED: Final = {mark: re.compile(rf"\d{{1,3}}(?:{re.escape(mark)}\d{{3}})+") for mark in ".,' "}


class Price(NamedTuple):
    """`minor` units of `currency`; the currency is None when the text names none."""

    minor: int
    currency: str | None


class Unreadable(ValueError):
    """`code` is a problem of the import: imports.price_unreadable, _too_low or _fraction."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def read_price(text: str, currency: str) -> Price:
    """The price, in the file's or else the shop's `currency`; its decimals decide what 1.299 means.

    Thousands may be grouped by point, comma, space or apostrophe. One mark followed by three digits groups thousands where
    the currency has no decimals; where it has two, a comma groups and a point is a decimal point. Raises Unreadable.
    """
    match = SHAPE.fullmatch(_tidy(text))
    if match is None:
        raise Unreadable("imports.price_unreadable")
    if MINUS.match(match["before"]):
        raise Unreadable("imports.price_too_low")
    named = _currency(match["before"], match["after"], currency)
    decimals = DECIMALS.get(named or currency, 2)
    whole, fraction = _split(match["number"].strip(), decimals)
    fraction = fraction.rstrip("0")
    if len(whole) > MAX_DIGITS:
        raise Unreadable("imports.price_too_high")
    if len(fraction) > decimals:
        raise Unreadable("imports.price_fraction")
    return Price(int(whole + fraction.ljust(decimals, "0")), named)


def _tidy(text: str) -> str:
    """Plain digits, plain spaces, and without the dash that stands for no cents: Rp 129.000,-"""
    if len(text) > MAX_LENGTH:
        raise Unreadable("imports.price_too_high" if text.strip().isdigit() else "imports.price_unreadable")
    plain = "".join(
        str(unicodedata.decimal(each)) if each.isdecimal() else " " if each.isspace() else each for each in text
    )
    return re.sub(r"[.,]\s*[-–—]+$", "", plain.replace("’", "'").strip())


def _currency(before: str, after: str, shop: str) -> str | None:
    found = {code for mark in (before, after) if (code := _code(mark.strip(" +").casefold(), shop))}
    if len(found) > 1:
        raise Unreadable("imports.price_unreadable")
    return found.pop() if found else None


def _code(mark: str, shop: str) -> str | None:
    if not mark:
        return None
    if mark == "$":
        return shop if shop in DOLLARS else "USD"
    if mark.rstrip(".") in SIGNS:
        return SIGNS[mark.rstrip(".")]
    if len(mark) == 3 and mark.isascii() and mark.isalpha():
        return mark.upper()
    raise Unreadable("imports.price_unreadable")


def _split(number: str, decimals: int) -> tuple[str, str]:
    """Whole and fraction, digits only."""
    marks = [each for each in number if not each.isdigit()]
    if not marks:
        return number, ""
    last = marks[-1]
    whole, _, tail = number.rpartition(last)
    if len(set(marks)) > 1:
        return (_ungroup(whole), tail) if last in ".," else (_ungroup(number), "")
    if len(marks) > 1 or last in " '":
        return _ungroup(number), ""
    if len(tail) == 3 and whole not in {"", "0"} and (decimals == 0 or last == ",") and len(whole) <= 3:
        return whole + tail, ""
    return whole or "0", tail


def _ungroup(number: str) -> str:
    marks = {each for each in number if not each.isdigit()}
    if not marks:
        return number
    if len(marks) > 1 or not GROUPED[next(iter(marks))].fullmatch(number):
        raise Unreadable("imports.price_unreadable")
    return "".join(each for each in number if each.isdigit())
