"""Buy, follow and fulfil orders."""

from datetime import datetime
from typing import Annotated, Any, Final

import msgspec
from litestar import get, post

from etalase.base.errors import Invalid, Unauthenticated
from etalase.base.texts import N_
from etalase.doorway.desk import Answer, Desk
from etalase.doorway.inputs import Id, IdText, Limit, id_of
from etalase.doorway.shown import Listed, MoneyShown, maybe_id, money
from etalase.orders import actions, queries
from etalase.orders.rules import CODES, Status, ViaKind
from etalase.payments.rules import Method

Short = Annotated[str, msgspec.Meta(max_length=200)]
Ref = str | int | None
REF_MAX: Final = 64


class ViaBody(msgspec.Struct):
    """Where the buyer came from; one of them. What names nothing is recorded as well and never refuses the sale."""

    showcase: Ref = None
    video: Ref = None
    live: Ref = None
    ad: Ref = None


class LineBody(msgspec.Struct):
    """So many pieces of one SKU."""

    sku_id: IdText
    quantity: Annotated[int, msgspec.Meta(ge=1, le=1_000_000)]
    via: ViaBody | None = None


class AddressBody(msgspec.Struct, omit_defaults=True):
    """Where to deliver, in the levels of the country."""

    name: Short
    phone: Annotated[str, msgspec.Meta(max_length=20)]
    country: Annotated[str, msgspec.Meta(max_length=2)]
    lines: Annotated[list[Short], msgspec.Meta(min_length=1, max_length=3)]
    region: Short | None = None
    city: Short | None = None
    district: Short | None = None
    subdistrict: Short | None = None
    postal_code: Short | None = None


class PaymentBody(msgspec.Struct):
    """How to pay. `card` chooses a test card of the sandbox."""

    method: Method
    card: Annotated[str, msgspec.Meta(pattern="^(approve|decline)$")] = "approve"


class OrderBody(msgspec.Struct):
    """One checkout over any number of shops."""

    lines: Annotated[list[LineBody], msgspec.Meta(min_length=1, max_length=500)]
    address: AddressBody
    payment: PaymentBody


class CancelBody(msgspec.Struct):
    """Why."""

    reason: Short = ""


class ShipBody(msgspec.Struct):
    """Who carries it, under which number."""

    carrier: Annotated[str, msgspec.Meta(min_length=1, max_length=60)]
    tracking_number: Annotated[str, msgspec.Meta(min_length=1, max_length=64)]


class CardBody(msgspec.Struct):
    """A test card of the sandbox."""

    card: Annotated[str, msgspec.Meta(pattern="^(approve|decline)$")] = "approve"


class PlacedOrderShown(msgspec.Struct, frozen=True):
    """One shop's order of a checkout."""

    id: str
    shop_id: str
    status: str
    status_code: int
    total: MoneyShown


class PaymentShown(msgspec.Struct, frozen=True):
    """The checkout's payment."""

    id: str
    method: str
    status: str
    amount: MoneyShown


class PlacedShown(msgspec.Struct, frozen=True):
    """What was placed."""

    orders: list[PlacedOrderShown]
    payment: PaymentShown


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
    """An order. `address` is null while the seller may not see it."""

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


def via_of(body: ViaBody | None) -> actions.Via | None:
    """The `via` as the till takes it; an empty one says nothing."""
    if body is None:
        return None
    named: tuple[tuple[ViaKind, Ref], ...] = (
        ("SHOWCASE", body.showcase),
        ("VIDEO", body.video),
        ("LIVE", body.live),
        ("AD", body.ad),
    )
    found = (actions.Via(kind, kept_of(ref)) for kind, ref in named if ref is not None)
    return next((via for via in found if via.ref), None)


def kept_of(ref: str | int) -> str:
    """As much of it as is recorded: too long or unprintable names nothing, but is no reason to lose a sale."""
    return "".join(letter for letter in str(ref) if letter.isprintable())[:REF_MAX]


def show_placed(placed: actions.Placed) -> PlacedShown:
    """What was placed as JSON."""
    orders = [
        PlacedOrderShown(
            str(each.order_id),
            str(each.shop_id),
            each.status,
            CODES[each.status],
            money(each.total_minor, placed.currency),
        )
        for each in placed.orders
    ]
    amount = money(placed.total_minor, placed.currency)
    return PlacedShown(orders, PaymentShown(str(placed.payment_id), placed.method, placed.payment_status, amount))


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
    )


def show_row(order: queries.OrderRow) -> OrderShown:
    """An order without its lines, after a move."""
    return show_order(queries.OrderDetail(order, [], []))


@post("/orders", status_code=201)
async def place(desk: Desk, data: OrderBody) -> Answer[PlacedShown]:
    """Place one checkout: one order per shop. Needs an Idempotency-Key."""
    if await desk.actor() is None:
        raise Unauthenticated
    if not desk.request.headers.get("idempotency-key"):
        raise Invalid({"Idempotency-Key": N_("Send an Idempotency-Key, so that a repeated call places one order.")})
    return await desk.write(
        actions.buy,
        show=show_placed,
        status=201,
        lines=[actions.CartLine(id_of(each.sku_id), each.quantity, via_of(each.via)) for each in data.lines],
        address=msgspec.to_builtins(data.address),
        method=data.payment.method,
        card=data.payment.card,
    )


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


@post("/orders/{order:int}/payment", status_code=200)
async def pay(desk: Desk, order: Id, data: CardBody | None = None) -> Answer[OrderShown]:
    """Pay for an unpaid order."""
    card = data.card if data else "approve"
    return await desk.write(actions.pay_again, show=show_row, order_id=order, card=card)


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
async def arrange(desk: Desk, shop: Id, order: Id, data: ShipBody) -> Answer[OrderShown]:
    """Packed and ready to be collected."""
    return await desk.write(
        actions.arrange_shipment,
        show=show_row,
        shop_id=shop,
        order_id=order,
        carrier=data.carrier,
        tracking_number=data.tracking_number,
    )


@post("/shops/{shop:int}/orders/{order:int}/handover", status_code=200)
async def hand_over(desk: Desk, shop: Id, order: Id) -> Answer[OrderShown]:
    """The carrier has it."""
    return await desk.write(actions.hand_over, show=show_row, shop_id=shop, order_id=order)


@post("/shops/{shop:int}/orders/{order:int}/delivery", status_code=200)
async def deliver(desk: Desk, shop: Id, order: Id) -> Answer[OrderShown]:
    """The buyer has it."""
    return await desk.write(actions.confirm_delivery, show=show_row, shop_id=shop, order_id=order)


@post("/shops/{shop:int}/orders/{order:int}/cancellation", status_code=200)
async def cancel_by_seller(desk: Desk, shop: Id, order: Id, data: CancelBody | None = None) -> Answer[OrderShown]:
    """The seller cancels what it cannot ship."""
    reason = data.reason if data else ""
    return await desk.write(actions.cancel_as_seller, show=show_row, shop_id=shop, order_id=order, reason=reason)


routes = [
    place,
    mine,
    one,
    cancel,
    pay,
    of_shop,
    arrange,
    hand_over,
    deliver,
    cancel_by_seller,
]
