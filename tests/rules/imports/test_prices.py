from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etalase.imports.rules.prices import Price, Unreadable, read_price
from etalase.imports.rules.stocks import read_stock


@pytest.mark.parametrize(
    ("text", "currency", "price"),
    [
        ("Rp 129.000", "IDR", Price(129_000, "IDR")),
        ("Rp129.000,-", "IDR", Price(129_000, "IDR")),
        ("129.000,00", "IDR", Price(129_000, None)),
        ("129,000.00", "IDR", Price(129_000, None)),
        ("129000", "IDR", Price(129_000, None)),
        ("129000.0", "IDR", Price(129_000, None)),
        ("IDR 1.250.000", "IDR", Price(1_250_000, "IDR")),
        ("1.299", "VND", Price(1_299, None)),
        ("25,000₫", "VND", Price(25_000, "VND")),
        ("12.50", "USD", Price(1_250, None)),
        ("12,50", "USD", Price(1_250, None)),
        ("$12.50", "USD", Price(1_250, "USD")),
        ("$12.50", "SGD", Price(1_250, "SGD")),
        ("S$ 1,299.90", "SGD", Price(129_990, "SGD")),
        ("1,299", "USD", Price(129_900, None)),
        ("12.500", "USD", Price(1_250, None)),
        (".99", "USD", Price(99, None)),
        ("0.99", "USD", Price(99, None)),
        ("1 299,00 €", "USD", Price(129_900, "EUR")),
        ("1'299.00", "USD", Price(129_900, None)),
        ("RM 49.90", "MYR", Price(4_990, "MYR")),
        ("฿๑๒๐", "THB", Price(12_000, "THB")),
        ("$12.50", "IDR", Price(1_250, "USD")),
        ("0", "USD", Price(0, None)),
    ],
)
def test_prices_as_people_write_them(text: str, currency: str, price: Price) -> None:
    assert read_price(text, currency) == price


@pytest.mark.parametrize(
    ("text", "currency", "code"),
    [
        ("12.50", "IDR", "price_fraction"),
        ("1.299", "USD", "price_fraction"),
        ("-5", "USD", "price_too_low"),
        ("-$5", "USD", "price_too_low"),
        ("$-5", "USD", "price_too_low"),
        ("free", "USD", "price_unreadable"),
        ("12-15", "USD", "price_unreadable"),
        ("1,29,000", "IDR", "price_unreadable"),
        ("1e5", "IDR", "price_unreadable"),
        ("NaN", "USD", "price_unreadable"),
        ("$5 EUR", "USD", "price_unreadable"),
        ("129rb", "IDR", "price_unreadable"),
        ("1" * 30, "USD", "price_too_high"),
        ("1" * 5_000, "USD", "price_too_high"),
        ("", "USD", "price_unreadable"),
    ],
)
def test_prices_that_mean_nothing_certain(text: str, currency: str, code: str) -> None:
    with pytest.raises(Unreadable) as unreadable:
        read_price(text, currency)
    assert unreadable.value.code == f"imports.{code}"


@given(st.integers(0, 10**12), st.sampled_from(["IDR", "USD"]), st.sampled_from([("", "."), (",", "."), (".", ",")]))
def test_every_grouping_reads_back_exactly(minor: int, currency: str, marks: tuple[str, str]) -> None:
    thousands, point = marks
    whole, cents = divmod(minor, 100) if currency == "USD" else (minor, 0)
    text = f"{whole:,}".replace(",", thousands) + (f"{point}{cents:02d}" if currency == "USD" else "")
    assert read_price(text, currency).minor == minor


@given(st.text(max_size=80), st.sampled_from(["IDR", "USD", "EUR", ""]))
def test_any_text_is_a_price_or_unreadable(text: str, currency: str) -> None:
    with suppress(Unreadable):
        assert read_price(text, currency).minor >= 0


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("20", 20),
        ("20.0", 20),
        ("1.000", 1_000),
        ("1,000", 1_000),
        ("0", 0),
        ("-1", None),
        ("1.5", None),
        ("many", None),
        ("9" * 50, None),
        ("²", None),
    ],
)
def test_stock(text: str, pieces: int | None) -> None:
    assert read_stock(text) == pieces
