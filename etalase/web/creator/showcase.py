"""The Showcase as its holder keeps it: every product with its state and the reason, pins, order (R-SHOW-5, 12, 30…34)."""

from datetime import datetime
from typing import Any, Final

import msgspec
from litestar import get

from etalase.affiliate.queries import Participation, PlanRight, my_participations, plan_rights
from etalase.base.actor import Actor
from etalase.base.db import Db
from etalase.base.pages import Page
from etalase.catalog.queries import live_count
from etalase.doorway.desk import Desk
from etalase.links.queries import Link, links_of_account
from etalase.showcase.queries import (
    Candidate,
    Card,
    HeldItem,
    candidates,
    chosen_items,
    held_items,
    page_of_owner,
    with_kept,
)
from etalase.web.creator import showcase_view as view
from etalase.web.creator.studio import Studio, enter, shown
from etalase.web.flash import with_query
from etalase.web.frame import Asked
from etalase.web.pages import Html
from etalase.web.shopper.profile import share_url
from etalase.web.typed import FINE, Trouble

AT_ONCE: Final = 50
# The list of what is hidden is looked for in this many items, from the head.
LOOKED_AT: Final = 500
NEWEST: Final = 100
SUGGESTED: Final = 12


class Held(msgspec.Struct, frozen=True):
    """A page of what the holder chose, and what explains it."""

    size: int
    page: Page[HeldItem]
    links: list[Link]
    plans: list[Participation]
    rights: dict[int, PlanRight]
    instead: list[Candidate]


class Filled(msgspec.Struct, frozen=True):
    """A page of an official Showcase."""

    size: int
    page: Page[Card]


async def held(db: Db, actor: Actor, *, hidden: bool, cursor: str | None, now: datetime) -> Held:
    """What the holder chose; `hidden`: only what visitors do not see."""
    page = await held_items(db, actor, now=now, limit=LOOKED_AT if hidden else AT_ONCE, cursor=cursor)
    if hidden:
        page = Page([item for item in page.items if item.state not in view.SHOWN], page.next_cursor)
    lost = [item for item in page.items if item.state == "RIGHT_ENDED"]
    missing = [item for item in page.items if item.state not in view.SHOWN]
    return Held(
        await chosen_items(db, actor.account_id),
        page,
        (await links_of_account(db, actor, now=now, limit=NEWEST)).items if lost else [],
        (await my_participations(db, actor, limit=NEWEST)).items if lost else [],
        await plan_rights(db, actor.account_id, [(item.shop_id, item.product_id) for item in lost], now),
        await _instead(db, actor, now) if missing else [],
    )


async def filled(db: Db, actor: Actor, *, place: Studio, cursor: str | None, now: datetime) -> Filled:
    """All products of the shop, in order."""
    page = await with_kept(db, await page_of_owner(db, place.owner, now=now, limit=AT_ONCE, cursor=cursor), now)
    return Filled(await live_count(db, place.shop.shop_id) if place.shop else 0, page)


async def _instead(db: Db, actor: Actor, now: datetime) -> list[Candidate]:
    found = await candidates(db, actor, now=now, limit=SUGGESTED * 3)
    return [each for each in found.items if not each.added][:SUGGESTED]


@get("/creator/showcase")
async def showcase_page(request: Asked, desk: Desk, show: str = "", cursor: str | None = None) -> Html:
    """The list."""
    return await showcase(request, desk, hidden=show == "hidden", cursor=cursor)


async def showcase(
    request: Asked, desk: Desk, *, hidden: bool = False, cursor: str | None = None, trouble: Trouble = FINE
) -> Html:
    """The page, of either kind."""
    place = await enter(desk)
    facts = await _official(request, desk, place, cursor) if place.official else await _chosen(
        request, desk, place, cursor, hidden=hidden
    )  # fmt: skip
    path = f"/@{place.owner.handle}/showcase"
    return shown(
        request,
        place,
        "showcase/showcase",
        status=trouble.status,
        general=trouble.general or next(iter(trouble.errors.values()), ""),
        share_url=share_url(desk, path),
        hidden=hidden,
        **facts,
    )


async def _official(request: Asked, desk: Desk, place: Studio, cursor: str | None) -> dict[str, Any]:
    found = await desk.ask(filled, place=place, cursor=cursor)
    return _facts(found.size, [view.card_row(request, card) for card in found.page.items], found.page.next_cursor)


async def _chosen(request: Asked, desk: Desk, place: Studio, cursor: str | None, *, hidden: bool) -> dict[str, Any]:
    found = await desk.ask(held, hidden=hidden, cursor=cursor)
    reasons = view.Reasons(found.links, found.plans, found.rights, place.owner.marketing_shop_id)
    rows = [view.held_row(request, item, reasons, found.instead) for item in found.page.items]
    return _facts(found.size, rows, found.page.next_cursor, "hidden" if hidden else "")


def _facts(size: int, rows: list[view.Row], cursor: str | None, show: str = "") -> dict[str, Any]:
    query = {"show": show} if show else {}
    return {
        "size": size,
        "pins": [row for row in rows if row.pinned],
        "rest": [row for row in rows if not row.pinned],
        "more": with_query("/creator/showcase", **query, cursor=cursor) if cursor else "",
    }


routes = [showcase_page]
