"""Collections: products under a title, in an order of their own, with a link to share (R-SHOW-17)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

import msgspec
from litestar import get, post
from litestar.response import Response

from etalase.base.actor import Actor
from etalase.base.db import Db
from etalase.base.errors import Invalid, NotFound, Refused
from etalase.base.texts import N_
from etalase.doorway.desk import Desk
from etalase.doorway.inputs import Id
from etalase.showcase import actions
from etalase.showcase.actions.moving import among
from etalase.showcase.queries import Card, Collection, Gathered, collections_of, own_collection, page_of_owner
from etalase.web.creator.arranging import ids_of, moved
from etalase.web.creator.studio import Studio, enter, shown
from etalase.web.frame import Asked
from etalase.web.pages import Html, say, see_other
from etalase.web.shopper.profile import share_url
from etalase.web.shopper.sorting import words_of
from etalase.web.typed import FINE, GONE, Trouble, Typed, act_and_return, trouble_of, typed

HERE: Final = "/creator/collections"
MADE: Final = N_("The collection is there. Add products to it.")
SAVED: Final = N_("Saved.")
DELETED: Final = N_("The collection is gone. Its products stay in your Showcase.")
OFFERED: Final = 60


class Words(msgspec.Struct, frozen=True):
    """What was typed into the form of a collection."""

    title: str = ""
    description: str = ""


class Editing(msgspec.Struct, frozen=True):
    """A collection with everything in it, and what could be added."""

    collection: Collection
    products: list[Gathered]
    offered: list[Card]


async def mine(db: Db, actor: Actor) -> list[Collection]:
    """The actor's collections."""
    return await collections_of(db, actor.account_id)


async def editing(db: Db, actor: Actor, *, collection_id: int, place: Studio, words: str, now: datetime) -> Editing:
    """All that the page of one collection tells; NotFound for another's."""
    collection, products = await own_collection(db, actor, collection_id=collection_id)
    inside = {each.product_id for each in products}
    found = await page_of_owner(db, place.owner, now=now, words=words or None, limit=OFFERED)
    return Editing(collection, products, [card for card in found.items if card.product_id not in inside])


async def fill(
    db: Db, actor: Actor, *, collection_id: int, now: datetime, add: Sequence[int] = (), drop: Sequence[int] = ()
) -> int:
    """Put products behind the others, take some out."""
    collection, products = await own_collection(db, actor, collection_id=collection_id)
    kept = [each.product_id for each in products if each.product_id not in drop]
    return await _write(db, actor, collection, [*kept, *add], now)


async def arrange(db: Db, actor: Actor, *, collection_id: int, product_ids: Sequence[int], now: datetime) -> int:
    """The named products change places among themselves."""
    collection, products = await own_collection(db, actor, collection_id=collection_id)
    return await _write(db, actor, collection, among([each.product_id for each in products], product_ids), now)


async def begin(db: Db, actor: Actor, *, words: Words, now: datetime) -> int:
    """A new collection with nothing in it yet."""
    title, description = words.title, words.description
    return await actions.create_collection(db, actor, title=title, description=description, product_ids=(), now=now)


async def rename(db: Db, actor: Actor, *, collection_id: int, words: Words, now: datetime) -> int:
    """Other words, the same products."""
    _, products = await own_collection(db, actor, collection_id=collection_id)
    return await actions.edit_collection(
        db,
        actor,
        collection_id=collection_id,
        title=words.title,
        description=words.description,
        product_ids=[each.product_id for each in products],
        now=now,
    )


async def _write(db: Db, actor: Actor, collection: Collection, product_ids: Sequence[int], now: datetime) -> int:
    return await actions.edit_collection(
        db,
        actor,
        collection_id=collection.collection_id,
        title=collection.title,
        description=collection.description,
        product_ids=product_ids,
        now=now,
    )


@get("/creator/collections")
async def collections_page(request: Asked, desk: Desk) -> Html:
    """All collections, each with its link and QR code."""
    place = await enter(desk)
    found = await desk.ask(mine)
    links = {each.collection_id: link_of(desk, place, each) for each in found}
    return shown(request, place, "collections/collections", found=found, links=links)


@get("/creator/collections/new")
async def new_page(request: Asked, desk: Desk) -> Html:
    """A new one."""
    return await new(request, desk)


@post("/creator/collections")
async def create(request: Asked, desk: Desk) -> Response[Any]:
    """Make it, then fill it."""
    form = await typed(request)
    values = words_typed(form)
    try:
        made = await desk.perform(begin, words=values)
    except (Invalid, Refused) as no:
        return await new(request, desk, values, trouble_of(request, no))
    return see_other(f"{HERE}/{made}", say(request, MADE))


@get("/creator/collections/{collection:int}")
async def edit_page(request: Asked, desk: Desk, collection: Id, q: str = "") -> Html:
    """Words, products, order."""
    return await edit(request, desk, collection, words=words_of(q))


@post("/creator/collections/{collection:int}")
async def save(request: Asked, desk: Desk, collection: Id) -> Response[Any]:
    """Other words."""
    form = await typed(request)
    values = words_typed(form)
    try:
        await desk.perform(rename, collection_id=collection, words=values)
    except (Invalid, Refused) as no:
        return await edit(request, desk, collection, values, trouble_of(request, no))
    return see_other(f"{HERE}/{collection}", say(request, SAVED))


@post("/creator/collections/{collection:int}/products")
async def add_products(request: Asked, desk: Desk, collection: Id) -> Response[Any]:
    """Add the chosen products; what refuses is told on the page."""
    chosen = (await typed(request)).ids("product")
    try:
        await desk.perform(fill, collection_id=collection, add=chosen)
    except (Invalid, Refused) as no:
        return await edit(request, desk, collection, trouble=trouble_of(request, no), chosen=chosen)
    return see_other(f"{HERE}/{collection}", say(request, SAVED))


@post("/creator/collections/{collection:int}/products/{product:int}/removal")
async def drop_product(request: Asked, desk: Desk, collection: Id, product: Id) -> Response[None]:
    """Take one out."""
    back = f"{HERE}/{collection}"
    return await act_and_return(request, desk, back, SAVED, fill, collection_id=collection, drop=[product])


@post("/creator/collections/{collection:int}/order")
async def order(request: Asked, desk: Desk, collection: Id) -> Response[None]:
    """After a drag, an arrow key, or the buttons up and down."""
    back = f"{HERE}/{collection}"
    try:
        await desk.perform(arrange, collection_id=collection, product_ids=ids_of(await typed(request)))
    except (Invalid, Refused) as no:
        return see_other(back, trouble_of(request, no).general, "bad")
    return moved(request, back)


@post("/creator/collections/{collection:int}/deletion")
async def delete(request: Asked, desk: Desk, collection: Id) -> Response[None]:
    """Take it away."""
    try:
        await desk.perform(actions.delete_collection, collection_id=collection)
    except NotFound:
        return see_other(HERE, say(request, GONE), "bad")
    return see_other(HERE, say(request, DELETED))


async def new(request: Asked, desk: Desk, values: Words | None = None, trouble: Trouble = FINE) -> Html:
    """The page of a new collection, with what was typed."""
    return shown(
        request,
        await enter(desk),
        "collections/new",
        status=trouble.status,
        values=values or Words(),
        errors=trouble.errors,
        general=trouble.general,
    )


async def edit(
    request: Asked,
    desk: Desk,
    collection_id: int,
    values: Words | None = None,
    trouble: Trouble = FINE,
    *,
    words: str = "",
    chosen: Sequence[int] = (),
) -> Html:
    """The page of one collection, with what was typed and chosen."""
    place = await enter(desk)
    found = await desk.ask(editing, collection_id=collection_id, place=place, words=words)
    one = found.collection
    return shown(
        request,
        place,
        "collections/collection",
        status=trouble.status,
        found=found,
        values=values or Words(one.title, one.description),
        errors=trouble.errors,
        general=trouble.general,
        words=words,
        chosen=set(chosen),
        share_url=link_of(desk, place, one),
    )


def words_typed(form: Typed) -> Words:
    """Title and description as they were typed."""
    return Words(form.text("title"), form.text("description"))


def link_of(desk: Desk, place: Studio, collection: Collection) -> str:
    """The address to share."""
    return share_url(desk, f"/@{place.owner.handle}/showcase/{collection.share_token}")


routes = [
    collections_page,
    new_page,
    create,
    edit_page,
    save,
    add_products,
    drop_product,
    order,
    delete,
]
