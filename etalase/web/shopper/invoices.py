"""The invoice of an order, to be opened or kept, in the reader's language."""

import asyncio
from functools import partial
from typing import Any

from babel import Locale
from litestar import get
from litestar.response import Response

from etalase.doorway.desk import Desk
from etalase.doorway.inputs import Id
from etalase.doorway.printing import PDF
from etalase.settlement.queries import invoice_sheet
from etalase.settlement.rules.invoices import draw_invoice
from etalase.web.filters import money
from etalase.web.frame import Asked
from etalase.web.pages import house, say


@get("/orders/{order:int}/invoice.pdf")
async def invoice_file(request: Asked, desk: Desk, order: Id) -> Response[Any]:
    """The invoice, once the order was paid; drawn beside the loop, for it takes its time."""
    sheet = await desk.ask(invoice_sheet, order_id=order)
    words = partial(money, Locale.parse(house().frame(request).lang))
    content = await asyncio.to_thread(draw_invoice, sheet, partial(say, request), words)
    name = sheet.number.replace("/", "-")
    headers = {"content-disposition": f'inline; filename="{name}.pdf"', "cache-control": "private, no-store"}
    return Response(content, media_type=PDF, headers=headers)


routes = [invoice_file]
