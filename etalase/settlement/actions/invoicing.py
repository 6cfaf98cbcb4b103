"""A numbered invoice per order, issued once when its money came."""

from datetime import datetime
from zoneinfo import ZoneInfo

from etalase.base.db import Db, rows
from etalase.base.markets import MARKETS
from etalase.orders.queries.one import OrderRow, hold_order
from etalase.settlement.queries.invoices import COLUMNS, FIND, Invoice

# The number is taken and used in one statement: a shop's numbers have no gap, and none is given twice.
ISSUE = rows(
    Invoice,
    f"""WITH taken AS (
            INSERT INTO invoice_years AS y (shop_id, year, last_number) VALUES ($1, $3, 1)
            ON CONFLICT (shop_id, year) DO UPDATE SET last_number = y.last_number + 1 RETURNING last_number)
        INSERT INTO invoices (shop_id, order_id, year, number, issued_at, tax_number)
        SELECT $1, $2, $3, last_number, $4, (SELECT tax_number FROM shops WHERE shop_id = $1) FROM taken RETURNING {COLUMNS}""",
)


async def issue_invoice(db: Db, order: OrderRow, *, now: datetime) -> Invoice:
    """The invoice of a paid order; the first call gives it its number, every later one finds it."""
    await hold_order(db, order)
    found = await FIND.one(db, order.shop_id, order.order_id)
    if found is not None:
        return found
    year = now.astimezone(ZoneInfo(MARKETS[order.market].time_zone)).year
    return await ISSUE.sole(db, order.shop_id, order.order_id, year, now)
