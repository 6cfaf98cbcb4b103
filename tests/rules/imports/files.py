"""Files for the readers, written by the tests themselves."""

import zipfile
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from etalase.imports.rules import Limits, ProductDraft, Rejected, World, read_products

IDR = Limits("IDR", 1, 255, 10_000, 9, 300, 999_999, 100, 100_000_000)
USD = Limits("USD", 1, 255, 10_000, 9, 100, 999_999, 1, 760_000)
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def wrote(folder: Path, text: str | bytes, name: str = "products.csv") -> Path:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def products(path: Path, limits: Limits = IDR, **more: Any) -> list[Any]:
    """Drafts and rejected ones; the tests know which is which."""
    pictures = more.pop("pictures", None)
    world = World(limits, pictures, knows_category=more.pop("knows_category", None))
    with read_products(path, world, **more) as reading:
        return list(reading)


def sole(path: Path, limits: Limits = IDR, **more: Any) -> ProductDraft:
    found = products(path, limits, **more)
    assert len(found) == 1, found
    assert isinstance(found[0], ProductDraft), found[0]
    return found[0]


def codes(product: ProductDraft | Rejected) -> list[str]:
    notes = product.problems if isinstance(product, Rejected) else product.notices
    return [note.code.removeprefix("imports.") for note in notes]


def workbook(path: Path, sheets: dict[str, str], strings: str | None = None) -> Path:
    """An XLSX whose sheets hold exactly this markup inside <sheetData>."""
    names = list(sheets)
    listed = "".join(f'<sheet name="{escape(name)}" sheetId="{n}" r:id="rId{n}"/>' for n, name in enumerate(names, 1))
    relations = "".join(
        f'<Relationship Id="rId{n}" Type="{RELATIONS}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n in range(1, len(names) + 1)
    )
    if strings is not None:
        relations += f'<Relationship Id="rId99" Type="{RELATIONS}/sharedStrings" Target="sharedStrings.xml"/>'
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "xl/workbook.xml", f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><sheets>{listed}</sheets></workbook>'
        )
        archive.writestr("xl/_rels/workbook.xml.rels", f"<Relationships>{relations}</Relationships>")
        for n, markup in enumerate(sheets.values(), 1):
            archive.writestr(
                f"xl/worksheets/sheet{n}.xml", f'<worksheet xmlns="{MAIN}"><sheetData>{markup}</sheetData></worksheet>'
            )
        if strings is not None:
            archive.writestr("xl/sharedStrings.xml", f'<sst xmlns="{MAIN}">{strings}</sst>')
    return path


def inline(line: int, *cells: str | int) -> str:
    """A row of texts and numbers."""
    marked = (
        f'<c t="inlineStr"><is><t>{escape(c)}</t></is></c>' if isinstance(c, str) else f"<c><v>{c}</v></c>"
        for c in cells
    )
    return f'<row r="{line}">{"".join(marked)}</row>'
