import zipfile
from pathlib import Path

import openpyxl
import pytest

from etalase.base.errors import Refused
from tests.rules.imports.files import USD, inline, products, sole, workbook, wrote


def test_a_workbook_written_by_another_program(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (
        ("Title", "Price", "Stock", "Size"),
        ("Hat", 12.55, 7, 39),
        ("Hat", 19.1, 3, "L"),
        (None, None, None, None),
        ("Bag", 0.1 + 0.2, 1, "M"),
    ):
        sheet.append(row)
    book.save(tmp_path / "book.xlsx")
    hat, bag = products(tmp_path / "book.xlsx", USD)
    assert [(s.options, s.price_minor, s.stock, s.line) for s in hat.skus] == [
        (("39",), 1255, 7, 2),
        (("L",), 1910, 3, 3),
    ]
    assert bag.skus[0].price_minor == 30
    assert bag.lines == (5,)


def test_shared_strings_gaps_and_booleans(tmp_path: Path) -> None:
    strings = "<si><t>title</t></si><si><t>price</t></si><si><r><t>Sun </t></r><r><t>hat</t></r><rPh><t>read aloud</t></rPh></si>"
    rows = (
        '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="C1" t="s"><v>1</v></c><c r="D1" t="inlineStr"><is><t>stock</t></is></c></row>'
        '<row r="4"><c r="A4" t="s"><v>2</v></c><c r="B4" t="b"><v>1</v></c>'
        '<c r="C4"><v>12.550000000000001</v></c><c r="D4"><v>2E1</v></c></row>'
    )
    hat = sole(workbook(tmp_path / "a.xlsx", {"S": rows}, strings), USD)
    assert (hat.title, hat.skus[0].price_minor, hat.skus[0].stock, hat.lines) == ("Sun hat", 1255, 20, (4,))


def test_the_sheet_can_be_named(tmp_path: Path) -> None:
    def sheet(title: str) -> str:
        return inline(1, "title", "price") + inline(2, title, 5)

    path = workbook(tmp_path / "a.xlsx", {"Notes": sheet("First"), "Products": sheet("Second")})
    assert sole(path, USD).title == "First"
    assert sole(path, USD, sheet="products").title == "Second"
    with pytest.raises(Refused) as refused:
        products(path, USD, sheet="Other")
    assert refused.value.code == "imports.no_such_sheet"


def test_damage_is_told(tmp_path: Path) -> None:
    good = workbook(tmp_path / "good.xlsx", {"S": inline(1, "title", "price") + inline(2, "Hat", 5)}).read_bytes()
    with zipfile.ZipFile(tmp_path / "other.xlsx", "w") as archive:
        archive.writestr("word/document.xml", "<document/>")
    for content in (good[:200], good[:-40], b"PK\x03\x04", (tmp_path / "other.xlsx").read_bytes()):
        with pytest.raises(Refused) as refused:
            products(wrote(tmp_path, content, "bad.xlsx"), USD)
        assert refused.value.code == "imports.xlsx_broken"
