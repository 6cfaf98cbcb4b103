"""The container of a workbook, opened without trusting anything it says about itself."""

import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Final
from xml.parsers import expat

from etalase.base.errors import Refused

CHUNK: Final = 65_536
MAX_PARTS: Final = 4_000
MAX_DIRECTORY_BYTES: Final = 1 << 20
MAX_PART_BYTES: Final = 512 << 20
MAX_SMALL_PART_BYTES: Final = 1 << 20
# Honest sheets shrink to a tenth or a thirtieth; only made-up ones to a thousandth.
BOMB_FROM_BYTES: Final = 64 << 20
BOMB_RATIO: Final = 250
MAX_TOKEN_BYTES: Final = 1 << 20
END: Final = b"PK\x05\x06"
END_WIDE: Final = b"PK\x06\x07"
# All that the standard library raises on damaged archives and markup.
BROKEN: Final = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    expat.ExpatError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    LookupError,
    EOFError,
    OSError,
)


def broken() -> Refused:
    """The refusal of a file that is no workbook."""
    return Refused("imports.xlsx_broken")


def open_archive(path: Path) -> zipfile.ZipFile:
    """The archive, after a look at its directory: reading a hostile one would fill the memory.

    Refused: imports.xlsx_broken, imports.too_big.
    """
    with path.open("rb") as handle:
        size = handle.seek(0, 2)
        handle.seek(max(0, size - 65_557 - 20))
        tail = handle.read()
    at = tail.rfind(END)
    if at < 0 or len(tail) < at + 22:
        raise broken()
    parts = int.from_bytes(tail[at + 10 : at + 12], "little")
    directory = int.from_bytes(tail[at + 12 : at + 16], "little")
    if parts > MAX_PARTS or directory > MAX_DIRECTORY_BYTES or END_WIDE in tail[max(0, at - 20) : at]:
        raise Refused("imports.too_big")
    try:
        return zipfile.ZipFile(path)
    except BROKEN:
        raise broken() from None


def part_bytes(archive: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    """A part, piece by piece, as long as it stays within what an honest workbook needs."""
    info = archive.getinfo(name)
    read = 0
    with archive.open(info) as handle:
        while piece := handle.read(CHUNK):
            read += len(piece)
            if read > MAX_PART_BYTES or (read > BOMB_FROM_BYTES and read > BOMB_RATIO * max(1, info.compress_size)):
                raise Refused("imports.too_big")
            yield piece


def new_parser() -> "expat.XMLParserType":
    """A parser that refuses document types, and with them every entity of the file's own."""
    parser = expat.ParserCreate()
    parser.buffer_text = True

    def refuse(*_: object) -> None:
        raise broken()

    parser.StartDoctypeDeclHandler = refuse
    return parser


def parse(parser: "expat.XMLParserType", pieces: Iterator[bytes]) -> Iterator[int]:
    """Feed the parser; after each piece, the number of bytes fed. A single token beyond a megabyte is refused."""
    fed = 0
    for piece in pieces:
        parser.Parse(piece)
        fed += len(piece)
        if fed - max(0, parser.CurrentByteIndex) > MAX_TOKEN_BYTES:
            raise Refused("imports.too_big")
        yield fed
    parser.Parse(b"", True)


def local(name: str) -> str:
    """A tag without its prefix."""
    return name.rpartition(":")[2]


def _elements(archive: zipfile.ZipFile, name: str, tag: str) -> list[dict[str, str]]:
    if archive.getinfo(name).file_size > MAX_SMALL_PART_BYTES:
        raise Refused("imports.too_big")
    found: list[dict[str, str]] = []
    parser = new_parser()

    def start(element: str, attributes: dict[str, str]) -> None:
        if local(element) == tag:
            found.append({local(key): text for key, text in attributes.items()})

    parser.StartElementHandler = start
    for _ in parse(parser, part_bytes(archive, name)):
        pass
    return found


def sheet_part(archive: zipfile.ZipFile, sheet: str | None) -> str:
    """The part of the named sheet, or of the first. Refused: imports.no_such_sheet."""
    sheets = _elements(archive, "xl/workbook.xml", "sheet")
    chosen = [each for each in sheets if sheet is None or each.get("name", "").casefold() == sheet.casefold()]
    if not chosen:
        raise Refused("imports.no_such_sheet", sheet=sheet or "1")
    targets = {
        each.get("Id"): each.get("Target", "")
        for each in _elements(archive, "xl/_rels/workbook.xml.rels", "Relationship")
    }
    return _inside(targets[chosen[0].get("id")])


def strings_part(archive: zipfile.ZipFile) -> str | None:
    """The part that holds the shared strings, if there is one."""
    for each in _elements(archive, "xl/_rels/workbook.xml.rels", "Relationship"):
        if re.search(r"/sharedStrings$", each.get("Type", "")):
            return _inside(each.get("Target", ""))
    return None


def _inside(target: str) -> str:
    return target.removeprefix("/") if target.startswith("/") else str(PurePosixPath("xl") / target)
