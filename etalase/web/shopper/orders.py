"""My orders: what happens next and until when, always."""

from datetime import datetime
from typing import Annotated, Any

import msgspec
from litestar import get, post
from litestar.enums import RequestEncodingType
from litestar.params import Body, Parameter
from litestar.response import Response

from etalase.aftersales import actions as aftersales
from etalase.base.actor import Actor
from etalase.base.db import Db
from etalase.base.errors import Refused
from etalase.base.pages import Page
from etalase.base.texts import N_
from etalase.doorway.desk import Desk
from etalase.doorway.inputs import Id
from etalase.doorway.stepping import perform_in_steps
from etalase.orders import queries
from etalase.orders.actions.paying import pay as pay_order
from etalase.orders.rules.fees import Fee
from etalase.parcels.queries import Tracked, tracked
from etalase.payments.queries import Payment, payment
from etalase.payments.rules import METHOD_NAMES
from etalase.web import parcel_view
from etalase.web.flash import local, with_query
from etalase.web.frame import Asked
from etalase.web.pages import Html, render, say, see_other
from etalase.web.shopper import order_view
from etalase.web.shopper.address_form import written
from etalase.web.shopper.after_view import After, after_of
from etalase.web.shopper.after_view import shown as after_shown
from etalase.web.shopper.ways import Way, way_of

SHOWN_AT_ONCE = 10
CANCELLED = N_("The order is cancelled.")
ASKED = N_("The shop is asked. If it does not answer in time, the order is cancelled.")
PAID = N_("Paid. Thank you!")
CASH = N_("You pay the courier in cash. Thank you!")


class OrderSeen(msgspec.Struct, frozen=True):
    """An order with its parcels, what is owed for it, and what may follow."""

    detail: queries.OrderDetail
    tracked: Tracked
    payment: Payment
    after: After
    fees: list[Fee]


class Reason(msgspec.Struct):
    """Why the buyer cancels; may stay empty."""

    reason: Annotated[str, msgspec.Meta(max_length=200)] = ""


class PayForm(msgspec.Struct):
    """A way of paying, and where to go then. `card`: one of the sandbox's test cards."""

    way: Annotated[str, msgspec.Meta(max_length=20)] = ""
    card: Annotated[str, msgspec.Meta(pattern="^(approve|decline)$")] = "approve"
    back: Annotated[str, msgspec.Meta(max_length=200)] = ""


Tab = Annotated[str, Parameter(query="state")]
Form = Body(media_type=RequestEncodingType.URL_ENCODED)


async def order_seen(db: Db, actor: Actor, *, order_id: int, now: datetime) -> OrderSeen:
    """All that an order's page shows; NotFound for somebody else's."""
    detail = await queries.my_order(db, actor, order_id=order_id)
    owed = await payment(db, actor.account_id, detail.order.payment_id)
    after = await after_of(db, detail, now)
    fees = await queries.fees_charged(db, actor, order=detail.order)
    return OrderSeen(detail, await tracked(db, detail), owed, after, fees)


@get("/orders")
async def orders_page(request: Asked, desk: Desk, tab: Tab = "all", cursor: str | None = None) -> Html:
    """The caller's orders, newest first; states are tabs."""
    tab = tab if tab in order_view.TABS else "all"
    statuses = order_view.TABS[tab][1]
    found = await desk.ask(queries.my_orders, statuses=statuses, limit=SHOWN_AT_ONCE, cursor=cursor)
    more = with_query("/orders", state=tab, cursor=found.next_cursor) if found.next_cursor else ""
    tabs = order_view.tabs_of(request, tab)
    return render(request, "shopper/orders/orders.html", orders=cards_of(request, found), tabs=tabs, tab=tab, more=more)


@get("/orders/{order:int}")
async def order_page(request: Asked, desk: Desk, order: Id) -> Html:
    """One order with its timeline."""
    return render(request, "shopper/orders/order.html", **shown(request, await desk.ask(order_seen, order_id=order)))


@post("/orders/{order:int}/cancellation")
async def cancel(request: Asked, desk: Desk, order: Id, data: Annotated[Reason, Form]) -> Response[None]:
    """The buyer cancels, or asks the shop to (R-CAN-2)."""
    back = f"/orders/{order}"
    try:
        asked = await desk.perform(aftersales.request_cancellation, order_id=order, reason=data.reason)
    except Refused as no:
        return see_other(back, refused(request, desk, no), "bad")
    done = ASKED if asked.status == "CANCELLATION_REQUEST_PENDING" else CANCELLED
    return see_other(back, say(request, done), "info")


@post("/orders/{order:int}/payment")
async def pay(request: Asked, desk: Desk, order: Id, data: Annotated[PayForm, Form]) -> Response[None]:
    """Pay again, the same or another way; a declined card is told where the buyer was."""
    back = local(data.back, f"/orders/{order}")
    way = way_of(data.way) or Way("SANDBOX_CARD", data.card)
    try:
        paying = await perform_in_steps(desk, pay_order, order_id=order, method=way.method, card=way.card)
    except Refused as no:
        return see_other(back, refused(request, desk, no), "bad")
    if paying.order.status == "UNPAID":
        return see_other(f"/pay/{paying.order.payment_id}")
    return see_other(back, say(request, CASH if paying.payment.payment.method == "COD" else PAID))


def refused(request: Asked, desk: Desk, no: Refused) -> str:
    """The sentence of a refusal; a state in words, not by its name in the database."""
    facts = dict(no.facts)
    if "order_status" in facts:
        facts["order_status"] = order_view.status_name(request, str(facts["order_status"]))
    return say(request, desk.house.refusals.get(no.code, ""), **facts)


def cards_of(request: Asked, found: Page[queries.OrderDetail]) -> list[dict[str, Any]]:
    """Orders as the list shows them."""
    return [
        {
            "order": each.order,
            "step": order_view.next_step(request, each.order),
            "lines": order_view.lines_of(each.lines, each.order.currency),
            "pieces": sum(line.quantity for line in each.lines),
        }
        for each in found.items
    ]


def shown(request: Asked, found: OrderSeen) -> dict[str, Any]:
    """An order as its page shows it."""
    order, method = found.detail.order, found.detail.order.payment_method
    address = msgspec.json.decode(order.address, type=dict[str, object])
    known: dict[str, str] = {str(name): text for name, text in METHOD_NAMES.items()}
    return {
        "order": order,
        "step": order_view.next_step(request, order, found.after.return_until),
        "lines": order_view.lines_of(found.detail.lines, order.currency),
        "history": order_view.history_of(request, found.detail.history),
        "parcels": parcel_view.parcels_of(request, found.tracked),
        "reason": order_view.reason_of(request, order),
        "totals": order_view.totals_of(request, order, found.fees),
        "address": written(address),
        "phone": address.get("phone", ""),
        "method": say(request, known.get(method, method)),
        "payment": found.payment,
        "after": after_shown(request, found.detail, found.after),
        "may_pay": order.status == "UNPAID" and found.payment.status in {"PENDING", "FAILED"},
    }


routes = [orders_page, order_page, cancel, pay]
