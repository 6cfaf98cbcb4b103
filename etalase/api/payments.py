"""How to pay, how a payment stands, paying again, and what providers tell us."""

from datetime import datetime
from typing import Annotated, Literal

import msgspec
from litestar import get, post

from etalase.api.orders import OrderShown, show_row
from etalase.doorway.admitting import ANYBODY
from etalase.doorway.desk import Answer, Desk
from etalase.doorway.inputs import Id
from etalase.doorway.shown import MoneyShown, maybe_money, money
from etalase.doorway.stepping import write_in_steps
from etalase.orders.actions import paying as actions
from etalase.orders.actions.paying import Paying
from etalase.payments import queries
from etalase.payments.actions import hear
from etalase.payments.rules import AT_ONCE, METHOD_NAMES, Method, Offered, Step

# The sandbox's test cards: what becomes of the payment, by name. A card number is nowhere taken.
Card = Annotated[str, msgspec.Meta(pattern="^(approve|decline|delay|silent|twice|timeout|lost)$")]


class NextStep(msgspec.Struct, frozen=True):
    """What the buyer does next; only what its kind needs is not null. `url`: a page of this server when it begins with a slash."""

    kind: Literal["virtual_account", "qr", "redirect", "stripe", "wait"]
    url: str | None
    account_number: str | None
    bank: str | None
    qr: str | None
    client_secret: str | None
    publishable_key: str | None
    expires_at: datetime | None


class PaymentShown(msgspec.Struct, frozen=True):
    """A payment of the caller's."""

    id: str
    method: str
    status: str
    amount: MoneyShown
    paid: MoneyShown
    refunded: MoneyShown
    created_at: datetime
    paid_at: datetime | None
    next_step: NextStep | None


class PaidShown(OrderShown, frozen=True):
    """An order whose buyer pays, with the payment of its checkout."""

    payment: PaymentShown


class MethodShown(msgspec.Struct, frozen=True):
    """A way of paying. `most`: the greatest total it takes, null for any. `needs_next_step`: the call answers what to do next."""

    method: Method
    name: str
    most: MoneyShown | None
    needs_next_step: bool


class MethodsShown(msgspec.Struct, frozen=True):
    """The ways of paying of a market, as they are to be shown."""

    items: list[MethodShown]


class PayBody(msgspec.Struct):
    """How to pay; without a method, as before. `card` chooses a test card of the sandbox."""

    method: Method | None = None
    card: Card = "approve"


class ReceivedShown(msgspec.Struct, frozen=True):
    """A webhook was taken. `new`: it told something that was not known yet."""

    new: bool


def show_step(step: Step | None, until: datetime | None) -> NextStep | None:
    """A next step as JSON; null when there is nothing to do."""
    if step is None:
        return None
    return NextStep(
        step.kind,
        step.url or None,
        step.account_number or None,
        step.bank or None,
        step.qr or None,
        step.client_secret or None,
        step.publishable_key or None,
        until,
    )


def show_payment(seen: queries.PaymentSeen) -> PaymentShown:
    """A payment as JSON."""
    found, last = seen.payment, seen.attempt
    return PaymentShown(
        str(found.payment_id),
        found.method,
        found.status,
        money(found.amount_minor, found.currency),
        money(found.paid_minor, found.currency),
        money(found.refunded_minor, found.currency),
        found.created_at,
        found.paid_at,
        show_step(last.next_step, last.expires_at) if last else None,
    )


def show_paying(paying: Paying) -> PaidShown:
    """Both as JSON."""
    order = msgspec.structs.asdict(show_row(paying.order))
    return PaidShown(**order, payment=show_payment(paying.payment))


def show_methods(seen: queries.MethodsSeen) -> MethodsShown:
    """The ways of paying as JSON."""
    return MethodsShown([show_method(each, seen.currency) for each in seen.offered])


def show_method(offered: Offered, currency: str) -> MethodShown:
    """One of them."""
    most = maybe_money(offered.most_minor, currency)
    return MethodShown(offered.method, METHOD_NAMES[offered.method], most, offered.method not in {"COD", *AT_ONCE})


def show_received(new: bool) -> ReceivedShown:
    """That it was taken."""
    return ReceivedShown(new)


@get("/payment-methods", security=ANYBODY)
async def methods(desk: Desk, market: Annotated[str, msgspec.Meta(max_length=2)]) -> Answer[MethodsShown]:
    """The ways of paying of a market on this server. 404 for a market we do not know."""
    return await desk.public(queries.methods_of_market, show=show_methods, market=market)


@get("/payments/{payment:int}")
async def one(desk: Desk, payment: Id) -> Answer[PaymentShown]:
    """How a payment of the caller's stands, and what is to be done next."""
    return await desk.read(queries.my_payment, show=show_payment, payment_id=payment)


@post("/orders/{order:int}/payment", status_code=200)
async def pay(desk: Desk, order: Id, data: PayBody | None = None) -> Answer[PaidShown]:
    """Pay for an unpaid order, and all of its checkout, with the same or another method."""
    asked = data or PayBody()
    return await write_in_steps(
        desk, actions.pay, show=show_paying, order_id=order, method=asked.method, card=asked.card
    )


@post("/webhooks/{provider:str}", status_code=200, security=ANYBODY)
async def receive(desk: Desk, provider: str) -> Answer[ReceivedShown]:
    """What a payment provider tells: signed, within five minutes, stored once and worked later."""
    return await desk.write(
        hear,
        show=show_received,
        anybody=True,
        provider=provider.upper(),
        headers=desk.request.headers,
        body=await desk.request.body(),
    )


routes = [methods, one, pay, receive]
