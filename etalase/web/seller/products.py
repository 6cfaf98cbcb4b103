"""The products of a shop: a table with states, search, stock to edit in place, and verbs for many at once."""

from datetime import datetime
from typing import Annotated, Any, Final

import msgspec
from litestar import get, post
from litestar.params import Parameter
from litestar.response import Response

from etalase.base.actor import Actor
from etalase.base.db import Db
from etalase.base.errors import Invalid, NotFound, Refused
from etalase.base.markets import policy
from etalase.base.money import Money
from etalase.base.pages import Page
from etalase.base.texts import N_
from etalase.catalog import actions, queries
from etalase.catalog.queries import Detail, ShopProduct
from etalase.catalog.rules import Listing, listing_diagnosis
from etalase.doorway.desk import Desk
from etalase.doorway.inputs import Id
from etalase.web.flash import local, with_query
from etalase.web.frame import Asked
from etalase.web.pages import Html, say, see_other
from etalase.web.seller.workplace import Workplace, enter, shown
from etalase.web.shopper.choosing import described
from etalase.web.typed import Typed, sentence, typed, whole

Tab = Annotated[str, Parameter(query="state")]
SHOWN_AT_ONCE: Final = 25
MANY_MAX: Final = 100
WHOLE_NUMBER: Final = N_("Stock is a whole number from 0.")
STOCK_SET: Final = N_("Stock saved.")
CHANGED: Final = N_("Products changed: %(count)s.")
CHOOSE_SOME: Final = N_("Choose products first.")
# Tab → (label, status, only what is sold out).
TABS: Final[dict[str, tuple[str, str | None, bool]]] = {
    "all": (N_("All"), None, False),
    "live": (N_("Live"), "ACTIVATE", False),
    "sold-out": (N_("Sold out"), "ACTIVATE", True),
    "off": (N_("Not live"), "SELLER_DEACTIVATED", False),
    "draft": (N_("Drafts"), "DRAFT", False),
    "review": (N_("In review"), "PENDING", False),
    "refused": (N_("Not accepted"), "FAILED", False),
    "down": (N_("Taken down"), "PLATFORM_DEACTIVATED", False),
    "frozen": (N_("Frozen"), "FREEZE", False),
    "deleted": (N_("Deleted"), "DELETED", False),
}
VERBS: Final[dict[str, Any]] = {
    "activate": actions.activate_product,
    "deactivate": actions.deactivate_product,
    "delete": actions.delete_product,
    "restore": actions.restore_product,
    "submit": actions.submit_product,
}


class Shelf(msgspec.Struct, frozen=True):
    """A page of products with their SKUs, how many there are in each state, and how many tips each listing has."""

    page: Page[ShopProduct]
    details: dict[int, Detail]
    counts: dict[str, int]
    sold_out: int
    tips: dict[int, int]


async def shelf(
    db: Db, actor: Actor, *, place: Workplace, tab: str, words: str, cursor: str | None, now: datetime
) -> Shelf:
    """What the table shows."""
    shop_id, (_, status, sold_out) = place.shop.shop_id, TABS[tab]
    page = await queries.shop_products(
        db, actor, shop_id=shop_id, status=status, search=words, sold_out=sold_out, limit=SHOWN_AT_ONCE, cursor=cursor
    )
    found = await queries.details(db, shop_id, [each.product_id for each in page.items])
    limits = await policy(db, place.shop.market, now)
    tips = {each.product_id: len(listing_diagnosis(listing_of(each), limits)) for each in page.items}
    counts = await queries.status_counts(db, actor, shop_id=shop_id)
    return Shelf(page, found, counts, await queries.sold_out_count(db, actor, shop_id=shop_id), tips)


def listing_of(one: ShopProduct) -> Listing:
    """What the table knows of a listing."""
    return Listing(title=one.title, description_length=one.description_length, pictures=one.pictures)


@get("/seller/{shop:int}/products")
async def products_page(
    request: Asked, desk: Desk, shop: Id, tab: Tab = "all", q: str = "", cursor: str | None = None
) -> Html:
    """The table."""
    place = await enter(desk, shop, "product.read")
    tab, words = tab if tab in TABS else "all", q.replace("\x00", "").strip()[:100]
    found = await desk.ask(shelf, place=place, tab=tab, words=words, cursor=cursor)
    here = address(place, tab, words)
    more = address(place, tab, words, found.page.next_cursor) if found.page.next_cursor else ""
    return shown(
        request,
        place,
        "products/products",
        rows=[row(each, found) for each in found.page.items],
        tabs=tabs_of(request, place, found, tab),
        tab=tab,
        words=words,
        here=here,
        more=more,
        empty_shop=not sum(found.counts.values()),
        exports={kind: export_address(place, kind, tab, words) for kind in ("csv", "xlsx")},
    )


@post("/seller/{shop:int}/products/many")
async def many(request: Asked, desk: Desk, shop: Id) -> Response[None]:
    """One verb for every chosen product; each says for itself when it cannot."""
    await enter(desk, shop, "product.write")
    form = await typed(request)
    verb, chosen, back = VERBS.get(form.text("do")), form.ids("product")[:MANY_MAX], back_of(form, shop)
    if verb is None or not chosen:
        return see_other(back, say(request, CHOOSE_SOME), "warn")
    done, refused = 0, ""
    for product_id in chosen:
        try:
            await desk.perform(verb, shop_id=shop, product_id=product_id)
            done += 1
        except (Invalid, Refused) as no:
            refused = sentence(request, no)
        except NotFound:
            continue
    return see_other(back, told(request, done, refused), "bad" if refused else "good")


@post("/seller/{shop:int}/products/{product:int}/stock")
async def set_stock(request: Asked, desk: Desk, shop: Id, product: Id) -> Response[None]:
    """The stock of one product's SKUs, as typed into the table: fields named by SKU."""
    await enter(desk, shop, "stock.write")
    form = await typed(request)
    back = back_of(form, shop)
    stocks = stocks_of(form)
    if stocks is None:
        return see_other(back, say(request, WHOLE_NUMBER), "bad")
    try:
        await desk.perform(actions.set_stocks, shop_id=shop, product_id=product, stocks=stocks)
    except (Invalid, Refused) as no:
        return see_other(back, sentence(request, no), "bad")
    return see_other(back, say(request, STOCK_SET))


def stocks_of(form: Typed) -> dict[int, int] | None:
    """SKU to stock, of fields named `stock-<sku>`; None when one of them is no whole number."""
    found: dict[int, int] = {}
    for name in form.names():
        sku_id, stock = whole(name.removeprefix("stock-")), whole(form.text(name))
        if not name.startswith("stock-") or sku_id is None:
            continue
        if stock is None:
            return None
        found[sku_id] = stock
    return found


def told(request: Asked, done: int, refused: str) -> str:
    """How many were changed, and why others were not."""
    return f"{say(request, CHANGED, count=done)} {refused}".strip()


def back_of(form: Typed, shop_id: int) -> str:
    """Where the form came from, below the shop's products."""
    path = f"/seller/{shop_id}/products"
    back = local(form.text("back"), path)
    return back if back.startswith(path) else path


def address(place: Workplace, tab: str, words: str, cursor: str | None = None) -> str:
    """The table's own address; what is usual is left out."""
    asked = {"state": "" if tab == "all" else tab, "q": words, "cursor": cursor or ""}
    kept = {name: text for name, text in asked.items() if text}
    path = f"{place.home}/products"
    return with_query(path, **kept) if kept else path


def export_address(place: Workplace, kind: str, tab: str, words: str) -> str:
    """The file of what the table shows, on all its pages."""
    kept = {name: text for name, text in {"state": "" if tab == "all" else tab, "q": words}.items() if text}
    path = f"{place.home}/products/export/{kind}"
    return with_query(path, **kept) if kept else path


def tabs_of(request: Asked, place: Workplace, found: Shelf, current: str) -> list[dict[str, Any]]:
    """States as tabs with how many; states without any are left out, unless the reader stands there."""
    kept = sum(number for status, number in found.counts.items() if status != "DELETED")
    numbers = {"all": kept, "sold-out": found.sold_out}
    tabs: list[dict[str, Any]] = []
    for tab, (label, status, _) in TABS.items():
        number = numbers.get(tab, found.counts.get(status or "", 0))
        if number or tab in {"all", "live", current}:
            href = address(place, tab, "")
            tabs.append(
                {
                    "label": say(request, label),
                    "href": href,
                    "current": tab == current,
                    "count": counted(number, tab, found),
                }
            )
    return tabs


def counted(number: int, tab: str, found: Shelf) -> int | str:
    """A number up to where they are counted."""
    if number >= queries.COUNT_MAX:
        return f"{queries.COUNT_MAX - 1}+"
    # Of many live products only the newest were asked whether they are sold out.
    return f"{number}+" if tab == "sold-out" and found.counts.get("ACTIVATE", 0) >= queries.COUNT_MAX else number


def row(product: ShopProduct, found: Shelf) -> dict[str, Any]:
    """A product as a row of the table."""
    detail = found.details.get(product.product_id)
    return {
        "product": product,
        "low": Money(product.price_from_minor, product.currency),
        "high": Money(product.price_to_minor, product.currency),
        "skus": [
            {"sku_id": sku.sku_id, "name": described(sku.options) or sku.seller_sku, "stock": sku.stock}
            for sku in (detail.skus if detail else [])
        ],
        "tips": found.tips.get(product.product_id, 0),
    }  # fmt: skip


routes = [products_page, many, set_stock]
