"""The page on which a holder confirms an invitation: what it means first, then yes or no (R-LINK-20…27)."""

from datetime import datetime
from typing import Any, Final, cast

import msgspec
from litestar import get, post
from litestar.response import Response

from etalase.affiliate.actions import accept_link
from etalase.affiliate.queries import Participation, my_participations, what_acceptance_ends
from etalase.base.actor import Actor
from etalase.base.db import Db
from etalase.base.errors import NotFound, Refused
from etalase.base.markets import Policy, policy
from etalase.base.markets.linking import Kind
from etalase.base.texts import N_
from etalase.catalog.queries import live_count
from etalase.doorway.desk import Desk
from etalase.doorway.inputs import Id
from etalase.links import actions, queries
from etalase.links.queries import Link
from etalase.showcase.queries import Card, HeldItem, chosen_items, held_items, shop_window
from etalase.web import guides
from etalase.web.creator import words
from etalase.web.creator.studio import enter, shown
from etalase.web.frame import Asked
from etalase.web.pages import Html, say, see_other
from etalase.web.typed import FINE, Trouble, trouble_of

ACCEPTED: Final = N_("You are linked to %(shop)s now.")
DECLINED: Final = N_("You declined. The shop sees it.")
# Of the products that leave, so many are drawn; the rest is a number.
DRAWN: Final = 100


class Asking(msgspec.Struct, frozen=True):
    """All that the page tells. `ends` and `leaving` are what an acceptance ends, or, afterwards, what it has ended."""

    link: Link
    policy: Policy
    ends: list[Participation]
    leaving: list[HeldItem]
    kept: int
    live: int
    window: list[Card]


async def asking(db: Db, actor: Actor, *, link_id: int, now: datetime) -> Asking:
    """An invitation of the actor's, or what became of it; NotFound for another's."""
    link = await queries.link(db, actor, link_id=link_id, now=now)
    if link.account_id != actor.account_id:
        raise NotFound
    official = link.kind == "OFFICIAL" and link.status == "PENDING"
    held = (await held_items(db, actor, now=now, limit=DRAWN)).items if official else []
    return Asking(
        link,
        await policy(db, link.market, now),
        await _ends(db, actor, link),
        [item for item in held if item.source is not None],
        await chosen_items(db, actor.account_id),
        await live_count(db, link.shop_id),
        (await shop_window(db, actor, shop_id=link.shop_id, limit=6)).items,
    )


async def _ends(db: Db, actor: Actor, link: Link) -> list[Participation]:
    if link.status == "PENDING":
        return await what_acceptance_ends(db, actor, link_id=link.link_id)
    if link.kind != "OFFICIAL" or link.linked_at is None:
        return []
    mine = await my_participations(db, actor, limit=DRAWN)
    return [each for each in mine.items if each.ended_at == link.linked_at and each.end_reason == "BECAME_OFFICIAL"]


@get("/creator/invitations/{link:int}")
async def invitation_page(request: Asked, desk: Desk, link: Id) -> Html:
    """Who invites, as what, what it means, what it ends."""
    return await invitation(request, desk, link)


@post("/creator/invitations/{link:int}/acceptance")
async def accept(request: Asked, desk: Desk, link: Id) -> Response[Any]:
    """Yes. What refuses is told on the same page."""
    try:
        made = await desk.perform(accept_link, link_id=link)
    except Refused as no:
        return await invitation(request, desk, link, trouble_of(request, no))
    return see_other(f"/creator/invitations/{link}", say(request, ACCEPTED, shop=made.shop_name))


@post("/creator/invitations/{link:int}/refusal")
async def decline(request: Asked, desk: Desk, link: Id) -> Response[Any]:
    """No."""
    try:
        await desk.perform(actions.refuse, link_id=link)
    except Refused as no:
        return await invitation(request, desk, link, trouble_of(request, no))
    return see_other("/creator", say(request, DECLINED), "info")


async def invitation(request: Asked, desk: Desk, link_id: int, trouble: Trouble = FINE) -> Html:
    """The page."""
    found = await desk.ask(asking, link_id=link_id)
    kind = cast(Kind, found.link.kind.lower())
    return shown(
        request,
        await enter(desk),
        "invitations/invitation",
        status=trouble.status,
        found=found,
        link=found.link,
        said=words.link_said(request, found.link),
        guide=guides.told(request, found.link.market, kind, found.policy),
        general=trouble.general,
    )


routes = [invitation_page, accept, decline]
