"""My links: those that hold, and the whole history with who ended them, when and why (R-LINK-40, 41)."""

from datetime import datetime, timedelta
from typing import Any, Final

import msgspec
from litestar import get, post
from litestar.response import Response

from etalase.base.actor import Actor
from etalase.base.db import Db
from etalase.base.errors import NotFound, Refused
from etalase.base.markets import Policy, policy
from etalase.base.pages import Page
from etalase.base.texts import N_
from etalase.doorway.desk import Desk
from etalase.doorway.inputs import Id
from etalase.links import actions, queries
from etalase.links.queries import Link
from etalase.web.creator import words
from etalase.web.creator.studio import enter, shown
from etalase.web.flash import with_query
from etalase.web.frame import Asked
from etalase.web.pages import Html, say, see_other
from etalase.web.typed import FINE, Trouble, trouble_of

UNLINKED: Final = N_("The link has ended. Its products have left your Showcase.")
AT_ONCE: Final = 20
# One official link, or one marketing link: there are never more that hold.
NEWEST: Final = 100


class MyLinks(msgspec.Struct, frozen=True):
    """The links that hold, and a page of all there ever were."""

    holding: list[Link]
    history: Page[Link]
    policy: Policy


async def my_links(db: Db, actor: Actor, *, cursor: str | None, now: datetime) -> MyLinks:
    """The actor's links."""
    newest = await queries.links_of_account(db, actor, now=now, limit=NEWEST)
    return MyLinks(
        [each for each in newest.items if each.status == "LINKED"],
        await queries.links_of_account(db, actor, now=now, limit=AT_ONCE, cursor=cursor),
        await policy(db, actor.market, now),
    )


async def end_mine(db: Db, actor: Actor, *, link_id: int, now: datetime) -> Link:
    """End a link of the actor's; NotFound for another's."""
    if (await queries.find_key(db, link_id)).account_id != actor.account_id:
        raise NotFound
    return await actions.end(db, actor, link_id=link_id, now=now)


@get("/creator/links")
async def links_page(request: Asked, desk: Desk, cursor: str | None = None) -> Html:
    """Current and ended links."""
    return await links(request, desk, cursor)


@post("/creator/links/{link:int}/unlinking")
async def unlink(request: Asked, desk: Desk, link: Id) -> Response[Any]:
    """End a link; what refuses is told on the same page."""
    try:
        await desk.perform(end_mine, link_id=link)
    except Refused as no:
        return await links(request, desk, trouble=trouble_of(request, no))
    return see_other("/creator/links", say(request, UNLINKED))


async def links(request: Asked, desk: Desk, cursor: str | None = None, trouble: Trouble = FINE) -> Html:
    """The page."""
    found = await desk.ask(my_links, cursor=cursor)
    youngest = timedelta(seconds=found.policy.unlink_min_age_s)
    more = found.history.next_cursor
    return shown(
        request,
        await enter(desk),
        "links/links",
        status=trouble.status,
        found=found,
        unlink_from={each.link_id: each.linked_at + youngest for each in found.holding if each.linked_at},
        hours=-(-found.policy.unlink_min_age_s // 3600),
        history=[{"link": each, "said": words.link_said(request, each)} for each in found.history.items],
        more=with_query("/creator/links", cursor=more) if more else "",
        general=trouble.general,
    )


routes = [links_page, unlink]
