"""The invoice of an order, to be opened or kept, in the reader's language."""

from typing import Any

from litestar import get
from litestar.response import Response

from etalase.doorway.desk import Desk
from etalase.doorway.inputs import Id
from etalase.doorway.printing import invoice_sheet
from etalase.settlement import queries
from etalase.web.frame import Asked
from etalase.web.pages import house


@get("/orders/{order:int}/invoice.pdf")
async def invoice_file(request: Asked, desk: Desk, order: Id) -> Response[Any]:
    """The invoice, once the order was paid."""
    sheet = await desk.ask(queries.invoice_sheet, order_id=order)
    return await invoice_sheet(desk.house, sheet, house().frame(request).lang)


routes = [invoice_file]
