"""Fees by market, category and date (Part C)."""

from datetime import UTC, datetime

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from etalase.base.markets import MARKETS
from etalase.catalog.rules import CATEGORIES
from etalase.settlement.rules.fees import EVERY, FEES, WHOLE_PPM, FeeBase, FeeRow, fees_in_force, fees_of

AT = datetime(2026, 11, 24, tzinfo=UTC)
FASHION, JEWELLERY, ELECTRONICS = (10,), (17, 10), (41, 40)


def charged(market: str, base: FeeBase, at: datetime = AT) -> dict[str, int]:
    """Kind of fee to amount, for one line."""
    currency = MARKETS[market].currency
    return {fee.kind: fee.amount_minor for fee in fees_of(currency, [base], fees_in_force(market, at))}


@pytest.mark.parametrize(
    ("market", "categories", "goods", "paid", "fees"),
    [
        ("ID", FASHION, 100_000, 109_000, {"COMMISSION": 10_000, "DYNAMIC": 5_500, "ORDER": 1_250}),
        ("ID", ELECTRONICS, 100_000, 109_000, {"COMMISSION": 4_000, "DYNAMIC": 4_000, "ORDER": 1_250}),
        ("ID", FASHION, 5_000_000, 5_000_000, {"COMMISSION": 500_000, "DYNAMIC": 40_000, "ORDER": 1_250}),
        ("MY", FASHION, 100_00, 108_00, {"COMMISSION": 2_00, "PAYMENT": 2_33}),
        ("PH", FASHION, 100_00, 100_00, {"COMMISSION": 2_00, "PAYMENT": 2_24}),
        ("SG", FASHION, 100_00, 100_00, {"COMMISSION": 4_91, "PAYMENT": 2_18}),
        ("TH", ELECTRONICS, 100_00, 100_00, {"COMMISSION": 5_35}),
        ("TH", FASHION, 10_000_00, 10_000_00, {"COMMISSION": 199_00}),
        ("GB", FASHION, 100_00, 104_00, {"COMMISSION": 9_36}),
        ("US", FASHION, 100_00, 117_00, {"COMMISSION": 6_00}),
        ("US", JEWELLERY, 100_00, 117_00, {"COMMISSION": 5_00}),
        ("VN", FASHION, 100_000, 116_500, {"COMMISSION": 8_000, "PAYMENT": 5_825, "ORDER": 3_000}),
    ],
)
def test_part_c_each_market_takes_what_it_publishes(
    market: str, categories: tuple[int, ...], goods: int, paid: int, fees: dict[str, int]
) -> None:
    assert charged(market, FeeBase(1, categories, 1, goods, paid)) == fees


def test_a_cap_counts_per_piece() -> None:
    assert charged("TH", FeeBase(1, FASHION, 3, 30_000_00, 30_000_00)) == {"COMMISSION": 3 * 199_00}


def test_an_order_fee_is_laid_on_its_lines_to_the_last_unit() -> None:
    lines = [FeeBase(number, FASHION, 1, goods, goods) for number, goods in enumerate((7_001, 13_003, 5))]
    fees = fees_of("IDR", [*lines, FeeBase(9, FASHION, 1, 0, 0)], fees_in_force("ID", AT))
    assert sum(fee.amount_minor for fee in fees if fee.kind == "ORDER") == 1_250
    # A line that was refunded whole is charged nothing.
    assert all(fee.line_id != 9 for fee in fees)


def test_the_newest_version_in_force_is_charged_and_named() -> None:
    [us] = fees_in_force("US", AT)
    raised = msgspec.structs.replace(us, by_category={EVERY: 80_000}, effective_from=datetime(2027, 1, 1, tzinfo=UTC))
    rows: list[FeeRow] = [raised, us]
    assert [row.version for row in fees_in_force("US", AT, rows)] == ["commission US 2021-01-01"]
    later = fees_in_force("US", datetime(2027, 6, 1, tzinfo=UTC), rows)
    [fee] = fees_of("USD", [FeeBase(1, FASHION, 1, 100_00, 100_00)], later)
    assert (fee.amount_minor, fee.rule) == (8_00, "commission US 2027-01-01")


def test_every_market_has_fees_of_categories_that_exist() -> None:
    assert {row.market for row in FEES} == set(MARKETS)
    known = {number for number, _, _ in CATEGORIES} | {EVERY}
    for row in FEES:
        assert set(row.by_category) <= known
        assert all(0 < rate < WHOLE_PPM // 2 for rate in row.by_category.values())
        assert row.by_category or row.flat_minor
        assert (row.evidence == "PUBLISHED") == bool(row.page)


@given(st.sampled_from(sorted(MARKETS)), st.integers(0, 10**9), st.integers(1, 99))
def test_a_fee_is_never_more_than_the_line(market: str, goods: int, quantity: int) -> None:
    fees = charged(market, FeeBase(1, FASHION, quantity, goods, goods))
    assert sum(fees.values()) <= goods + 3_000
    assert (goods > 0) or not fees
