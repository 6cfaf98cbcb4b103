"""Ask to cancel an order, and answer."""

from datetime import datetime
from typing import Annotated, Any

import msgspec
from litestar import get, post

from etalase.aftersales import actions, queries
from etalase.aftersales.queries.cancellations import EVERY
from etalase.aftersales.rules.cancelling import Status
from etalase.doorway.desk import Answer, Desk
from etalase.doorway.inputs import Id, Limit
from etalase.doorway.shown import Listed, listing

Words = Annotated[str, msgspec.Meta(max_length=10_000)]


class CancellationBody(msgspec.Struct):
    """Why, if the buyer likes to say."""

    reason: Words = ""


class RejectionBody(msgspec.Struct):
    """Why not."""

    reason: Words


class CancellationShown(msgspec.Struct, frozen=True):
    """A request to cancel. `answer_by`: silence approves then."""

    id: str
    order_id: str
    shop_id: str
    buyer: str
    kind: str
    status: str
    reason: str | None
    requested_at: datetime
    answer_by: datetime
    decided_at: datetime | None
    decided_by: str | None
    answer: str | None
    refunded_at: datetime | None


def show(found: queries.Cancellation) -> CancellationShown:
    """A request as JSON."""
    return CancellationShown(
        str(found.cancellation_id),
        str(found.order_id),
        str(found.shop_id),
        found.buyer_handle,
        found.kind,
        found.status,
        found.reason,
        found.requested_at,
        found.answer_by,
        found.decided_at,
        found.decided_by,
        found.answer,
        found.refunded_at,
    )


@post("/orders/{order:int}/cancellation-requests", status_code=201)
async def request_cancellation(
    desk: Desk, order: Id, data: CancellationBody | None = None
) -> Answer[CancellationShown]:
    """Cancel the caller's order: at once where nobody need be asked, else the shop answers and its silence approves."""
    reason = data.reason if data else ""
    return await desk.write(actions.request_cancellation, show=show, status=201, order_id=order, reason=reason)


@get("/orders/{order:int}/cancellation-requests")
async def order_cancellations(desk: Desk, order: Id) -> Answer[Listed[CancellationShown]]:
    """Those of one order, newest first, for both sides."""
    return await desk.read(queries.order_cancellations, show=listing(show), order_id=order)


@post("/cancellation-requests/{cancellation:int}/withdrawal", status_code=200)
async def withdraw_cancellation(desk: Desk, cancellation: Id) -> Answer[CancellationShown]:
    """The buyer keeps the order."""
    return await desk.write(actions.withdraw_cancellation, show=show, cancellation_id=cancellation)


@get("/shops/{shop:int}/cancellation-requests")
async def shop_cancellations(
    desk: Desk, shop: Id, limit: Limit = 20, cursor: str | None = None, status: Status | None = None
) -> Answer[Listed[CancellationShown]]:
    """A shop's, newest first."""
    statuses = [status] if status else list(EVERY)
    return await desk.page(
        queries.shop_cancellations, show=show, shop_id=shop, statuses=statuses, limit=limit, cursor=cursor
    )


@post("/shops/{shop:int}/cancellation-requests/{cancellation:int}/approval", status_code=200)
async def approve_cancellation(desk: Desk, shop: Id, cancellation: Id) -> Answer[CancellationShown]:
    """The shop agrees."""
    return await desk.write(actions.approve_cancellation, show=show, shop_id=shop, cancellation_id=cancellation)


@post("/shops/{shop:int}/cancellation-requests/{cancellation:int}/rejection", status_code=200)
async def reject_cancellation(desk: Desk, shop: Id, cancellation: Id, data: RejectionBody) -> Answer[CancellationShown]:
    """The shop says no, and why."""
    where: dict[str, Any] = {"shop_id": shop, "cancellation_id": cancellation}
    return await desk.write(actions.reject_cancellation, show=show, reason=data.reason, **where)


routes = [
    request_cancellation,
    order_cancellations,
    withdraw_cancellation,
    shop_cancellations,
    approve_cancellation,
    reject_cancellation,
]
