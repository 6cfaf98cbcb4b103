"""What the invoice of an order says, for its buyer and for those who read the shop's orders."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

import msgspec

from etalase.base.actor import Actor
from etalase.base.db import Db, rows
from etalase.base.errors import NotFound
from etalase.base.markets import MARKETS
from etalase.base.markets.tax_numbers import TAX_NUMBERS
from etalase.base.money import Money
from etalase.orders.queries import OrderDetail, OrderLine, any_order, fees_charged, taxes_charged
from etalase.orders.queries.charged import TaxCharged
from etalase.orders.rules.fees import Fee
from etalase.orders.rules.pricing import STEP_NAMES
from etalase.orders.rules.taxes import TAX_NAMES, Tax
from etalase.payments.rules import METHOD_NAMES
from etalase.settlement.rules.invoices import Item, Sheet, Taxed

Charged = tuple[Tax | None, TaxCharged]


class Invoice(msgspec.Struct, frozen=True):
    """The number of an order's invoice: of the shop, in the market's year."""

    shop_id: int
    order_id: int
    year: int
    number: int
    issued_at: datetime
    tax_number: str | None  # the seller's on that day

    @property
    def text(self) -> str:
        """As it is written: "INV/1234567/2026/000042"."""
        return f"INV/{self.shop_id}/{self.year}/{self.number:06}"


COLUMNS = "shop_id, order_id, year, number, issued_at, tax_number"
FIND = rows(Invoice, f"SELECT {COLUMNS} FROM invoices WHERE shop_id = $1 AND order_id = $2")


async def invoice_sheet(db: Db, actor: Actor, *, order_id: int) -> Sheet:
    """The invoice of a paid order; NotFound before it is issued, and for everybody whose order it is not."""
    detail = await any_order(db, actor, order_id=order_id)
    issued = await FIND.one(db, detail.order.shop_id, order_id)
    if issued is None or detail.order.paid_at is None:
        raise NotFound
    taxes = await taxes_charged(db, detail.order)
    return _sheet(detail, issued, detail.order.paid_at, taxes, await fees_charged(db, actor, order=detail.order))


def _sheet(
    detail: OrderDetail, issued: Invoice, paid_at: datetime, taxes: Sequence[Charged], fees: Sequence[Fee]
) -> Sheet:
    order = detail.order
    market = MARKETS[order.market]
    zone = ZoneInfo(market.time_zone)
    steps = (
        (STEP_NAMES["ITEMS"], order.subtotal_minor),
        (STEP_NAMES["SELLER_DISCOUNT"], -order.seller_discount_minor),
        (STEP_NAMES["PLATFORM_DISCOUNT"], -order.platform_discount_minor),
        (STEP_NAMES["SHIPPING"], order.shipping_minor),
        *((STEP_NAMES[fee.kind], fee.minor) for fee in fees),
    )
    # Hidden from the seller for now (R-ORD-4): whose order it is is known all the same.
    hidden = {"name": f"@{order.buyer_handle}"}
    address = msgspec.json.decode(order.address, type=dict[str, object] | None) or hidden
    return Sheet(
        issued.text,
        issued.issued_at.astimezone(zone),
        paid_at.astimezone(zone),
        order.order_id,
        next((name for method, name in METHOD_NAMES.items() if method == order.payment_method), order.payment_method),
        order.shop_name,
        market.name,
        market.language,
        (TAX_NUMBERS[market.code].label, issued.tax_number) if issued.tax_number else None,
        address,
        [_item(line, order.currency) for line in detail.lines],
        [(name, Money(minor, order.currency)) for name, minor in steps if minor],
        [_taxed(row, each.tax_minor, order.currency) for row, each in taxes if each.tax_minor],
        Money(order.total_minor, order.currency),
        [_taxed(row, each.tax_included_minor, order.currency) for row, each in taxes if each.tax_included_minor],
        Money(order.refunded_minor, order.currency),
    )


def _item(line: OrderLine, currency: str) -> Item:
    options = msgspec.json.decode(line.options, type=dict[str, str])
    return Item(line.title, ", ".join(options.values()), line.quantity, Money(line.unit_price_minor, currency))


def _taxed(row: Tax | None, minor: int, currency: str) -> Taxed:
    name = TAX_NAMES[row.kind] if row else STEP_NAMES["TAX"]
    return Taxed(name, row.rate_ppm if row else None, Money(minor, currency))
