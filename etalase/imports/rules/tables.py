"""Open a file, whatever kind it is, as a heading and rows."""

import zipfile
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from itertools import chain, islice
from pathlib import Path
from typing import BinaryIO, Final

from etalase.base.errors import Refused
from etalase.imports.rules.csv_table import csv_rows
from etalase.imports.rules.json_table import json_header, json_rows
from etalase.imports.rules.mapping import known_names, unique
from etalase.imports.rules.rows import MAX_COLUMNS, MAX_FILE_BYTES, Row, Table, bounded
from etalase.imports.rules.xlsx_archive import open_archive
from etalase.imports.rules.xlsx_table import SheetReader

ZIP: Final = b"PK\x03\x04"
# Other things people upload by mistake, told apart from text by their first bytes.
FOREIGN: Final = (
    b"%PDF",
    b"\xd0\xcf\x11\xe0",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"\x1f\x8b",
    b"GIF8",
    b"RIFF",
    b"<!DOCTYPE",
    b"<html",
)
# Export templates put notes above the heading.
HEADING_WITHIN: Final = 6


@contextmanager
def open_table(path: Path, sheet: str | None = None) -> Generator[Table]:
    """The table in the file; `sheet` names one of a workbook, else it is the first.

    Refused: imports.no_such_file, empty, not_a_table, not_text, too_big, too_many_columns, xlsx_broken, no_such_sheet; and
    while its rows are read: too_many_rows, quotes_broken, xlsx_broken, too_big.
    """
    if not path.is_file():
        raise Refused("imports.no_such_file")
    size = path.stat().st_size
    if size == 0:
        raise Refused("imports.empty")
    if size > MAX_FILE_BYTES:
        raise Refused("imports.too_big")
    with path.open("rb") as handle:
        head = handle.read(1024)
        handle.seek(0)
        if head.startswith(ZIP):
            with open_archive(path) as archive:
                yield _workbook(archive, sheet)
        elif head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in {b"{", b"["}:
            yield _json(path, handle, size)
        elif head.startswith(FOREIGN):
            raise Refused("imports.not_a_table")
        else:
            yield _headed("csv", csv_rows(handle), lambda: handle.tell() / size)


def _workbook(archive: zipfile.ZipFile, sheet: str | None) -> Table:
    reader = SheetReader(archive, sheet)
    return _headed("xlsx", reader.rows(), reader.done)


def _json(path: Path, handle: BinaryIO, size: int) -> Table:
    names = json_header(path)
    rows = bounded(json_rows(handle, names), len(names))
    return Table("jsonl", unique(names), rows, lambda: handle.tell() / size)


def _headed(kind: str, rows: Iterator[Row], done: Callable[[], float]) -> Table:
    """The heading is the row, of the first few, in which most names of fields are known; else the first."""
    first = list(islice((row for row in rows if row.flaws or any(cell.strip() for cell in row.cells)), HEADING_WITHIN))
    if not first:
        raise Refused("imports.empty")
    at = max(range(len(first)), key=lambda place: (known_names(first[place].cells[:MAX_COLUMNS]), -place))
    heading = first[at]
    names = _trimmed(heading.cells)
    if len(names) > MAX_COLUMNS:
        raise Refused("imports.too_many_columns", most=MAX_COLUMNS)
    if heading.flaws or not names or "\0" in "".join(names):
        raise Refused(_reason(heading))
    return Table(kind, unique(names), bounded(chain(first[at + 1 :], rows), len(names)), done)


def _trimmed(cells: list[str]) -> list[str]:
    names = [cell.strip() for cell in cells]
    while names and not names[-1]:
        names.pop()
    return names


def _reason(heading: Row) -> str:
    codes = {flaw.code for flaw in heading.flaws}
    return "imports.not_text" if "imports.not_utf8" in codes else "imports.not_a_table"
