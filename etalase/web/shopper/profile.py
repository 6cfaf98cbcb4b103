"""A profile and its shopping bag tab: the Showcase (R-SHOW-1…5, 12, 17)."""

from datetime import datetime
from typing import Any

import msgspec
from litestar import get, post
from litestar.response import Response

from etalase.accounts import actions as accounts
from etalase.accounts.rules import HANDLE, plain_handle
from etalase.base.actor import Actor
from etalase.base.db import Db
from etalase.base.errors import NotFound
from etalase.doorway.desk import Desk
from etalase.promotions.queries import PriceShown, VoucherShown, vouchers_of_creator
from etalase.showcase import queries
from etalase.showcase.rules import STATE_TEXTS, Sort
from etalase.web.frame import Asked
from etalase.web.pages import Html, render, render_kept, say, see_other
from etalase.web.shopper import sorting
from etalase.web.shopper.tiles import tiles_of

SHOWN_AT_ONCE = 20
SHOWN_STATES = {"SHOWN", "SOLD_OUT"}


class Bag(msgspec.Struct, frozen=True):
    """A profile with what its Showcase tab holds. `hidden`: only for the holder; `vouchers`: only claimed here (R-PRO-6)."""

    head: queries.Head
    cards: list[queries.Card]
    next_cursor: str | None
    collections: list[queries.Collection]
    hidden: list[queries.HeldItem]
    sales: dict[int, PriceShown]
    vouchers: list[VoucherShown]

    @property
    def role(self) -> str:
        """What the badge says: official account, marketing account, creator, or nothing."""
        if self.head.official_shop_id:
            return "OFFICIAL"
        if self.head.marketing_shop_id:
            return "MARKETING"
        return "CREATOR" if self.cards or self.hidden else ""


class Gathered(msgspec.Struct, frozen=True):
    """A collection on its own page."""

    head: queries.Head
    collection: queries.Collection
    cards: list[queries.Card]
    sales: dict[int, PriceShown]


async def bag(
    db: Db, actor: Actor | None, *, handle: str, sort: Sort, words: str, cursor: str | None, now: datetime
) -> Bag:
    """All that the profile page shows: two statements, one more for collections where there are any, one for the holder,
    one for sale prices and one for vouchers where there are any.
    """
    head = await queries.head(db, actor, handle=handle)
    page = await queries.page_of_owner(
        db, head.owner, now=now, sort=sort, words=words or None, limit=SHOWN_AT_ONCE, cursor=cursor
    )
    collections = await queries.collections_of(db, head.account_id) if head.has_collections else []
    hidden = await _hidden(db, actor, now) if actor and head.is_own and not head.official_shop_id else []
    sales = await queries.sales_of(db, page.items, now)
    vouchers = (
        await vouchers_of_creator(db, actor, creator_account_id=head.account_id, now=now) if head.has_vouchers else []
    )
    return Bag(head, page.items, page.next_cursor, collections, hidden, sales, vouchers)


async def gathered(db: Db, actor: Actor | None, *, handle: str, token: str, now: datetime) -> Gathered:
    """A collection by its share link; NotFound for an unknown one."""
    head = await queries.head(db, actor, handle=handle)
    collection, cards = await queries.collection_by_token(db, head.owner, token, now=now)
    return Gathered(head, collection, cards, await queries.sales_of(db, cards, now))


@get("/{at:str}")
async def profile_page(
    request: Asked, desk: Desk, at: str, sort: str = "", q: str = "", cursor: str | None = None
) -> Html:
    """A profile; its first tab with content is the Showcase."""
    return await _profile(request, desk, handle_of(at), sort, q, cursor)


@get("/{at:str}/showcase")
async def showcase_page(
    request: Asked, desk: Desk, at: str, sort: str = "", q: str = "", cursor: str | None = None
) -> Html:
    """The shopping bag tab, at an address of its own."""
    return await _profile(request, desk, handle_of(at), sort, q, cursor)


@get("/{at:str}/showcase/{token:str}")
async def collection_page(request: Asked, desk: Desk, at: str, token: str) -> Html:
    """A collection by its share link."""
    found = await desk.look(gathered, handle=handle_of(at), token=token)
    handle = found.head.handle
    return render(
        request,
        "shopper/profile/collection.html",
        person=found.head,
        collection=found.collection,
        tiles=tiles_of(found.cards, handle, found.sales),
        share_url=share_url(desk, f"/@{handle}/showcase/{found.collection.share_token}"),
    )


@post("/{at:str}/follow")
async def follow(request: Asked, desk: Desk, at: str) -> Response[None]:
    """Follow, and come back."""
    handle = handle_of(at)
    await desk.perform(accounts.follow, handle=handle)
    return see_other(f"/@{handle}")


@post("/{at:str}/unfollow")
async def unfollow(request: Asked, desk: Desk, at: str) -> Response[None]:
    """Follow no longer, and come back."""
    handle = handle_of(at)
    await desk.perform(accounts.unfollow, handle=handle)
    return see_other(f"/@{handle}")


def handle_of(at: str) -> str:
    """The handle of a path that begins with @; NotFound for anything else, so that no other path lands here."""
    handle = plain_handle(at)
    if not at.startswith("@") or not HANDLE.fullmatch(handle):
        raise NotFound
    return handle


def share_url(desk: Desk, path: str) -> str:
    """An address that can be sent to somebody."""
    return desk.house.settings.public_url + path


async def _hidden(db: Db, actor: Actor, now: datetime) -> list[queries.HeldItem]:
    held = await queries.held_items(db, actor, now=now, limit=100)
    return [item for item in held.items if item.state not in SHOWN_STATES]


async def _profile(request: Asked, desk: Desk, handle: str, sort: str, q: str, cursor: str | None) -> Html:
    order, words = sorting.sort_of(sort), sorting.words_of(q)
    found = await desk.look(bag, handle=handle, sort=order, words=words, cursor=cursor)
    path = f"/@{found.head.handle}/showcase"

    def facts() -> dict[str, Any]:
        return {
            **_shown(found),
            "hidden": [hidden_row(request, item) for item in found.hidden],
            "sorts": sorting.sorts(request, path, order, words),
            "sort": order,
            "words": words,
            "more": sorting.address(path, sort=order, words=words, cursor=found.next_cursor)
            if found.next_cursor
            else "",
            "share_url": share_url(desk, path),
        }

    shown = (*found.cards, *found.collections, found.next_cursor, *found.sales.values(), *found.vouchers)
    contents = (share_url(desk, path), found.head, *shown)
    return render_kept(request, "shopper/profile/profile.html", contents, facts)


def _shown(found: Bag) -> dict[str, Any]:
    return {
        "person": found.head,
        "role": found.role,
        "tiles": tiles_of(found.cards, found.head.handle, found.sales),
        "collections": found.collections,
        "vouchers": found.vouchers,
    }


def hidden_row(request: Asked, item: queries.HeldItem) -> dict[str, Any]:
    """An item that visitors do not see, with the reason."""
    reason = say(request, STATE_TEXTS[item.state])
    return {"title": item.title, "picture": item.picture_key, "reason": reason, "ended_at": item.ended_at}


routes = [profile_page, showcase_page, collection_page, follow, unfollow]
