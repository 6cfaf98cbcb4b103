"""Linked accounts: the two kinds with their slots, invitations with their clock, and the whole history (R-LINK-1…42)."""

from datetime import datetime, timedelta
from typing import Any, Final

import msgspec
from litestar import get, post
from litestar.response import Response

from etalase.accounts.actions import search_handles
from etalase.base.actor import Actor
from etalase.base.db import Db
from etalase.base.errors import Invalid, NotFound, Refused
from etalase.base.markets import Policy, policy
from etalase.base.pages import Page
from etalase.base.texts import N_
from etalase.doorway.desk import Desk
from etalase.doorway.inputs import Id
from etalase.links import actions, queries
from etalase.links.queries import Eligibility, Link, Usage
from etalase.links.rules import KINDS
from etalase.web.flash import with_query
from etalase.web.frame import Asked
from etalase.web.pages import Html, render, say, see_other
from etalase.web.seller import accounts_view
from etalase.web.seller.workplace import Workplace, enter, shown
from etalase.web.typed import FINE, Trouble, act_and_return, trouble_of, typed, wrong

INVITED: Final = N_("Invited. The holder sees it now and has until the clock runs out to answer.")
CANCELLED: Final = N_("The invitation is withdrawn.")
UNLINKED: Final = N_("The link has ended.")
NOBODY: Final = N_("Nobody has this handle.")
HISTORY_AT_ONCE: Final = 20


class Linked(msgspec.Struct, frozen=True):
    """All that the page tells."""

    open_links: list[Link]
    usage: Usage
    history: Page[Link]
    policy: Policy


async def linked(db: Db, actor: Actor, *, place: Workplace, cursor: str | None, now: datetime) -> Linked:
    """The shop's links, invitations and history."""
    shop_id = place.shop.shop_id
    return Linked(
        await queries.open_links_of_shop(db, actor, shop_id=shop_id, now=now),
        await queries.usage(db, actor, shop_id=shop_id, now=now),
        await queries.links_of_shop(db, actor, shop_id=shop_id, now=now, limit=HISTORY_AT_ONCE, cursor=cursor),
        await policy(db, place.shop.market, now),
    )


async def end_of_shop(db: Db, actor: Actor, *, shop_id: int, link_id: int, now: datetime) -> Link:
    """End a link or withdraw an invitation of this shop; NotFound for another's."""
    if (await queries.find_key(db, link_id)).shop_id != shop_id:
        raise NotFound
    return await actions.end(db, actor, link_id=link_id, now=now)


@get("/seller/{shop:int}/accounts")
async def accounts_page(
    request: Asked, desk: Desk, shop: Id, kind: str = "", handle: str = "", cursor: str | None = None
) -> Html:
    """The cards; with a handle, whether that account could be invited, rule by rule."""
    return await accounts(request, desk, shop, kind=kind, handle=handle.strip(), cursor=cursor)


@get("/seller/{shop:int}/accounts/handles")
async def handles(request: Asked, desk: Desk, shop: Id, q: str = "") -> Html:
    """Suggestions for the search field."""
    place = await enter(desk, shop, "link.write")
    found = await desk.perform(search_handles, prefix=q[:60], market=place.shop.market, limit=8)
    return render(request, "seller/accounts/handles.html", found=found)


@post("/seller/{shop:int}/accounts/invitations")
async def invite(request: Asked, desk: Desk, shop: Id) -> Response[Any]:
    """Invite; what refuses is told on the same page, under the rules."""
    await enter(desk, shop, "link.write")
    form = await typed(request)
    kind, handle = form.text("kind"), form.text("handle")
    try:
        await desk.perform(actions.invite, shop_id=shop, kind=kind, handle=handle)
    except (Invalid, Refused) as no:
        return await accounts(request, desk, shop, kind=kind, handle=handle, trouble=trouble_of(request, no))
    except NotFound:
        return await accounts(request, desk, shop, kind=kind, handle=handle)
    return see_other(f"/seller/{shop}/accounts", say(request, INVITED))


@post("/seller/{shop:int}/accounts/{link:int}/cancellation")
async def cancel(request: Asked, desk: Desk, shop: Id, link: Id) -> Response[None]:
    """Withdraw an invitation."""
    await enter(desk, shop, "link.write")
    return await act_and_return(
        request, desk, f"/seller/{shop}/accounts", CANCELLED, end_of_shop, shop_id=shop, link_id=link
    )


@post("/seller/{shop:int}/accounts/{link:int}/unlinking")
async def unlink(request: Asked, desk: Desk, shop: Id, link: Id) -> Response[None]:
    """End a link (R-LINK-40, R-LINK-41)."""
    await enter(desk, shop, "link.write")
    return await act_and_return(
        request, desk, f"/seller/{shop}/accounts", UNLINKED, end_of_shop, shop_id=shop, link_id=link
    )


async def accounts(
    request: Asked,
    desk: Desk,
    shop_id: int,
    *,
    kind: str = "",
    handle: str = "",
    cursor: str | None = None,
    trouble: Trouble = FINE,
) -> Html:
    """The page."""
    place = await enter(desk, shop_id, "link.read")
    found = await desk.ask(linked, place=place, cursor=cursor)
    asked = kind if kind in KINDS else ("MARKETING" if found.usage.official_used else "OFFICIAL")
    verdict, trouble = await looked_up(request, desk, place, asked, handle, trouble)
    return shown(
        request,
        place,
        "accounts/accounts",
        status=trouble.status,
        kind=asked,
        handle=handle,
        verdict=verdict and accounts_view.verdict_seen(request, verdict),
        errors=trouble.errors,
        general=trouble.general,
        **seen(request, place, found),
    )


async def looked_up(
    request: Asked, desk: Desk, place: Workplace, kind: str, handle: str, trouble: Trouble
) -> tuple[Eligibility | None, Trouble]:
    """Every rule about this handle; an unknown one is told beside the field."""
    if not handle or not place.may("link.write"):
        return None, trouble
    try:
        return await desk.ask(queries.eligibility, shop_id=place.shop.shop_id, handle=handle, kind=kind), trouble
    except NotFound:
        return None, wrong(request, {"handle": NOBODY})
    except (Invalid, Refused) as no:
        return None, trouble_of(request, no)


def seen(request: Asked, place: Workplace, found: Linked) -> dict[str, Any]:
    """The page's facts: cards, invitations, history, the market's own process."""
    youngest = timedelta(seconds=found.policy.unlink_min_age_s)
    more = found.history.next_cursor
    return {
        "usage": found.usage,
        "official": [each for each in found.open_links if each.status == "LINKED" and each.kind == "OFFICIAL"],
        "marketing": [each for each in found.open_links if each.status == "LINKED" and each.kind == "MARKETING"],
        "invitations": [each for each in found.open_links if each.status == "PENDING"],
        "unlink_from": {each.link_id: each.linked_at + youngest for each in found.open_links if each.linked_at},
        "history": [accounts_view.history_row(request, each) for each in found.history.items],
        "more": with_query(f"{place.home}/accounts", cursor=more) if more else "",
        "guides": accounts_view.guides(request, place.shop.market, found.policy),
        "policy": found.policy,
    }


routes = [accounts_page, handles, invite, cancel, unlink]
