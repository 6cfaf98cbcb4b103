"""Orders as a table for spreadsheets. Pure."""

import csv
import io
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Final

import msgspec

from etalase.base.money import Money
from etalase.orders.queries import OrderDetail
from etalase.web.shopper.address_form import written
from etalase.web.shopper.choosing import described

NAMES: Final = (
    "order_id",
    "status",
    "placed_at",
    "due_at",
    "buyer",
    "payment_method",
    "product_id",
    "sku_id",
    "title",
    "options",
    "quantity",
    "unit_price",
    "line_paid",
    "order_total",
    "currency",
    "shipping_method",
    "carrier",
    "tracking_number",
    "recipient",
    "phone",
    "address",
)
# A cell that begins like a formula would be worked out by the spreadsheet: what a buyer typed must not be.
FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


def row_of(cells: Sequence[object]) -> str:
    """One line of the table, quoted as RFC 4180 wants it."""
    written_to = io.StringIO()
    csv.writer(written_to, lineterminator="\r\n").writerow([_safe(cell) for cell in cells])
    return written_to.getvalue()


def _safe(cell: object) -> str:
    text = "" if cell is None else cell.isoformat() if isinstance(cell, datetime) else str(cell)
    return "'" + text if isinstance(cell, str) and text.startswith(FORMULA) else text


COLUMNS: Final = row_of(NAMES)


def lines_of_csv(found: Sequence[OrderDetail]) -> Iterator[str]:
    """A line for each thing that was bought; who gets it stays empty while the seller may not see it (R-ORD-4)."""
    for each in found:
        order = each.order
        address: dict[str, object] = msgspec.json.decode(order.address, type=dict[str, object] | None) or {}
        where = ", ".join(written(address)[1:]) if address else ""
        for line in each.lines:
            yield row_of(
                (
                    order.order_id,
                    order.status,
                    order.placed_at,
                    order.due_at,
                    order.buyer_handle,
                    order.payment_method,
                    line.product_id,
                    line.sku_id,
                    line.title,
                    described(line.options),
                    line.quantity,
                    Money(line.unit_price_minor, order.currency).decimal(),
                    Money(line.paid_minor, order.currency).decimal(),
                    Money(order.total_minor, order.currency).decimal(),
                    order.currency,
                    order.shipping_method,
                    order.carrier,
                    order.tracking_number,
                    str(address.get("name") or ""),
                    str(address.get("phone") or ""),
                    where,
                )
            )
