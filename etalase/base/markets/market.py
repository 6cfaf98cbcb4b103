"""The eight markets a shop can sell in, as data."""

from collections.abc import Mapping
from typing import Final

import msgspec

from etalase.base.texts import N_


class Market(msgspec.Struct, frozen=True):
    """One country. `code` is ISO 3166-1 (the United Kingdom is GB), `name` a msgid, `business_week` ISO weekdays.

    `language` is the one a visitor without a choice of his own reads, if there is a catalogue for it.
    """

    code: str
    name: str
    currency: str
    language: str
    languages: tuple[str, ...]
    phone_code: int
    time_zone: str
    business_week: tuple[int, ...] = (1, 2, 3, 4, 5)


# In the order of the page this project implements.
MARKETS: Final[Mapping[str, Market]] = {
    market.code: market
    for market in (
        Market("ID", N_("Indonesia"), "IDR", "id", ("id", "en"), 62, "Asia/Jakarta"),
        Market("MY", N_("Malaysia"), "MYR", "ms", ("ms", "en"), 60, "Asia/Kuala_Lumpur"),
        Market("PH", N_("Philippines"), "PHP", "fil", ("fil", "en"), 63, "Asia/Manila"),
        Market("SG", N_("Singapore"), "SGD", "en", ("en", "ms"), 65, "Asia/Singapore"),
        Market("TH", N_("Thailand"), "THB", "th", ("th", "en"), 66, "Asia/Bangkok"),
        Market("GB", N_("United Kingdom"), "GBP", "en", ("en",), 44, "Europe/London"),
        Market("US", N_("United States"), "USD", "en", ("en",), 1, "America/New_York"),
        Market("VN", N_("Vietnam"), "VND", "vi", ("vi", "en"), 84, "Asia/Ho_Chi_Minh"),
    )
}
