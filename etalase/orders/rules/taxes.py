"""The tax on a sale, by market, state and date (domain rules, Part C), and how a row of it is found. Pure.

These are the rows the table `tax_rows` starts with; an operator adds rows with later dates, or corrects one, and what was
sold keeps the rule it was sold under (`order_lines.tax_rule`). Rates are in millionths, for 6.875 % is no whole number of
basis points. US rates are those of the state alone (with what every place in it adds, in CA, UT and VA): counties and
cities add their own, which needs a provider of addresses and is not done here.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Final, Literal

import msgspec

from etalase.base.texts import N_

TaxKind = Literal["NONE", "VAT", "GST", "SALES_TAX"]
TAX_NAMES: Final[Mapping[TaxKind, str]] = {
    "NONE": N_("No tax"),
    "VAT": N_("VAT"),
    "GST": N_("GST"),
    "SALES_TAX": N_("Sales tax"),
}
WHOLE_PPM: Final = 1_000_000
EVERYWHERE: Final = ""
SINCE: Final = datetime(2021, 1, 1, tzinfo=UTC)


class Tax(msgspec.Struct, frozen=True):
    """One row: the tax of a market (or of one US state of it, by its two letters) from a date on.

    `included`: the prices shown contain it; else it comes on top. `delivery_fee_minor`: what the state has the buyer pay per
    delivery, on orders of `delivery_fee_from_minor` and more.
    """

    market: str
    region: str
    effective_from: datetime
    kind: TaxKind
    rate_ppm: int
    included: bool
    shipping_taxed: bool
    delivery_fee_minor: int = 0
    delivery_fee_from_minor: int = 0

    @property
    def rule(self) -> str:
        """The row's name on an order line: "US-CA 2021-01-01"."""
        place = f"{self.market}-{self.region}" if self.region else self.market
        return f"{place} {self.effective_from.date().isoformat()}"


class TaxTable:
    """All rows, ready to be asked."""

    def __init__(self, rows: Iterable[Tax]) -> None:
        self._rows: dict[tuple[str, str], list[Tax]] = defaultdict(list)
        for row in sorted(rows, key=lambda each: each.effective_from, reverse=True):
            self._rows[row.market, row.region].append(row)
        self._by_rule = {row.rule: row for found in self._rows.values() for row in found}

    def find(self, market: str, address: Mapping[str, object], at: datetime) -> Tax:
        """The row in force at a place: its region's, else its market's; without any, no tax."""
        places = (region_of(market, address), EVERYWHERE)
        for place in places:
            for row in self._rows.get((market, place), ()):
                if row.effective_from <= at:
                    return row
        return Tax(market, EVERYWHERE, SINCE, "NONE", 0, included=True, shipping_taxed=False)

    def named(self, rule: str) -> Tax | None:
        """The row that an order line names; None when there is none of that name any more."""
        return self._by_rule.get(rule)


def region_of(market: str, address: Mapping[str, object]) -> str:
    """The region a tax may depend on, as rows name it; only US states do. What is no state is everywhere."""
    if market != "US":
        return EVERYWHERE
    said = " ".join(str(address.get("region") or "").replace(".", "").upper().split())
    return said if said in STATES.values() else STATES.get(said, EVERYWHERE)


def _on(year: int, month: int, day: int) -> datetime:
    return datetime(year, month, day, tzinfo=UTC)


def _vat(market: str, since: datetime, percent_ppm: int, kind: TaxKind = "VAT") -> Tax:
    return Tax(market, EVERYWHERE, since, kind, percent_ppm, included=True, shipping_taxed=True)


# DOC: the finance ministries' published rates. Malaysia taxes services (SST 8 %) and goods once at their maker or importer,
# so a retail sale has none. Indonesia charges 12 % on eleven twelfths of the price. Viet Nam's 8 % ends with 2026.
MARKET_ROWS: Final = (
    _vat("ID", SINCE, 100_000),
    _vat("ID", _on(2022, 4, 1), 110_000),
    Tax("MY", EVERYWHERE, SINCE, "NONE", 0, included=True, shipping_taxed=False),
    _vat("PH", SINCE, 120_000),
    _vat("SG", SINCE, 70_000, "GST"),
    _vat("SG", _on(2023, 1, 1), 80_000, "GST"),
    _vat("SG", _on(2024, 1, 1), 90_000, "GST"),
    _vat("TH", SINCE, 70_000),
    _vat("GB", SINCE, 200_000),
    _vat("VN", SINCE, 100_000),
    _vat("VN", _on(2024, 1, 1), 80_000),
    _vat("VN", _on(2027, 1, 1), 100_000),
)
# DOC: the states' revenue departments, as of 2025: rate in millionths, and whether shipping that is charged apart is taxed
# (INFERRED for the general case of a common carrier).
STATE_RATES: Final[Mapping[str, tuple[int, bool]]] = {
    "AL": (40_000, False),
    "AR": (65_000, True),
    "AZ": (56_000, False),
    "CA": (72_500, False),
    "CO": (29_000, False),
    "CT": (63_500, True),
    "DC": (60_000, True),
    "FL": (60_000, True),
    "GA": (40_000, True),
    "HI": (40_000, True),
    "IA": (60_000, False),
    "ID": (60_000, False),
    "IL": (62_500, False),
    "IN": (70_000, True),
    "KS": (65_000, True),
    "KY": (60_000, True),
    "LA": (44_500, False),
    "MA": (62_500, False),
    "MD": (60_000, False),
    "ME": (55_000, False),
    "MI": (60_000, True),
    "MN": (68_750, True),
    "MO": (42_250, False),
    "MS": (70_000, True),
    "NC": (47_500, True),
    "ND": (50_000, True),
    "NE": (55_000, True),
    "NJ": (66_250, True),
    "NM": (48_750, True),
    "NV": (68_500, False),
    "NY": (40_000, True),
    "OH": (57_500, True),
    "OK": (45_000, False),
    "PA": (60_000, True),
    "RI": (70_000, True),
    "SC": (60_000, True),
    "SD": (42_000, True),
    "TN": (70_000, True),
    "TX": (62_500, True),
    "UT": (61_000, False),
    "VA": (53_000, False),
    "VT": (60_000, True),
    "WA": (65_000, True),
    "WI": (50_000, True),
    "WV": (60_000, True),
    "WY": (40_000, False),
}
NO_SALES_TAX: Final = ("AK", "DE", "MT", "NH", "OR")


def _state(
    state: str, since: datetime, rate_ppm: int, *, shipping_taxed: bool, fee_minor: int = 0, fee_from_minor: int = 0
) -> Tax:
    kind: TaxKind = "SALES_TAX" if rate_ppm else "NONE"
    return Tax(
        "US",
        state,
        since,
        kind,
        rate_ppm,
        included=False,
        shipping_taxed=shipping_taxed,
        delivery_fee_minor=fee_minor,
        delivery_fee_from_minor=fee_from_minor,
    )


# A place that is no state of ours is taxed with nothing rather than with a guess.
STATE_ROWS: Final = (
    _state(EVERYWHERE, SINCE, 0, shipping_taxed=False),
    *(_state(state, SINCE, 0, shipping_taxed=False) for state in NO_SALES_TAX),
    *(_state(state, SINCE, rate, shipping_taxed=shipping) for state, (rate, shipping) in STATE_RATES.items()),
    # DOC: Louisiana raised its rate with 2025; Colorado's fee per retail delivery, set every July; Minnesota's, from $100 on.
    _state("LA", _on(2025, 1, 1), 50_000, shipping_taxed=False),
    *(
        _state("CO", _on(year, 7, 1), 29_000, shipping_taxed=False, fee_minor=cents)
        for year, cents in ((2022, 27), (2023, 28), (2024, 29), (2025, 28))
    ),
    _state("MN", _on(2024, 7, 1), 68_750, shipping_taxed=True, fee_minor=50, fee_from_minor=100_00),
)
ROWS: Final[tuple[Tax, ...]] = (*MARKET_ROWS, *STATE_ROWS)
STATES: Final[Mapping[str, str]] = {
    "ALABAMA": "AL",
    "ALASKA": "AK",
    "ARIZONA": "AZ",
    "ARKANSAS": "AR",
    "CALIFORNIA": "CA",
    "COLORADO": "CO",
    "CONNECTICUT": "CT",
    "DELAWARE": "DE",
    "DISTRICT OF COLUMBIA": "DC",
    "FLORIDA": "FL",
    "GEORGIA": "GA",
    "HAWAII": "HI",
    "IDAHO": "ID",
    "ILLINOIS": "IL",
    "INDIANA": "IN",
    "IOWA": "IA",
    "KANSAS": "KS",
    "KENTUCKY": "KY",
    "LOUISIANA": "LA",
    "MAINE": "ME",
    "MARYLAND": "MD",
    "MASSACHUSETTS": "MA",
    "MICHIGAN": "MI",
    "MINNESOTA": "MN",
    "MISSISSIPPI": "MS",
    "MISSOURI": "MO",
    "MONTANA": "MT",
    "NEBRASKA": "NE",
    "NEVADA": "NV",
    "NEW HAMPSHIRE": "NH",
    "NEW JERSEY": "NJ",
    "NEW MEXICO": "NM",
    "NEW YORK": "NY",
    "NORTH CAROLINA": "NC",
    "NORTH DAKOTA": "ND",
    "OHIO": "OH",
    "OKLAHOMA": "OK",
    "OREGON": "OR",
    "PENNSYLVANIA": "PA",
    "RHODE ISLAND": "RI",
    "SOUTH CAROLINA": "SC",
    "SOUTH DAKOTA": "SD",
    "TENNESSEE": "TN",
    "TEXAS": "TX",
    "UTAH": "UT",
    "VERMONT": "VT",
    "VIRGINIA": "VA",
    "WASHINGTON": "WA",
    "WEST VIRGINIA": "WV",
    "WISCONSIN": "WI",
    "WYOMING": "WY",
}
