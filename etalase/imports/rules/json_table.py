"""JSON Lines: one object per line is one row; nested variants are rows of their own. A short array of objects is taken too."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import BinaryIO, Final

import msgspec

from etalase.base.errors import Refused
from etalase.imports.rules.lines import Line, text_lines
from etalase.imports.rules.notes import Problem
from etalase.imports.rules.rows import MAX_CELL, MAX_COLUMNS, MAX_LINE_BYTES, Row

# An array is one value, so it is held whole; anything bigger comes as JSON Lines.
MAX_ARRAY_BYTES: Final = 16 << 20
NESTED: Final = frozenset({"variants", "skus", "variations"})
NUMBERS: Final = b"-0123456789"

Cells = dict[str, str]
Raws = dict[str, msgspec.Raw]
OBJECT: Final = msgspec.json.Decoder(Raws)
OBJECTS: Final = msgspec.json.Decoder(list[Raws])
ARRAY: Final = msgspec.json.Decoder(list[msgspec.Raw])
# RecursionError: an array nested a hundred thousand deep.
BROKEN: Final = (msgspec.MsgspecError, ValueError, RecursionError)


def json_header(path: Path) -> tuple[str, ...]:
    """The keys of all objects, in the order they are first seen. Refused: imports.too_many_columns, imports.empty."""
    names: dict[str, None] = {}
    with path.open("rb") as handle:
        for _, found in _objects(handle):
            for cells in found if isinstance(found, list) else ():
                names.update(dict.fromkeys(cells))
            if len(names) > MAX_COLUMNS:
                raise Refused("imports.too_many_columns", most=MAX_COLUMNS)
    if not names:
        raise Refused("imports.empty")
    return tuple(names)


def json_rows(handle: BinaryIO, header: tuple[str, ...]) -> Iterator[Row]:
    """Every object as a row under the heading."""
    for line, found in _objects(handle):
        if isinstance(found, Problem):
            yield Row(line, [], [found])
            continue
        for cells in found:
            yield Row(line, [cells.get(name, "") for name in header])


def _objects(handle: BinaryIO) -> Iterator[tuple[int, list[Cells] | Problem]]:
    if _is_array(handle):
        yield from _array(handle)
        return
    for line in text_lines(handle):
        if line.text.strip():
            yield line.number, _of_line(line)


def _of_line(line: Line) -> list[Cells] | Problem:
    if not line.whole:
        return Problem(line.number, None, "imports.line_too_long", {"most": MAX_LINE_BYTES})
    if not line.valid:
        return Problem(line.number, None, "imports.not_utf8")
    try:
        return _flat(OBJECT.decode(line.text))
    except BROKEN:
        return Problem(line.number, None, "imports.not_json")


def _is_array(handle: BinaryIO) -> bool:
    head = handle.read(1024)
    handle.seek(0)
    return head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"[")


def _array(handle: BinaryIO) -> Iterator[tuple[int, list[Cells] | Problem]]:
    data = handle.read(MAX_ARRAY_BYTES + 1).removeprefix(b"\xef\xbb\xbf")
    if len(data) > MAX_ARRAY_BYTES:
        raise Refused("imports.too_big")
    try:
        items = ARRAY.decode(data)
    except BROKEN:
        raise Refused("imports.not_a_table") from None
    line, at = 1, 0
    for item in items:
        # The items are views of the array, in its order: counting the ends of lines between them numbers them.
        found = data.find(bytes(item), at)
        line += data.count(b"\n", at, found)
        at = found
        try:
            yield line, _flat(OBJECT.decode(item))
        except BROKEN:
            yield line, Problem(line, None, "imports.not_json")


def _flat(raws: Mapping[str, msgspec.Raw]) -> list[Cells]:
    """The object as rows: one, or one for each of its nested variants with what the object says for all of them."""
    own: Cells = {}
    nested: list[Raws] = []
    for name, raw in raws.items():
        if name.casefold() in NESTED and bytes(raw)[:1] == b"[":
            nested = OBJECTS.decode(raw)
        else:
            own.update(_cells(name, raw))
    rows = [{**own, **_all(variant)} for variant in nested] or [own]
    if any(len(row) > MAX_COLUMNS for row in rows):
        raise Refused("imports.too_many_columns", most=MAX_COLUMNS)
    return rows


def _all(raws: Raws) -> Cells:
    return {key: text for name, raw in raws.items() for key, text in _cells(name, raw).items()}


def _cells(name: str, raw: msgspec.Raw) -> Cells:
    """A value as text; an object one level down becomes columns `name.key`, a list its texts with | between."""
    first = bytes(raw)[:1]
    if first == b"{":
        return {f"{name}.{key}": _text(inner) for key, inner in OBJECT.decode(raw).items()}
    if first == b"[":
        return {name: "|".join(_text(item) for item in ARRAY.decode(raw))}
    return {name: _text(raw)}


def _text(raw: msgspec.Raw) -> str:
    data = bytes(raw)
    if data[:1] == b'"':
        return msgspec.json.decode(data, type=str)
    if data == b"null":
        return ""
    # A number keeps the digits it was written with: no float comes near a price.
    return data.decode()[: MAX_CELL + 1]
