from pathlib import Path

import pytest

from etalase.base.errors import Refused
from etalase.imports.rules import Rejected, open_table
from tests.rules.imports.files import IDR, codes, products, sole, wrote


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found(tmp_path: Path, delimiter: str) -> None:
    lines = (("Nama Produk", "Harga", "Stok"), ("Topi jerami", "129000", "7"), ("Tas kain", "45000", "3"))
    path = wrote(tmp_path, "\n".join(delimiter.join(line) for line in lines))
    assert [(p.title, p.skus[0].price_minor, p.skus[0].stock) for p in products(path)] == [
        ("Topi jerami", 129_000, 7),
        ("Tas kain", 45_000, 3),
    ]


def test_commas_in_texts_do_not_hide_the_semicolon(tmp_path: Path) -> None:
    path = wrote(
        tmp_path, "title;price;description\nHat;5000;one, two, three, four\nBag;6000;five, six, seven, eight\n"
    )
    assert [p.description for p in products(path)] == ["one, two, three, four", "five, six, seven, eight"]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_ends_of_lines_quoted_breaks_and_line_numbers(tmp_path: Path, end: str) -> None:
    text = end.join(["title,price,description", f'Hat,5000,"first{end}second"', "", "Bag,x,plain"]) + end
    hat, bag = products(wrote(tmp_path, text))
    assert hat.description == "first\nsecond"
    assert hat.lines == (2,)
    assert isinstance(bag, Rejected)
    assert [(p.line, p.column, p.code) for p in bag.problems] == [(5, "price", "imports.price_unreadable")]


def test_a_byte_order_mark_is_no_part_of_the_heading(tmp_path: Path) -> None:
    with open_table(wrote(tmp_path, b"\xef\xbb\xbftitle,price\nHat,5000\n")) as table:
        assert table.header == ("title", "price")


def test_bytes_that_are_not_utf8_spoil_their_product_only(tmp_path: Path) -> None:
    hat, bag = products(wrote(tmp_path, b"title,price\nCaf\xe9,5000\nBag,6000\n"))
    assert codes(hat) == ["not_utf8"]
    assert hat.problems[0].line == 2
    assert bag.title == "Bag"


@pytest.mark.parametrize("content", ["title,price\nHat,5\n".encode("utf-16"), b"t\xeftle,price\nHat,5\n"])
def test_a_heading_that_is_not_utf8_is_refused(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(Refused) as refused:
        products(wrote(tmp_path, content))
    assert refused.value.code == "imports.not_text"


def test_a_quote_that_never_closes_costs_its_own_line(tmp_path: Path) -> None:
    rows = "".join(f"Item {n},5000,plain\n" for n in range(50))
    found = products(wrote(tmp_path, 'title,price,description\nHat,5000,"open\n' + rows))
    assert codes(found[0]) == ["quote_open"]
    assert found[0].lines == (2,)
    assert [p.title for p in found[1:]] == [f"Item {n}" for n in range(50)]


def test_quotes_inside_a_cell_are_kept(tmp_path: Path) -> None:
    path = wrote(tmp_path, 'title,price\n"12"" screen",5000\nTV 14",6000\n')
    assert [p.title for p in products(path)] == ['12" screen', 'TV 14"']


def test_short_rows_are_filled_and_long_rows_told(tmp_path: Path) -> None:
    short, empty, long = products(wrote(tmp_path, "title,price,stock\nHat,5000\nBag,5000,1,,\nCap,5000,1,shifted\n"))
    assert short.skus[0].stock is None
    assert empty.skus[0].stock == 1
    assert codes(long) == ["too_many_cells"]


def test_notes_above_the_heading_are_passed_over(tmp_path: Path) -> None:
    path = wrote(tmp_path, "sep=,\nWeekly export\ntitle,price,stock\nHat,5000,2\n")
    assert sole(path, IDR).title == "Hat"


def test_headings_that_are_alike_get_numbers(tmp_path: Path) -> None:
    with open_table(wrote(tmp_path, "title,price,Price,,title\nHat,1,2,3,4\n")) as table:
        assert table.header == ("title", "price", "Price (2)", "Column 4", "title (2)")


@pytest.mark.parametrize("content", [b"", b"\n\n \n", b"\xef\xbb\xbf"])
def test_nothing_in_the_file(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(Refused) as refused:
        products(wrote(tmp_path, content))
    assert refused.value.code == "imports.empty"


def test_a_picture_is_no_table(tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        products(wrote(tmp_path, b"\x89PNG\r\n\x1a\n" + bytes(100)))
    assert refused.value.code == "imports.not_a_table"


def test_no_such_file(tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        products(tmp_path / "nowhere.csv")
    assert refused.value.code == "imports.no_such_file"
