"""Buy, follow and fulfil orders."""

from datetime import datetime
from typing import Annotated, Any

import msgspec
from litestar import get, post

from etalase.api.parcels import SendBody, carried_by
from etalase.doorway.desk import Answer, Desk
from etalase.doorway.inputs import Id, Limit
from etalase.doorway.shown import Listed, MoneyShown, maybe_id, money
from etalase.orders import actions, queries
from etalase.orders.rules import CODES, Status, commerce_platform
from etalase.parcels import actions as parcels

Short = Annotated[str, msgspec.Meta(max_length=200)]


class CancelBody(msgspec.Struct):
    """Why."""

    reason: Short = ""


class LineShown(msgspec.Struct, frozen=True):
    """A line as it was bought, with the right on which it was shown."""

    id: str
    product_id: str
    sku_id: str
    title: str
    options: dict[str, str]
    quantity: int
    unit_price: MoneyShown
    seller_discount: MoneyShown
    platform_discount: MoneyShown
    shipping: MoneyShown
    tax: MoneyShown
    paid: MoneyShown
    via: dict[str, str] | None
    shown_right: str | None
    link_id: str | None
    plan_id: str | None
    rate_bp: int


class EntryShown(msgspec.Struct, frozen=True):
    """A state and when the order came into it."""

    status: str
    at: datetime
    by: str
    note: str | None


class OrderShown(msgspec.Struct, frozen=True):
    """An order. `address` is null while the seller may not see it, `commerce_platform` outside Indonesia."""

    id: str
    shop_id: str
    shop_name: str
    buyer: str
    status: str
    status_code: int
    payment_method: str
    subtotal: MoneyShown
    shipping: MoneyShown
    tax: MoneyShown
    total: MoneyShown
    address: dict[str, Any] | None
    lines: list[LineShown]
    history: list[EntryShown]
    placed_at: datetime
    paid_at: datetime | None
    unpaid_until: datetime | None
    hold_until: datetime | None
    ship_by: datetime | None
    shipped_at: datetime | None
    delivered_at: datetime | None
    completed_at: datetime | None
    cancelled_at: datetime | None
    cancelled_by: str | None
    cancel_reason: str | None
    carrier: str | None
    tracking_number: str | None
    shipping_method: str
    collect_by: datetime | None
    deliver_by: datetime | None
    cancel_at: datetime | None
    due_at: datetime | None
    commerce_platform: str | None


def show_line(line: queries.OrderLine, currency: str) -> LineShown:
    """A line as JSON."""
    via = {line.via_kind.lower(): line.via_ref or ""} if line.via_kind else None
    return LineShown(
        str(line.line_id),
        str(line.product_id),
        str(line.sku_id),
        line.title,
        msgspec.json.decode(line.options, type=dict[str, str]),
        line.quantity,
        money(line.unit_price_minor, currency),
        money(line.seller_discount_minor, currency),
        money(line.platform_discount_minor, currency),
        money(line.shipping_minor, currency),
        money(line.tax_minor, currency),
        money(line.paid_minor, currency),
        via,
        line.shown_right,
        maybe_id(line.right_link_id),
        maybe_id(line.right_plan_id),
        line.rate_bp,
    )


def show_order(detail: queries.OrderDetail) -> OrderShown:
    """An order as JSON."""
    order = detail.order
    return OrderShown(
        str(order.order_id),
        str(order.shop_id),
        order.shop_name,
        order.buyer_handle,
        order.status,
        CODES[order.status],
        order.payment_method,
        money(order.subtotal_minor, order.currency),
        money(order.shipping_minor, order.currency),
        money(order.tax_minor, order.currency),
        money(order.total_minor, order.currency),
        msgspec.json.decode(order.address),
        [show_line(line, order.currency) for line in detail.lines],
        [EntryShown(each.status, each.at, each.by_side, each.note) for each in detail.history],
        order.placed_at,
        order.paid_at,
        order.unpaid_until,
        order.hold_until,
        order.ship_by,
        order.shipped_at,
        order.delivered_at,
        order.completed_at,
        order.cancelled_at,
        order.cancelled_by,
        order.cancel_reason,
        order.carrier,
        order.tracking_number,
        order.shipping_method,
        order.collect_by,
        order.deliver_by,
        order.cancel_at,
        order.due_at,
        commerce_platform(order.market),
    )


def show_row(order: queries.OrderRow) -> OrderShown:
    """An order without its lines, after a move."""
    return show_order(queries.OrderDetail(order, [], []))


@get("/me/orders")
async def mine(
    desk: Desk, limit: Limit = 20, cursor: str | None = None, status: Status | None = None
) -> Answer[Listed[OrderShown]]:
    """The caller's orders, newest first."""
    return await desk.page(
        queries.my_orders, show=show_order, statuses=[status] if status else list(CODES), limit=limit, cursor=cursor
    )


@get("/orders/{order:int}")
async def one(desk: Desk, order: Id) -> Answer[OrderShown]:
    """One order, for its buyer and for the staff of its shop."""
    return await desk.read(queries.any_order, show=show_order, order_id=order)


@post("/orders/{order:int}/cancellation", status_code=200)
async def cancel(desk: Desk, order: Id, data: CancelBody | None = None) -> Answer[OrderShown]:
    """The buyer cancels while it is unpaid or on hold."""
    reason = data.reason if data else ""
    return await desk.write(actions.cancel_as_buyer, show=show_row, order_id=order, reason=reason)


@get("/shops/{shop:int}/orders")
async def of_shop(
    desk: Desk, shop: Id, limit: Limit = 20, cursor: str | None = None, status: Status | None = None
) -> Answer[Listed[OrderShown]]:
    """A shop's orders, newest first, for its staff."""
    return await desk.page(
        queries.shop_orders,
        show=show_order,
        shop_id=shop,
        statuses=[status] if status else list(CODES),
        limit=limit,
        cursor=cursor,
    )


@post("/shops/{shop:int}/orders/{order:int}/shipment", status_code=200)
async def arrange(desk: Desk, shop: Id, order: Id, data: SendBody | None = None) -> Answer[OrderShown]:
    """Packed and ready to be collected: one package with everything that is not packed yet."""
    return await desk.write(parcels.ship_order, show=show_row, shop_id=shop, order_id=order, **carried_by(data))


@post("/shops/{shop:int}/orders/{order:int}/handover", status_code=200)
async def hand_over(desk: Desk, shop: Id, order: Id) -> Answer[OrderShown]:
    """The carrier has it."""
    return await desk.write(parcels.hand_over_order, show=show_row, shop_id=shop, order_id=order)


@post("/shops/{shop:int}/orders/{order:int}/delivery", status_code=200)
async def deliver(desk: Desk, shop: Id, order: Id) -> Answer[OrderShown]:
    """The buyer has it."""
    return await desk.write(parcels.deliver_order, show=show_row, shop_id=shop, order_id=order)


@post("/shops/{shop:int}/orders/{order:int}/cancellation", status_code=200)
async def cancel_by_seller(desk: Desk, shop: Id, order: Id, data: CancelBody | None = None) -> Answer[OrderShown]:
    """The seller cancels what it cannot ship."""
    reason = data.reason if data else ""
    return await desk.write(actions.cancel_as_seller, show=show_row, shop_id=shop, order_id=order, reason=reason)


routes = [
    mine,
    one,
    cancel,
    of_shop,
    arrange,
    hand_over,
    deliver,
    cancel_by_seller,
]
