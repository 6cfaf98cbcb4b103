"""What a batch writes, as the records that WRITE reads: one JSON array each for carts, orders and lines.

JSON, because one parameter of named fields costs a process a third of what an array per column does (docs/checkout-speed.md).
A field that may be NULL is left out when it is.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

import msgspec

from etalase.base.db import Db
from etalase.base.markets import Policy, policy
from etalase.orders.actions.asked import Line
from etalase.orders.actions.numbering import NewOrder, Numbered
from etalase.orders.rules.pricing import Amounts
from etalase.payments.rules import opening_status

ENCODER: Final = msgspec.json.Encoder()


class CartRecord(msgspec.Struct, frozen=True):
    """One checkout and its payment."""

    account_id: int
    checkout_id: int
    payment_id: int
    method: str
    payment_status: str
    currency: str
    address: Any


class OrderRecord(msgspec.Struct, frozen=True, omit_defaults=True):
    """One shop's order of a checkout; amounts in minor units."""

    shop_id: int
    order_id: int
    checkout_id: int
    subtotal: int
    seller_discount: int
    platform_discount: int
    shipping: int
    tax: int
    tax_included: int
    buyer_fee: int
    total: int
    status: str
    shipping_method: str
    entry_id: int
    event_id: int
    unpaid_until: datetime | None = None
    hold_until: datetime | None = None


class LineRecord(msgspec.Struct, frozen=True, omit_defaults=True):
    """One line of an order; amounts in minor units, of the whole line. No `move_id`: its pieces are taken from a set-aside."""

    shop_id: int
    order_line_id: int
    order_id: int
    product_id: int
    sku_id: int
    warehouse_id: int
    title: str
    options: msgspec.Raw
    quantity: int
    unit_price: int
    seller_discount: int
    platform_discount: int
    shipping: int
    shipping_seller: int
    shipping_platform: int
    tax: int
    tax_included: int
    buyer_fee: int
    paid: int
    tax_rule: str
    promotions: msgspec.Raw
    rate_bp: int
    move_id: int | None = None
    picture_key: str | None = None
    via_kind: str | None = None
    via_ref: str | None = None
    via_account_id: int | None = None
    shown_right: str | None = None
    link_id: int | None = None
    plan_id: int | None = None


# What json_to_recordset must be told of the records; in any order, for it goes by name.
CART_COLUMNS: Final = """account_id bigint, checkout_id bigint, payment_id bigint, method text, payment_status text,
                  currency text, address jsonb"""
ORDER_COLUMNS: Final = """shop_id bigint, order_id bigint, checkout_id bigint, subtotal bigint, seller_discount bigint,
                  platform_discount bigint, shipping bigint, tax bigint, tax_included bigint, buyer_fee bigint,
                  total bigint, status text, shipping_method text, entry_id bigint, event_id bigint,
                  unpaid_until timestamptz, hold_until timestamptz"""
LINE_COLUMNS: Final = """shop_id bigint, order_line_id bigint, order_id bigint, move_id bigint, product_id bigint,
                  sku_id bigint, warehouse_id bigint, title text, options jsonb, quantity int, unit_price bigint,
                  seller_discount bigint, platform_discount bigint, shipping bigint, shipping_seller bigint,
                  shipping_platform bigint, tax bigint, tax_included bigint, buyer_fee bigint, paid bigint, tax_rule text,
                  promotions jsonb, rate_bp int, picture_key text, via_kind text, via_ref text, via_account_id bigint,
                  shown_right text, link_id bigint, plan_id bigint"""


async def records_of(db: Db, batch: Sequence[Numbered]) -> tuple[str, str, str]:
    """The carts, orders and lines of a batch, each as JSON."""
    policies = {key: await policy(db, *key) for key in {(each.decided.market, each.decided.at) for each in batch}}
    return (
        _json(_cart(each) for each in batch),
        _json(order for each in batch for order in _orders(each, policies[each.decided.market, each.decided.at])),
        _json(_line(order, at) for each in batch for order in each.orders for at in range(len(order.lines))),
    )


def _json(records: Iterable[msgspec.Struct]) -> str:
    return ENCODER.encode(list(records)).decode()


def _cart(each: Numbered) -> CartRecord:
    cart = each.decided.cart
    status = opening_status(cart.method)
    return CartRecord(
        cart.account_id, each.checkout_id, each.payment_id, cart.method, status, each.decided.currency, cart.address
    )


def _orders(each: Numbered, numbers: Policy) -> list[OrderRecord]:
    decided = each.decided
    unpaid_until = decided.at + timedelta(seconds=numbers.unpaid_ttl_s)
    hold_until = decided.at + timedelta(seconds=numbers.on_hold_s)
    return [
        OrderRecord(
            order.bill.shop_id,
            order.order_id,
            each.checkout_id,
            whole.list_minor,
            whole.seller_discount_minor,
            whole.platform_discount_minor,
            whole.shipping_minor,
            whole.tax_minor,
            whole.tax_included_minor,
            whole.buyer_fee_minor,
            whole.paid_minor,
            order.status,
            decided.cart.shipping,
            order.entry_id,
            order.event_id,
            unpaid_until if order.status == "UNPAID" else None,
            hold_until if order.status == "ON_HOLD" else None,
        )
        for order in each.orders
        for whole in (order.bill.priced.total,)
    ]


def _line(order: NewOrder, at: int) -> LineRecord:
    line_id, move_id, line = order.lines[at]
    priced, fact = order.bill.priced, line.fact
    amounts: Amounts = priced.lines[at]
    rate_bp, *came_from = _came_from(line)
    return LineRecord(
        fact.shop_id,
        line_id,
        order.order_id,
        fact.product_id,
        fact.sku_id,
        line.warehouse_id,
        fact.title,
        msgspec.Raw(fact.options.encode()),
        line.quantity,
        fact.price_minor,
        amounts.seller_discount_minor,
        amounts.platform_discount_minor,
        amounts.shipping_minor,
        amounts.shipping_seller_minor,
        amounts.shipping_platform_minor,
        amounts.tax_minor,
        amounts.tax_included_minor,
        amounts.buyer_fee_minor,
        amounts.paid_minor,
        priced.tax.rule,
        msgspec.Raw(priced.items[at].promotions.encode()),
        rate_bp,
        move_id if line.set_aside_id is None else None,
        fact.picture_key,
        *came_from,
    )


def _came_from(line: Line) -> tuple[Any, ...]:
    """Rate, kind and reference of the `via`, the holder, and the right on which it was shown."""
    kind, ref = (line.via.kind, line.via.ref) if line.via else (None, None)
    shown = line.shown_by
    if shown is None:
        return 0, kind, ref, None, None, None, None
    return shown.rate_bp, kind, ref, shown.account_id, shown.source, shown.link_id, shown.plan_id
