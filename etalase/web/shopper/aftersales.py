"""After a purchase: ask to cancel, return, answer an offer, send back, go to the operator."""

from datetime import datetime
from typing import Any

import msgspec
from litestar import get, post
from litestar.response import Response

from etalase.aftersales import actions, queries
from etalase.aftersales.queries.returns import detail_of
from etalase.aftersales.rules.returning import (
    DEFECTS,
    KIND_NAMES,
    MAY_DISPUTE,
    MAY_WITHDRAW,
    REASON_NAMES,
    REJECTS,
    Reason,
    windows,
)
from etalase.base.actor import Actor
from etalase.base.db import Db
from etalase.base.errors import Invalid, NotFound, Refused
from etalase.base.markets import Policy, policy
from etalase.base.texts import N_
from etalase.doorway.desk import Desk
from etalase.doorway.inputs import Id
from etalase.orders.queries import OrderDetail, my_order
from etalase.web import return_view
from etalase.web.flash import with_query
from etalase.web.frame import Asked
from etalase.web.pages import Html, render, say, see_other
from etalase.web.seller.uploads import store
from etalase.web.shopper import order_view
from etalase.web.typed import FINE, Trouble, Typed, act_and_return, trouble_of, typed, whole, wrong

ASKED = N_("Your request is with the shop.")
WITHDRAWN = N_("Withdrawn. The order goes on.")
KEPT = N_("Withdrawn. You keep it.")
SENT = N_("Thank you. The shop checks it when it comes.")
TAKEN = N_("Taken. The money is on its way.")
DECLINED = N_("Declined. The shop decides once more.")
DISPUTED = N_("The operator reads it. You hear here what was decided.")
SAID = N_("Added.")
LET_REST = N_("The dispute is closed.")
CHOOSE = N_("Choose at least one thing to return.")
NO_AMOUNT = N_("Write an amount such as 129000 or 12.50.")
SHOWN_AT_ONCE = 20


class Returnable(msgspec.Struct, frozen=True):
    """An order with the numbers of its market, for the form, and why it can be returned until then."""

    detail: OrderDetail
    policy: Policy
    until: datetime | None
    reasons: list[Reason]


async def returnable(db: Db, actor: Actor, *, order_id: int, now: datetime) -> Returnable:
    """What the form of a return shows; NotFound for somebody else's order."""
    detail = await my_order(db, actor, order_id=order_id)
    numbers = await policy(db, detail.order.market, now)
    came = detail.order.delivered_at
    if came is None:
        return Returnable(detail, numbers, None, list(REASON_NAMES))
    open_until, asked_at, until = windows(came, numbers), now, None
    for each in await queries.returns_of(db, detail.order.shop_id, order_id):
        if each.status in REJECTS and each.closed_at is None:
            # Asked again within the time after a rejection (R-RET-5), it is as good as the first was.
            asked_at, until = (each.requested_at if each.reason in DEFECTS else came), each.due_at
    if open_until.any_reason <= asked_at < open_until.defect:
        only: list[Reason] = [each for each in REASON_NAMES if each in DEFECTS]
        return Returnable(detail, numbers, until or open_until.defect, only)
    return Returnable(detail, numbers, until or open_until.any_reason, list(REASON_NAMES))


async def my_return(db: Db, actor: Actor, *, return_id: int) -> queries.ReturnDetail:
    """A return of the caller's; NotFound for all others, also for those who may read it elsewhere."""
    found = await queries.return_detail(db, actor, return_id=return_id)
    if found.request.account_id != actor.account_id:
        raise NotFound
    return await detail_of(db, found.request)


@post("/orders/{order:int}/cancellation/withdrawal")
async def withdraw_cancellation(request: Asked, desk: Desk, order: Id) -> Response[None]:
    """The buyer keeps the order."""
    asked = await desk.ask(queries.order_cancellations, order_id=order)
    number = asked[0].cancellation_id if asked else 0
    back = f"/orders/{order}"
    return await act_and_return(request, desk, back, WITHDRAWN, actions.withdraw_cancellation, cancellation_id=number)


@get("/orders/{order:int}/return")
async def return_form(request: Asked, desk: Desk, order: Id) -> Html:
    """Which pieces, what for, why."""
    return await form_page(request, desk, order, Typed())


@post("/orders/{order:int}/return")
async def request_return(request: Asked, desk: Desk, order: Id) -> Response[Any]:
    """Ask; what is wrong is told beside its field."""
    form = await typed(request)
    try:
        ask = actions.Ask(
            kind=form.text("kind", "REFUND"),  # type: ignore[arg-type] # checked when it is converted
            reason=form.text("reason", "OTHER"),  # type: ignore[arg-type] # likewise
            lines=pieces_of(form),
            note=form.text("note"),
            picture_keys=await store(desk, form.files("pictures")),
        )
        made = await desk.perform(
            actions.request_return, order_id=order, ask=msgspec.convert(ask, actions.Ask, from_attributes=True)
        )
    except msgspec.ValidationError:
        return await form_page(request, desk, order, form, wrong(request, {"kind": CHOOSE}))
    except (Invalid, Refused) as no:
        return await form_page(request, desk, order, form, trouble_of(request, no))
    return see_other(f"/returns/{made.return_id}", say(request, ASKED))


@get("/returns")
async def returns_page(request: Asked, desk: Desk, cursor: str | None = None) -> Html:
    """The caller's returns, newest first."""
    found = await desk.ask(queries.my_returns, limit=SHOWN_AT_ONCE, cursor=cursor)
    more = with_query("/returns", cursor=found.next_cursor) if found.next_cursor else ""
    cards = [return_view.card(request, each) for each in found.items]
    return render(request, "shopper/returns/returns.html", returns=cards, more=more)


@get("/returns/{return_id:int}")
async def return_page(request: Asked, desk: Desk, return_id: Id) -> Html:
    """One return: what happens next, until when, and what was said."""
    found = await desk.ask(my_return, return_id=return_id)
    one = found.request
    may = {
        "withdraw": one.status in MAY_WITHDRAW and one.closed_at is None,
        "dispute": one.status in MAY_DISPUTE and one.closed_at is None and one.due_at is not None,
        "send": one.status == "AWAITING_BUYER_SHIP",
        "answer": one.status == "AWAITING_BUYER_RESPONSE",
    }
    facts: dict[str, Any] = return_view.page(request, found)
    facts["asked_for"] = facts.pop("request")
    return render(request, "shopper/returns/return.html", may=may, **facts)


@post("/returns/{return_id:int}/withdrawal")
async def withdraw_return(request: Asked, desk: Desk, return_id: Id) -> Response[None]:
    """The buyer keeps it."""
    return await act_and_return(
        request, desk, f"/returns/{return_id}", KEPT, actions.withdraw_return, return_id=return_id
    )


@post("/returns/{return_id:int}/offer")
async def answer_offer(request: Asked, desk: Desk, return_id: Id) -> Response[None]:
    """The buyer takes the offer, or leaves it."""
    accept = (await typed(request)).text("answer") == "accept"
    done = TAKEN if accept else DECLINED
    back = f"/returns/{return_id}"
    return await act_and_return(request, desk, back, done, actions.answer_offer, return_id=return_id, accept=accept)


@post("/returns/{return_id:int}/shipment")
async def send_back(request: Asked, desk: Desk, return_id: Id) -> Response[None]:
    """The parcel is on its way back."""
    form = await typed(request)
    parcel: dict[str, Any] = {"carrier": form.text("carrier"), "tracking_number": form.text("tracking_number")}
    back = f"/returns/{return_id}"
    return await act_and_return(request, desk, back, SENT, actions.send_back, return_id=return_id, **parcel)


@post("/returns/{return_id:int}/dispute")
async def dispute(request: Asked, desk: Desk, return_id: Id) -> Response[None]:
    """Take a rejected return to the operator, or say more."""
    form, back = await typed(request), f"/returns/{return_id}"
    try:
        said: dict[str, Any] = {
            "statement": form.text("statement"),
            "picture_keys": await store(desk, form.files("pictures")),
        }
        if number := whole(form.text("dispute")):
            await desk.perform(actions.add_statement, dispute_id=number, **said)
            return see_other(back, say(request, SAID))
        await desk.perform(actions.dispute_return, return_id=return_id, **said)
    except (Invalid, Refused) as no:
        trouble = trouble_of(request, no)
        return see_other(back, trouble.general or next(iter(trouble.errors.values())), "bad")
    return see_other(back, say(request, DISPUTED))


@post("/returns/{return_id:int}/dispute/withdrawal")
async def let_rest(request: Asked, desk: Desk, return_id: Id) -> Response[None]:
    """The buyer lets the dispute rest."""
    number = whole((await typed(request)).text("dispute")) or 0
    back = f"/returns/{return_id}"
    return await act_and_return(request, desk, back, LET_REST, actions.withdraw_dispute, dispute_id=number)


def pieces_of(form: Typed) -> list[actions.Piece]:
    """The ticked lines with their quantities."""
    return [actions.Piece(line, whole(form.text(f"quantity-{line}", "1")) or 1) for line in form.ids("line")]


async def form_page(request: Asked, desk: Desk, order_id: int, form: Typed, trouble: Trouble = FINE) -> Html:
    """The form, with what was typed."""
    found = await desk.ask(returnable, order_id=order_id)
    order = found.detail.order
    return render(
        request,
        "shopper/returns/form.html",
        status=trouble.status,
        order=order,
        until=found.until,
        lines=list(zip(found.detail.lines, order_view.lines_of(found.detail.lines, order.currency), strict=True)),
        kinds=[
            {"value": key, "label": say(request, name), "hint": say(request, KIND_HINTS[key])}
            for key, name in KIND_NAMES.items()
        ],
        reasons=[[key, say(request, REASON_NAMES[key])] for key in found.reasons],
        only_defects=len(found.reasons) < len(REASON_NAMES),
        pictures_max=found.policy.evidence_pictures_max,
        form=form,
        chosen=form.ids("line") or [line.line_id for line in found.detail.lines[:1]],
        errors=trouble.errors,
        general=trouble.general,
    )


KIND_HINTS = {
    "REFUND": N_("You keep it, for instance because a part was missing."),
    "RETURN_AND_REFUND": N_("You send it back and get your money."),
    "REPLACEMENT": N_("The shop sends you another one, free of charge."),
}

routes = [
    withdraw_cancellation,
    return_form,
    request_return,
    returns_page,
    return_page,
    withdraw_return,
    answer_offer,
    send_back,
    dispute,
    let_rest,
]
