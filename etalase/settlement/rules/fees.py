"""What the platform takes of a sale, by market, category and date (domain rules, Part C). Pure.

Rows are versions: what is charged is that of the day the order was paid, and every transfer names it. Where a market publishes a
span by category, the spread over our categories is inferred within its bounds.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Final, Literal

import msgspec

from etalase.base.money import Money, split
from etalase.base.texts import N_
from etalase.ledger.rules import Leg

FeeKind = Literal["COMMISSION", "DYNAMIC", "PAYMENT", "ORDER"]
# GOODS: the price the seller asks, its discounts off, what the platform added in. PAID: all the buyer paid.
Base = Literal["GOODS", "PAID"]
FEE_NAMES: Final[Mapping[FeeKind, str]] = {
    "COMMISSION": N_("Platform commission"),
    "DYNAMIC": N_("Dynamic commission"),
    "PAYMENT": N_("Payment fee"),
    "ORDER": N_("Order processing fee"),
}
# Where a rate is from: a page of the platform's own, what others report of it, or ours where nothing is known.
Evidence = Literal["PUBLISHED", "REPORTED", "INFERRED"]
EVIDENCE_NAMES: Final[Mapping[Evidence, str]] = {
    "PUBLISHED": N_("The platform's help, page %(page)s"),
    "REPORTED": N_("Reported by sellers, not published"),
    "INFERRED": N_("Nothing is published: set by us"),
}
FEE_LEGS: Final[Mapping[FeeKind, Leg]] = {
    "COMMISSION": Leg.COMMISSION,
    "DYNAMIC": Leg.DYNAMIC,
    "PAYMENT": Leg.PAYMENT,
    "ORDER": Leg.ORDER,
}
SINCE: Final = datetime(2021, 1, 1, tzinfo=UTC)
EVERY: Final = 0  # any category
WHOLE_PPM: Final = 1_000_000


class FeeRow(msgspec.Struct, frozen=True, kw_only=True):
    """One fee of one market from a date on. `by_category` holds millionths by category or its parent, EVERY for the rest:
    4.905 % is no whole number of basis points.


    `cap_minor` is per piece; `flat_minor` per order, laid on its lines by the largest remainder.
    """

    market: str
    kind: FeeKind
    by_category: Mapping[int, int]
    evidence: Evidence
    page: str = ""  # of the platform's help, where it is published
    effective_from: datetime = SINCE
    base: Base = "GOODS"
    cap_minor: int | None = None
    flat_minor: int = 0

    @property
    def version(self) -> str:
        """How a transfer names it."""
        return f"{self.kind.lower()} {self.market} {self.effective_from:%Y-%m-%d}"


class FeeBase(msgspec.Struct, frozen=True):
    """A line to be charged: `goods` and `paid` after what was refunded of it. `categories`: its own, then its parent."""

    line_id: int
    categories: tuple[int, ...]
    quantity: int
    goods_minor: int
    paid_minor: int


class FeeCharged(msgspec.Struct, frozen=True):
    """One fee of one line."""

    line_id: int
    kind: FeeKind
    amount_minor: int
    rule: str


def _spread(rest: int, **by_category: int) -> Mapping[int, int]:
    names = {
        "fashion": 10,
        "beauty": 20,
        "home": 30,
        "electronics": 40,
        "food": 50,
        "health": 60,
        "baby": 70,
        "sports": 80,
    }
    return {EVERY: rest} | {names[name]: rate for name, rate in by_category.items()}


JEWELLERY: Final = 17
FEES: Final[tuple[FeeRow, ...]] = (
    FeeRow(
        market="ID",
        kind="COMMISSION",
        by_category=_spread(
            65_000,
            fashion=100_000,
            beauty=80_000,
            home=80_000,
            electronics=40_000,
            food=65_000,
            health=80_000,
            baby=65_000,
            sports=80_000,
        ),
        evidence="PUBLISHED",
        page="7753828090824449",
    ),
    FeeRow(
        market="ID",
        kind="DYNAMIC",
        by_category=_spread(40_000, fashion=55_000, beauty=55_000),
        cap_minor=40_000,
        evidence="PUBLISHED",
        page="5411650459305729",
    ),
    FeeRow(market="ID", kind="ORDER", by_category={}, flat_minor=1_250, evidence="PUBLISHED", page="7753828090824449"),
    FeeRow(market="MY", kind="COMMISSION", by_category={EVERY: 20_000}, evidence="REPORTED"),
    FeeRow(market="MY", kind="PAYMENT", by_category={EVERY: 21_600}, base="PAID", evidence="REPORTED"),
    FeeRow(market="PH", kind="COMMISSION", by_category={EVERY: 20_000}, evidence="INFERRED"),
    FeeRow(market="PH", kind="PAYMENT", by_category={EVERY: 22_400}, base="PAID", evidence="INFERRED"),
    FeeRow(market="SG", kind="COMMISSION", by_category={EVERY: 49_050}, evidence="REPORTED"),
    FeeRow(market="SG", kind="PAYMENT", by_category={EVERY: 21_800}, base="PAID", evidence="REPORTED"),
    FeeRow(
        market="TH",
        kind="COMMISSION",
        by_category=_spread(53_500, fashion=64_200, beauty=64_200),
        cap_minor=199_00,
        evidence="PUBLISHED",
        page="4831419884979969",
    ),
    FeeRow(
        market="GB",
        kind="COMMISSION",
        by_category={EVERY: 90_000},
        base="PAID",
        evidence="REPORTED",
    ),
    FeeRow(
        market="US",
        kind="COMMISSION",
        by_category={EVERY: 60_000, JEWELLERY: 50_000},
        evidence="REPORTED",
    ),
    FeeRow(
        market="VN",
        kind="COMMISSION",
        by_category=_spread(
            70_000,
            fashion=80_000,
            beauty=80_000,
            home=70_000,
            electronics=40_000,
            food=60_000,
            health=80_000,
            baby=70_000,
            sports=70_000,
        ),
        evidence="INFERRED",
    ),
    FeeRow(market="VN", kind="PAYMENT", by_category={EVERY: 50_000}, base="PAID", evidence="REPORTED"),
    FeeRow(market="VN", kind="ORDER", by_category={}, flat_minor=3_000, evidence="REPORTED"),
)


def fees_in_force(market: str, at: datetime, rows: Sequence[FeeRow] = FEES) -> list[FeeRow]:
    """The newest version of each fee of a market at that time."""
    newest: dict[FeeKind, FeeRow] = {}
    for row in rows:
        if row.market == market and row.effective_from <= at:
            known = newest.get(row.kind)
            if known is None or known.effective_from <= row.effective_from:
                newest[row.kind] = row
    return list(newest.values())


def fees_of(currency: str, lines: Sequence[FeeBase], rows: Sequence[FeeRow]) -> list[FeeCharged]:
    """Every fee of one order, on its lines. A line of which nothing is left is charged nothing."""
    kept = [line for line in lines if line.goods_minor > 0]
    charged = [
        FeeCharged(line.line_id, row.kind, _fee(currency, line, row), row.version) for row in rows for line in kept
    ]
    for row in rows:
        if row.flat_minor and kept:
            parts = split(Money(row.flat_minor, currency), [line.goods_minor for line in kept])
            charged += [
                FeeCharged(line.line_id, row.kind, part.minor, row.version)
                for line, part in zip(kept, parts, strict=True)
            ]
    return [each for each in charged if each.amount_minor > 0]


def _fee(currency: str, line: FeeBase, row: FeeRow) -> int:
    rate = next((row.by_category[each] for each in (*line.categories, EVERY) if each in row.by_category), 0)
    amount = line.paid_minor if row.base == "PAID" else line.goods_minor
    fee = split(Money(amount, currency), (rate, WHOLE_PPM - rate))[0].minor if rate else 0
    return fee if row.cap_minor is None else min(fee, row.cap_minor * line.quantity)
