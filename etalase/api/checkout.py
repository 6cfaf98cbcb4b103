"""Quote a checkout and place it."""

from typing import Annotated, Final

import msgspec
from litestar import post

from etalase.accounts.queries import split_token
from etalase.api.payments import Card, NextStep, show_step
from etalase.base.errors import Invalid, Unauthenticated
from etalase.doorway.admitting import bearer_of
from etalase.doorway.desk import KEY_NEEDED, Answer, Desk, checkout_of
from etalase.doorway.express import JSON, PROBLEM, Call, Told, problem
from etalase.doorway.inputs import IdText, id_of
from etalase.doorway.repeating import asked_with
from etalase.doorway.shown import MoneyShown, money
from etalase.orders import actions
from etalase.orders.rules import CODES, ViaKind
from etalase.orders.rules.pricing import Amounts
from etalase.payments.rules import Method
from etalase.shipping.rules import Method as ShippingMethod

Short = Annotated[str, msgspec.Meta(max_length=200)]
Code = Annotated[str, msgspec.Meta(max_length=40)]
Ref = str | int | None
REF_MAX: Final = 64
REFUSED_FROM: Final = 400


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
    card: Card = "approve"


class OrderBody(msgspec.Struct):
    """One checkout over any number of shops. `voucher_codes` are typed ones; `shipping` is how every parcel of it is sent."""

    lines: Annotated[list[LineBody], msgspec.Meta(min_length=1, max_length=500)]
    address: AddressBody
    payment: PaymentBody
    voucher_codes: Annotated[list[Code], msgspec.Meta(max_length=20)] = []
    shipping: ShippingMethod = "STANDARD"


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
    next_step: NextStep | None


class PlacedShown(msgspec.Struct, frozen=True):
    """What was placed."""

    orders: list[PlacedOrderShown]
    payment: PaymentShown


class QuoteBody(msgspec.Struct):
    """The same as for an order; how it is paid is not needed."""

    lines: Annotated[list[LineBody], msgspec.Meta(min_length=1, max_length=500)]
    address: AddressBody
    payment: PaymentBody | None = None
    voucher_codes: Annotated[list[Code], msgspec.Meta(max_length=20)] = []
    shipping: ShippingMethod = "STANDARD"


class AmountsShown(msgspec.Struct, frozen=True):
    """Every part of a price: `total` = `subtotal` - discounts + `shipping` + `tax` + `buyer_fee`; `tax_included` is inside it."""

    subtotal: MoneyShown
    seller_discount: MoneyShown
    platform_discount: MoneyShown
    shipping: MoneyShown
    shipping_by_seller: MoneyShown
    shipping_by_platform: MoneyShown
    tax: MoneyShown
    tax_included: MoneyShown
    buyer_fee: MoneyShown
    total: MoneyShown


class QuotedLineShown(msgspec.Struct, frozen=True):
    """One line of a quote."""

    sku_id: str
    product_id: str
    quantity: int
    amounts: AmountsShown


class StepShown(msgspec.Struct, frozen=True):
    """One step from list price to total; negative where it takes off."""

    kind: str
    amount: MoneyShown


class QuotedOrderShown(msgspec.Struct, frozen=True):
    """What would be one shop's order. `tax_rule` names the row of the tax table in force."""

    shop_id: str
    amounts: AmountsShown
    lines: list[QuotedLineShown]
    steps: list[StepShown]
    tax_rule: str


class QuoteShown(msgspec.Struct, frozen=True):
    """What a checkout would cost now."""

    total: MoneyShown
    orders: list[QuotedOrderShown]


def show_amounts(amounts: Amounts, currency: str) -> AmountsShown:
    """The parts of a price as JSON."""
    return AmountsShown(
        money(amounts.list_minor, currency),
        money(amounts.seller_discount_minor, currency),
        money(amounts.platform_discount_minor, currency),
        money(amounts.shipping_minor, currency),
        money(amounts.shipping_seller_minor, currency),
        money(amounts.shipping_platform_minor, currency),
        money(amounts.tax_minor, currency),
        money(amounts.tax_included_minor, currency),
        money(amounts.buyer_fee_minor, currency),
        money(amounts.paid_minor, currency),
    )


def show_quote(quoted: actions.Quoted) -> QuoteShown:
    """A quote as JSON."""
    currency = quoted.currency
    orders = [
        QuotedOrderShown(
            str(bill.shop_id),
            show_amounts(bill.priced.total, currency),
            [
                QuotedLineShown(str(line.sku_id), str(line.product_id), line.quantity, show_amounts(amounts, currency))
                for line, amounts in zip(bill.lines, bill.priced.lines, strict=True)
            ],
            [StepShown(step.kind, money(step.minor, currency)) for step in bill.priced.steps],
            bill.priced.tax.rule,
        )
        for bill in quoted.bills
    ]
    return QuoteShown(money(quoted.total_minor, currency), orders)


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


def cart_of(account_id: int, body: OrderBody | QuoteBody) -> actions.Cart:
    """The body as the till takes it. Invalid when its address or its lines have no form that could be placed."""
    payment = body.payment or PaymentBody("COD")
    cart = actions.Cart(
        account_id,
        [actions.CartLine(id_of(each.sku_id), each.quantity, via_of(each.via)) for each in body.lines],
        msgspec.to_builtins(body.address),
        payment.method,
        payment.card,
        tuple(body.voucher_codes),
        body.shipping,
    )
    actions.check_cart(cart.lines, cart.address)
    return cart


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
    step = show_step(placed.next_step, placed.pay_until)
    shown = PaymentShown(str(placed.payment_id), placed.method, placed.payment_status, amount, step)
    return PlacedShown(orders, shown)


@post("/orders", status_code=201)
async def place(desk: Desk, data: OrderBody) -> Answer[PlacedShown]:
    """Place one checkout: one order per shop. Needs an Idempotency-Key."""
    actor = await desk.actor()
    if actor is None:
        raise Unauthenticated
    if not desk.request.headers.get("idempotency-key"):
        raise Invalid({"Idempotency-Key": KEY_NEEDED})
    return await desk.check_out(cart_of(actor.account_id, data), show=show_placed)


@post("/quotes", status_code=200)
async def quote(desk: Desk, data: QuoteBody) -> Answer[QuoteShown]:
    """What a checkout would cost now, every part of it, per order and line. Nothing is placed or set aside."""
    actor = await desk.actor()
    if actor is None:
        raise Unauthenticated
    return await desk.read(actions.quote_cart, show=show_quote, cart=cart_of(actor.account_id, data))


async def place_fast(call: Call) -> Told | None:
    """The same in the fast lane: what is placed, refused by a rule or repeated is answered here, the rest by `place`."""
    key, token = call.headers.get(b"idempotency-key"), bearer_of(call.headers.get(b"authorization", b""))
    holder = None if token is None else split_token(token)
    if key is None or holder is None or call.headers.get(b"content-type", b"").split(b";")[0] != JSON:
        return None
    try:
        sent = msgspec.json.decode(call.body)
        data = msgspec.convert(sent, OrderBody, str_keys=True)
        asked = asked_with(key.decode("latin-1"), "POST", call.scope["path"], sent)
    except (msgspec.MsgspecError, UnicodeError, RecursionError, Invalid):
        return None
    try:
        account_id, bearer = holder
        checkout = checkout_of(call.request, call.house, cart_of(account_id, data), asked, show_placed, bearer)
        answered = await call.house.checkouts.place(checkout)
    except (Invalid, Unauthenticated):
        return None
    except Exception as raised:  # noqa: BLE001 - told as the door would
        return problem(call, raised)
    return Told(answered.status, JSON if answered.status < REFUSED_FROM else PROBLEM, answered.body)


routes = [place, quote]
