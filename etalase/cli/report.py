"""What an import found, told on stdout and written as CSV."""

import csv
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from etalase.imports.rules import Note

# Of each kind of notice: a file can have one for every row.
NOTICES_SHOWN: Final = 5
# A spreadsheet takes a cell that begins with one of these for a formula.
FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


def plain(text: str) -> str:
    """Words of a file are not to move the cursor or colour the terminal."""
    return "".join(letter if letter.isprintable() else "?" for letter in text)


class Report:
    """Problems on stdout as they are found, the first notices of each kind too, and all of them in a CSV file."""

    def __init__(self, path: Path | None) -> None:
        self._handle = None if path is None else path.open("w", encoding="utf-8", newline="")
        self._rows = None if self._handle is None else csv.writer(self._handle)
        self._shown: dict[str, int] = {}
        self._write("line", "column", "kind", "code", "reason")

    def __enter__(self) -> "Report":
        return self

    def __exit__(self, *_: object) -> None:
        if self._handle is not None:
            self._handle.close()
        for code, number in self._shown.items():
            if number > NOTICES_SHOWN:
                print(f"and {number - NOTICES_SHOWN:,} more notices {code}")

    def add(self, notes: "Sequence[Note]") -> None:
        """Tell these."""
        from etalase.imports.rules import sentence

        for note in notes:
            kind, reason = "problem" if note.is_problem else "notice", sentence(note)
            self._write(str(note.line), note.column or "", kind, note.code, reason)
            if not note.is_problem:
                self._shown[note.code] = self._shown.get(note.code, 0) + 1
            if note.is_problem or self._shown[note.code] <= NOTICES_SHOWN:
                place = f"line {note.line}" + (f", {note.column}" if note.column else "")
                print(plain(f"{kind}: {place}: {reason}"))

    def _write(self, *cells: str) -> None:
        if self._rows is not None:
            self._rows.writerow([f"'{cell}" if cell.startswith(FORMULA) else cell for cell in cells])
