"""Products as a file, with the filters of the table: CSV or XLSX, part by part, in bounded memory."""

from collections.abc import AsyncGenerator, Iterator
from tempfile import TemporaryFile
from typing import IO, Any, Final

from litestar import get
from litestar.response import Stream

from etalase.base.errors import NotFound
from etalase.doorway.desk import Desk
from etalase.doorway.inputs import Id
from etalase.imports.queries import export_part
from etalase.imports.rules import Workbook, csv_bytes
from etalase.web.seller.products import TABS, Tab
from etalase.web.seller.workplace import enter

TYPES: Final = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
CHUNK: Final = 256 * 1024


@get("/seller/{shop:int}/products/export/{kind:str}")
async def export(desk: Desk, shop: Id, kind: str, tab: Tab = "all", q: str = "") -> Stream:
    """The file; what the table's tab and search words leave out is left out here, deleted products always."""
    if kind not in TYPES:
        raise NotFound
    place = await enter(desk, shop, "product.read")
    _, status, sold_out = TABS[tab if tab in TABS and tab != "deleted" else "all"]
    wanted: dict[str, Any] = {
        "shop_id": place.shop.shop_id,
        "status": status,
        "sold_out": sold_out,
        "search": q.replace("\x00", "").strip()[:100] or None,
    }
    parts = rows(desk, wanted)
    headers = {"content-disposition": f'attachment; filename="products-{shop}.{kind}"', "cache-control": "no-store"}
    return Stream(as_csv(parts) if kind == "csv" else as_xlsx(parts), media_type=TYPES[kind], headers=headers)


async def rows(desk: Desk, wanted: dict[str, Any]) -> AsyncGenerator[list[list[str]], None]:
    """The table, part by part."""
    cursor: str | None = None
    while True:
        part = await desk.ask(export_part, cursor=cursor, **wanted)
        yield part.items
        cursor = part.next_cursor
        if cursor is None:
            return


async def as_csv(parts: AsyncGenerator[list[list[str]], None]) -> AsyncGenerator[bytes, None]:
    """Each part as soon as it is read."""
    first = True
    async for part in parts:
        yield csv_bytes(part, first=first)
        first = False


async def as_xlsx(parts: AsyncGenerator[list[list[str]], None]) -> AsyncGenerator[bytes, None]:
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


routes = [export]
