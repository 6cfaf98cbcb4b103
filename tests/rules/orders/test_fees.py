"""R-ORD-6: what the buyer's fee of an order is called in each market, found again from the one sum that was kept."""

from datetime import UTC, datetime

import msgspec
import pytest

from etalase.base.markets.policies import DEFINITIONS, Policy
from etalase.orders.rules.fees import Fee, buyer_fees, charged_fees
from etalase.orders.rules.taxes import ROWS, TaxTable

AT = datetime(2026, 11, 1, tzinfo=UTC)
TABLE = TaxTable(ROWS)


def numbers(market: str) -> Policy:
    """What a market starts with."""
    return msgspec.convert({name: definition.of(market) for name, definition in DEFINITIONS.items()}, Policy)


@pytest.mark.parametrize(
    ("market", "region", "sub_total", "earlier", "fees"),
    [
        ("ID", "", 100_000, 3, []),
        ("ID", "", 100_000, 4, [Fee("SERVICE_FEE", 1_000)]),
        ("TH", "", 99_00, 9, [Fee("SMALL_ORDER_FEE", 10_00)]),
        ("TH", "", 100_00, 9, []),
        ("US", "CO", 25_00, 0, [Fee("RETAIL_DELIVERY_FEE", 28)]),
        ("US", "MN", 99_99, 0, []),
        ("US", "MN", 100_00, 0, [Fee("RETAIL_DELIVERY_FEE", 50)]),
        *((market, "", 50_00, 9, []) for market in ("MY", "PH", "SG", "GB", "VN")),
    ],
)
def test_r_ord_6_a_fee_is_called_what_the_market_calls_it(
    market: str, region: str, sub_total: int, earlier: int, fees: list[Fee]
) -> None:
    tax = TABLE.find(market, {"region": region}, AT)
    asked = buyer_fees(numbers(market), tax, sub_total_minor=sub_total, earlier_orders=earlier)
    assert asked == fees
    charged = sum(fee.minor for fee in asked)
    found = charged_fees(numbers(market), tax, sub_total_minor=sub_total, charged_minor=charged, market=market)
    assert found == fees


def test_r_ord_6_two_fees_of_one_order_are_told_apart() -> None:
    both = msgspec.structs.replace(numbers("TH"), service_fee_minor=3_00)
    tax = TABLE.find("TH", {}, AT)
    first = charged_fees(both, tax, sub_total_minor=50_00, charged_minor=10_00, market="TH")
    fifth = charged_fees(both, tax, sub_total_minor=50_00, charged_minor=13_00, market="TH")
    assert first == [Fee("SMALL_ORDER_FEE", 10_00)]
    assert fifth == [Fee("SMALL_ORDER_FEE", 10_00), Fee("SERVICE_FEE", 3_00)]


@pytest.mark.parametrize(
    ("market", "kind"), [("ID", "SERVICE_FEE"), ("TH", "SMALL_ORDER_FEE"), ("US", "RETAIL_DELIVERY_FEE")]
)
def test_a_sum_that_corrected_numbers_do_not_explain_keeps_the_name_of_its_market(market: str, kind: str) -> None:
    tax = TABLE.find(market, {}, AT)
    found = charged_fees(numbers(market), tax, sub_total_minor=1, charged_minor=77_77, market=market)
    assert [(fee.kind, fee.minor) for fee in found] == [(kind, 77_77)]
