"""Prices and stock of many SKUs in one table: typed in place, sent at once, answered row by row."""

from collections.abc import Sequence
from typing import Any, Final

import msgspec
from litestar import get, post
from litestar.response import Response

from etalase.base.actor import Actor
from etalase.base.db import Db
from etalase.base.errors import Invalid, NotFound, Refusal, Refused
from etalase.base.money import Money
from etalase.base.texts import N_
from etalase.catalog import queries
from etalase.catalog.actions import ROWS_MAX, SkuEdit, edit_skus
from etalase.catalog.queries import Detail, ShopProduct, Sku
from etalase.catalog.rules import Price
from etalase.doorway.desk import Desk
from etalase.doorway.inputs import Id
from etalase.web.flash import with_query
from etalase.web.frame import Asked
from etalase.web.pages import Html, say, see_other
from etalase.web.seller.workplace import Workplace, enter, shown
from etalase.web.shopper.choosing import described
from etalase.web.typed import Typed, sentence, typed, whole

PRODUCTS_AT_ONCE: Final = 40
WHOLE_NUMBER: Final = N_("Stock is a whole number from 0.")
GONE: Final = N_("This SKU is not there any more.")
NOTHING: Final = N_("Nothing was changed.")
SAVED: Final = N_("Rows saved: %(count)s.")


class Line(msgspec.Struct, frozen=True):
    """One SKU as the table shows it; `error` says why it was left alone, with what was typed still there."""

    sku_id: int
    product_id: int
    title: str
    picture_key: str | None
    name: str
    seller_sku: str
    price: str
    stock: str
    price_before: str
    stock_before: str
    error: str = ""
    first: bool = False


class Table(msgspec.Struct, frozen=True):
    """A page of products, whole: at most as many SKUs as one submit may carry, save for one product that alone has more."""

    details: list[Detail]
    cursor: str | None


async def table(db: Db, actor: Actor, *, shop_id: int, words: str, cursor: str | None) -> Table:
    """The products of the page, newest first."""
    page = await queries.shop_products(db, actor, shop_id=shop_id, search=words, limit=PRODUCTS_AT_ONCE, cursor=cursor)
    kept: list[ShopProduct] = []
    rows = 0
    for each in page.items:
        rows += each.skus
        if rows > ROWS_MAX and kept:
            break
        kept.append(each)
    found = await queries.details(db, shop_id, [each.product_id for each in kept])
    more = page.next_cursor if len(kept) == len(page.items) else queries.cursor_after(kept[-1])
    return Table([found[each.product_id] for each in kept if each.product_id in found], more)


@get("/seller/{shop:int}/products/edit")
async def edit_page(request: Asked, desk: Desk, shop: Id, q: str = "", cursor: str | None = None) -> Html:
    """The table."""
    place = await enter(desk, shop, "product.read")
    return await shown_table(request, desk, place, q, cursor, Typed(), {})


@post("/seller/{shop:int}/products/edit")
async def save(request: Asked, desk: Desk, shop: Id) -> Response[Any]:
    """All rows that differ from what they were; those that cannot be saved come back with the reason."""
    place = await enter(desk, shop, "stock.write")
    form = await typed(request)
    errors, edits = edits_of(request, place, form)
    saved = 0
    try:
        for at in range(0, len(edits), ROWS_MAX):
            part = edits[at : at + ROWS_MAX]
            answers, _ = await desk.perform(edit_skus, shop_id=shop, edits=part)
            saved += sum(1 for each in answers if isinstance(each, Sku))
            errors |= refused(request, part, answers)
    except (Invalid, Refused) as no:
        return see_other(address(place, form.text("q"), form.text("cursor")), sentence(request, no), "bad")
    if errors:
        note = say(request, SAVED, count=saved)
        return await shown_table(request, desk, place, form.text("q"), form.text("cursor"), form, errors, note)
    told = say(request, SAVED, count=saved) if saved else say(request, NOTHING)
    return see_other(address(place, form.text("q"), form.text("cursor")), told)


def edits_of(request: Asked, place: Workplace, form: Typed) -> tuple[dict[int, str], list[SkuEdit]]:
    """Rows whose price or stock was typed anew, and what is wrong with others: SKU to sentence."""
    errors: dict[int, str] = {}
    edits: list[SkuEdit] = []
    for sku_id in form.ids("sku"):
        price = _changed(form, "price", sku_id) if place.may("product.write") else None
        stock = _changed(form, "stock", sku_id)
        if stock is not None and whole(stock) is None:
            errors[sku_id] = say(request, WHOLE_NUMBER)
        elif price is not None or stock is not None:
            wanted = None if price is None else Price(price)
            edits.append(SkuEdit(sku_id=sku_id, price=wanted, stock=None if stock is None else whole(stock)))
    return errors, edits


def refused(request: Asked, edits: Sequence[SkuEdit], answers: Sequence[Sku | Refusal]) -> dict[int, str]:
    """SKU to the sentence that says why its row was left alone."""
    return {
        edit.sku_id or 0: say(request, GONE) if isinstance(answer, NotFound) else sentence(request, answer)
        for edit, answer in zip(edits, answers, strict=True)
        if isinstance(answer, Refusal)
    }


async def shown_table(
    request: Asked,
    desk: Desk,
    place: Workplace,
    words: str,
    cursor: str | None,
    form: Typed,
    errors: dict[int, str],
    note: str = "",
) -> Html:
    """The table; rows with an error show what was typed."""
    words = words.replace("\x00", "").strip()[:100]
    found = await desk.ask(table, shop_id=place.shop.shop_id, words=words, cursor=cursor or None)
    return shown(
        request,
        place,
        "products/edit",
        status=422 if errors else 200,
        lines=[line for each in found.details for line in lines_of(each, form, errors)],
        words=words,
        cursor=cursor or "",
        more=address(place, words, found.cursor) if found.cursor else "",
        wrong=len(errors),
        note=note,
    )


def lines_of(detail: Detail, form: Typed, errors: dict[int, str]) -> list[Line]:
    """The rows of one product."""
    page = detail.product
    found: list[Line] = []
    for sku in detail.skus:
        price, stock = Money(sku.price_minor, page.currency).decimal(), str(sku.stock)
        back = sku.sku_id in errors
        picture = next(
            (key for (name, value), key in page.shown_values().items() if sku.chosen().get(name) == value), None
        )
        found.append(
            Line(
                sku.sku_id,
                page.product_id,
                page.title,
                picture or next(iter(page.pictures), None),
                described(sku.chosen(page.option_names)),
                sku.seller_sku,
                form.text(f"price-{sku.sku_id}", price) if back else price,
                form.text(f"stock-{sku.sku_id}", stock) if back else stock,
                price,
                stock,
                errors.get(sku.sku_id, ""),
                not found,
            )
        )
    return found


def address(place: Workplace, words: str, cursor: str | None) -> str:
    """This page of the table."""
    kept = {name: text for name, text in {"q": words, "cursor": cursor or ""}.items() if text}
    path = f"{place.home}/products/edit"
    return with_query(path, **kept) if kept else path


def _changed(form: Typed, field: str, sku_id: int) -> str | None:
    said = form.text(f"{field}-{sku_id}")
    return said if said and said != form.text(f"was-{field}-{sku_id}") else None


routes = [edit_page, save]
