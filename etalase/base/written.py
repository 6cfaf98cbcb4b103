"""How amounts and rates are written in a language. From CLDR through Babel, with the decimals of our money."""

from decimal import Decimal
from functools import lru_cache
from typing import Final

from babel import Locale, numbers

from etalase.base.money import Money

# CLDR writes "IDR 129,000" in an English text; on a price tag people expect the sign.
SIGNS: Final = {"IDR": "Rp", "MYR": "RM", "PHP": "₱", "SGD": "S$", "THB": "฿", "GBP": "£", "USD": "$", "VND": "₫"}
WHOLE_PPM: Final = 1_000_000


def money_text(locale: Locale, amount: Money) -> str:
    """An amount: "Rp129.000", "RM12.50"."""
    value = Decimal(amount.decimal())
    return _money(str(locale), value, amount.currency, max(0, -int(value.as_tuple().exponent)))


def rate_text(locale: Locale, rate_ppm: int) -> str:
    """Millionths as a percentage, to the last of them: 68_750 is "6.875%"."""
    return numbers.format_percent(Decimal(rate_ppm) / WHOLE_PPM, "#,##0.####%", locale=locale)


@lru_cache(maxsize=4096)
def _money(lang: str, value: Decimal, currency: str, decimals: int) -> str:
    locale = Locale.parse(lang)
    pattern = numbers.parse_pattern(locale.currency_formats["standard"])
    text = pattern.apply(value, locale, currency=currency, currency_digits=False, force_frac=(decimals, decimals))
    return text.replace(numbers.get_currency_symbol(currency, locale), SIGNS.get(currency, currency))
