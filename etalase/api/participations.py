"""Participations: creators in plans, and what sellers decide about them."""

from datetime import datetime

import msgspec
from litestar import delete, get, post

from etalase.affiliate import actions, queries
from etalase.doorway.desk import Answer, Desk
from etalase.doorway.inputs import Id, Limit
from etalase.doorway.shown import Empty, Listed, nothing


class ParticipationShown(msgspec.Struct, frozen=True):
    """A creator in a plan."""

    id: str
    account_id: str
    handle: str
    account_name: str
    shop_id: str
    shop_name: str
    plan_id: str
    plan_kind: str
    plan_status: str
    rate_bp: int
    status: str
    requested_at: datetime
    joined_at: datetime | None
    ended_at: datetime | None
    end_reason: str | None


def show_participation(each: queries.Participation) -> ParticipationShown:
    """A participation as JSON."""
    return ParticipationShown(
        str(each.participation_id),
        str(each.account_id),
        each.handle,
        each.account_name,
        str(each.shop_id),
        each.shop_name,
        str(each.plan_id),
        each.plan_kind,
        each.plan_status,
        each.rate_bp,
        each.status,
        each.requested_at,
        each.joined_at,
        each.ended_at,
        each.end_reason,
    )


@post("/plans/{plan:int}/joins")
async def join(desk: Desk, plan: Id) -> Answer[ParticipationShown]:
    """Take part in a plan, or ask to where the seller approves."""
    return await desk.write(actions.join, show=show_participation, status=201, plan_id=plan)


@delete("/plans/{plan:int}/joins", status_code=200)
async def leave(desk: Desk, plan: Id) -> Answer[Empty]:
    """Leave a plan, or withdraw the request."""
    return await desk.write(actions.leave, show=nothing, plan_id=plan)


@post("/plans/{plan:int}/refusal", status_code=200)
async def decline(desk: Desk, plan: Id) -> Answer[Empty]:
    """Decline a targeted plan's invitation."""
    return await desk.write(actions.decline_invitation, show=nothing, plan_id=plan)


@get("/me/plans")
async def mine(desk: Desk, limit: Limit = 20, cursor: str | None = None) -> Answer[Listed[ParticipationShown]]:
    """The plans the caller takes or took part in, newest first."""
    return await desk.page(queries.my_participations, show=show_participation, limit=limit, cursor=cursor)


@get("/shops/{shop:int}/plans/{plan:int}/participations")
async def of_plan(
    desk: Desk, shop: Id, plan: Id, limit: Limit = 20, cursor: str | None = None
) -> Answer[Listed[ParticipationShown]]:
    """Who takes or took part in a plan, and who asks to."""
    return await desk.page(
        queries.participations_of_plan,
        show=show_participation,
        shop_id=shop,
        plan_id=plan,
        limit=limit,
        cursor=cursor,
    )


@post("/shops/{shop:int}/plans/{plan:int}/participations/{participation:int}/approval", status_code=200)
async def approve(desk: Desk, shop: Id, plan: Id, participation: Id) -> Answer[ParticipationShown]:
    """Let a creator in who asked."""
    return await desk.write(
        actions.approve, show=show_participation, shop_id=shop, plan_id=plan, participation_id=participation
    )


@post("/shops/{shop:int}/plans/{plan:int}/participations/{participation:int}/refusal", status_code=200)
async def reject(desk: Desk, shop: Id, plan: Id, participation: Id) -> Answer[ParticipationShown]:
    """Refuse a creator who asked."""
    return await desk.write(
        actions.reject, show=show_participation, shop_id=shop, plan_id=plan, participation_id=participation
    )


@delete("/shops/{shop:int}/plans/{plan:int}/participations/{participation:int}", status_code=200)
async def remove(desk: Desk, shop: Id, plan: Id, participation: Id) -> Answer[ParticipationShown]:
    """Remove a creator from a plan."""
    return await desk.write(
        actions.remove_creator, show=show_participation, shop_id=shop, plan_id=plan, participation_id=participation
    )


routes = [join, leave, decline, mine, of_plan, approve, reject, remove]
