"""The lines of a file of text, each of bounded length, whatever the file holds."""

from collections.abc import Iterator
from typing import BinaryIO, Final, NamedTuple

from etalase.base.errors import Refused
from etalase.imports.rules.rows import MAX_LINE_BYTES

CHUNK: Final = 65_536
BOM: Final = b"\xef\xbb\xbf"
WIDE_BOMS: Final = (b"\xff\xfe", b"\xfe\xff")


class Line(NamedTuple):
    """A line without its end. `whole` is false when it was too long to keep, `valid` when it is not UTF-8."""

    number: int
    text: str
    whole: bool
    valid: bool


def text_lines(handle: BinaryIO) -> Iterator[Line]:
    """The lines, numbered from 1, with \\n, \\r\\n or \\r at their ends; a byte order mark is left out."""
    for number, (data, whole) in enumerate(_byte_lines(handle), start=1):
        if number == 1:
            if data.startswith(WIDE_BOMS):
                raise Refused("imports.not_text")
            data = data.removeprefix(BOM)
        yield _line(number, data, whole)


def _line(number: int, data: bytes, whole: bool) -> Line:
    try:
        return Line(number, data.decode(), whole, True)
    except UnicodeDecodeError:
        # What was cut off in the middle of a letter is not the writer's fault.
        return Line(number, data.decode(errors="replace"), whole, not whole)


def _byte_lines(handle: BinaryIO) -> Iterator[tuple[bytes, bool]]:
    rest, whole = b"", True
    while chunk := handle.read(CHUNK):
        buffer = rest + chunk
        # A \r at the end of a chunk may be half of a \r\n.
        held = b"\r" if buffer.endswith(b"\r") else b""
        parts = (buffer[:-1] if held else buffer).splitlines(keepends=True)
        rest = held
        if parts and not parts[-1].endswith((b"\n", b"\r")):
            rest = parts.pop() + held
        for part in parts:
            yield part.rstrip(b"\r\n")[:MAX_LINE_BYTES], whole and len(part) <= MAX_LINE_BYTES
            whole = True
        if len(rest) > MAX_LINE_BYTES:
            rest, whole = rest[:256] + held, False
    if rest:
        yield rest.rstrip(b"\r\n"), whole
