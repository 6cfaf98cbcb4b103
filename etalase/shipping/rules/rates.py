"""What sending costs: one row per market, method and zone, with the date from which it is in force. Amounts are ours (INFERRED)."""

from datetime import date
from typing import Final

import msgspec

from etalase.shipping.rules.methods import Method
from etalase.shipping.rules.zones import ZONES, Zone


class Rate(msgspec.Struct, frozen=True):
    """The first `first_g` grams cost `first_minor`, every further `step_g` begun `step_minor`."""

    market: str
    method: Method
    zone: Zone
    currency: str
    first_g: int
    first_minor: int
    step_g: int
    step_minor: int
    effective_from: date

    @property
    def name(self) -> str:
        """How a line of an account names the row."""
        return f"{self.market}/{self.method}/{self.zone}/{self.effective_from.isoformat()}"


SINCE: Final = date(2021, 1, 1)
# Market, currency, first grams, step grams; then per method the first and the step amount of LOCAL, NEAR, FAR, REMOTE.
_TABLE: Final[tuple[tuple[str, str, int, int, dict[Method, tuple[tuple[int, int], ...]]], ...]] = (
    ("ID", "IDR", 1000, 1000, {
        "STANDARD": ((9_000, 9_000), (14_000, 14_000), (29_000, 29_000), (58_000, 58_000)),
        "ECONOMY": ((7_000, 7_000), (10_000, 10_000), (21_000, 21_000), (45_000, 45_000)),
        "SELLER": ((10_000, 10_000), (15_000, 15_000), (30_000, 30_000), (60_000, 60_000)),
    }),
    ("MY", "MYR", 1000, 1000, {
        "STANDARD": ((4_90, 1_50), (5_90, 2_00), (9_90, 6_00), (12_90, 8_00)),
        "ECONOMY": ((3_90, 1_20), (4_50, 1_50), (7_90, 5_00), (9_90, 6_00)),
        "SELLER": ((6_00, 2_00), (7_00, 2_50), (12_00, 7_00), (14_00, 8_00)),
    }),
    ("PH", "PHP", 500, 500, {
        "STANDARD": ((45_00, 20_00), (60_00, 25_00), (85_00, 35_00), (110_00, 45_00)),
        "ECONOMY": ((36_00, 15_00), (48_00, 20_00), (70_00, 30_00), (90_00, 40_00)),
        "SELLER": ((55_00, 25_00), (70_00, 30_00), (95_00, 40_00), (120_00, 50_00)),
    }),
    ("SG", "SGD", 1000, 1000, {
        "STANDARD": ((1_99, 80),) * 4,
        "ECONOMY": ((1_29, 60),) * 4,
        "SELLER": ((2_99, 1_00),) * 4,
    }),
    ("TH", "THB", 1000, 1000, {
        "STANDARD": ((28_00, 10_00), (32_00, 12_00), (40_00, 15_00), (60_00, 25_00)),
        "ECONOMY": ((22_00, 8_00), (25_00, 10_00), (32_00, 12_00), (50_00, 20_00)),
        "SELLER": ((35_00, 12_00), (40_00, 15_00), (50_00, 20_00), (70_00, 30_00)),
    }),
    ("GB", "GBP", 2000, 1000, {
        "STANDARD": ((2_99, 60), (2_99, 60), (3_99, 80), (5_49, 1_20)),
        "ECONOMY": ((1_99, 45), (1_99, 45), (2_99, 60), (4_49, 1_00)),
        "SELLER": ((3_49, 80), (3_49, 80), (4_49, 1_00), (5_99, 1_40)),
    }),
    ("US", "USD", 454, 454, {
        "STANDARD": ((4_29, 60), (4_99, 80), (5_99, 1_00), (9_99, 2_00)),
        "ECONOMY": ((3_29, 50), (3_79, 60), (4_59, 80), (7_99, 1_60)),
        "SELLER": ((4_99, 80), (5_99, 1_00), (6_99, 1_20), (11_99, 2_40)),
    }),
    ("VN", "VND", 500, 500, {
        "STANDARD": ((16_500, 2_500), (22_000, 4_000), (30_000, 6_000), (38_000, 8_000)),
        "ECONOMY": ((13_000, 2_000), (18_000, 3_000), (25_000, 5_000), (32_000, 6_500)),
        "SELLER": ((20_000, 3_000), (26_000, 5_000), (35_000, 7_000), (45_000, 9_000)),
    }),
)  # fmt: skip
RATES: Final[tuple[Rate, ...]] = tuple(
    Rate(market, method, zone, currency, first_g, first, step_g, step, SINCE)
    for market, currency, first_g, step_g, methods in _TABLE
    for method, amounts in methods.items()
    for zone, (first, step) in zip(ZONES, amounts, strict=True)
)
_BY_KEY: Final[dict[tuple[str, str, str], list[Rate]]] = {}
for _rate in RATES:
    _BY_KEY.setdefault((_rate.market, _rate.method, _rate.zone), []).append(_rate)


def rate_of(market: str, method: Method, zone: Zone, day: date) -> Rate:
    """The row in force on a day."""
    return max(
        (each for each in _BY_KEY[market, method, zone] if each.effective_from <= day),
        key=lambda each: each.effective_from,
    )
