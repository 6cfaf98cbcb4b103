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
from etalase.catalog.queries import Detail, product_detail
from etalase.doorway.desk import Desk
from etalase.doorway.inputs import Id
from etalase.showcase.queries import Card, Owner, owner_by_handle, shop_window, shown_rights
from etalase.web.frame import Asked
from etalase.web.pages import Html, house, render
from etalase.web.shopper.choosing import options_of
from etalase.web.shopper.tiles import tiles_of, without

MORE_AT_ONCE = 8


class ProductSeen(msgspec.Struct, frozen=True):
    """A product with what stands around it. `shown_by`: the Showcase it was opened from, if that may show it."""

    detail: Detail
    policy: Policy
    shown_by: Owner | None
    others: list[Card]


async def product_seen(
    db: Db, actor: Actor | None, *, product_id: int, showcase: str, language: str, now: datetime
) -> ProductSeen:
    """All that a product's page shows; NotFound while it is not on sale."""
    detail = await product_detail(db, actor, product_id=product_id, language=language)
    product = detail.product
    others = await shop_window(db, actor, shop_id=product.shop_id, limit=MORE_AT_ONCE + 1)
    return ProductSeen(
        detail,
        await policy(db, product.market, now),
        await _shown_by(db, product_id, showcase, now),
        without(others.items, product_id, MORE_AT_ONCE),
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
        policy=seen.policy,
        via=plain_handle(showcase)[:64],
        share_url=f"{desk.house.settings.public_url}/p/{product}",
    )


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
    options = options_of(seen.detail, sku)
    return {
        "product": product,
        "options": options,
        "price": options.chosen.price if options.chosen else Money(product.price_from_minor, product.currency),
        "price_to": None if options.chosen else Money(product.price_to_minor, product.currency),
        "in_stock": seen.detail.in_stock,
        "on_sale": product.status == "ACTIVATE" and product.shop_status == "OPEN",
        "rating": round(product.rating_sum / product.rating_count, 1) if product.rating_count else None,
        "paragraphs": [text for text in product.description.split("\n") if text.strip()],
        "shown_by": seen.shown_by,
        "tiles": tiles_of(seen.others),
    }


routes = [product_page]
