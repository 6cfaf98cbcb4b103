"""One order, its lines and its history."""

from collections.abc import Sequence
from datetime import datetime

import msgspec

from etalase.base.actor import Actor
from etalase.base.db import Db, rows, value
from etalase.base.errors import NotFound
from etalase.orders.rules import ADDRESS_HIDDEN, Status
from etalase.shipping.rules import Method
from etalase.shops.queries import permit


class OrderRow(msgspec.Struct, frozen=True):
    """An order as it is stored. `address` is JSON in the API's shape."""

    shop_id: int
    order_id: int
    shop_name: str
    market: str
    checkout_id: int
    buyer_account_id: int
    buyer_handle: str
    status: Status
    payment_id: int
    payment_method: str
    currency: str
    subtotal_minor: int
    seller_discount_minor: int
    platform_discount_minor: int
    shipping_minor: int
    tax_minor: int
    total_minor: int
    address: str
    placed_at: datetime
    paid_at: datetime | None
    unpaid_until: datetime | None
    hold_until: datetime | None
    ship_by: datetime | None
    arranged_at: datetime | None
    shipped_at: datetime | None
    delivered_at: datetime | None
    completed_at: datetime | None
    cancelled_at: datetime | None
    cancelled_by: str | None
    cancel_reason: str | None
    carrier: str | None
    tracking_number: str | None
    shipping_method: Method
    collect_by: datetime | None
    deliver_by: datetime | None
    cancel_at: datetime | None
    due_at: datetime | None  # until when it must leave its present state
    buyer_fee_minor: int
    refunded_minor: int


class OrderLine(msgspec.Struct, frozen=True):
    """A line as it was bought. `options` is JSON; `via_*` and `right_*` say how the buyer came to it."""

    order_id: int
    line_id: int
    product_id: int
    sku_id: int
    title: str
    options: str
    picture_key: str | None
    quantity: int
    unit_price_minor: int
    seller_discount_minor: int
    platform_discount_minor: int
    shipping_minor: int
    tax_minor: int
    paid_minor: int
    via_kind: str | None
    via_ref: str | None
    via_account_id: int | None
    shown_right: str | None
    right_link_id: int | None
    right_plan_id: int | None
    rate_bp: int
    packed_quantity: int
    shipped_quantity: int
    cancelled_quantity: int

    @property
    def wanted(self) -> int:
        """The pieces that are, or were, to be sent."""
        return self.quantity - self.cancelled_quantity

    @property
    def unpacked(self) -> int:
        """The pieces that lie in no package and still are to be sent."""
        return self.wanted - self.packed_quantity


class HistoryEntry(msgspec.Struct, frozen=True):
    """When an order came into a state, and by whose act."""

    status: Status
    at: datetime
    by_side: str
    by_handle: str | None
    note: str | None


class OrderDetail(msgspec.Struct, frozen=True):
    """An order with everything a page or the API tells of it."""

    order: OrderRow
    lines: list[OrderLine]
    history: list[HistoryEntry]


COLUMNS = """o.shop_id, o.order_id, s.name AS shop_name, s.market, o.checkout_id, o.buyer_account_id,
       a.handle AS buyer_handle, o.status, o.payment_id, o.payment_method, o.currency, o.subtotal_minor,
       o.seller_discount_minor, o.platform_discount_minor, o.shipping_minor, o.tax_minor, o.total_minor,
       o.address::text AS address, o.placed_at, o.paid_at, o.unpaid_until, o.hold_until, o.ship_by, o.arranged_at,
       o.shipped_at, o.delivered_at, o.completed_at, o.cancelled_at, o.cancelled_by, o.cancel_reason, o.carrier,
       o.tracking_number, o.shipping_method, o.collect_by, o.deliver_by, o.cancel_at, o.due_at,
       o.buyer_fee_minor, o.refunded_minor"""
JOINS = "JOIN shops s ON s.shop_id = o.shop_id JOIN accounts a ON a.account_id = o.buyer_account_id"
OF_BUYER = rows(
    OrderRow,
    f"""SELECT {COLUMNS} FROM account_orders m
               JOIN orders o ON o.shop_id = m.shop_id AND o.order_id = m.order_id {JOINS}
         WHERE m.account_id = $1 AND m.order_id = $2""",
)
OF_SHOP = rows(OrderRow, f"SELECT {COLUMNS} FROM orders o {JOINS} WHERE o.shop_id = $1 AND o.order_id = $2")
OF_CHECKOUT = rows(
    OrderRow,
    f"""SELECT {COLUMNS} FROM account_orders m
               JOIN orders o ON o.shop_id = m.shop_id AND o.order_id = m.order_id {JOINS}
         WHERE m.account_id = $1 AND o.checkout_id = $2 ORDER BY o.shop_id""",
)
LINES = rows(
    OrderLine,
    """SELECT order_id, line_id, product_id, sku_id, title, options::text AS options, picture_key, quantity,
              unit_price_minor, seller_discount_minor, platform_discount_minor, shipping_minor, tax_minor, paid_minor,
              via_kind, via_ref, via_account_id, shown_right, right_link_id, right_plan_id, rate_bp,
              packed_quantity, shipped_quantity, cancelled_quantity
         FROM order_lines WHERE shop_id = ANY($1::bigint[]) AND order_id = ANY($2::bigint[]) ORDER BY line_id""",
)
HISTORY = rows(
    HistoryEntry,
    """SELECT h.status, h.at, h.by_side, a.handle AS by_handle, h.note
         FROM order_history h LEFT JOIN accounts a ON a.account_id = h.by_account_id
        WHERE h.shop_id = $1 AND h.order_id = $2 ORDER BY h.at, h.entry_id""",
)


# In id order, so that two who hold several never wait for each other.
HELD = rows(
    OrderRow,
    f"""SELECT {COLUMNS} FROM orders o {JOINS} WHERE o.shop_id = $1 AND o.order_id = ANY($2::bigint[])
         ORDER BY o.order_id FOR UPDATE OF o""",
)
HOLD = value(str, "SELECT status FROM orders WHERE shop_id = $1 AND order_id = $2 FOR UPDATE")
SHOP_OF = value(int, "SELECT shop_id FROM orders WHERE order_id = $1")


async def order_row(db: Db, account_id: int, order_id: int) -> OrderRow:
    """An order of this buyer; NotFound for everybody else."""
    found = await OF_BUYER.one(db, account_id, order_id)
    if found is None:
        raise NotFound
    return found


async def order_row_of_shop(db: Db, shop_id: int, order_id: int) -> OrderRow:
    """An order of this shop."""
    found = await OF_SHOP.one(db, shop_id, order_id)
    if found is None:
        raise NotFound
    return found


async def orders_of_checkout(db: Db, account_id: int, checkout_id: int) -> list[OrderRow]:
    """All orders of one checkout."""
    return await OF_CHECKOUT.all(db, account_id, checkout_id)


async def hold_order(db: Db, order: OrderRow) -> None:
    """Lock an order until the end of the transaction. Locked before its stock and its payment."""
    await HOLD.sole(db, order.shop_id, order.order_id)


async def held_orders(db: Db, shop_id: int, order_ids: Sequence[int]) -> list[OrderRow]:
    """Lock orders of a shop until the end of the transaction, before their packages and stock; as they are now, by id."""
    return await HELD.all(db, shop_id, sorted(set(order_ids)))


async def lines_of(db: Db, orders: list[OrderRow]) -> dict[int, list[OrderLine]]:
    """Order id to its lines."""
    found: dict[int, list[OrderLine]] = {order.order_id: [] for order in orders}
    for line in await LINES.all(db, [order.shop_id for order in orders], [order.order_id for order in orders]):
        found[line.order_id].append(line)
    return found


async def my_order(db: Db, actor: Actor, *, order_id: int) -> OrderDetail:
    """The buyer's view of one order."""
    return await _detail(db, await order_row(db, actor.account_id, order_id))


async def any_order(db: Db, actor: Actor, *, order_id: int) -> OrderDetail:
    """One order for its buyer, or for whoever may read the orders of its shop; NotFound for all others."""
    try:
        return await my_order(db, actor, order_id=order_id)
    except NotFound:
        shop_id = await SHOP_OF.get(db, order_id)
        if shop_id is None:
            raise
        return await shop_order(db, actor, shop_id=shop_id, order_id=order_id)


async def shop_order(db: Db, actor: Actor, *, shop_id: int, order_id: int) -> OrderDetail:
    """The seller's view: the address stays hidden while the order is unpaid or on hold (R-ORD-4)."""
    await permit(db, actor, shop_id, "order.read")
    return await _detail(db, hide_address(await order_row_of_shop(db, shop_id, order_id)))


def hide_address(order: OrderRow) -> OrderRow:
    """Without the address while the seller may not see it, and for ever when it was cancelled before that (R-ORD-4)."""
    never_to_be_shipped = order.status == "CANCELLED" and order.ship_by is None
    if order.status in ADDRESS_HIDDEN or never_to_be_shipped:
        return msgspec.structs.replace(order, address="null")
    return order


async def _detail(db: Db, order: OrderRow) -> OrderDetail:
    lines = (await lines_of(db, [order]))[order.order_id]
    return OrderDetail(order, lines, await HISTORY.all(db, order.shop_id, order.order_id))
