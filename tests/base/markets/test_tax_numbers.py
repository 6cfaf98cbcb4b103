"""Tax numbers of sellers: each market's form, however people write it, and nothing else."""

import pytest

from etalase.base.errors import Invalid
from etalase.base.markets import MARKETS
from etalase.base.markets.tax_numbers import TAX_NUMBERS, checked_tax_number


def test_every_market_has_a_number_and_its_example_is_one() -> None:
    assert set(TAX_NUMBERS) == set(MARKETS)
    for market, form in TAX_NUMBERS.items():
        kept = checked_tax_number(market, form.example)
        assert kept.isascii() and kept.isalnum() and kept == kept.upper() and 9 <= len(kept) <= 17


@pytest.mark.parametrize(
    ("market", "written", "kept"),
    [
        ("ID", "01.234.567.8-901.000", "012345678901000"),
        ("MY", "c 20880050010", "C20880050010"),
        ("PH", "123-456-789", "123456789"),
        ("SG", "201912345k", "201912345K"),
        ("TH", "0 1055 56012 34 5", "0105556012345"),
        ("GB", "gb123456789", "GB123456789"),
        ("US", "12-3456789", "123456789"),
        ("VN", "0123456789", "0123456789"),
        ("VN", "  ", ""),
    ],
)
def test_it_is_kept_without_what_people_write_between(market: str, written: str, kept: str) -> None:
    assert checked_tax_number(market, written) == kept


@pytest.mark.parametrize(
    ("market", "written"),
    [(market, wrong) for market in MARKETS for wrong in ("123", "abc", "1" * 18, "٠١٢٣٤٥٦٧٨٩", "12-345678X!")],
)
def test_what_is_no_number_of_the_market_is_told_with_an_example(market: str, written: str) -> None:
    with pytest.raises(Invalid) as no:
        checked_tax_number(market, written)
    assert set(no.value.errors) == {"tax_number"} and no.value.facts == {"example": TAX_NUMBERS[market].example}
