"""A product's page: pictures, price, options with stock, who sells it, and through whom it was found."""

from datetime import datetime
from typing import Any

import msgspec
from litestar import get

from etalase.accounts.rules import HANDLE, plain_handle
from etalase.base.actor import Actor
from etalase.base.db import Db
from etalase.base.errors import NotFound
from etalase.base.markets import Policy, policy
from etalase.base.money import Money
from etalase.catalog.queries import Detail, ProductPage, Sku, product_detail
from etalase.catalog.rules import Attribute, attributes_of
from etalase.doorway.desk import Desk
from etalase.doorway.inputs import Id
from etalase.promotions.queries import PriceShown, SkuPrice, VoucherShown, sku_prices, vouchers_shown
from etalase.showcase.queries import Card, Owner, owner_by_handle, sales_of, shop_window, shown_rights
from etalase.web.flash import with_query
from etalase.web.frame import Asked
from etalase.web.pages import Html, house, render, say
from etalase.web.shopper.choosing import Options, options_of
from etalase.web.shopper.reviews import Said, said_of, said_shown
from etalase.web.shopper.tiles import tiles_of, without

MORE_AT_ONCE = 8


class ProductSeen(msgspec.Struct, frozen=True):
    """A product with what stands around it. `shown_by`: the Showcase it was opened from, if that may show it."""

    detail: Detail
    policy: Policy
    shown_by: Owner | None
    others: list[Card]
    prices: dict[int, SkuPrice]
    sales: dict[int, PriceShown]
    vouchers: list[VoucherShown]
    reviews: Said


async def product_seen(
    db: Db, actor: Actor | None, *, product_id: int, showcase: str, language: str, now: datetime
) -> ProductSeen:
    """All that a product's page shows; NotFound while it is not on sale."""
    detail = await product_detail(db, actor, product_id=product_id, language=language)
    product = detail.product
    window = await shop_window(db, actor, shop_id=product.shop_id, limit=MORE_AT_ONCE + 1)
    others = without(window.items, product_id, MORE_AT_ONCE)
    shown_by = await _shown_by(db, product_id, showcase, now)
    return ProductSeen(
        detail,
        await policy(db, product.market, now),
        shown_by,
        others,
        await sku_prices(db, [product_id], now),
        await sales_of(db, others, now),
        await vouchers_shown(
            db,
            actor,
            shop_id=product.shop_id,
            currency=product.currency,
            product_id=product_id,
            creator_account_id=shown_by.account_id if shown_by else None,
            now=now,
        ),
        await said_of(db, product.shop_id, product_id, product.rating_count),
    )


@get("/p/{product:int}")
async def product_page(request: Asked, desk: Desk, product: Id, showcase: str = "", sku: int = 0) -> Html:
    """A product; `showcase` is the handle whose Showcase led here, `sku` the chosen one."""
    language = house().frame(request).lang
    seen = await desk.look(product_seen, product_id=product, showcase=showcase, language=language)
    return render(
        request,
        "shopper/product/product.html",
        **_shown(seen, sku),
        details=details_of(request, seen.detail),
        said_of=said_shown(seen.reviews),
        vouchers=seen.vouchers,
        back=with_query(request.url.path, showcase=seen.shown_by.handle) if seen.shown_by else request.url.path,
        policy=seen.policy,
        via=plain_handle(showcase)[:64],
        share_url=f"{desk.house.settings.public_url}/p/{product}",
    )


def details_of(request: Asked, detail: Detail) -> list[list[str]]:
    """What the listing says of the thing, as [label, value], required ones first; a number with its unit."""
    said = detail.product.said()
    known = attributes_of(detail.product.category_id, detail.product.market)
    return [[say(request, each.label), worded(request, each, said[each.key])] for each in known if each.key in said]


def worded(request: Asked, attribute: Attribute, said: str) -> str:
    """A choice by its name, a number with its unit."""
    text = say(request, dict(attribute.choices).get(said, said))
    return f"{text} {say(request, attribute.unit)}" if attribute.unit else text


async def _shown_by(db: Db, product_id: int, showcase: str, now: datetime) -> Owner | None:
    if not HANDLE.fullmatch(plain_handle(showcase)):
        return None
    try:
        owner = await owner_by_handle(db, plain_handle(showcase))
    except NotFound:
        return None
    return owner if await shown_rights(db, owner.account_id, [product_id], now=now) else None


def _shown(seen: ProductSeen, sku: int) -> dict[str, Any]:
    product = seen.detail.product
    options = options_of(seen.detail, sku, seen.prices)
    sale = _sale(seen, options)
    looks = {each.sku_id: key for each in seen.detail.skus if (key := _look(product, each))}
    first = looks.get(options.chosen.sku_id) if options.chosen else None
    # What was chosen first, so that who has no script sees it; then the product's own, and those of its options.
    pictures = list(dict.fromkeys([*([first] if first else []), *product.pictures, *looks.values()]))
    return {
        "product": product,
        "options": options,
        "price": options.chosen.price if options.chosen else options.lowest,
        "price_to": None if options.chosen else options.highest,
        "sale": sale,
        "was": Money(sale.struck_minor, sale.currency) if sale else None,
        "pictures": pictures,
        "shows": {sku_id: pictures.index(key) for sku_id, key in looks.items()},
        "looks": {f"{name}={chosen}": key for (name, chosen), key in product.shown_values().items()},
        "in_stock": any(not each.sold_out for each in options.every),
        "on_sale": product.status == "ACTIVATE" and product.shop_status == "OPEN",
        "rating": round(product.rating_sum / product.rating_count, 1) if product.rating_count else None,
        "paragraphs": [text for text in product.description.split("\n") if text.strip()],
        "shown_by": seen.shown_by,
        "tiles": tiles_of(seen.others, sales=seen.sales),
    }


def _look(product: ProductPage, sku: Sku) -> str | None:
    """The picture of the option value that a SKU has."""
    chosen = sku.chosen()
    return next((key for (name, value), key in product.shown_values().items() if chosen.get(name) == value), None)


def _sale(seen: ProductSeen, options: Options) -> SkuPrice | None:
    """The sale price of the chosen SKU; without a choice, the lowest of all."""
    if options.chosen is not None:
        return seen.prices.get(options.chosen.sku_id)
    every = [seen.prices[choice.sku_id] for choice in options.every if choice.sku_id in seen.prices]
    lowest = min(every, key=lambda each: each.price_minor, default=None)
    return lowest if lowest and lowest.price_minor == options.lowest.minor else None


routes = [product_page]
