"""The Showcase: what anybody sees, and what its holder arranges."""

from datetime import datetime
from functools import lru_cache, partial
from typing import Annotated, Any

import msgspec
from litestar import delete, get, post, put
from litestar.params import Parameter

from etalase.base.errors import Invalid
from etalase.base.texts import N_
from etalase.doorway.admitting import ANYBODY
from etalase.doorway.desk import Answer, Desk
from etalase.doorway.express import JSON, Call, Told, problem
from etalase.doorway.inputs import Id, IdAsked, IdText, Limit, id_of
from etalase.doorway.shown import Empty, Listed, MoneyShown, listed, listing, maybe_id, money, nothing
from etalase.promotions.queries import PriceShown
from etalase.showcase import actions, queries
from etalase.showcase.rules import Sort

Words = Annotated[str | None, Parameter(query="q", max_length=100)]


class SaleShown(msgspec.Struct, frozen=True):
    """A sale price, the list price it is struck from, and when it ends; `left` pieces, null without a limit."""

    price: MoneyShown
    before: MoneyShown
    kind: str
    ends_at: datetime
    left: int | None


class CardShown(msgspec.Struct, frozen=True):
    """A product as a Showcase shows it."""

    product_id: str
    shop_id: str
    shop_name: str
    title: str
    price: MoneyShown
    price_to: MoneyShown
    in_stock: bool
    sold: int
    source: str
    pinned: bool
    picture: str | None
    url: str
    sale: SaleShown | None = None


class CandidateShown(msgspec.Struct, frozen=True):
    """A product the caller may add, and on which right."""

    product_id: str
    shop_id: str
    shop_name: str
    title: str
    price: MoneyShown
    in_stock: bool
    source: str
    link_id: str | None
    plan_id: str | None
    rate_bp: int
    added: bool


class HeldShown(msgspec.Struct, frozen=True):
    """An item of the caller's own list, also when it is not shown: `state` says why, `ended_at` since when."""

    product_id: str
    shop_id: str
    shop_name: str
    title: str
    price: MoneyShown
    in_stock: bool
    state: str
    source: str | None
    link_id: str | None
    plan_id: str | None
    rate_bp: int
    pinned: bool
    added_at: datetime
    ended_source: str | None
    ended_at: datetime | None


class AddBody(msgspec.Struct):
    """Either up to 20 products, or a shop of which to add all."""

    product_ids: Annotated[list[IdText], msgspec.Meta(max_length=10_000)] | None = None
    all_of_shop: IdText | None = None


class ProductsBody(msgspec.Struct):
    """Products in order."""

    product_ids: Annotated[list[IdText], msgspec.Meta(max_length=10_000)]


class CollectionBody(msgspec.Struct):
    """A collection's words and products in order."""

    title: Annotated[str, msgspec.Meta(max_length=200)]
    description: Annotated[str, msgspec.Meta(max_length=1000)] = ""
    product_ids: Annotated[list[IdText], msgspec.Meta(max_length=1000)] = []


class ItemAnswer(msgspec.Struct, frozen=True, omit_defaults=True):
    """What became of one product."""

    product_id: str
    status: str
    code: str | None = None


class ItemAnswers(msgspec.Struct, frozen=True):
    """An answer for each product, in the order asked."""

    items: list[ItemAnswer]


class CollectionShown(msgspec.Struct, frozen=True):
    """A collection; its share link."""

    id: str
    title: str
    description: str
    products: int
    url: str


class Arranged(msgspec.Struct, frozen=True):
    """The products as they now come."""

    product_ids: list[str]


class Created(msgspec.Struct, frozen=True):
    """The id of what was made."""

    id: str


def show_card(handle: str) -> Any:
    """How a card of this holder's Showcase looks (a CardShown); its url leads to the product through it."""

    def show(each: queries.PricedCard) -> msgspec.Raw:
        return card_shown(handle, each.card, show_sale(each.sale), in_stock=each.in_stock)

    return show


def show_sale(sale: PriceShown | None) -> SaleShown | None:
    """A sale price as JSON."""
    if sale is None:
        return None
    now, before = money(sale.price_minor, sale.currency), money(sale.struck_minor, sale.currency)
    return SaleShown(now, before, sale.kind, sale.ends_at, None if sale.left < 0 else sale.left)


@lru_cache(8192)
def card_shown(handle: str, card: queries.Card, sale: SaleShown | None, *, in_stock: bool) -> msgspec.Raw:
    """The JSON of a card, written once for its contents, so what is kept is never out of date."""
    shown = CardShown(
        str(card.product_id),
        str(card.shop_id),
        card.shop_name,
        card.title,
        money(card.price_minor, card.currency),
        money(card.price_to_minor, card.currency),
        in_stock,
        card.sold,
        card.source,
        card.pinned,
        f"/media/{card.picture_key}/400.webp" if card.picture_key else None,
        f"/p/{card.product_id}?showcase={handle}",
        sale,
    )
    return msgspec.Raw(msgspec.json.encode(shown))


def show_candidate(each: queries.Candidate) -> CandidateShown:
    """A candidate as JSON."""
    return CandidateShown(
        str(each.product_id),
        str(each.shop_id),
        each.shop_name,
        each.title,
        money(each.price_minor, each.currency),
        each.in_stock,
        each.source,
        maybe_id(each.link_id),
        maybe_id(each.plan_id),
        each.rate_bp,
        each.added,
    )


def show_held(item: queries.HeldItem) -> HeldShown:
    """An item of the holder's list as JSON."""
    return HeldShown(
        str(item.product_id),
        str(item.shop_id),
        item.shop_name,
        item.title,
        money(item.price_minor, item.currency),
        item.in_stock,
        item.state,
        item.source,
        maybe_id(item.link_id),
        maybe_id(item.plan_id),
        item.rate_bp,
        item.pinned,
        item.added_at,
        item.ended_source,
        item.ended_at,
    )


def show_answers(answers: list[actions.Answer]) -> ItemAnswers:
    """What became of each product."""
    return ItemAnswers([ItemAnswer(str(each.product_id), each.status, each.code) for each in answers])


def show_removed(removed: list[tuple[int, bool]]) -> ItemAnswers:
    """Which were there and are gone."""
    return ItemAnswers([ItemAnswer(str(each), "REMOVED" if gone else "NOT_FOUND") for each, gone in removed])


def show_arranged(product_ids: list[int]) -> Arranged:
    """The products in their new order."""
    return Arranged([str(each) for each in product_ids])


@get("/accounts/{handle:str}/showcase", security=ANYBODY)
async def showcase(
    desk: Desk, handle: str, limit: Limit = 20, cursor: str | None = None, sort: Sort = "recommended", q: Words = None
) -> Answer[Listed[CardShown]]:
    """What anybody sees of a Showcase, in the order shown."""
    handle = handle.lower().removeprefix("@")
    return await desk.page(
        queries.priced_page,
        show=show_card(handle),
        public=True,
        handle=handle,
        sort=sort,
        words=q,
        limit=limit,
        cursor=cursor,
    )


async def showcase_fast(call: Call) -> Told | None:
    """The first page in the fast lane, for callers without a token; the rest by `showcase`."""
    if call.scope["query_string"] or b"authorization" in call.headers:
        return None
    handle = call.scope["path"].split("/")[-2].lower().removeprefix("@")
    try:
        async with call.house.pool.connection() as db:
            page = await queries.priced_page(db, None, handle=handle, now=await call.house.clock.now(db))
    except Exception as raised:  # noqa: BLE001 - told as the door would
        return problem(call, raised)
    return Told(200, JSON, msgspec.json.encode(listed(page, show_card(handle))))


@get("/me/showcase")
async def held(desk: Desk, limit: Limit = 20, cursor: str | None = None) -> Answer[Listed[HeldShown]]:
    """What the caller chose, with the state of each item and the reason."""
    return await desk.page(queries.held_items, show=show_held, limit=limit, cursor=cursor)


@get("/me/showcase/candidates")
async def candidates(
    desk: Desk, limit: Limit = 20, cursor: str | None = None, shop: IdAsked = None, q: Words = None
) -> Answer[Listed[CandidateShown]]:
    """What the caller may add, and on which right."""
    return await desk.page(queries.candidates, show=show_candidate, limit=limit, cursor=cursor, shop_id=shop, words=q)


@post("/me/showcase/items", status_code=200)
async def add(desk: Desk, data: AddBody) -> Answer[ItemAnswers]:
    """Add products, with an answer for each; or, once, all of a shop."""
    if (data.product_ids is None) == (data.all_of_shop is None):
        raise Invalid({"product_ids": N_("Send either product_ids or all_of_shop.")})
    if data.all_of_shop is not None:
        return await desk.write(actions.add_all_of_shop, show=show_answers, shop_id=id_of(data.all_of_shop))
    chosen = [id_of(each) for each in data.product_ids or []]
    return await desk.write(actions.add_items, show=show_answers, product_ids=chosen)


@delete("/me/showcase/items", status_code=200)
async def remove(desk: Desk, data: ProductsBody) -> Answer[ItemAnswers]:
    """Take products out, with an answer for each."""
    return await desk.write(actions.remove_items, show=show_removed, product_ids=[id_of(i) for i in data.product_ids])


@delete("/me/showcase/items/{product:int}", status_code=200)
async def remove_one(desk: Desk, product: Id) -> Answer[ItemAnswers]:
    """Take one product out."""
    return await desk.write(actions.remove_items, show=show_removed, product_ids=[product])


@put("/me/showcase/pins")
async def pins(desk: Desk, data: ProductsBody) -> Answer[Arranged]:
    """Pin exactly these, in this order."""
    return await desk.write(actions.set_pins, show=show_arranged, product_ids=[id_of(i) for i in data.product_ids])


@put("/me/showcase/order")
async def order(desk: Desk, data: ProductsBody) -> Answer[Arranged]:
    """These come first, in this order; the others keep theirs."""
    return await desk.write(actions.set_order, show=show_arranged, product_ids=[id_of(i) for i in data.product_ids])


@get("/accounts/{handle:str}/collections", security=ANYBODY)
async def collections(desk: Desk, handle: str) -> Answer[Listed[CollectionShown]]:
    """All collections of a Showcase."""
    handle = handle.lower().removeprefix("@")
    return await desk.public(_collections, show=listing(partial(show_collection, handle=handle)), handle=handle)


@post("/me/showcase/collections")
async def collect(desk: Desk, data: CollectionBody) -> Answer[Created]:
    """A new collection."""
    return await desk.write(actions.create_collection, show=show_created, status=201, **_collection_of(data))


@put("/me/showcase/collections/{collection:int}")
async def edit_collection(desk: Desk, collection: Id, data: CollectionBody) -> Answer[Created]:
    """Give a collection these words and products."""
    inputs = _collection_of(data)
    return await desk.write(actions.edit_collection, show=show_created, collection_id=collection, **inputs)


@delete("/me/showcase/collections/{collection:int}", status_code=200)
async def delete_collection(desk: Desk, collection: Id) -> Answer[Empty]:
    """Take a collection away; its products stay."""
    return await desk.write(actions.delete_collection, show=nothing, collection_id=collection)


def show_created(number: int) -> Created:
    """The id of what was made."""
    return Created(str(number))


def show_collection(each: queries.Collection, handle: str) -> CollectionShown:
    """A collection as JSON."""
    url = f"/@{handle}/showcase/{each.share_token}"
    return CollectionShown(str(each.collection_id), each.title, each.description, each.products, url)


async def _collections(db: Any, _actor: Any, *, handle: str) -> list[queries.Collection]:
    owner = await queries.owner_by_handle(db, handle)
    return await queries.collections_of(db, owner.account_id)


def _collection_of(data: CollectionBody) -> dict[str, Any]:
    products = [id_of(each) for each in data.product_ids]
    return {"title": data.title, "description": data.description, "product_ids": products}


routes = [
    showcase,
    held,
    candidates,
    add,
    remove,
    remove_one,
    pins,
    order,
    collections,
    collect,
    edit_collection,
    delete_collection,
]
