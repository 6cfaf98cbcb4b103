from pathlib import Path

import pytest

from etalase.base.errors import Refused
from etalase.imports.rules import Rejected
from tests.rules.imports.files import IDR, USD, codes, products, sole, wrote


def test_lines_with_numbers_lists_and_keys_that_come_later(tmp_path: Path) -> None:
    text = '{"title": "Hat", "price": 12.50, "images": ["a.webp", "b.webp"]}\n\n{"title": "Bag", "price": "9.99", "stock": 4}\n'
    hat, bag = products(wrote(tmp_path, text, "p.jsonl"), USD)
    assert (hat.skus[0].price_minor, hat.skus[0].stock) == (1250, None)
    assert (bag.skus[0].price_minor, bag.skus[0].stock, bag.lines) == (999, 4, (3,))


def test_nested_variants_are_rows_of_one_product(tmp_path: Path) -> None:
    text = (
        '{"handle": "hat", "title": "Hat", "variants": ['
        '{"sku": "H-R", "price": 129000, "options": {"Warna": "Merah", "Ukuran": "M"}},'
        ' {"sku": "H-B", "price": 135000, "options": {"Warna": "Biru", "Ukuran": "M"}}]}'
    )
    hat = sole(wrote(tmp_path, text), IDR)
    assert hat.options == ("Warna", "Ukuran")
    assert [(s.seller_sku, s.options, s.price_minor) for s in hat.skus] == [
        ("H-R", ("Merah", "M"), 129_000),
        ("H-B", ("Biru", "M"), 135_000),
    ]


def test_an_array_is_taken_with_its_lines(tmp_path: Path) -> None:
    hat, bag = products(
        wrote(tmp_path, '[\n  {"title": "Hat", "price": 5},\n  {\n"title": "Bag",\n"price": "none"}\n]'), USD
    )
    assert (hat.title, hat.lines) == ("Hat", (2,))
    assert isinstance(bag, Rejected)
    assert bag.lines == (3,)


@pytest.mark.parametrize(
    "bad", ['{"title": "Hat"', "[1, 2]", '"text"', "{}x", '{"a":' * 60_000, '{"title": ' + "[" * 100_000]
)
def test_a_bad_line_spoils_itself(tmp_path: Path, bad: str) -> None:
    first, bag = products(
        wrote(tmp_path, '{"title": "Cap", "price": 5}\n' + bad + '\n{"title": "Bag", "price": 5}\n'), USD
    )[0::2]
    assert (first.title, bag.title) == ("Cap", "Bag")


def test_half_a_letter_is_no_text(tmp_path: Path) -> None:
    found = products(wrote(tmp_path, b'{"title": "Hat\\u0000", "price": 5}\n{"title": "Bag", "price": 5}\n'), USD)
    assert [codes(p) for p in found] == [["bad_characters"], []]


def test_a_broken_array_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        products(wrote(tmp_path, '[{"title": "Hat", "price": 5},'), USD)
    assert refused.value.code == "imports.not_a_table"
