"""Files made to hurt: each ends in a clear answer, in bounded time and memory."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from etalase.base.errors import Refused
from tests.rules.imports.files import USD, codes, inline, products, workbook, wrote

MIB = 1 << 20
# Reads the file in a process of its own and prints how much memory that took at its highest.
MEASURE = """
import re, sys
from pathlib import Path
from etalase.base.errors import Refused
from tests.rules.imports.files import USD, products
# Linux keeps this for each program; what getrusage tells is inherited from the process that started it.
highest = lambda: int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1])
before = highest()
try:
    found = len(products(Path(sys.argv[1]), USD))
except Refused as refused:
    found = refused.code
print(found, (highest() - before) // 1024)
"""


def measured(path: Path) -> tuple[str, int]:
    """What came of it, and MiB above a process that had read nothing."""
    done = subprocess.run(
        [sys.executable, "-c", MEASURE, str(path)],
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
        cwd=Path(__file__).parents[3],
    )
    outcome, mib = done.stdout.split()
    return outcome, int(mib)


def test_a_cell_of_a_gigabyte_on_one_line(tmp_path: Path) -> None:
    path = tmp_path / "p.csv"
    with path.open("wb") as handle:
        handle.write(b'title,price\n"')
        for _ in range(1000):
            handle.write(b"x" * MIB)
        handle.write(b'",5\nHat,5\n')
    assert measured(path) == ("2", pytest.approx(25, abs=25))


def test_a_cell_of_many_lines(tmp_path: Path) -> None:
    path = wrote(tmp_path, 'title,price\n"' + "some text without an end\n" * 200_000)
    outcome, mib = measured(path)
    assert int(outcome) > 0
    assert mib < 60


def test_a_hundred_thousand_columns(tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        products(wrote(tmp_path, ",".join(f"c{n}" for n in range(100_000)) + "\n"))
    assert refused.value.code == "imports.too_many_columns"
    (found,) = products(wrote(tmp_path, "title,price\n" + "x," * 100_000 + "\n"))
    assert codes(found) == ["too_many_cells", "price_unreadable"]


def test_a_number_of_ten_million_digits(tmp_path: Path) -> None:
    digits = "9" * 10_000_000
    for name, text in (
        ("p.csv", f"title,price\nHat,{digits}\nBag,5\n"),
        ("p.jsonl", f'{{"title":"Hat","price":{digits}}}\n{{"title":"Bag","price":5}}\n'),
    ):
        found = products(wrote(tmp_path, text, name), USD)
        assert [codes(product) for product in found] == [["line_too_long"], []]
    (found,) = products(wrote(tmp_path, f"title,price\nHat,{'9' * 100_000}\n"), USD)
    assert codes(found) == ["price_too_high"]


def test_nul_bytes_everywhere(tmp_path: Path) -> None:
    with pytest.raises(Refused):
        products(wrote(tmp_path, bytes(5 * MIB)))
    (found,) = products(wrote(tmp_path, b"title,price\n\0\0Hat,5\0\n"), USD)
    assert codes(found)[0] == "bad_characters"


def test_nothing_but_ends_of_lines_or_quotes(tmp_path: Path) -> None:
    for content in (b"\r" * 500_000, b"\n" * 500_000):
        with pytest.raises(Refused) as refused:
            products(wrote(tmp_path, content))
        assert refused.value.code == "imports.empty"
    with pytest.raises(Refused):
        products(wrote(tmp_path, b"title,price\n" + (b'"' + b"a" * 131_000 + b"\n") * 120))


def test_two_cells_at_the_ends_of_a_sheet(tmp_path: Path) -> None:
    far = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    with pytest.raises(Refused) as refused:
        products(workbook(tmp_path / "a.xlsx", {"S": inline(1, "title", "price") + far}))
    assert refused.value.code == "imports.too_many_columns"


@pytest.mark.parametrize(
    "filling",
    ["<row/>", "<row><c/></row>", '<row><c t="inlineStr"><is><t>' + " " * 5_000 + "</t></is></c></row>", " " * 5_000],
    ids=["rows", "cells", "spaces in cells", "spaces"],
)
def test_a_sheet_that_unpacks_to_gigabytes(tmp_path: Path, filling: str) -> None:
    path = tmp_path / "a.xlsx"
    relation = '<Relationship Id="rId1" Target="worksheets/sheet1.xml"/>'
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "xl/workbook.xml", '<workbook xmlns:r="r"><sheets><sheet name="S" r:id="rId1"/></sheets></workbook>'
        )
        archive.writestr("xl/_rels/workbook.xml.rels", f"<Relationships>{relation}</Relationships>")
    with (
        zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive,
        archive.open("xl/worksheets/sheet1.xml", "w") as part,
    ):
        part.write(b"<worksheet><sheetData>" + inline(1, "title", "price").encode())
        piece = filling.encode() * (MIB // len(filling))
        for _ in range(400):
            part.write(piece)
        part.write(b"</sheetData></worksheet>")
    outcome, mib = measured(path)
    assert outcome in {"imports.too_big", "imports.too_many_rows"}
    assert mib < 80


@pytest.mark.parametrize("head", ['<!DOCTYPE x [<!ENTITY a "aaaaaaaa">]>', '<!DOCTYPE x SYSTEM "file:///etc/passwd">'])
def test_entities_are_refused(tmp_path: Path, head: str) -> None:
    path = tmp_path / "a.xlsx"
    good = workbook(tmp_path / "good.xlsx", {"S": inline(1, "title", "price") + inline(2, "Hat", 5)})
    with zipfile.ZipFile(good) as source, zipfile.ZipFile(path, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            target.writestr(name, head.encode() + data if "sheet1" in name else data)
    with pytest.raises(Refused) as refused:
        products(path, USD)
    assert refused.value.code == "imports.xlsx_broken"


def test_one_attribute_of_many_megabytes(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", {"S": inline(1, "title", "price") + f'<row spans="{"x" * 30 * MIB}"/>'})
    outcome, mib = measured(path)
    assert outcome == "imports.too_big"
    assert mib < 60


def test_a_hundred_thousand_rows_stay_small(tmp_path: Path) -> None:
    rows = "".join(f"p{n % 20_000},Product {n % 20_000},{n},5,{'words ' * 20}\n" for n in range(100_000))
    outcome, mib = measured(wrote(tmp_path, "handle,title,size,price,description\n" + rows))
    assert outcome == "20000"
    assert mib < 60
