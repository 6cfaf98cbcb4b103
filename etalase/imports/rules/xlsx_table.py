"""The rows of one sheet, streamed: whatever the sheet claims, memory holds one row and a few texts.

Readers that build the sheet as a grid need a cell for every place between the corners: two cells can ask for half a terabyte.
"""

import zipfile
from array import array
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from tempfile import SpooledTemporaryFile
from typing import Final

from etalase.base.errors import Refused
from etalase.imports.rules.rows import MAX_CELL, MAX_COLUMNS, MAX_ROWS, Row
from etalase.imports.rules.xlsx_archive import (
    BROKEN,
    broken,
    local,
    new_parser,
    parse,
    part_bytes,
    sheet_part,
    strings_part,
)

MAX_STRINGS: Final = 4_000_000
STRINGS_IN_MEMORY_BYTES: Final = 8 << 20
MAX_SHEET_COLUMNS: Final = 16_384
BOOLEANS: Final = {"1": "TRUE", "0": "FALSE"}


class Strings:
    """The texts that cells refer to by number, on disk once they are many."""

    def __init__(self) -> None:
        self.file = SpooledTemporaryFile(max_size=STRINGS_IN_MEMORY_BYTES)  # noqa: SIM115 - closed with its reader
        self.ends = array("Q", [0])

    def add(self, text: str) -> None:
        """The next text."""
        if len(self.ends) > MAX_STRINGS:
            raise Refused("imports.too_big")
        data = text.encode("utf-8", "replace")
        self.file.write(data)
        self.ends.append(self.ends[-1] + len(data))

    def __getitem__(self, index: str) -> str:
        number = int(index) if index.isdigit() and len(index) < 10 else -1
        if not 0 <= number < len(self.ends) - 1:
            return ""
        self.file.seek(self.ends[number])
        return self.file.read(self.ends[number + 1] - self.ends[number]).decode()


class Texts:
    """Collects the text inside <t> (and <v>), bounded; phonetic readings of East Asian texts are no part of it."""

    def __init__(self, tags: frozenset[str]) -> None:
        self.tags = tags
        self.pieces: list[str] = []
        self.length = 0
        self.inside = False
        self.phonetic = False

    def start(self, tag: str) -> None:
        if tag == "rPh":
            self.phonetic = True
        self.inside = tag in self.tags and not self.phonetic

    def end(self, tag: str) -> None:
        if tag == "rPh":
            self.phonetic = False
        self.inside = False

    def add(self, text: str) -> None:
        if self.inside and self.length <= MAX_CELL:
            self.pieces.append(text)
            self.length += len(text)

    def take(self) -> str:
        text = "".join(self.pieces)
        self.pieces, self.length, self.inside = [], 0, False
        return text[: MAX_CELL + 1]


class Sheet:
    """Builds rows out of the elements of a sheet; `ready` holds those that are finished."""

    def __init__(self, strings: Strings) -> None:
        self.strings = strings
        self.texts = Texts(frozenset({"v", "t"}))
        self.ready: list[Row] = []
        self.cells: list[str] = []
        self.line = 0
        self.column = -1
        self.kind = ""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        tag = local(name)
        if tag == "row":
            said = attributes.get("r", "")
            self.line = int(said) if said.isdigit() and len(said) < 8 else self.line + 1
            self.cells, self.column = [], -1
            if self.line > MAX_ROWS:
                raise Refused("imports.too_many_rows", most=MAX_ROWS)
        elif tag == "c":
            self.column = column_of(attributes.get("r", ""), self.column + 1)
            self.kind = attributes.get("t", "n")
            if self.column >= MAX_SHEET_COLUMNS:
                raise broken()
        self.texts.start(tag)

    def end(self, name: str) -> None:
        """An element ends."""
        tag = local(name)
        self.texts.end(tag)
        if tag == "c":
            self._put(self._value(self.texts.take()))
        elif tag == "row":
            self.ready.append(Row(self.line, self.cells))
            self.cells = []

    def _put(self, text: str) -> None:
        if not text:
            return
        if self.column >= MAX_COLUMNS:
            raise Refused("imports.too_many_columns", most=MAX_COLUMNS)
        self.cells.extend("" for _ in range(self.column + 1 - len(self.cells)))
        self.cells[self.column] = text

    def _value(self, text: str) -> str:
        if self.kind == "s":
            return self.strings[text]
        if self.kind == "b":
            return BOOLEANS.get(text, text)
        return plain_number(text) if self.kind == "n" else text


def column_of(reference: str, default: int) -> int:
    """The column of "AB12", from 0."""
    number = 0
    for letter in reference[:4]:
        if not "A" <= letter <= "Z":
            break
        number = number * 26 + ord(letter) - 64
    return number - 1 if number else default


def plain_number(text: str) -> str:
    """A number the way a person writes it: spreadsheets store 12.55 as 12.550000000000001 and 200000 as 2E5."""
    if not text or len(text) > 32 or (len(text) < 15 and "E" not in text and "e" not in text):
        return text
    try:
        number = Decimal(repr(float(text)))
    except (ValueError, InvalidOperation):
        return text
    return format(number, "f").removesuffix(".0") if abs(number.adjusted()) < 30 else text


class SheetReader:
    """Iterates over the rows of the sheet; `done` is how much of it is read, 0 to 1."""

    def __init__(self, archive: zipfile.ZipFile, sheet: str | None) -> None:
        self.archive = archive
        self.strings = Strings()
        self.sheet = sheet
        self.fed = 0
        self.size = 1

    def done(self) -> float:
        """The part of the sheet that is read."""
        return min(1.0, self.fed / self.size)

    def rows(self) -> Iterator[Row]:
        """Refused: imports.xlsx_broken, imports.no_such_sheet and what is too big."""
        try:
            yield from self._rows()
        except BROKEN:
            raise broken() from None

    def _rows(self) -> Iterator[Row]:
        name = sheet_part(self.archive, self.sheet)
        self._read_strings()
        self.size = max(1, self.archive.getinfo(name).file_size)
        sheet, parser = Sheet(self.strings), new_parser()
        parser.StartElementHandler, parser.EndElementHandler = sheet.start, sheet.end
        parser.CharacterDataHandler = sheet.texts.add
        for fed in parse(parser, part_bytes(self.archive, name)):
            self.fed = fed
            yield from sheet.ready
            sheet.ready.clear()
        yield from sheet.ready

    def _read_strings(self) -> None:
        name = strings_part(self.archive)
        if name is None:
            return
        texts, parser = Texts(frozenset({"t"})), new_parser()

        def end(element: str) -> None:
            texts.end(local(element))
            if local(element) == "si":
                self.strings.add(texts.take())

        parser.StartElementHandler = lambda element, _: texts.start(local(element))
        parser.EndElementHandler = end
        parser.CharacterDataHandler = texts.add
        for _ in parse(parser, part_bytes(self.archive, name)):
            pass
