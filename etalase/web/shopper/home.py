"""The first page: a market's shops to follow, Showcases to visit, and what is new; and the search over it."""

from datetime import datetime
from typing import Final

import msgspec
from litestar import get
from litestar.datastructures import Cookie

from etalase.base.actor import Actor
from etalase.base.db import Db
from etalase.base.markets import MARKETS
from etalase.base.money import Money
from etalase.catalog.queries import MarketProduct, market_products
from etalase.doorway.desk import Desk
from etalase.links.queries import OfficialAccount, official_accounts
from etalase.promotions.queries import PriceShown, prices_shown
from etalase.showcase.queries import FilledShowcase, filled_showcases
from etalase.web.flash import with_query
from etalase.web.frame import Asked, frame_of
from etalase.web.pages import Html, house, render
from etalase.web.shopper.sorting import words_of
from etalase.web.shopper.tiles import Tile, on_sale

NEW_AT_ONCE: Final = 12
FOUND_AT_ONCE: Final = 24
YEAR_S: Final = 365 * 24 * 3600


class Street(msgspec.Struct, frozen=True):
    """What there is to see in a market."""

    shops: list[OfficialAccount]
    showcases: list[FilledShowcase]
    products: list[MarketProduct]
    sales: dict[int, PriceShown]


class Found(msgspec.Struct, frozen=True):
    """What a search found, with the sale prices of the moment."""

    products: list[MarketProduct]
    next_cursor: str | None
    sales: dict[int, PriceShown]


async def street(db: Db, actor: Actor | None, *, market: str, now: datetime) -> Street:
    """All that the first page shows."""
    products = (await market_products(db, actor, market=market, limit=NEW_AT_ONCE)).items
    return Street(
        await official_accounts(db, actor, market=market, limit=10),
        await filled_showcases(db, actor, market=market, limit=10),
        products,
        await prices_shown(db, [each.product_id for each in products], now),
    )


async def searched(
    db: Db, actor: Actor | None, *, market: str, words: str, limit: int, cursor: str | None, now: datetime
) -> Found:
    """A page of a search."""
    page = await market_products(db, actor, market=market, words=words, limit=limit, cursor=cursor)
    sales = await prices_shown(db, [each.product_id for each in page.items], now)
    return Found(page.items, page.next_cursor, sales)


@get("/")
async def home(request: Asked, desk: Desk, market: str = "") -> Html:
    """The first page of a market; a chosen one is remembered."""
    chosen = market_of(request, market)
    found = await desk.look(street, market=chosen)
    tiles = [tile_of(each, found.sales.get(each.product_id)) for each in found.products]
    page = render(request, "shopper/home/home.html", street=found, tiles=tiles, market=chosen, markets=list(MARKETS))
    if market in MARKETS:
        page.set_cookie(Cookie(key="market", value=chosen, path="/", httponly=True, samesite="lax", max_age=YEAR_S))
    return page


@get("/search")
async def search(request: Asked, desk: Desk, q: str = "", market: str = "", cursor: str | None = None) -> Html:
    """Products of a market by words of their title or their shop's name."""
    words, chosen = words_of(q), market_of(request, market)
    found = await desk.look(searched, market=chosen, words=words, limit=FOUND_AT_ONCE, cursor=cursor)
    following = with_query("/search", q=words, market=chosen, cursor=found.next_cursor) if found.next_cursor else ""
    tiles = [tile_of(each, found.sales.get(each.product_id)) for each in found.products]
    return render(request, "shopper/home/search.html", tiles=tiles, words=words, market=chosen, more=following)


def market_of(request: Asked, asked: str) -> str:
    """The market asked for, else the reader's."""
    return asked if asked in MARKETS else frame_of(request, house().texts.languages).market


def tile_of(each: MarketProduct, sale: PriceShown | None) -> Tile:
    """A product of a market as a tile."""
    tile = Tile(
        f"/p/{each.product_id}",
        each.title,
        Money(each.price_minor, each.currency),
        each.picture_key,
        each.sold,
        each.shop_name,
        each.in_stock,
    )
    return on_sale(tile, sale)


routes = [home, search]
