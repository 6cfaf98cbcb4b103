"""Products as the seller and as anybody reads them."""

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from typing import Annotated, Any, Literal

import msgspec
from litestar import get
from litestar.params import Parameter

from etalase.api.products.shown import (
    CardShown,
    CategoryShown,
    ListedProductShown,
    ProductShown,
    show_card,
    show_category,
    show_listed,
    show_product,
    show_to_buyers,
)
from etalase.base.actor import Actor
from etalase.base.db import Db
from etalase.base.pages import Page
from etalase.base.texts import language_of_header
from etalase.catalog import queries
from etalase.catalog.queries import Detail, ProductCard
from etalase.catalog.rules import Attribute
from etalase.doorway.admitting import ANYBODY
from etalase.doorway.desk import Answer, Desk
from etalase.doorway.inputs import Id, Limit
from etalase.doorway.shown import Listed, listing
from etalase.promotions.queries import SkuPrice, restocked, sku_prices

Market = Annotated[Literal["ID", "MY", "PH", "SG", "TH", "GB", "US", "VN"], Parameter(query="market")]
Search = Annotated[str | None, Parameter(query="q", max_length=100, description="part of a title or a seller SKU")]


class ChoiceShown(msgspec.Struct, frozen=True):
    """A value of an ENUM."""

    key: str
    label: str


class AttributeShown(msgspec.Struct, frozen=True):
    """One attribute; `kind` TEXT, NUMBER (a decimal, in `unit`) or ENUM (one of the keys of `choices`)."""

    key: str
    label: str
    kind: str
    required: bool
    unit: str
    choices: list[ChoiceShown]


def show_attribute(found: Attribute, say: Callable[..., str]) -> AttributeShown:
    """An attribute in the caller's language."""
    choices = [ChoiceShown(key, say(label)) for key, label in found.choices]
    unit = say(found.unit) if found.unit else ""
    return AttributeShown(found.key, say(found.label), found.kind, found.required, unit, choices)


class AdviceShown(msgspec.Struct, frozen=True):
    """One thing that would make the listing better; `field` of the product is where to mend it."""

    code: str
    message: str
    field: str


class DiagnosisShown(msgspec.Struct, frozen=True):
    """All advice, the gravest first, and a score from 0 to 100."""

    items: list[AdviceShown]
    next_cursor: str | None
    score: int


@get("/shops/{shop:int}/products")
async def shop_products(
    desk: Desk, shop: Id, status: str | None = None, q: Search = None, limit: Limit = 20, cursor: str | None = None
) -> Answer[Listed[ListedProductShown]]:
    """The shop's products for its staff, newest first."""
    return await desk.page(
        queries.shop_products, shop_id=shop, status=status, search=q, limit=limit, cursor=cursor, show=show_listed
    )


@get("/shops/{shop:int}/products/{product:int}")
async def own_product(desk: Desk, shop: Id, product: Id) -> Answer[ProductShown]:
    """A product as its shop's staff sees it, in every status."""
    return await desk.read(queries.own_product, shop_id=shop, product_id=product, show=show_product)


@get("/shops/{shop:int}/products/{product:int}/diagnosis")
async def diagnosis(desk: Desk, shop: Id, product: Id) -> Answer[DiagnosisShown]:
    """What would make the listing better; empty when nothing would."""
    say = partial(desk.house.texts.gettext, language_of_header(desk.request.headers.get("accept-language")))

    def show(found: queries.Diagnosis) -> DiagnosisShown:
        return DiagnosisShown(
            [AdviceShown(each.code, each.told(say), each.field) for each in found.advice], None, found.score
        )

    return await desk.read(queries.diagnosis, shop_id=shop, product_id=product, show=show)


@get("/shops/{shop:int}/live-products", security=ANYBODY)
async def live_products(
    desk: Desk, shop: Id, limit: Limit = 20, cursor: str | None = None
) -> Answer[Listed[CardShown]]:
    """What the shop shows to everybody, newest first."""
    return await desk.page(cards_to_buyers, shop_id=shop, limit=limit, cursor=cursor, show=show_card, public=True)


async def cards_to_buyers(
    db: Db, actor: Actor | None, *, shop_id: int, now: datetime, limit: int, cursor: str | None
) -> Page[ProductCard]:
    """What a shop shows; what is set aside for the price of a product that is else sold out is in stock, too."""
    page = await queries.live_products(db, actor, shop_id=shop_id, limit=limit, cursor=cursor)
    return await restocked(db, page, lambda each: each.keeps, now)


async def to_buyers(
    db: Db, actor: Actor | None, *, product_id: int, now: datetime
) -> tuple[Detail, Mapping[int, SkuPrice]]:
    """A product with the prices of its SKUs where some are set aside; NotFound while it is not on sale."""
    detail = await queries.product_detail(db, actor, product_id=product_id)
    keeps = any(sku.aside for sku in detail.skus)
    return detail, await sku_prices(db, [product_id], now) if keeps else {}


@get("/products/{product:int}", security=ANYBODY)
async def one_product(desk: Desk, product: Id) -> Answer[ProductShown]:
    """A product that is live, with SKUs, price and availability."""
    return await desk.public(to_buyers, product_id=product, show=show_to_buyers)


@get("/categories", security=ANYBODY)
async def categories(desk: Desk) -> Answer[Listed[CategoryShown]]:
    """All categories in the language of Accept-Language."""
    language = language_of_header(desk.request.headers.get("accept-language"))
    return await desk.public(queries.categories, language=language, show=listing(show_category))


@get("/categories/{category:int}/attributes", security=ANYBODY)
async def category_attributes(desk: Desk, category: Id, market: Market) -> Answer[Listed[AttributeShown]]:
    """What a listing of this category can say in this market; required ones first."""
    say = partial(desk.house.texts.gettext, language_of_header(desk.request.headers.get("accept-language")))
    return await desk.public(
        queries.category_attributes,
        category_id=category,
        market=market,
        show=lambda found: Listed([show_attribute(each, say) for each in found], None),
    )


handlers: list[Any] = [
    category_attributes,
    shop_products,
    own_product,
    diagnosis,
    live_products,
    one_product,
    categories,
]
