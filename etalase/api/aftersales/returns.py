"""Return, refund, replace; the shop's decisions; the operator's arbitration."""

from typing import Annotated, Any

import msgspec
from litestar import get, post

from etalase.aftersales import actions, queries
from etalase.aftersales.queries.returns import EVERY
from etalase.aftersales.rules.arbitrating import Verdict
from etalase.aftersales.rules.returning import Decision, Kind, Reason, Status
from etalase.api.aftersales.shown import (
    DisputeShown,
    ReturnDetailShown,
    ReturnShown,
    show_detail,
    show_dispute,
    show_return,
)
from etalase.api.products.bodies import MoneyBody, price_of
from etalase.doorway.desk import Answer, Desk
from etalase.doorway.inputs import Id, IdText, Limit, id_of
from etalase.doorway.shown import Listed

Words = Annotated[str, msgspec.Meta(max_length=10_000)]
Amount = MoneyBody | Annotated[str, msgspec.Meta(max_length=1000)]
Keys = Annotated[list[Annotated[str, msgspec.Meta(max_length=100)]], msgspec.Meta(max_length=50)]


class PieceBody(msgspec.Struct):
    """So many pieces of a line."""

    line_id: IdText
    quantity: Annotated[int, msgspec.Meta(ge=1, le=1_000_000)]


class ReturnBody(msgspec.Struct):
    """What is asked for. `amount`: less than what was paid for the pieces; left out, all of it. `pictures`: keys of uploads."""

    kind: Kind
    reason: Reason
    lines: Annotated[list[PieceBody], msgspec.Meta(min_length=1, max_length=500)]
    note: Words = ""
    amount: Amount | None = None
    pictures: Keys = []


class DecisionBody(msgspec.Struct):
    """The shop's decision; some need a reason, an offer needs an amount. `restock`: what came back can be sold again."""

    decision: Decision
    reason: Words = ""
    amount: Amount | None = None
    restock: bool = True
    pictures: Keys = []


class ParcelBody(msgspec.Struct):
    """Who carries it, under which number."""

    carrier: Words
    tracking_number: Words


class OfferBody(msgspec.Struct):
    """Whether the buyer takes the offer."""

    accept: bool


class StatementBody(msgspec.Struct):
    """What a side says. `pictures`: keys of uploads."""

    statement: Words
    pictures: Keys = []


class VerdictBody(msgspec.Struct):
    """Whom the operator supports, and why."""

    verdict: Verdict
    reason: Words


@post("/orders/{order:int}/returns", status_code=201)
async def request_return(desk: Desk, order: Id, data: ReturnBody) -> Answer[ReturnShown]:
    """Ask for money, a return or a replacement of pieces that were delivered."""
    ask = actions.Ask(
        kind=data.kind,
        reason=data.reason,
        lines=[actions.Piece(id_of(each.line_id), each.quantity) for each in data.lines],
        note=data.note,
        price=price_of(data.amount) if data.amount is not None else None,
        picture_keys=data.pictures,
    )
    return await desk.write(actions.request_return, show=show_return, status=201, order_id=order, ask=ask)


@get("/me/returns")
async def my_returns(desk: Desk, limit: Limit = 20, cursor: str | None = None) -> Answer[Listed[ReturnShown]]:
    """The caller's, newest first."""
    return await desk.page(queries.my_returns, show=show_return, limit=limit, cursor=cursor)


@get("/returns/{return_id:int}")
async def one_return(desk: Desk, return_id: Id) -> Answer[ReturnDetailShown]:
    """One with everything, for its buyer, the staff of its shop and an operator."""
    return await desk.read(queries.return_detail, show=show_detail, return_id=return_id)


@post("/returns/{return_id:int}/withdrawal", status_code=200)
async def withdraw_return(desk: Desk, return_id: Id) -> Answer[ReturnShown]:
    """The buyer keeps it."""
    return await desk.write(actions.withdraw_return, show=show_return, return_id=return_id)


@post("/returns/{return_id:int}/offer", status_code=200)
async def answer_offer(desk: Desk, return_id: Id, data: OfferBody) -> Answer[ReturnShown]:
    """The buyer takes the shop's offer, or leaves it."""
    return await desk.write(actions.answer_offer, show=show_return, return_id=return_id, accept=data.accept)


@post("/returns/{return_id:int}/shipment", status_code=200)
async def send_back(desk: Desk, return_id: Id, data: ParcelBody) -> Answer[ReturnShown]:
    """The buyer sent it back."""
    parcel: dict[str, Any] = {"carrier": data.carrier, "tracking_number": data.tracking_number}
    return await desk.write(actions.send_back, show=show_return, return_id=return_id, **parcel)


@get("/shops/{shop:int}/returns")
async def shop_returns(
    desk: Desk, shop: Id, limit: Limit = 20, cursor: str | None = None, status: Status | None = None
) -> Answer[Listed[ReturnShown]]:
    """A shop's, newest first."""
    statuses = [status] if status else list(EVERY)
    return await desk.page(
        queries.shop_returns, show=show_return, shop_id=shop, statuses=statuses, limit=limit, cursor=cursor
    )


@post("/shops/{shop:int}/returns/{return_id:int}/decision", status_code=200)
async def decide_return(desk: Desk, shop: Id, return_id: Id, data: DecisionBody) -> Answer[ReturnShown]:
    """Approve, offer, reject."""
    answer = actions.Answer(
        decision=data.decision,
        reason=data.reason,
        price=price_of(data.amount) if data.amount is not None else None,
        restock=data.restock,
        picture_keys=data.pictures,
    )
    return await desk.write(actions.decide, show=show_return, shop_id=shop, return_id=return_id, answer=answer)


@post("/shops/{shop:int}/returns/{return_id:int}/replacement", status_code=200)
async def ship_replacement(desk: Desk, shop: Id, return_id: Id, data: ParcelBody) -> Answer[ReturnShown]:
    """The promised replacement is on its way."""
    parcel: dict[str, Any] = {"carrier": data.carrier, "tracking_number": data.tracking_number}
    return await desk.write(actions.ship_replacement, show=show_return, shop_id=shop, return_id=return_id, **parcel)


@post("/returns/{return_id:int}/disputes", status_code=201)
async def dispute_return(desk: Desk, return_id: Id, data: StatementBody) -> Answer[DisputeShown]:
    """The buyer takes a rejected return to the operator."""
    said: dict[str, Any] = {"statement": data.statement, "picture_keys": data.pictures}
    return await desk.write(actions.dispute_return, show=show_dispute, status=201, return_id=return_id, **said)


@post("/disputes/{dispute:int}/statements", status_code=201)
async def add_statement(desk: Desk, dispute: Id, data: StatementBody) -> Answer[DisputeShown]:
    """Either side says more."""
    said: dict[str, Any] = {"statement": data.statement, "picture_keys": data.pictures}
    return await desk.write(actions.add_statement, show=show_dispute, status=201, dispute_id=dispute, **said)


@post("/disputes/{dispute:int}/withdrawal", status_code=200)
async def withdraw_dispute(desk: Desk, dispute: Id) -> Answer[DisputeShown]:
    """The buyer lets it rest."""
    return await desk.write(actions.withdraw_dispute, show=show_dispute, dispute_id=dispute)


@get("/disputes")
async def waiting_disputes(desk: Desk, limit: Limit = 20, cursor: str | None = None) -> Answer[Listed[DisputeShown]]:
    """What waits for an operator, oldest first; operators only."""
    return await desk.page(queries.waiting_disputes, show=show_dispute, limit=limit, cursor=cursor)


@post("/disputes/{dispute:int}/verdict", status_code=200)
async def decide_dispute(desk: Desk, dispute: Id, data: VerdictBody) -> Answer[DisputeShown]:
    """The operator supports one side; operators only."""
    said: dict[str, Any] = {"verdict": data.verdict, "reason": data.reason}
    return await desk.write(actions.decide_dispute, show=show_dispute, dispute_id=dispute, **said)


routes = [
    request_return,
    my_returns,
    one_return,
    withdraw_return,
    answer_offer,
    send_back,
    shop_returns,
    decide_return,
    ship_replacement,
    dispute_return,
    add_statement,
    withdraw_dispute,
    waiting_disputes,
    decide_dispute,
]
