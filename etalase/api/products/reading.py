"""Products as the seller and as anybody reads them."""

from functools import partial
from typing import Annotated, Any

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
)
from etalase.base.texts import language_of_header
from etalase.catalog import queries
from etalase.doorway.admitting import ANYBODY
from etalase.doorway.desk import Answer, Desk
from etalase.doorway.inputs import Id, Limit
from etalase.doorway.shown import Listed

Search = Annotated[str | None, Parameter(query="q", max_length=100, description="part of a title or a seller SKU")]


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
    return await desk.page(queries.live_products, shop_id=shop, limit=limit, cursor=cursor, show=show_card, public=True)


@get("/products/{product:int}", security=ANYBODY)
async def one_product(desk: Desk, product: Id) -> Answer[ProductShown]:
    """A product that is live, with SKUs, price and availability."""
    return await desk.public(queries.product_detail, product_id=product, show=show_product)


@get("/categories", security=ANYBODY)
async def categories(desk: Desk) -> Answer[Listed[CategoryShown]]:
    """All categories in the language of Accept-Language."""
    language = language_of_header(desk.request.headers.get("accept-language"))
    return await desk.public(
        queries.categories, language=language, show=lambda found: Listed([show_category(each) for each in found], None)
    )


handlers: list[Any] = [shop_products, own_product, diagnosis, live_products, one_product, categories]
