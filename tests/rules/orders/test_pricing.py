"""R-ORD-6 without a database: every amount of an order is the sum of its lines, in every column and every currency."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as some

from etalase.base.money import DECIMALS
from etalase.orders.rules.fees import Fee
from etalase.orders.rules.pricing import Amounts, Delivery, Item, price, tax_of
from etalase.orders.rules.taxes import EVERYWHERE, ROWS, SINCE, Tax

NONE = Tax("MY", EVERYWHERE, SINCE, "NONE", 0, included=True, shipping_taxed=False)
VAT = Tax("ID", EVERYWHERE, SINCE, "VAT", 110_000, included=True, shipping_taxed=True)
ON_TOP = Tax("US", "MN", SINCE, "SALES_TAX", 68_750, included=False, shipping_taxed=True)


@some.composite
def items(draw: some.DrawFn) -> Item:
    quantity, unit = draw(some.integers(1, 99)), draw(some.integers(1, 10_000_000))
    seller = draw(some.integers(0, quantity * unit))
    platform = draw(some.integers(0, quantity * unit - seller))
    return Item(draw(some.integers(1, 9)), quantity, unit, seller, platform)


@some.composite
def deliveries(draw: some.DrawFn) -> Delivery:
    fee = draw(some.integers(0, 1_000_000))
    seller = draw(some.integers(0, fee))
    return Delivery(fee, seller, draw(some.integers(0, fee - seller)))


@given(
    some.lists(items(), min_size=1, max_size=8),
    deliveries(),
    some.sampled_from(ROWS),
    some.integers(0, 5_000),
    some.sampled_from(sorted(DECIMALS)),
)
def test_r_ord_6_an_order_is_the_sum_of_its_lines_in_every_column(
    asked: list[Item], delivery: Delivery, tax: Tax, fee_minor: int, currency: str
) -> None:
    priced = price(asked, currency=currency, tax=tax, delivery=delivery, fees=[Fee("SERVICE_FEE", fee_minor)])
    for name in Amounts.__struct_fields__:
        column = [getattr(line, name) for line in priced.lines]
        assert sum(column) == getattr(priced.total, name), name
        assert min(column) >= 0, name
    whole = priced.total
    assert sum(line.paid_minor for line in priced.lines) == whole.paid_minor
    assert whole.sub_total_minor == sum(item.net_minor for item in asked)
    assert whole.paid_minor == whole.sub_total_minor + delivery.left_minor + whole.tax_minor + fee_minor
    assert whole.shipping_minor + whole.shipping_seller_minor + whole.shipping_platform_minor == delivery.fee_minor
    assert sum(step.minor for step in priced.steps) == whole.paid_minor
    assert not (whole.tax_minor and whole.tax_included_minor)
    assert all(line.tax_included_minor <= line.paid_minor for line in priced.lines)


@given(some.lists(items(), min_size=2, max_size=8), deliveries(), some.sampled_from([VAT, ON_TOP]))
def test_r_ord_6_a_line_is_within_one_minor_unit_of_its_exact_share(
    asked: list[Item], delivery: Delivery, tax: Tax
) -> None:
    priced = price(asked, currency="IDR", tax=tax, delivery=delivery)
    whole = sum(item.net_minor for item in asked)
    for item, line in zip(asked, priced.lines, strict=True):
        if whole:
            assert abs(line.shipping_minor * whole - delivery.left_minor * item.net_minor) < whole


@pytest.mark.parametrize(
    ("base", "tax", "expected"),
    [(111_000, VAT, 11_000), (100, VAT, 10), (5, VAT, 0), (0, VAT, 0), (100_00, ON_TOP, 688), (8, ON_TOP, 1)],
)
def test_r_ord_6_tax_inside_a_price_or_on_top_of_it(base: int, tax: Tax, expected: int) -> None:
    assert tax_of(base, tax) == expected


def test_r_ord_6_the_parts_of_one_order_by_hand() -> None:
    asked = [Item(1, 2, 100_000, seller_discount_minor=20_000), Item(2, 1, 50_000, platform_discount_minor=5_000)]
    priced = price(
        asked, currency="IDR", tax=VAT, delivery=Delivery(20_000, 5_000, 0), fees=[Fee("SERVICE_FEE", 1_000)]
    )
    first, second = priced.lines
    assert (first.shipping_minor, second.shipping_minor) == (12_000, 3_000)
    assert (first.shipping_seller_minor, second.shipping_seller_minor) == (4_000, 1_000)
    assert (first.buyer_fee_minor, second.buyer_fee_minor) == (800, 200)
    assert (first.tax_included_minor, second.tax_included_minor) == (19_027, 4_757)
    assert (first.paid_minor, second.paid_minor) == (192_800, 48_200)
    assert priced.total.paid_minor == 241_000
    assert [(step.kind, step.minor) for step in priced.steps] == [
        ("ITEMS", 250_000),
        ("SELLER_DISCOUNT", -20_000),
        ("PLATFORM_DISCOUNT", -5_000),
        ("SHIPPING", 20_000),
        ("SHIPPING_SELLER", -5_000),
        ("SERVICE_FEE", 1_000),
    ]


def test_r_ord_6_shipping_of_an_order_that_costs_nothing_follows_its_list_prices() -> None:
    asked = [Item(1, 1, 300, seller_discount_minor=300), Item(2, 1, 100, platform_discount_minor=100)]
    priced = price(asked, currency="IDR", tax=NONE, delivery=Delivery(8))
    assert [line.shipping_minor for line in priced.lines] == [6, 2]


def test_shipping_is_taxed_only_where_the_state_taxes_it() -> None:
    asked, delivery = [Item(1, 1, 100_00)], Delivery(10_00)
    there = Tax("US", "CA", datetime(2021, 1, 1, tzinfo=UTC), "SALES_TAX", 72_500, included=False, shipping_taxed=False)
    assert price(asked, currency="USD", tax=there, delivery=delivery).total.tax_minor == 7_25
    assert price(asked, currency="USD", tax=ON_TOP, delivery=delivery).total.tax_minor == 7_56
