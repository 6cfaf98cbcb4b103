"""Working days of a market, in its own time zone."""

from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from etalase.base.markets import MARKETS
from etalase.shipping.rules.holidays import FIRST_YEAR, FIXED, HOLIDAYS, LAST_YEAR

ONE_DAY: Final = timedelta(days=1)


def is_working_day(market: str, day: date) -> bool:
    """Whether people work there on that day. Beyond the listed years only weekends and fixed holidays are known."""
    if day.isoweekday() not in MARKETS[market].business_week:
        return False
    if FIRST_YEAR <= day.year <= LAST_YEAR:
        return day not in HOLIDAYS[market]
    return (day.month, day.day) not in FIXED[market]


def working_days(market: str, start: datetime, end: datetime) -> int:
    """How many working days lie after the day of `start` up to the day of `end`, both as they are dated in the market."""
    zone = ZoneInfo(MARKETS[market].time_zone)
    day, last = start.astimezone(zone).date(), end.astimezone(zone).date()
    count = 0
    while day < last:
        day += ONE_DAY
        count += is_working_day(market, day)
    return count


def add_working_days(market: str, at: datetime, count: int) -> datetime:
    """The same time of day on the `count`th working day after the day of `at` in the market; aware, in the zone of `at`.

    What begins on a weekend or a holiday is counted from the next working day on: a Saturday plus one is Monday.
    """
    zone = ZoneInfo(MARKETS[market].time_zone)
    local = at.astimezone(zone)
    day = local.date()
    for _ in range(count):
        day += ONE_DAY
        while not is_working_day(market, day):
            day += ONE_DAY
    return datetime.combine(day, time(local.hour, local.minute, local.second, local.microsecond), zone).astimezone(
        at.tzinfo
    )
