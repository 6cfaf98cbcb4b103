"""Public holidays of the eight markets, 2026 and 2027: the dates as they were known when this was written.

They were not copied from governments' lists: an operator checks them each year and corrects a line where a day has moved.
A line is a date and a name. `~`: its day follows the moon or was not proclaimed yet, so it is the one expected and may move by
a day or two. A day off in lieu is listed like any other; days that fall on a weekend without one are left out where nothing
changes. National days only: joint leave, state and provincial holidays do not stop carriers of the whole country.
"""

from collections.abc import Mapping
from datetime import date
from typing import Final

import msgspec

FIRST_YEAR: Final = 2026
LAST_YEAR: Final = 2027


class Holiday(msgspec.Struct, frozen=True):
    """A day on which nobody works. `expected`: not certain when it was written down."""

    day: date
    name: str
    expected: bool


def _days(text: str) -> dict[date, Holiday]:
    found: dict[date, Holiday] = {}
    for line in text.strip().splitlines():
        when, _, name = line.strip().partition(" ")
        day = date.fromisoformat(when)
        found[day] = Holiday(day, name.removeprefix("~"), name.startswith("~"))
    return found


HOLIDAYS: Final[Mapping[str, Mapping[date, Holiday]]] = {
    "ID": _days("""
        2026-01-01 New Year's Day
        2026-01-16 Isra Mikraj
        2026-02-17 Imlek
        2026-03-19 Nyepi
        2026-03-21 Idul Fitri
        2026-03-22 Idul Fitri
        2026-04-03 Good Friday
        2026-05-01 Labour Day
        2026-05-14 Ascension Day
        2026-05-27 Idul Adha
        2026-05-31 Waisak
        2026-06-01 Pancasila Day
        2026-06-16 Islamic New Year
        2026-08-17 Independence Day
        2026-08-25 Maulid
        2026-12-25 Christmas Day
        2027-01-01 New Year's Day
        2027-01-05 ~Isra Mikraj
        2027-02-06 Imlek
        2027-03-08 ~Nyepi
        2027-03-10 ~Idul Fitri
        2027-03-11 ~Idul Fitri
        2027-03-26 Good Friday
        2027-05-01 Labour Day
        2027-05-06 Ascension Day
        2027-05-16 ~Idul Adha
        2027-05-20 ~Waisak
        2027-06-01 Pancasila Day
        2027-06-06 ~Islamic New Year
        2027-08-15 ~Maulid
        2027-08-17 Independence Day
        2027-12-25 Christmas Day
    """),
    "MY": _days("""
        2026-01-01 New Year's Day
        2026-02-17 Chinese New Year
        2026-02-18 Chinese New Year
        2026-03-21 ~Hari Raya Aidilfitri
        2026-03-22 ~Hari Raya Aidilfitri
        2026-03-23 ~Hari Raya Aidilfitri, in lieu
        2026-05-01 Labour Day
        2026-05-27 ~Hari Raya Haji
        2026-05-31 Wesak Day
        2026-06-01 Agong's Birthday
        2026-06-02 Wesak Day, in lieu
        2026-06-17 ~Awal Muharram
        2026-08-25 ~Maulidur Rasul
        2026-08-31 National Day
        2026-09-16 Malaysia Day
        2026-11-08 ~Deepavali
        2026-11-09 ~Deepavali, in lieu
        2026-12-25 Christmas Day
        2027-01-01 New Year's Day
        2027-02-06 Chinese New Year
        2027-02-07 Chinese New Year
        2027-02-08 Chinese New Year, in lieu
        2027-03-10 ~Hari Raya Aidilfitri
        2027-03-11 ~Hari Raya Aidilfitri
        2027-05-01 Labour Day
        2027-05-16 ~Hari Raya Haji
        2027-05-17 ~Hari Raya Haji, in lieu
        2027-05-20 ~Wesak Day
        2027-06-06 ~Awal Muharram
        2027-06-07 Agong's Birthday
        2027-06-08 ~Awal Muharram, in lieu
        2027-08-15 ~Maulidur Rasul
        2027-08-16 ~Maulidur Rasul, in lieu
        2027-08-31 National Day
        2027-09-16 Malaysia Day
        2027-10-28 ~Deepavali
        2027-12-25 Christmas Day
    """),
    "PH": _days("""
        2026-01-01 New Year's Day
        2026-02-17 Chinese New Year
        2026-03-20 ~Eid'l Fitr
        2026-04-02 Maundy Thursday
        2026-04-03 Good Friday
        2026-04-04 Black Saturday
        2026-04-09 Araw ng Kagitingan
        2026-05-01 Labor Day
        2026-05-27 ~Eid'l Adha
        2026-06-12 Independence Day
        2026-08-21 Ninoy Aquino Day
        2026-08-31 National Heroes Day
        2026-11-01 All Saints' Day
        2026-11-02 All Souls' Day
        2026-11-30 Bonifacio Day
        2026-12-08 Immaculate Conception
        2026-12-24 Christmas Eve
        2026-12-25 Christmas Day
        2026-12-30 Rizal Day
        2026-12-31 Last day of the year
        2027-01-01 New Year's Day
        2027-02-06 ~Chinese New Year
        2027-03-10 ~Eid'l Fitr
        2027-03-25 Maundy Thursday
        2027-03-26 Good Friday
        2027-03-27 Black Saturday
        2027-04-09 Araw ng Kagitingan
        2027-05-01 Labor Day
        2027-05-17 ~Eid'l Adha
        2027-06-12 Independence Day
        2027-08-21 Ninoy Aquino Day
        2027-08-30 National Heroes Day
        2027-11-01 All Saints' Day
        2027-11-02 ~All Souls' Day
        2027-11-30 Bonifacio Day
        2027-12-08 Immaculate Conception
        2027-12-24 ~Christmas Eve
        2027-12-25 Christmas Day
        2027-12-30 Rizal Day
        2027-12-31 Last day of the year
    """),
    "SG": _days("""
        2026-01-01 New Year's Day
        2026-02-17 Chinese New Year
        2026-02-18 Chinese New Year
        2026-03-21 Hari Raya Puasa
        2026-04-03 Good Friday
        2026-05-01 Labour Day
        2026-05-27 Hari Raya Haji
        2026-05-31 Vesak Day
        2026-06-01 Vesak Day, in lieu
        2026-08-09 National Day
        2026-08-10 National Day, in lieu
        2026-11-08 Deepavali
        2026-11-09 Deepavali, in lieu
        2026-12-25 Christmas Day
        2027-01-01 New Year's Day
        2027-02-06 Chinese New Year
        2027-02-07 Chinese New Year
        2027-02-08 Chinese New Year, in lieu
        2027-03-10 ~Hari Raya Puasa
        2027-03-26 Good Friday
        2027-05-01 Labour Day
        2027-05-17 ~Hari Raya Haji
        2027-05-20 ~Vesak Day
        2027-08-09 National Day
        2027-10-28 ~Deepavali
        2027-12-25 Christmas Day
    """),
    "TH": _days("""
        2026-01-01 New Year's Day
        2026-01-02 New Year holiday
        2026-03-03 Makha Bucha
        2026-04-06 Chakri Day
        2026-04-13 Songkran
        2026-04-14 Songkran
        2026-04-15 Songkran
        2026-05-01 Labour Day
        2026-05-04 Coronation Day
        2026-05-31 Visakha Bucha
        2026-06-01 Visakha Bucha, in lieu
        2026-06-03 Queen's Birthday
        2026-07-28 King's Birthday
        2026-07-29 Asahna Bucha
        2026-08-12 Mother's Day
        2026-10-13 King Bhumibol Memorial Day
        2026-10-23 Chulalongkorn Day
        2026-12-05 Father's Day
        2026-12-07 Father's Day, in lieu
        2026-12-10 Constitution Day
        2026-12-31 New Year's Eve
        2027-01-01 New Year's Day
        2027-02-21 ~Makha Bucha
        2027-02-22 ~Makha Bucha, in lieu
        2027-04-06 Chakri Day
        2027-04-13 Songkran
        2027-04-14 Songkran
        2027-04-15 Songkran
        2027-05-01 Labour Day
        2027-05-03 ~Labour Day, in lieu
        2027-05-04 Coronation Day
        2027-05-20 ~Visakha Bucha
        2027-06-03 Queen's Birthday
        2027-07-18 ~Asahna Bucha
        2027-07-19 ~Asahna Bucha, in lieu
        2027-07-28 King's Birthday
        2027-08-12 Mother's Day
        2027-10-13 King Bhumibol Memorial Day
        2027-10-23 Chulalongkorn Day
        2027-10-25 Chulalongkorn Day, in lieu
        2027-12-05 Father's Day
        2027-12-06 Father's Day, in lieu
        2027-12-10 Constitution Day
        2027-12-31 New Year's Eve
    """),
    "GB": _days("""
        2026-01-01 New Year's Day
        2026-04-03 Good Friday
        2026-04-06 Easter Monday
        2026-05-04 Early May bank holiday
        2026-05-25 Spring bank holiday
        2026-08-31 Summer bank holiday
        2026-12-25 Christmas Day
        2026-12-26 Boxing Day
        2026-12-28 Boxing Day, substitute
        2027-01-01 New Year's Day
        2027-03-26 Good Friday
        2027-03-29 Easter Monday
        2027-05-03 Early May bank holiday
        2027-05-31 Spring bank holiday
        2027-08-30 Summer bank holiday
        2027-12-25 Christmas Day
        2027-12-26 Boxing Day
        2027-12-27 Christmas Day, substitute
        2027-12-28 Boxing Day, substitute
    """),
    "US": _days("""
        2026-01-01 New Year's Day
        2026-01-19 Martin Luther King Jr. Day
        2026-02-16 Washington's Birthday
        2026-05-25 Memorial Day
        2026-06-19 Juneteenth
        2026-07-03 Independence Day, observed
        2026-07-04 Independence Day
        2026-09-07 Labor Day
        2026-10-12 Columbus Day
        2026-11-11 Veterans Day
        2026-11-26 Thanksgiving
        2026-12-25 Christmas Day
        2027-01-01 New Year's Day
        2027-01-18 Martin Luther King Jr. Day
        2027-02-15 Washington's Birthday
        2027-05-31 Memorial Day
        2027-06-18 Juneteenth, observed
        2027-06-19 Juneteenth
        2027-07-04 Independence Day
        2027-07-05 Independence Day, observed
        2027-09-06 Labor Day
        2027-10-11 Columbus Day
        2027-11-11 Veterans Day
        2027-11-25 Thanksgiving
        2027-12-24 Christmas Day, observed
        2027-12-25 Christmas Day
        2027-12-31 New Year's Day 2028, observed
    """),
    "VN": _days("""
        2026-01-01 New Year's Day
        2026-02-16 Tết
        2026-02-17 Tết
        2026-02-18 Tết
        2026-02-19 Tết
        2026-02-20 Tết
        2026-04-26 Hùng Kings' Day
        2026-04-27 Hùng Kings' Day, in lieu
        2026-04-30 Reunification Day
        2026-05-01 Labour Day
        2026-09-01 National Day
        2026-09-02 National Day
        2027-01-01 New Year's Day
        2027-02-05 ~Tết
        2027-02-06 ~Tết
        2027-02-07 ~Tết
        2027-02-08 ~Tết
        2027-02-09 ~Tết
        2027-02-10 ~Tết, in lieu
        2027-02-11 ~Tết, in lieu
        2027-04-16 Hùng Kings' Day
        2027-04-30 Reunification Day
        2027-05-01 Labour Day
        2027-05-03 Labour Day, in lieu
        2027-09-02 National Day
        2027-09-03 ~National Day
    """),
}
# Every year alike, as (month, day): what is known of years beyond the lists.
FIXED: Final[Mapping[str, frozenset[tuple[int, int]]]] = {
    "ID": frozenset({(1, 1), (5, 1), (6, 1), (8, 17), (12, 25)}),
    "MY": frozenset({(1, 1), (5, 1), (8, 31), (9, 16), (12, 25)}),
    "PH": frozenset({(1, 1), (4, 9), (5, 1), (6, 12), (8, 21), (11, 1), (11, 30), (12, 8), (12, 25), (12, 30), (12, 31)}),
    "SG": frozenset({(1, 1), (5, 1), (8, 9), (12, 25)}),
    "TH": frozenset({(1, 1), (4, 6), (4, 13), (4, 14), (4, 15), (5, 1), (5, 4), (6, 3), (7, 28), (8, 12), (10, 13),
                     (10, 23), (12, 5), (12, 10), (12, 31)}),
    "GB": frozenset({(1, 1), (12, 25), (12, 26)}),
    "US": frozenset({(1, 1), (6, 19), (7, 4), (11, 11), (12, 25)}),
    "VN": frozenset({(1, 1), (4, 30), (5, 1), (9, 2)}),
}  # fmt: skip
