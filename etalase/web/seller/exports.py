"""Products as a file, with the filters of the table: CSV or XLSX."""

from litestar import get
from litestar.response import Stream

from etalase.base.errors import NotFound
from etalase.doorway.desk import Desk
from etalase.doorway.exporting import FORMATS, products_file
from etalase.doorway.inputs import Id
from etalase.web.seller.products import TABS, Tab
from etalase.web.seller.workplace import enter


@get("/seller/{shop:int}/products/export/{kind:str}")
async def export(desk: Desk, shop: Id, kind: str, tab: Tab = "all", q: str = "") -> Stream:
    """The file; what the table's tab and search words leave out is left out here, deleted products always."""
    if kind not in FORMATS:
        raise NotFound
    await enter(desk, shop, "product.read")
    _, status, sold_out = TABS[tab if tab in TABS and tab != "deleted" else "all"]
    search = q.replace("\x00", "").strip()[:100] or None
    return await products_file(desk, shop, FORMATS[kind], status=status, sold_out=sold_out, search=search)


routes = [export]
