"""Adding products: what the account may show, on which right and for which commission (R-SHOW-6, 7, 10, 14, 18)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

import msgspec
from litestar import get, post
from litestar.response import Response

from etalase.affiliate.queries import my_participations
from etalase.base.actor import Actor
from etalase.base.db import Db
from etalase.base.errors import Invalid, Refused
from etalase.base.pages import Page
from etalase.base.texts import N_
from etalase.doorway.desk import Desk
from etalase.doorway.inputs import Id
from etalase.links.queries import links_of_account
from etalase.showcase import actions
from etalase.showcase.actions import Answer
from etalase.showcase.queries import Candidate, candidates
from etalase.showcase.rules import REFUSALS
from etalase.web.creator.showcase_view import SOURCES
from etalase.web.creator.studio import Studio, enter, shown
from etalase.web.flash import with_query
from etalase.web.frame import Asked
from etalase.web.pages import Html, say, say_many, see_other
from etalase.web.shopper.sorting import words_of
from etalase.web.typed import FINE, GONE, Trouble, Typed, trouble_of, typed, whole, wrong

HERE: Final = "/creator/showcase/add"
AT_ONCE: Final = 24
NEWEST: Final = 100
NOTHING_CHOSEN: Final = N_("Choose at least one product.")
TOO_MANY: Final = N_("Add %(most)s products at most at a time. You chose %(count)s.")
NOTHING_NEW: Final = N_("Nothing new was added.")
ALL_THERE: Final = N_("Everything of this shop that you may show is in your Showcase already.")


class Offer(msgspec.Struct, frozen=True):
    """What may be added, and the shops it comes from."""

    shops: dict[int, str]
    page: Page[Candidate]


class Wish(msgspec.Struct, frozen=True):
    """What the reader looks for and has chosen. `replaces`: the product that leaves when another comes."""

    shop_id: int | None = None
    words: str = ""
    replaces: int | None = None
    cursor: str | None = None
    chosen: Sequence[int] = ()


async def offer(db: Db, actor: Actor, *, wish: Wish, now: datetime) -> Offer:
    """A page of candidates, and every shop whose products the actor may show."""
    links = await links_of_account(db, actor, now=now, limit=NEWEST)
    plans = await my_participations(db, actor, limit=NEWEST)
    shops = {each.shop_id: each.shop_name for each in links.items if each.status == "LINKED"}
    shops |= {each.shop_id: each.shop_name for each in plans.items if each.status == "APPROVED"}
    found = await candidates(
        db, actor, now=now, shop_id=wish.shop_id, words=wish.words, limit=AT_ONCE, cursor=wish.cursor
    )
    return Offer(dict(sorted(shops.items(), key=lambda pair: pair[1].lower())), found)


async def add_or_replace(
    db: Db, actor: Actor, *, product_ids: Sequence[int], replaces: int | None, now: datetime
) -> list[Answer]:
    """Add; when something was added, the product it replaces leaves in the same transaction."""
    answers = await actions.add_items(db, actor, product_ids=product_ids, now=now)
    if replaces and replaces not in product_ids and any(each.status != "REFUSED" for each in answers):
        await actions.remove_items(db, actor, product_ids=[replaces], now=now)
    return answers


@get("/creator/showcase/add")
async def add_page(
    request: Asked, desk: Desk, shop: str = "", q: str = "", replaces: str = "", cursor: str | None = None
) -> Response[Any]:
    """What may be added."""
    return await adding(request, desk, Wish(whole(shop), words_of(q), whole(replaces), cursor))


@post("/creator/showcase/items")
async def add(request: Asked, desk: Desk) -> Response[Any]:
    """Add the chosen products; what is refused is told beside each, and stays chosen."""
    form = await typed(request)
    wish = wish_of(form)
    place = await enter(desk)
    most = place.policy.showcase_add_max
    if not 1 <= len(wish.chosen) <= most:
        msgid = TOO_MANY if wish.chosen else NOTHING_CHOSEN
        trouble = wrong(request, {"product": msgid}, most=most, count=len(wish.chosen))
        return await adding(request, desk, wish, trouble)
    try:
        answers = await desk.perform(add_or_replace, product_ids=wish.chosen, replaces=wish.replaces)
    except (Invalid, Refused) as no:
        return await adding(request, desk, wish, trouble_of(request, no))
    return await added(request, desk, place, wish, answers)


@post("/creator/showcase/shops/{shop:int}")
async def add_shop(request: Asked, desk: Desk, shop: Id) -> Response[Any]:
    """Add, once, everything of a shop that may be shown."""
    try:
        answers = await desk.perform(actions.add_all_of_shop, shop_id=shop)
    except Refused as no:
        return await adding(request, desk, Wish(shop), trouble_of(request, no))
    if not answers:
        return see_other(with_query(HERE, shop=str(shop)), say(request, ALL_THERE), "info")
    return await added(request, desk, await enter(desk), Wish(shop), answers)


async def added(request: Asked, desk: Desk, place: Studio, wish: Wish, answers: Sequence[Answer]) -> Response[Any]:
    """Back to the Showcase when all went well, else the same page with the reasons."""
    refused = {each.product_id: sentence(request, place, each.code) for each in answers if each.status == "REFUSED"}
    count = sum(each.status == "ADDED" for each in answers)
    if not refused:
        return see_other("/creator/showcase", told_added(request, count), "good" if count else "info")
    general = " ".join([told_added(request, count), *dict.fromkeys(refused.values())])
    wish = msgspec.structs.replace(wish, chosen=tuple(refused))
    return await adding(request, desk, wish, Trouble(general=general, status=409), refused)


async def adding(
    request: Asked, desk: Desk, wish: Wish, trouble: Trouble = FINE, refused: dict[int, str] | None = None
) -> Response[Any]:
    """The page; an official account has nothing to choose and is told so on its Showcase."""
    place = await enter(desk)
    if place.official:
        return see_other("/creator/showcase", say(request, REFUSALS["showcase.official_is_automatic"]), "info")
    found = await desk.ask(offer, wish=wish)
    return page(request, place, wish, found, trouble, refused or {})


def page(request: Asked, place: Studio, wish: Wish, found: Offer, trouble: Trouble, refused: dict[int, str]) -> Html:
    """The page's facts."""
    return shown(
        request,
        place,
        "showcase/add",
        status=trouble.status,
        found=found,
        wish=wish,
        sources={name: say(request, text) for name, text in SOURCES.items()},
        refused=refused,
        general=trouble.general or trouble.errors.get("product", ""),
        more=address(wish, found.page.next_cursor) if found.page.next_cursor else "",
        chosen=set(wish.chosen),
    )


def wish_of(form: Typed) -> Wish:
    """What a form of this page carries."""
    return Wish(
        whole(form.text("shop")),
        words_of(form.text("q")),
        whole(form.text("replaces")),
        form.text("cursor") or None,
        tuple(dict.fromkeys(form.ids("product"))),
    )


def address(wish: Wish, cursor: str) -> str:
    """The next page of the same search."""
    asked = {"shop": wish.shop_id, "q": wish.words, "replaces": wish.replaces, "cursor": cursor}
    return with_query(HERE, **{name: str(each) for name, each in asked.items() if each})


def sentence(request: Asked, place: Studio, code: str | None) -> str:
    """Why one product was not added."""
    return say(request, REFUSALS.get(code or "", GONE), most=place.policy.showcase_items_max)


def told_added(request: Asked, count: int) -> str:
    """How many came in."""
    if not count:
        return say(request, NOTHING_NEW)
    return say_many(
        request, "%(count)s product added to your Showcase.", "%(count)s products added to your Showcase.", count
    )


routes = [add_page, add, add_shop]
