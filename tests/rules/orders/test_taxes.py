"""Which tax row is in force where and when, and what buyers pay besides (Part C; R-ORD-6). Without a database."""

from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest

from etalase.base.markets import DEFINITIONS, MARKETS, REGIONS, Policy
from etalase.orders.rules.fees import Fee, buyer_fees
from etalase.orders.rules.taxes import NO_SALES_TAX, ROWS, STATE_RATES, STATES, TaxTable, region_of

TABLE = TaxTable(ROWS)
NOW = datetime(2026, 11, 24, tzinfo=UTC)


def policy_of(market: str, **numbers: Any) -> Policy:
    values = {name: definition.of(market) for name, definition in DEFINITIONS.items()}
    return msgspec.convert(values | numbers, Policy)


@pytest.mark.parametrize(
    ("market", "rate_ppm", "included"),
    [
        ("ID", 110_000, True),
        ("MY", 0, True),
        ("PH", 120_000, True),
        ("SG", 90_000, True),
        ("TH", 70_000, True),
        ("GB", 200_000, True),
        ("US", 0, False),
        ("VN", 80_000, True),
    ],
)
def test_part_c_the_tax_of_each_market(market: str, rate_ppm: int, *, included: bool) -> None:
    row = TABLE.find(market, {"country": market, "region": "Anywhere"}, NOW)
    assert (row.rate_ppm, row.included) == (rate_ppm, included)


def test_part_c_a_rate_has_its_dates() -> None:
    def at(year: int, month: int) -> int:
        return TABLE.find("VN", {}, datetime(year, month, 1, tzinfo=UTC)).rate_ppm

    assert [at(2023, 12), at(2026, 12), at(2027, 1)] == [100_000, 80_000, 100_000]


@pytest.mark.parametrize(
    ("region", "state"),
    [("California", "CA"), ("ca", "CA"), ("D.C.", "DC"), (" new  york ", "NY"), ("Guam", ""), (None, ""), (7, "")],
)
def test_part_c_a_us_state_by_name_or_letters(region: object, state: str) -> None:
    assert region_of("US", {"region": region}) == state
    assert region_of("ID", {"region": region}) == ""


def test_part_c_every_state_has_its_row_and_every_state_of_the_form_is_known() -> None:
    assert set(STATES.values()) == set(STATE_RATES) | set(NO_SALES_TAX)
    territories = {"AMERICAN SAMOA", "GUAM", "NORTHERN MARIANA ISLANDS", "PUERTO RICO", "US VIRGIN ISLANDS"}
    assert {name.upper().replace(".", "") for name in REGIONS["US"]} - territories == set(STATES)
    for state in NO_SALES_TAX:
        assert TABLE.find("US", {"region": state}, NOW).rate_ppm == 0


def test_r_ord_6_thailand_s_small_orders_pay_a_fee() -> None:
    policy, tax = policy_of("TH"), TABLE.find("TH", {}, NOW)
    assert buyer_fees(policy, tax, sub_total_minor=99_99, earlier_orders=0) == [Fee("SMALL_ORDER_FEE", 10_00)]
    assert buyer_fees(policy, tax, sub_total_minor=100_00, earlier_orders=9) == []


def test_r_ord_6_indonesia_s_service_fee_begins_with_the_fifth_order() -> None:
    policy, tax = policy_of("ID"), TABLE.find("ID", {}, NOW)
    paid = [buyer_fees(policy, tax, sub_total_minor=50_000, earlier_orders=earlier) for earlier in range(6)]
    assert [bool(fees) for fees in paid] == [False, False, False, False, True, True]
    assert paid[4] == [Fee("SERVICE_FEE", 1_000)]


@pytest.mark.parametrize(
    ("state", "sub_total", "fee"),
    [("Colorado", 1, 28), ("Minnesota", 99_99, 0), ("Minnesota", 100_00, 50), ("Texas", 500_00, 0)],
)
def test_r_ord_6_the_retail_delivery_fee_of_two_states(state: str, sub_total: int, fee: int) -> None:
    tax = TABLE.find("US", {"region": state}, NOW)
    fees = buyer_fees(policy_of("US"), tax, sub_total_minor=sub_total, earlier_orders=0)
    assert sum(each.minor for each in fees) == fee


def test_other_markets_have_no_fee() -> None:
    for market in set(MARKETS) - {"TH", "ID", "US"}:
        assert not buyer_fees(policy_of(market), TABLE.find(market, {}, NOW), sub_total_minor=1, earlier_orders=9)
