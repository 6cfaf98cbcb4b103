"""How the money of a sold line falls on the accounts, and how it goes back."""

from collections import Counter
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etalase.ledger.rules import Leg, Move, Sold, back, moves_of, withholding

AT = datetime(2026, 11, 24, tzinfo=UTC)


def sold(revenue: int, **amounts: int | bool | str) -> Sold:
    """A line with this revenue; every other amount is nothing unless it is named."""
    zero: dict[str, int | bool | str] = {
        "currency": "IDR",
        "platform_discount_minor": 0,
        "shipping_minor": 0,
        "shipping_seller_minor": 0,
        "shipping_platform_minor": 0,
        "tax_minor": 0,
        "buyer_fee_minor": 0,
        "in_cash": False,
        "seller_ships": False,
    }
    return Sold(revenue_minor=revenue, **(zero | amounts))  # pyright: ignore[reportArgumentType]


def balances(moves: list[Move]) -> dict[str, int]:
    """Account to balance after these moves."""
    found: Counter[str] = Counter()
    for move in moves:
        found[move.credit] += move.amount_minor
        found[move.debit] -= move.amount_minor
    return {kind: minor for kind, minor in found.items() if minor}


def test_every_part_of_a_sale_has_its_account() -> None:
    line = sold(
        100_000,
        platform_discount_minor=10_000,
        shipping_minor=9_000,
        shipping_seller_minor=2_000,
        shipping_platform_minor=4_000,
        tax_minor=700,
        buyer_fee_minor=300,
    )
    assert balances(moves_of(line, None)) == {
        "clearing": -(90_000 + 9_000 + 700 + 300),
        "seller_pending": 100_000 - 2_000,
        "promo_platform": -(10_000 + 4_000),
        "shipping_fund": 9_000 + 2_000 + 4_000,
        "tax": 700,
        "platform_fee": 300,
    }


def test_who_ships_alone_has_the_shipping() -> None:
    line = sold(100, shipping_minor=9, shipping_seller_minor=2, shipping_platform_minor=4, seller_ships=True)
    assert balances(moves_of(line, None)) == {"clearing": -109, "seller_pending": 113, "promo_platform": -4}


def test_r_cod_1_cash_lies_with_the_carrier() -> None:
    assert balances(moves_of(sold(100, in_cash=True), None)) == {"carrier_cash": -100, "seller_pending": 100}


def test_vietnam_withholds_from_private_sellers_from_july_2025_on() -> None:
    held = withholding("VN", "INDIVIDUAL", AT)
    assert held is not None and held.version == "withholding VN 2025-07-01"
    moves = moves_of(sold(200_000, currency="VND"), held)
    assert [(move.leg, move.amount_minor) for move in moves[1:]] == [
        (Leg.WITHHELD_VAT, 2_000),
        (Leg.WITHHELD_PIT, 1_000),
    ]
    assert balances(moves)["seller_pending"] == 197_000
    assert withholding("VN", "BUSINESS", AT) is None
    assert withholding("VN", "INDIVIDUAL", datetime(2025, 6, 30, tzinfo=UTC)) is None
    assert withholding("ID", "INDIVIDUAL", AT) is None


def test_a_discount_above_the_price_is_our_bug() -> None:
    with pytest.raises(ValueError, match="more than the price"):
        moves_of(sold(10, platform_discount_minor=11), None)


@settings(max_examples=1000)
@given(
    st.tuples(*[st.integers(0, 10**7)] * 7),
    st.booleans(),
    st.lists(st.integers(1, 10**6), min_size=1, max_size=40),
)
def test_r11_forty_refunds_leave_nothing_on_any_account(
    amounts: tuple[int, ...], seller_ships: bool, weights: list[int]
) -> None:
    revenue, discount, shipping, by_seller, by_platform, tax, fee = amounts
    line = sold(
        revenue + discount,
        platform_discount_minor=discount,
        shipping_minor=shipping,
        shipping_seller_minor=by_seller,
        shipping_platform_minor=by_platform,
        tax_minor=tax,
        buyer_fee_minor=fee,
        seller_ships=seller_ships,
        currency="VND",
    )
    parts = moves_of(line, withholding("VN", "INDIVIDUAL", AT))
    paid = revenue + shipping + tax + fee
    gone: Counter[int] = Counter()
    before = 0
    for number in range(1, len(weights) + 1):
        after = paid * sum(weights[:number]) // sum(weights)
        given_back = back(parts, before, after, paid)
        if paid:
            assert sum(each.amount_minor for each in given_back if each.debit == "clearing") == after - before
        gone.update({each.leg: each.amount_minor for each in given_back})
        before = after
        if not paid:
            break
    assert gone == Counter({part.leg: part.amount_minor for part in parts})
