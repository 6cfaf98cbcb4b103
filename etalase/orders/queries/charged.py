"""What an order was charged beside its products and shipping: its tax by rule, its fees by name."""

import msgspec

from etalase.base.actor import Actor
from etalase.base.db import Db, rows
from etalase.base.markets import policy
from etalase.orders.queries.one import OrderRow
from etalase.orders.queries.taxes import tax_table
from etalase.orders.rules.fees import Fee, charged_fees
from etalase.orders.rules.taxes import Tax


class TaxCharged(msgspec.Struct, frozen=True):
    """The tax of an order's lines under one rule: on top, and inside of what was paid."""

    tax_rule: str
    tax_minor: int
    tax_included_minor: int


CHARGED = rows(
    TaxCharged,
    """SELECT tax_rule, sum(tax_minor)::bigint AS tax_minor, sum(tax_included_minor)::bigint AS tax_included_minor
         FROM order_lines WHERE shop_id = $1 AND order_id = $2 GROUP BY tax_rule ORDER BY tax_rule""",
)


async def taxes_charged(db: Db, order: OrderRow) -> list[tuple[Tax | None, TaxCharged]]:
    """What an order's tax is made of, each with the row it was charged by (None: a row that is gone)."""
    table = await tax_table(db)
    return [(table.named(each.tax_rule), each) for each in await CHARGED.all(db, order.shop_id, order.order_id)]


async def fees_charged(db: Db, actor: Actor, *, order: OrderRow) -> list[Fee]:
    """The buyer's fees of an order that was read for this actor, each under its own name (R-ORD-6)."""
    if not order.buyer_fee_minor:
        return []
    numbers = await policy(db, order.market, order.placed_at)
    found = [tax for tax, _ in await taxes_charged(db, order) if tax is not None]
    return charged_fees(
        numbers,
        found[0] if found else (await tax_table(db)).find(order.market, {}, order.placed_at),
        sub_total_minor=order.subtotal_minor - order.seller_discount_minor - order.platform_discount_minor,
        charged_minor=order.buyer_fee_minor,
        market=order.market,
    )
