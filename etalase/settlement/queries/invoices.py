"""What the invoice of an order says, for its buyer and for those who read the shop's orders."""

from datetime import datetime
from zoneinfo import ZoneInfo

import msgspec

from etalase.base.actor import Actor
from etalase.base.db import Db, rows
from etalase.base.errors import NotFound
from etalase.base.markets import MARKETS
from etalase.base.money import Money
from etalase.orders.queries import OrderDetail, any_order
from etalase.orders.rules.pricing import STEP_NAMES
from etalase.payments.rules import METHOD_NAMES
from etalase.settlement.rules.invoices import Item, Sheet


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


class Sums(msgspec.Struct, frozen=True):
    """An order's amounts that its row alone does not tell."""

    buyer_fee_minor: int
    tax_included_minor: int
    refunded_minor: int


COLUMNS = "shop_id, order_id, year, number, issued_at"
FIND = rows(Invoice, f"SELECT {COLUMNS} FROM invoices WHERE shop_id = $1 AND order_id = $2")
SUMS = rows(
    Sums,
    """SELECT buyer_fee_minor, tax_included_minor, refunded_minor FROM orders WHERE shop_id = $1 AND order_id = $2""",
)


async def invoice_sheet(db: Db, actor: Actor, *, order_id: int) -> Sheet:
    """The invoice of a paid order; NotFound before it is issued, and for everybody whose order it is not."""
    detail = await any_order(db, actor, order_id=order_id)
    issued = await FIND.one(db, detail.order.shop_id, order_id)
    if issued is None or detail.order.paid_at is None:
        raise NotFound
    sums = await SUMS.sole(db, detail.order.shop_id, order_id)
    return _sheet(detail, issued, detail.order.paid_at, sums)


def _sheet(detail: OrderDetail, issued: Invoice, paid_at: datetime, sums: Sums) -> Sheet:
    order = detail.order
    market = MARKETS[order.market]
    zone = ZoneInfo(market.time_zone)
    steps = (
        (STEP_NAMES["ITEMS"], order.subtotal_minor),
        (STEP_NAMES["SELLER_DISCOUNT"], -order.seller_discount_minor),
        (STEP_NAMES["PLATFORM_DISCOUNT"], -order.platform_discount_minor),
        (STEP_NAMES["SHIPPING"], order.shipping_minor),
        (STEP_NAMES["TAX"], order.tax_minor),
        (STEP_NAMES["SERVICE_FEE"], sums.buyer_fee_minor),
    )
    hidden = order.address == "null"
    address: dict[str, object] = {} if hidden else msgspec.json.decode(order.address, type=dict[str, object])
    return Sheet(
        issued.text,
        issued.issued_at.astimezone(zone),
        paid_at.astimezone(zone),
        order.order_id,
        next((name for method, name in METHOD_NAMES.items() if method == order.payment_method), order.payment_method),
        order.shop_name,
        market.name,
        address,
        [
            Item(
                line.title,
                ", ".join(msgspec.json.decode(line.options, type=dict[str, str]).values()),
                line.quantity,
                Money(line.unit_price_minor, order.currency),
            )
            for line in detail.lines
        ],
        [(name, Money(minor, order.currency)) for name, minor in steps if minor],
        Money(order.total_minor, order.currency),
        Money(sums.tax_included_minor, order.currency),
        Money(sums.refunded_minor, order.currency),
    )
