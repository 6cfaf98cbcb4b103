"""Add a product, change one: texts, pictures, options and SKUs in one form that works without script."""

from datetime import datetime
from functools import partial
from typing import Any, Final

import msgspec
from litestar import get, post
from litestar.response import Response

from etalase.base.actor import Actor
from etalase.base.db import Db
from etalase.base.errors import Invalid, NotFound, Refused
from etalase.base.markets import Policy, policy
from etalase.base.texts import N_
from etalase.catalog import actions, queries
from etalase.catalog.queries import CategoryNamed, Detail, Diagnosis, ProductReview
from etalase.catalog.rules import OTHER, attributes_of
from etalase.doorway.desk import Desk
from etalase.doorway.inputs import Id
from etalase.web.frame import Asked
from etalase.web.pages import Html, house, say, see_other
from etalase.web.seller import product_form
from etalase.web.seller.product_form import ProductTyped
from etalase.web.seller.products import VERBS
from etalase.web.seller.uploads import store
from etalase.web.seller.workplace import Workplace, enter, shown
from etalase.web.typed import FINE, Trouble, Typed, act_and_return, trouble_of, typed, whole, wrong

ADDED: Final = N_("The product is live.")
WAITS: Final = N_("The product waits for a review. You see here when it is answered.")
KEPT: Final = N_("Kept as a draft. Nobody sees it before you put it on sale.")
APPEALED: Final = N_("Your appeal waits for an answer.")
SAVED: Final = N_("Saved.")
DELETED: Final = N_("The product is deleted. It can be restored for 30 days.")
MOVED: Final = N_("Done.")
# Buttons that only change how the form looks.
SHAPING: Final = ("rows", "columns", "details")
# Several pictures at once.
FORM_MAX: Final = 60_000_000


class Bench(msgspec.Struct, frozen=True):
    """What the form works with: the product if there is one, advice, categories, the market's limits."""

    detail: Detail | None
    diagnosis: Diagnosis | None
    reviews: list[ProductReview]
    categories: list[CategoryNamed]
    policy: Policy


async def bench(db: Db, actor: Actor, *, place: Workplace, product_id: int, language: str, now: datetime) -> Bench:
    """`product_id` 0 is a new product; NotFound for another shop's."""
    detail, advice, shop_id = None, None, place.shop.shop_id
    reviews: list[ProductReview] = []
    if product_id:
        detail = await queries.own_product(db, actor, shop_id=shop_id, product_id=product_id, language=language)
        advice = await queries.diagnosis(db, actor, shop_id=shop_id, product_id=product_id, now=now)
        reviews = await queries.product_reviews(db, actor, shop_id=shop_id, product_id=product_id)
    categories = await queries.categories(db, actor, language=language)
    return Bench(detail, advice, reviews, categories, await policy(db, place.shop.market, now))


@get("/seller/{shop:int}/products/new")
async def new_page(request: Asked, desk: Desk, shop: Id) -> Html:
    """An empty form."""
    place = await enter(desk, shop, "product.write")
    return await form_page(request, desk, place, 0, ProductTyped())


@post("/seller/{shop:int}/products/new", request_max_body_size=FORM_MAX)
async def create(request: Asked, desk: Desk, shop: Id) -> Response[Any]:
    """A product that is live at once."""
    place = await enter(desk, shop, "product.write")
    form, (filled, trouble) = await _read(request, desk)
    if trouble.status == FINE.status and form.text("do") not in SHAPING:
        try:
            asked = product_form.asked_product(filled, keep=form.text("do") == "draft")
            made = await desk.perform(actions.create_asked, shop_id=shop, asked=asked)
            told = {"DRAFT": KEPT, "PENDING": WAITS}.get(made.product.status, ADDED)
            return see_other(f"{place.home}/products/{made.product.product_id}", say(request, told))
        except (Invalid, Refused) as no:
            trouble = trouble_of(request, no)
    return await form_page(request, desk, place, 0, filled, trouble, rows_for(form))


@get("/seller/{shop:int}/products/{product:int}")
async def product_page(request: Asked, desk: Desk, shop: Id, product: Id) -> Html:
    """A product's form, with advice beside it."""
    return await form_page(request, desk, await enter(desk, shop, "product.read"), product, None)


@post("/seller/{shop:int}/products/{product:int}", request_max_body_size=FORM_MAX)
async def save(request: Asked, desk: Desk, shop: Id, product: Id) -> Response[Any]:
    """Change it; what was typed stays when something is wrong."""
    place = await enter(desk, shop, "product.write")
    form, (filled, trouble) = await _read(request, desk)
    if trouble.status == FINE.status and form.text("do") not in SHAPING:
        try:
            asked = product_form.asked_change(filled)
            await desk.perform(actions.update_asked, shop_id=shop, product_id=product, asked=asked)
            return see_other(f"{place.home}/products/{product}", say(request, SAVED))
        except (Invalid, Refused) as no:
            trouble = trouble_of(request, no)
    return await form_page(request, desk, place, product, filled, trouble, rows_for(form))


@post("/seller/{shop:int}/products/{product:int}/{verb:str}")
async def move(request: Asked, desk: Desk, shop: Id, product: Id, verb: str) -> Response[None]:
    """Activate, deactivate, submit, appeal, delete."""
    place = await enter(desk, shop, "product.write")
    back = f"{place.home}/products" if verb == "delete" else f"{place.home}/products/{product}"
    if verb == "appeal":
        note = (await typed(request)).text("note")
        return await act_and_return(
            request, desk, back, APPEALED, actions.appeal_product, shop_id=shop, product_id=product, note=note
        )
    if verb not in VERBS:
        raise NotFound
    done = DELETED if verb == "delete" else MOVED
    return await act_and_return(request, desk, back, done, VERBS[verb], shop_id=shop, product_id=product)


async def form_page(
    request: Asked,
    desk: Desk,
    place: Workplace,
    product_id: int,
    filled: ProductTyped | None,
    trouble: Trouble = FINE,
    rows: int = 0,
) -> Html:
    """The form as it was typed, else as the product is."""
    lang = house().frame(request).lang
    found = await desk.ask(bench, place=place, product_id=product_id, language=lang)
    shape = filled if filled is not None else product_form.of_detail(found.detail) if found.detail else ProductTyped()
    category_id = whole(shape.category) or OTHER
    return shown(
        request,
        place,
        "products/product",
        status=trouble.status,
        found=found,
        typed=shape.with_room(rows),
        product=found.detail.product if found.detail else None,
        stock=sum(sku.stock for sku in found.detail.skus) if found.detail else 0,
        asides={str(sku.sku_id): sku.aside for sku in found.detail.skus} if found.detail else {},
        advice=[each.told(partial(say, request)) for each in found.diagnosis.advice] if found.diagnosis else [],
        score=found.diagnosis.score if found.diagnosis else None,
        categories=categories_of(found.categories),
        attributes=attributes_of(category_id, place.shop.market),
        reviews=found.reviews,
        errors=trouble.errors,
        general=trouble.general or say(request, trouble.errors.get("skus", "")),
        limits=found.policy,
    )


def rows_for(form: Typed) -> int:
    """How many empty rows were asked for."""
    return product_form.ROWS_MORE if form.text("do") == "rows" else 0


def categories_of(found: list[CategoryNamed]) -> list[list[Any]]:
    """Categories as choices; those below another name it first."""
    names = {each.category_id: each.name for each in found}
    return [
        [each.category_id, f"{names[each.parent_id]} › {each.name}" if each.parent_id in names else each.name]
        for each in found
    ]


async def _read(request: Asked, desk: Desk) -> tuple[Typed, tuple[ProductTyped, Trouble]]:
    form = await typed(request)
    try:
        added = await store(desk, form.files("pictures"))
    except Invalid as no:
        told = trouble_of(request, no)
        return form, (product_form.read(form), Trouble({"pictures": told.errors.get("picture", "")}, "", 422))
    filled = product_form.read(form, added)
    errors = product_form.wrong_rows(filled) if form.text("do") not in SHAPING else {}
    return form, (filled, wrong(request, errors) if errors else FINE)


routes = [new_page, create, product_page, save, move]
