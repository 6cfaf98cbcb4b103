"""Money is exact: every property holds for every amount of every currency."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etalase.base.money import DECIMALS, LARGEST, CurrencyMismatch, Money, NotMoney, share, split, total

CURRENCIES = st.sampled_from(sorted(DECIMALS))
AMOUNTS = st.builds(Money, st.integers(-LARGEST, LARGEST), CURRENCIES)
WEIGHTS = st.lists(st.integers(0, 10**9), min_size=1, max_size=20).filter(any)


@given(AMOUNTS)
def test_what_is_shown_reads_back_exactly(amount: Money) -> None:
    assert Money.parse(amount.decimal(), amount.currency, negative=True) == amount


def test_currencies_show_their_own_decimals() -> None:
    assert Money(129000, "IDR").decimal() == "129000"
    assert Money(1250, "USD").decimal() == "12.50"
    assert Money(5, "GBP").decimal() == "0.05"
    assert Money(-5, "MYR").decimal() == "-0.05"
    assert Money(0, "VND").decimal() == "0"


def test_missing_decimals_count_as_zero() -> None:
    assert Money.parse("12", "USD") == Money(1200, "USD")
    assert Money.parse("12.5", "USD") == Money(1250, "USD")


JUNK = (
    *("", " ", "1e3", "1E3", "+1", "-1", "1,000", "1.000.000", ".5", "5.", "007", "1 000", " 1", "1\n", "NaN", "inf"),
    *("0x10", "١٢", "１２", "12.345", "1_000", "--1", "$5", "9" * 17, "9007199254740992", "90071992547409.92"),
)


@pytest.mark.parametrize("junk", JUNK)
def test_junk_is_refused_not_guessed(junk: str) -> None:
    with pytest.raises(NotMoney):
        Money.parse(junk, "USD")


def test_rupiah_and_dong_have_no_cents() -> None:
    for currency in ("IDR", "VND"):
        with pytest.raises(NotMoney):
            Money.parse("129000.50", currency)


def test_a_foreign_currency_is_refused() -> None:
    with pytest.raises(NotMoney):
        Money.parse("1", "EUR")


def test_the_largest_amount_is_two_to_the_53_minus_one() -> None:
    assert Money.parse(str(LARGEST), "IDR").minor == LARGEST
    assert Money.parse("90071992547409.91", "USD").minor == LARGEST


@given(st.text(max_size=30), CURRENCIES)
def test_any_text_is_either_money_in_bounds_or_refused(text: str, currency: str) -> None:
    try:
        amount = Money.parse(text, currency)
    except NotMoney:
        return
    assert 0 <= amount.minor <= LARGEST
    assert int(text.replace(".", "")) * 10 ** (DECIMALS[currency] - len(text.partition(".")[2])) == amount.minor


@given(AMOUNTS, WEIGHTS)
def test_parts_sum_to_the_whole_and_are_within_one_unit_of_fair(amount: Money, weights: list[int]) -> None:
    parts = split(amount, weights)
    assert total(parts, amount.currency) == amount
    for part, weight in zip(parts, weights, strict=True):
        assert abs(part.minor * sum(weights) - amount.minor * weight) < sum(weights)
        assert weight or not part


@given(AMOUNTS, WEIGHTS)
def test_a_refund_splits_like_the_payment(amount: Money, weights: list[int]) -> None:
    assert split(-amount, weights) == [-part for part in split(amount, weights)]


def test_the_largest_remainder_gets_the_odd_unit() -> None:
    minors = [part.minor for part in split(Money(100, "IDR"), (1, 1, 1))]
    assert minors == [34, 33, 33]
    assert [part.minor for part in split(Money(10, "IDR"), (1, 2, 4))] == [1, 3, 6]


@pytest.mark.parametrize("weights", [(), (0, 0), (1, -1), (2, -1)])
def test_weights_that_share_nothing_are_our_bug(weights: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="weights"):
        split(Money(1, "USD"), weights)


def test_a_share_is_basis_points() -> None:
    assert share(Money(129000, "IDR"), 1250) == Money(16125, "IDR")
    assert share(Money(1, "USD"), 5000) == Money(1, "USD")
    assert share(Money(999, "USD"), 0) == Money(0, "USD")
    assert share(Money(999, "USD"), 10_000) == Money(999, "USD")


@given(AMOUNTS, AMOUNTS)
def test_two_currencies_never_meet(left: Money, right: Money) -> None:
    if left.currency == right.currency:
        assert (left + right) - right == left
        assert (left < right) == (left.minor < right.minor)
        assert (left >= right) == (left.minor >= right.minor)
        return
    for meet in (Money.__add__, Money.__sub__, Money.__lt__, Money.__le__, Money.__gt__, Money.__ge__):
        with pytest.raises(CurrencyMismatch):
            meet(left, right)


def test_quantity_multiplies() -> None:
    assert 3 * Money(1250, "USD") == Money(1250, "USD") * 3 == Money(3750, "USD")
    assert total([], "THB") == Money(0, "THB")
