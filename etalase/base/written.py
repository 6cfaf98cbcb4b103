"""How amounts, rates and, on paper, times are written. From CLDR through Babel, with the decimals of our money."""

from datetime import datetime
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


def moment_text(at: datetime) -> str:
    """A time on paper, which knows no reader's clock: "2026-11-24 16:00 WIB (UTC+7)", "2026-11-24 17:00 UTC+8".

    `at` is in the zone it is meant for. Where a zone has no letters of its own, its distance says it; Manila's "PST" is
    also California's, so the distance stands beside letters too.
    """
    name, offset = at.tzname() or "", at.utcoffset()
    if offset is None:
        raise ValueError("a time without its zone")
    minutes = int(offset.total_seconds()) // 60
    hours, rest = divmod(abs(minutes), 60)
    distance = f"UTC{'-' if minutes < 0 else '+'}{hours}" + (f":{rest:02}" if rest else "") if minutes else "UTC"
    zone = f"{name} ({distance})" if name.isalpha() and name != "UTC" else distance
    return f"{at:%Y-%m-%d %H:%M} {zone}"


@lru_cache(maxsize=4096)
def _money(lang: str, value: Decimal, currency: str, decimals: int) -> str:
    locale = Locale.parse(lang)
    pattern = numbers.parse_pattern(locale.currency_formats["standard"])
    text = pattern.apply(value, locale, currency=currency, currency_digits=False, force_frac=(decimals, decimals))
    return text.replace(numbers.get_currency_symbol(currency, locale), SIGNS.get(currency, currency))
