"""What is printed can be read, whatever letters a name is written in."""

from datetime import UTC, datetime

import pytest

from etalase.base.paper import A6, Paper

NOW = datetime(2026, 11, 24, tzinfo=UTC)


def paper() -> Paper:
    sheet = Paper(A6, title="Label", at=NOW)
    sheet.add_page()
    return sheet


@pytest.mark.parametrize(
    ("name", "printed"),
    [
        ("Rina Wulandari", "Rina Wulandari"),
        ("Nguyễn Thảo Linh", "Nguyễn Thảo Linh"),
        ("สมชาย ไผ่ทอง", "สมชาย ไผ่ทอง"),
        ("王小明 7F", "WangXiaoMing 7F"),
        ("राम कुमार", "ram kumar"),
        ("김철수", "GimCheolSu"),
        ("محمد", "mhmd"),
    ],
)
def test_a_name_in_letters_that_the_fonts_lack_is_written_in_latin_ones(name: str, printed: str) -> None:
    assert paper().legible(name) == printed


@pytest.mark.parametrize(
    "text", ["🎁 王小明 \u202eevil\u202c", "W" * 500, "Z" + "\u0301" * 300, "a\tb\nc\x07\x00", "\ud800", ""]
)
def test_nothing_that_a_name_can_hold_breaks_the_sheet(text: str) -> None:
    sheet = paper()
    sheet.fit(5, 5, 80, text, most=2)
    sheet.put_right(100, 20, text)
    sheet.code128(5, 30, 90, 20, text)
    assert sheet.done().startswith(b"%PDF")
