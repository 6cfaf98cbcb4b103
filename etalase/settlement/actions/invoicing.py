"""A numbered invoice per order, issued once when its money came."""

from datetime import datetime
from zoneinfo import ZoneInfo

import msgspec

from etalase.base.db import Db, rows
from etalase.base.markets import MARKETS
from etalase.orders.queries.one import OrderRow, hold_order


class Invoice(msgspec.Struct, frozen=True):
    """The number of an order's invoice: of the shop, in the market's year."""

    shop_id: int
    order_id: int
    year: int
    number: int
    issued_at: datetime

    @property
    def text(self) -> str:
        """As it is written: "INV/1234567/2026/000042"."""
        return f"INV/{self.shop_id}/{self.year}/{self.number:06}"


COLUMNS = "shop_id, order_id, year, number, issued_at"
FIND = rows(Invoice, f"SELECT {COLUMNS} FROM invoices WHERE shop_id = $1 AND order_id = $2")
# The number is taken and used in one statement: a shop's numbers have no gap, and none is given twice.
ISSUE = rows(
    Invoice,
    f"""WITH taken AS (
            INSERT INTO invoice_years AS y (shop_id, year, last_number) VALUES ($1, $3, 1)
            ON CONFLICT (shop_id, year) DO UPDATE SET last_number = y.last_number + 1 RETURNING last_number)
        INSERT INTO invoices (shop_id, order_id, year, number, issued_at)
        SELECT $1, $2, $3, last_number, $4 FROM taken RETURNING {COLUMNS}""",
)


async def issue_invoice(db: Db, order: OrderRow, *, now: datetime) -> Invoice:
    """The invoice of a paid order; the first call gives it its number, every later one finds it."""
    await hold_order(db, order)
    found = await FIND.one(db, order.shop_id, order.order_id)
    if found is not None:
        return found
    year = now.astimezone(ZoneInfo(MARKETS[order.market].time_zone)).year
    return await ISSUE.sole(db, order.shop_id, order.order_id, year, now)
