"""How values are written in a language: money, numbers, dates. From CLDR through Babel, with the decimals of our money."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache, partial
from typing import Any, Final, Protocol, cast
from zoneinfo import ZoneInfo

from babel import Locale, dates, numbers
from minijinja import pass_state

from etalase.base.money import Money
from etalase.base.written import money_text, rate_text

Filter = Callable[..., Any]
MINUTE_S: Final = 60
WEEK_S: Final = 7 * 24 * 3600
COMPACT_FROM: Final = 1000


class State(Protocol):
    """What MiniJinja passes to a filter that asks for the page it is used in."""

    def lookup(self, name: str) -> Any:
        """A variable of the page."""


def filters_of(lang: str) -> dict[str, Filter]:
    """Every filter of the templates, bound to one language."""
    locale = Locale.parse(lang)
    return {
        "money": partial(money, locale),
        "number": partial(number, locale),
        "compact": partial(compact, locale),
        "percent_bp": partial(percent_bp, locale),
        "percent_ppm": partial(rate_text, locale),
        "date": _zoned(partial(_date, locale)),
        "time": _zoned(partial(_time, locale)),
        "datetime": _zoned(partial(_datetime, locale)),
        "relative": _relative(locale),
        "seconds_left": _seconds_left,
        "iso": _iso,
        "country": partial(country, locale),
    }


def money(locale: Locale, amount: Money | int, currency: str | None = None) -> str:
    """A Money, or minor units with their currency: "Rp129.000", "RM12.50"."""
    return money_text(locale, amount if isinstance(amount, Money) else Money(amount, currency or ""))


def number(locale: Locale, value: int | Decimal) -> str:
    """A plain number: "1.234"."""
    return numbers.format_decimal(value, locale=locale)


def compact(locale: Locale, value: int) -> str:
    """A number to be seen at a glance: "12.5K"."""
    if abs(value) < COMPACT_FROM:
        return number(locale, value)
    return _compacted(str(locale), value)


# A grid writes the same few numbers for every reader, and CLDR takes its time over each.
@lru_cache(maxsize=4096)
def _compacted(lang: str, value: int) -> str:
    return numbers.format_compact_decimal(value, locale=Locale.parse(lang), fraction_digits=1)


def percent_bp(locale: Locale, rate_bp: int) -> str:
    """Basis points as a percentage: 1250 is "12.5%"."""
    return numbers.format_percent(Decimal(rate_bp) / 10000, "#,##0.##%", locale=locale)


def country(locale: Locale, market: str) -> str:
    """The name of a market's country."""
    return str(cast(Mapping[str, str], locale.territories).get(market, market))


def _iso(at: date) -> str:
    return at.isoformat()


def _zoned(write: Callable[[date], str]) -> Filter:
    @pass_state
    def filtered(state: State, at: date) -> str:
        return write(_local(at, state.lookup("frame").zone))

    return filtered


def _local(at: date, zone: str) -> date:
    return at.astimezone(ZoneInfo(zone)) if isinstance(at, datetime) else at


def _date(locale: Locale, at: date) -> str:
    return dates.format_date(at, "medium", locale=locale)


def _time(locale: Locale, at: date) -> str:
    return dates.format_time(at, "short", locale=locale) if isinstance(at, datetime) else ""


def _datetime(locale: Locale, at: date) -> str:
    return f"{_date(locale, at)}, {_time(locale, at)}".rstrip(", ")


@pass_state
def _seconds_left(state: State, at: datetime) -> int:
    """Whole seconds from `frame.now` on: what a reader's own clock cannot know."""
    return max(0, int((at - state.lookup("frame").now).total_seconds()))


def _relative(locale: Locale) -> Filter:
    """Near times as a distance ("3 hours ago"), far ones as a date; exact at `frame.now`."""

    @pass_state
    def relative(state: State, at: datetime) -> str:
        frame = state.lookup("frame")
        distance = at - frame.now
        if abs(distance.total_seconds()) >= WEEK_S:
            return _date(locale, _local(at, frame.zone))
        granularity = "second" if abs(distance.total_seconds()) < MINUTE_S else "minute"
        return dates.format_timedelta(distance, granularity, add_direction=True, locale=locale)

    return relative
