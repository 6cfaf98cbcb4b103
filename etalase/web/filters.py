"""How values are written in a language: money, numbers, dates. From CLDR through Babel, with the decimals of our money."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any, Final, Protocol
from zoneinfo import ZoneInfo

from babel import Locale, dates, numbers
from minijinja import pass_state

from etalase.base.money import Money

# CLDR writes "IDR 129,000" in an English text; on a price tag people expect the sign.
SIGNS: Final = {"IDR": "Rp", "MYR": "RM", "PHP": "₱", "SGD": "S$", "THB": "฿", "GBP": "£", "USD": "$", "VND": "₫"}
Filter = Callable[..., Any]
MINUTE_S: Final = 60
WEEK_S: Final = 7 * 24 * 3600


class State(Protocol):
    """What MiniJinja passes to a filter that asks for the page it is used in."""

    def lookup(self, name: str) -> Any:
        """A variable of the page."""


def filters_of(lang: str) -> dict[str, Filter]:
    """Every filter of the templates, bound to one language."""
    locale = Locale.parse(lang)
    return {
        "money": lambda amount, currency=None: money(locale, amount, currency),
        "number": lambda value: numbers.format_decimal(value, locale=locale),
        "compact": lambda value: _compact(locale, value),
        "percent_bp": lambda bp: numbers.format_percent(Decimal(bp) / 10000, "#,##0.##%", locale=locale),
        "date": _zoned(lambda at, zone: dates.format_date(_local(at, zone), "medium", locale=locale)),
        "time": _zoned(lambda at, zone: dates.format_time(_local(at, zone), "short", locale=locale)),
        "datetime": _zoned(lambda at, zone: _datetime(locale, _local(at, zone))),
        "relative": _relative(locale),
        "iso": lambda at: at.isoformat(),
        "country": lambda market: locale.territories.get(market, market),
    }


def money(locale: Locale, amount: Money | int, currency: str | None = None) -> str:
    """A Money, or minor units with their currency: "Rp129.000", "RM12.50"."""
    sum_ = amount if isinstance(amount, Money) else Money(amount, currency or "")
    value = Decimal(sum_.decimal())
    decimals = max(0, -int(value.as_tuple().exponent))
    return _money(str(locale), value, sum_.currency, decimals)


@lru_cache(maxsize=4096)
def _money(lang: str, value: Decimal, currency: str, decimals: int) -> str:
    locale = Locale.parse(lang)
    pattern = numbers.parse_pattern(locale.currency_formats["standard"])
    text = pattern.apply(value, locale, currency=currency, currency_digits=False, force_frac=(decimals, decimals))
    return text.replace(numbers.get_currency_symbol(currency, locale), SIGNS.get(currency, currency))


def _compact(locale: Locale, value: int) -> str:
    if abs(value) < 1000:
        return numbers.format_decimal(value, locale=locale)
    return numbers.format_compact_decimal(value, locale=locale, fraction_digits=1)


def _zoned(write: Callable[[date, str], str]) -> Filter:
    @pass_state
    def filtered(state: State, at: date) -> str:
        return write(at, state.lookup("frame").zone)

    return filtered


def _local(at: date, zone: str) -> date:
    return at.astimezone(ZoneInfo(zone)) if isinstance(at, datetime) else at


def _datetime(locale: Locale, at: date) -> str:
    day = dates.format_date(at, "medium", locale=locale)
    return f"{day}, {dates.format_time(at, 'short', locale=locale)}" if isinstance(at, datetime) else day


def _relative(locale: Locale) -> Filter:
    """Near times as a distance ("3 hours ago"), far ones as a date; exact at `frame.now`."""

    @pass_state
    def relative(state: State, at: datetime) -> str:
        frame = state.lookup("frame")
        distance = at - frame.now
        if abs(distance.total_seconds()) >= WEEK_S:
            return dates.format_date(_local(at, frame.zone), "medium", locale=locale)
        granularity = "second" if abs(distance.total_seconds()) < MINUTE_S else "minute"
        return dates.format_timedelta(distance, granularity, add_direction=True, locale=locale)

    return relative
