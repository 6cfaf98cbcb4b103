"""A shop's products as a file, part by part: CSV as soon as it is read, XLSX by way of a file; memory stays bounded."""

from collections.abc import AsyncGenerator, Iterator
from tempfile import TemporaryFile
from typing import IO, Any, Final, Literal

from litestar.response import Stream

from etalase.doorway.desk import Desk
from etalase.imports.queries import export_part
from etalase.imports.rules import Workbook, csv_bytes

Format = Literal["csv", "xlsx"]
Part = list[list[str]]
TYPES: Final[dict[Format, str]] = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
FORMATS: Final[dict[str, Format]] = {kind: kind for kind in TYPES}
CHUNK: Final = 256 * 1024


async def products_file(desk: Desk, shop_id: int, kind: Format, **wanted: Any) -> Stream:
    """The file of a shop's products; `wanted` are the filters of `export_part`. Who may not see it is told before it begins."""
    first = await desk.ask(export_part, shop_id=shop_id, **wanted)
    parts = rest(desk, first.items, first.next_cursor, {"shop_id": shop_id, **wanted})
    headers = {"content-disposition": f'attachment; filename="products-{shop_id}.{kind}"', "cache-control": "no-store"}
    return Stream(as_csv(parts) if kind == "csv" else as_xlsx(parts), media_type=TYPES[kind], headers=headers)


async def rest(desk: Desk, first: Part, cursor: str | None, wanted: dict[str, Any]) -> AsyncGenerator[Part, None]:
    """The first part, and those after it."""
    yield first
    while cursor is not None:
        part = await desk.ask(export_part, cursor=cursor, **wanted)
        yield part.items
        cursor = part.next_cursor


async def as_csv(parts: AsyncGenerator[Part, None]) -> AsyncGenerator[bytes, None]:
    """Each part as soon as it is read."""
    first = True
    async for part in parts:
        yield csv_bytes(part, first=first)
        first = False


async def as_xlsx(parts: AsyncGenerator[Part, None]) -> AsyncGenerator[bytes, None]:
    """The archive's index stands at its end: it is written to a file first, then sent."""
    with TemporaryFile() as file:
        with Workbook(file) as book:
            async for part in parts:
                book.add(part)
        for chunk in chunks(file):
            yield chunk


def chunks(file: IO[bytes]) -> Iterator[bytes]:
    """Its bytes from the beginning."""
    file.seek(0)
    while chunk := file.read(CHUNK):
        yield chunk
