"""Working days of eight markets: weekends, holidays, time zones; and the deadlines counted in them (R-ORD-7, R-ORD-9)."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etalase.base.markets import DEFINITIONS, MARKETS, Policy
from etalase.shipping.rules import add_working_days, deadlines, delivery_due, is_working_day, working_days
from etalase.shipping.rules.holidays import FIRST_YEAR, FIXED, HOLIDAYS, LAST_YEAR

DAY = timedelta(days=1)


def policy(market: str) -> Policy:
    return Policy(**{name: definition.of(market) for name, definition in DEFINITIONS.items()})  # pyright: ignore[reportArgumentType]


def test_every_market_has_holidays_of_both_years_and_the_fixed_ones_among_them() -> None:
    assert set(HOLIDAYS) == set(FIXED) == set(MARKETS)
    for market, days in HOLIDAYS.items():
        assert {day.year for day in days} == {FIRST_YEAR, LAST_YEAR}, market
        for year in (FIRST_YEAR, LAST_YEAR):
            for month, day in FIXED[market]:
                assert date(year, month, day) in days, (market, year, month, day)
        assert all(holiday.name and holiday.day == day for day, holiday in days.items())


def test_a_day_off_in_lieu_is_a_working_day_of_the_week_after_one_that_is_not() -> None:
    for market, days in HOLIDAYS.items():
        week = MARKETS[market].business_week
        for day, holiday in days.items():
            if holiday.name.endswith((", in lieu", ", substitute", ", observed")):
                assert day.isoweekday() in week, (market, day)


@pytest.mark.parametrize(
    ("market", "day", "works"),
    [
        ("ID", date(2026, 8, 17), False),
        ("ID", date(2026, 8, 18), True),
        ("US", date(2026, 11, 26), False),
        ("GB", date(2026, 11, 26), True),
        ("GB", date(2026, 12, 28), False),
        ("VN", date(2026, 2, 18), False),
        ("TH", date(2026, 4, 14), False),
        ("SG", date(2026, 8, 10), False),
        ("MY", date(2026, 9, 16), False),
        ("PH", date(2026, 8, 31), False),
        ("ID", date(2026, 11, 28), False),
        ("ID", date(2031, 8, 17), False),
        ("ID", date(2031, 8, 18), True),
    ],
)
def test_who_works_when(market: str, day: date, works: bool) -> None:
    assert is_working_day(market, day) is works


def test_a_deadline_falls_on_the_same_time_of_the_nth_working_day() -> None:
    friday = datetime(2026, 11, 27, 9, tzinfo=UTC)
    assert add_working_days("ID", friday, 2) == datetime(2026, 12, 1, 9, tzinfo=UTC)
    saturday = datetime(2026, 11, 28, 9, tzinfo=UTC)
    assert add_working_days("ID", saturday, 1) == datetime(2026, 11, 30, 9, tzinfo=UTC)
    assert add_working_days("US", datetime(2026, 11, 25, 18, tzinfo=UTC), 1) == datetime(2026, 11, 27, 18, tzinfo=UTC)


def test_the_day_is_the_one_of_the_market() -> None:
    # Sunday evening in London is Monday morning in Jakarta.
    at = datetime(2026, 11, 29, 20, tzinfo=UTC)
    assert add_working_days("GB", at, 1).date() == date(2026, 11, 30)
    assert add_working_days("ID", at, 1).date() == date(2026, 11, 30)
    assert add_working_days("ID", at, 1).astimezone(ZoneInfo("Asia/Jakarta")).date() == date(2026, 12, 1)


def test_when_clocks_change_the_time_of_day_stays() -> None:
    # 25 October 2026: British summer time ends.
    friday = datetime(2026, 10, 23, 9, tzinfo=UTC)
    assert add_working_days("GB", friday, 1) == datetime(2026, 10, 26, 10, tzinfo=UTC)


@given(
    st.sampled_from(sorted(MARKETS)),
    st.integers(0, 669 * 24 * 60).map(lambda minutes: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)),
    st.integers(0, 20),
)
def test_counting_and_adding_agree(market: str, at: datetime, count: int) -> None:
    end = add_working_days(market, at, count)
    assert working_days(market, at, end) == count
    assert end >= at


@pytest.mark.parametrize(
    ("market", "ship", "collect", "cancel"),
    [("TH", 2, 3, 2), ("US", 2, 3, 7), ("ID", 2, 3, 2), ("VN", 2, 3, 2)],
)
def test_r_ord_9_deadlines_are_working_days(market: str, ship: int, collect: int, cancel: int) -> None:
    at = datetime(2026, 10, 30, 5, tzinfo=UTC)
    found = deadlines(market, policy(market), at)
    assert [working_days(market, at, each) for each in (found.ship_by, found.collect_by, found.cancel_at)] == [
        ship,
        collect,
        cancel,
    ]


def test_r_ord_9_what_a_shop_sends_by_itself_is_to_be_there_in_fifteen_days() -> None:
    at = datetime(2026, 11, 2, tzinfo=UTC)
    assert delivery_due(policy("ID"), "SELLER", at) == at + 15 * DAY
    assert delivery_due(policy("ID"), "STANDARD", at) == at + 14 * DAY
