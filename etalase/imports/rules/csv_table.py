"""CSV, forgiving where feeds are sloppy and bounded where they are hostile."""

import csv
from collections import deque
from collections.abc import Iterator
from contextlib import suppress
from itertools import islice
from typing import BinaryIO, Final

from etalase.base.errors import Refused
from etalase.imports.rules.lines import BOM, CHUNK, Line, text_lines
from etalase.imports.rules.notes import Problem
from etalase.imports.rules.rows import MAX_CELL, MAX_LINE_BYTES, Row, unguarded

DELIMITERS: Final = (",", ";", "\t", "|")
SAMPLE_RECORDS: Final = 30
# A file in which more quotes than this never close is no CSV; without a bound, each costs a look back.
MAX_OPEN_QUOTES: Final = 50


class TooLong(csv.Error):
    """A line or a record beyond MAX_LINE_BYTES."""


class Feed:
    """Hands lines to the csv reader and remembers those of the present record, so that it can be taken back."""

    def __init__(self, lines: Iterator[Line]) -> None:
        self.lines = lines
        self.again: deque[Line] = deque()
        self.taken: list[Line] = []
        self.size = 0
        self.ended = False

    def __iter__(self) -> "Feed":
        return self

    def __next__(self) -> str:
        line = self.again.popleft() if self.again else next(self.lines, None)
        if line is None:
            self.ended = True
            raise StopIteration
        self.taken.append(line)
        self.size += len(line.text)
        if not line.whole or self.size > MAX_LINE_BYTES:
            raise TooLong
        return line.text + "\n"

    def start(self) -> None:
        """A new record begins."""
        self.taken, self.size, self.ended = [], 0, False

    def give_back(self) -> Line:
        """All lines of the record but the first, which is returned, are read again."""
        self.again.extendleft(reversed(self.taken[1:]))
        return self.taken[0]


def csv_rows(handle: BinaryIO, delimiter: str | None = None) -> Iterator[Row]:
    """Every record with the line it starts on, the heading too. Refused: imports.not_text, imports.quotes_broken."""
    delimiter = delimiter or sniff(handle)
    lines = text_lines(handle)
    feed = Feed(lines)
    reader = csv.reader(feed, delimiter=delimiter)
    open_quotes = 0
    while True:
        feed.start()
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            open_quotes += len(feed.taken) > 1
            yield _broken(feed)
        else:
            # The reader asks for another line only within quotes: asked at the end, one of them is still open.
            open_quotes += feed.ended
            yield _broken(feed) if feed.ended else _row(feed.taken, cells)
        if open_quotes > MAX_OPEN_QUOTES:
            raise Refused("imports.quotes_broken", line=feed.taken[0].number)


def _row(lines: list[Line], cells: list[str]) -> Row:
    first = lines[0].number
    flaws = [Problem(line.number, None, "imports.not_utf8") for line in lines if not line.valid]
    return Row(first, [unguarded(cell) for cell in cells], flaws)


def _broken(feed: Feed) -> Row:
    alone = len(feed.taken) == 1
    line = feed.give_back()
    if not line.whole:
        return Row(line.number, [], [Problem(line.number, None, "imports.line_too_long", {"most": MAX_LINE_BYTES})])
    if alone and not feed.ended:
        return Row(line.number, [], [Problem(line.number, None, "imports.cell_too_long", {"most": MAX_CELL})])
    return Row(line.number, [], [Problem(line.number, None, "imports.quote_open")])


def sniff(handle: BinaryIO) -> str:
    """The delimiter under which most of the first records have as many cells as the heading. The handle stays where it is."""
    start = handle.tell()
    sample = handle.read(CHUNK).removeprefix(BOM).decode(errors="replace")
    handle.seek(start)
    lines = sample.splitlines(keepends=True)
    lines = lines[:-1] if len(lines) > 1 and len(sample) >= CHUNK // 4 else lines
    return max(DELIMITERS, key=lambda delimiter: _fit(lines, delimiter))


def _fit(lines: list[str], delimiter: str) -> tuple[bool, float, int]:
    widths: list[int] = []
    with suppress(csv.Error):
        widths.extend(len(cells) for cells in islice(csv.reader(lines, delimiter=delimiter), SAMPLE_RECORDS) if cells)
    if not widths:
        return False, 0.0, 0
    same = sum(width == widths[0] for width in widths) / len(widths)
    return widths[0] > 1, same, widths[0]
