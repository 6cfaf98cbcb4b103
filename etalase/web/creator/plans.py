"""Affiliate plans from the creator's side: what invites, what is open, what I take part in (R-AFF-1…5, R-LINK-6, 8)."""

from datetime import datetime
from typing import Any, Final

import msgspec
from litestar import get, post
from litestar.response import Response

from etalase.accounts.queries import account
from etalase.affiliate import actions
from etalase.affiliate.queries import (
    OfferedPlan,
    Participation,
    Preview,
    creator_status,
    my_participations,
    plans_open_to,
    previews,
)
from etalase.affiliate.rules import REASONS
from etalase.base.actor import Actor
from etalase.base.db import Db
from etalase.base.errors import Refused
from etalase.base.pages import Page
from etalase.base.texts import N_
from etalase.doorway.desk import Desk
from etalase.doorway.inputs import Id
from etalase.web.creator import words
from etalase.web.creator.studio import Studio, enter, shown
from etalase.web.flash import with_query
from etalase.web.frame import Asked
from etalase.web.pages import Html, say, see_other
from etalase.web.typed import act_and_return, sentence

HERE: Final = "/creator/plans"
JOINED: Final = N_("You take part in the plan of %(shop)s. Choose what you want to show.")
REQUESTED: Final = N_("You asked to take part. %(shop)s answers next.")
DECLINED: Final = N_("You declined the plan.")
LEFT: Final = N_("You left the plan. Its products have left your Showcase.")
AT_ONCE: Final = 12


class Market(msgspec.Struct, frozen=True):
    """Plans that the actor may look at. `not_eligible`: why joining is refused."""

    page: Page[OfferedPlan]
    previews: dict[int, list[Preview]]
    not_eligible: str | None
    followers: int


async def market(db: Db, actor: Actor, *, place: Studio, cursor: str | None, now: datetime) -> Market:
    """A page of plans with a few products of each."""
    page = await plans_open_to(db, actor, now=now, limit=AT_ONCE, cursor=cursor)
    plan_ids = [each.plan_id for each in (*page.items, *place.offers)]
    return Market(
        page,
        await previews(db, plan_ids, now),
        await creator_status(db, actor, now=now),
        (await account(db, actor.account_id)).followers,
    )


@get("/creator/plans")
async def plans_page(request: Asked, desk: Desk, cursor: str | None = None) -> Html:
    """Plans to join, those that invite by name first."""
    place = await enter(desk)
    found = await desk.ask(market, place=place, cursor=cursor)
    invited = {each.plan_id for each in place.offers}
    more = found.page.next_cursor
    return shown(
        request,
        place,
        "plans/plans",
        found=found,
        offered=[] if cursor else place.offers,
        open=[each for each in found.page.items if each.plan_id not in invited],
        blocked=words.not_eligible(request, place, found.not_eligible, found.followers),
        more=with_query(HERE, cursor=more) if more else "",
    )


@get("/creator/plans/mine")
async def mine_page(request: Asked, desk: Desk, cursor: str | None = None) -> Html:
    """What I take part in, asked for, and did."""
    found: Page[Participation] = await desk.ask(my_participations, limit=20, cursor=cursor)
    more = found.next_cursor
    return shown(
        request,
        await enter(desk),
        "plans/mine",
        rows=[{"part": each, "said": words.participation_said(request, each)} for each in found.items],
        more=with_query(f"{HERE}/mine", cursor=more) if more else "",
    )


@post("/creator/plans/{plan:int}/join")
async def join(request: Asked, desk: Desk, plan: Id) -> Response[Any]:
    """Take part; then choose products."""
    try:
        made = await desk.perform(actions.join, plan_id=plan)
    except Refused as no:
        return see_other(HERE, await refused(request, desk, no), "bad")
    if made.status == "REQUESTED":
        return see_other(f"{HERE}/mine", say(request, REQUESTED, shop=made.shop_name))
    path = with_query("/creator/showcase/add", shop=str(made.shop_id))
    return see_other(path, say(request, JOINED, shop=made.shop_name))


@post("/creator/plans/{plan:int}/refusal")
async def decline(request: Asked, desk: Desk, plan: Id) -> Response[None]:
    """Say no to a plan that invites."""
    return await act_and_return(request, desk, HERE, DECLINED, actions.decline_invitation, plan_id=plan)


@post("/creator/plans/{plan:int}/leave")
async def leave(request: Asked, desk: Desk, plan: Id) -> Response[None]:
    """Leave, or withdraw the request."""
    return await act_and_return(request, desk, f"{HERE}/mine", LEFT, actions.leave, plan_id=plan)


async def refused(request: Asked, desk: Desk, no: Refused) -> str:
    """Why not, in words: which condition, with its number."""
    reason = str(no.facts.get("reason", ""))
    if no.code != "affiliate.not_eligible":
        return sentence(request, no)
    if reason == "market_differs":
        return say(request, REASONS[reason])
    place = await enter(desk)
    found = await desk.ask(market, place=place, cursor=None)
    return words.not_eligible(request, place, reason, found.followers)


routes = [plans_page, mine_page, join, decline, leave]
