"""Rows of any file, with the line they stand on, and the bounds within which a file is read at all."""

import re
from collections.abc import Callable, Iterator
from typing import Final

import msgspec

from etalase.base.errors import Refused
from etalase.imports.rules.notes import Problem

MAX_FILE_BYTES: Final = 1 << 30
MAX_LINE_BYTES: Final = 1 << 20
# The csv module's own bound; ten times the longest description.
MAX_CELL: Final = 131_072
MAX_COLUMNS: Final = 512
# What one sheet of a workbook can hold.
MAX_ROWS: Final = 1_048_576
# A spreadsheet runs a CSV cell that begins so as a formula, unless an apostrophe stands before it.
FORMULA: Final = re.compile(r"'*[=+\-@\t\r]")
GUARDED: Final = re.compile(r"'+[=+\-@\t\r]")


class Row(msgspec.Struct, frozen=True, array_like=True):
    """The cells under the heading; a cell that is not there is empty. A row with flaws never lands."""

    line: int
    cells: list[str]
    flaws: list[Problem] = []

    def cell(self, index: int) -> str:
        """The text of a cell without the spaces around it."""
        return self.cells[index].strip() if index < len(self.cells) else ""


class Table(msgspec.Struct):
    """A heading and its rows, read once, from the first to the last. `done` tells how much of the file is read, 0 to 1."""

    kind: str
    header: tuple[str, ...]
    rows: Iterator[Row]
    done: Callable[[], float]


def bounded(rows: Iterator[Row], width: int) -> Iterator[Row]:
    """The rows that say anything, with the flaws of their shape; too many of them are refused."""
    count = 0
    for row in rows:
        if not row.flaws and not any(cell and not cell.isspace() for cell in row.cells):
            continue
        count += 1
        if count > MAX_ROWS:
            raise Refused("imports.too_many_rows", most=MAX_ROWS)
        yield _checked(row, width)


def _checked(row: Row, width: int) -> Row:
    flaws = list(row.flaws)
    if any(cell.strip() for cell in row.cells[width:]):
        flaws.append(Problem(row.line, None, "imports.too_many_cells"))
    if any(len(cell) > MAX_CELL for cell in row.cells):
        flaws.append(Problem(row.line, None, "imports.cell_too_long", {"most": MAX_CELL}))
        return Row(row.line, [cell[:200] for cell in row.cells[:width]], flaws)
    if not storable("".join(row.cells)):
        flaws.append(Problem(row.line, None, "imports.bad_characters"))
        return Row(row.line, [_cleaned(cell) for cell in row.cells[:width]], flaws)
    return Row(row.line, row.cells[:width], flaws)


def guarded(cell: str) -> str:
    """A CSV cell that no spreadsheet takes for a formula; `unguarded` is the way back."""
    return f"'{cell}" if FORMULA.match(cell) else cell


def unguarded(cell: str) -> str:
    """A CSV cell as it was before `guarded`."""
    return cell[1:] if GUARDED.match(cell) else cell


def storable(text: str) -> bool:
    """Whether a database takes it: no NUL, and no half of a surrogate pair."""
    if "\0" in text:
        return False
    return text.isascii() or not any("\ud800" <= letter <= "\udfff" for letter in text)


def _cleaned(text: str) -> str:
    return text.replace("\0", "�").encode("utf-8", "replace").decode("utf-8")
