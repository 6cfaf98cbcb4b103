"""Values as people of each language write them."""

from babel import Locale

from etalase.base.money import Money
from etalase.web import filters

ID, EN, TH, VI = (Locale.parse(lang) for lang in ("id", "en", "th", "vi"))
NBSP = "\u00a0"


def test_money_has_the_decimals_of_its_currency() -> None:
    assert filters.money(ID, Money(129000, "IDR")).replace(NBSP, "") == "Rp129.000"
    assert filters.money(EN, Money(129000, "IDR")) == "Rp129,000"
    assert filters.money(EN, Money(1250, "MYR")) == "RM12.50"
    assert filters.money(EN, Money(-1, "USD")) == "-$0.01"
    assert filters.money(TH, Money(19900, "THB")) == "฿199.00"
    assert filters.money(VI, Money(250000, "VND")).replace(NBSP, " ") == "250.000 ₫"


def test_money_from_minor_units() -> None:
    assert filters.money(EN, 500, "GBP") == "£5.00"


def test_numbers_and_rates() -> None:
    assert filters.number(ID, 1234567) == "1.234.567"
    assert filters.compact(EN, 999) == "999"
    assert filters.compact(EN, 12480) == "12.5K"
    assert filters.compact(ID, 12480).replace(NBSP, " ") == "12,5 rb"
    assert filters.percent_bp(EN, 1250) == "12.5%"
    assert filters.percent_bp(ID, 800) == "8%"


def test_countries() -> None:
    assert filters.country(ID, "TH") == "Thailand"
    assert filters.country(EN, "US") == "United States"
