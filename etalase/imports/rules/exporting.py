"""Products as a table that this importer reads back unchanged: one row per SKU, grouped by the product's number.

CSV goes out row by row. XLSX is written into a file as it grows; no more than a row of it is in memory.
"""

import csv
import html
import io
import zipfile
from collections.abc import Iterable, Sequence
from types import TracebackType
from typing import IO, Final
from xml.sax.saxutils import escape

from etalase.base.money import Money
from etalase.catalog.queries import Detail
from etalase.catalog.rules import OTHER
from etalase.imports.rules.attributes import written
from etalase.imports.rules.markup import plain_text
from etalase.imports.rules.rows import guarded
from etalase.imports.rules.words import OPTIONS

LIMITS: Final = ("Purchase limit", "Purchase limit days")
HEADINGS: Final = (
    "Product ID",
    "Title",
    "Description",
    "Category",
    "Seller SKU",
    *(heading for number in OPTIONS for heading in (f"Option{number} name", f"Option{number} value")),
    "Price",
    "Currency",
    "Stock",
    "weight_g",
    "Images",
    "Status",
    *(f"Option{number} picture" for number in OPTIONS),
    "Attributes",
    *LIMITS,
)
NUMBERS: Final = frozenset(HEADINGS.index(name) for name in ("Price", "Stock", "weight_g", *LIMITS))
# An XML 1.0 text cannot hold these at all.
UNWRITABLE: Final = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 65534, 65535))
MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
XML: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
SHEET_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml"
PARTS: Final = {
    "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" '
    f'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" '
    f'ContentType="{SHEET_TYPE}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" '
    f'ContentType="{SHEET_TYPE}.worksheet+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" '
    f'Type="{RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><sheets><sheet name="Products" sheetId="1" '
    f'r:id="rId1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" '
    f'Type="{RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
}


def rows_of(detail: Detail) -> list[list[str]]:
    """The SKUs of a product as rows under HEADINGS."""
    page = detail.product
    names = [*page.option_names, *[""] * len(OPTIONS)][: len(OPTIONS)]
    looks, limits = page.shown_values(), (page.purchase_limit, page.purchase_limit_days)
    of_all = [written(page.said()), *("" if each is None else str(each) for each in limits)]
    found: list[list[str]] = []
    for sku in detail.skus:
        chosen = sku.chosen()
        options = [cell for name in names for cell in (name, chosen.get(name, ""))]
        price = Money(sku.price_minor, page.currency).decimal()
        head = [str(page.product_id), page.title, described(page.description), category_of(detail), sku.seller_sku]
        weight = "" if sku.weight_g is None else str(sku.weight_g)
        tail = [price, page.currency, str(sku.stock), weight, "|".join(page.pictures), page.status]
        pictures = [looks.get((name, chosen.get(name, "")), "") for name in names]
        found.append([*head, *options, *tail, *pictures, *of_all])
    return found


def category_of(detail: Detail) -> str:
    """The category's name, or what the seller called one that we do not know."""
    page = detail.product
    return page.category_text or page.category_name if page.category_id == OTHER else page.category_name


def described(text: str) -> str:
    """A description that is read back as it is: one that looks like HTML is written as HTML."""
    if plain_text(text) == text:
        return text
    lines = (html.escape(line, quote=False) for line in text.split("\n"))
    return "<p>" + "<br>".join(lines) + "</p>"


def csv_bytes(rows: Iterable[Sequence[str]], *, first: bool = False) -> bytes:
    """Rows as CSV; the `first` part begins with a mark that spreadsheets need to see UTF-8, and the headings."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    if first:
        out.write("\ufeff")
        writer.writerow(HEADINGS)
    writer.writerows([guarded(cell) for cell in row] for row in rows)
    return out.getvalue().encode()


class Workbook:
    """An XLSX file that grows row by row: `with Workbook(file) as book: book.add(rows)`."""

    def __init__(self, file: IO[bytes]) -> None:
        self._archive = zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED)
        for name, text in PARTS.items():
            self._archive.writestr(name, XML + text)
        self._sheet = self._archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True)
        self._sheet.write(f'{XML}<worksheet xmlns="{MAIN}"><sheetData>'.encode())
        self._line = 0
        self._write(HEADINGS, frozenset())

    def __enter__(self) -> "Workbook":
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _raised: BaseException | None, _at: TracebackType | None
    ) -> None:
        self._sheet.write(b"</sheetData></worksheet>")
        self._sheet.close()
        self._archive.close()

    def add(self, rows: Iterable[Sequence[str]]) -> None:
        """More rows."""
        for row in rows:
            self._write(row, NUMBERS)

    def _write(self, row: Sequence[str], numbers: frozenset[int]) -> None:
        self._line += 1
        cells = "".join(
            _cell(f"{letters(place)}{self._line}", text, number=place in numbers)
            for place, text in enumerate(row)
            if text
        )
        self._sheet.write(f'<row r="{self._line}">{cells}</row>'.encode())


def letters(place: int) -> str:
    """The name of a column: 0 is A, 26 is AA."""
    return (letters(place // 26 - 1) if place >= 26 else "") + chr(65 + place % 26)


def _cell(name: str, text: str, *, number: bool) -> str:
    if number:
        return f'<c r="{name}"><v>{text}</v></c>'
    # A carriage return written as itself is read as a line feed.
    written = escape(text.translate(UNWRITABLE), {"\r": "&#13;"})
    return f'<c r="{name}" t="inlineStr"><is><t xml:space="preserve">{written}</t></is></c>'
