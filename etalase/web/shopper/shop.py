"""A shop's page: who it is, who speaks for it, and all it sells."""

from datetime import datetime

import msgspec
from litestar import get

from etalase.base.actor import Actor
from etalase.base.db import Db
from etalase.doorway.desk import Desk
from etalase.doorway.inputs import Id
from etalase.links.queries import OfficialAccount, speaker_of
from etalase.promotions.queries import PriceShown, VoucherShown, vouchers_shown
from etalase.shops.queries import Shop, public_shop
from etalase.showcase.queries import Card, sales_of, shop_window
from etalase.showcase.rules import Sort
from etalase.web.frame import Asked
from etalase.web.pages import Html, render
from etalase.web.shopper import sorting
from etalase.web.shopper.tiles import tiles_of

SHOWN_AT_ONCE = 20


class ShopPage(msgspec.Struct, frozen=True):
    """A shop with the first of its products."""

    shop: Shop
    speaker: OfficialAccount | None
    cards: list[Card]
    next_cursor: str | None
    sales: dict[int, PriceShown]
    vouchers: list[VoucherShown]


async def window(
    db: Db, actor: Actor | None, *, shop_id: int, sort: Sort, words: str, cursor: str | None, now: datetime
) -> ShopPage:
    """All that a shop's page shows; NotFound for an unknown shop."""
    shop = await public_shop(db, actor, shop_id=shop_id)
    page = await shop_window(
        db, actor, shop_id=shop_id, sort=sort, words=words or None, limit=SHOWN_AT_ONCE, cursor=cursor
    )
    speaker, sales = await speaker_of(db, shop_id), await sales_of(db, page.items, now)
    offered = await vouchers_shown(db, actor, shop_id=shop_id, currency=shop.currency, now=now)
    return ShopPage(shop, speaker, page.items, page.next_cursor, sales, offered if shop.status == "OPEN" else [])


@get("/s/{shop:int}")
async def shop_page(
    request: Asked, desk: Desk, shop: Id, sort: str = "new", q: str = "", cursor: str | None = None
) -> Html:
    """A shop; a closed one is told as such."""
    order, words, path = sorting.sort_of(sort), sorting.words_of(q), f"/s/{shop}"
    found = await desk.look(window, shop_id=shop, sort=order, words=words, cursor=cursor)
    following = sorting.address(path, sort=order, words=words, cursor=found.next_cursor)
    return render(
        request,
        "shopper/shop/shop.html",
        page=found,
        tiles=tiles_of(found.cards, sales=found.sales),
        vouchers=found.vouchers,
        back=path,
        # Nobody arranges a shop's own page, so there "recommended" is "new".
        sorts=sorting.sorts(request, path, order, words)[1:],
        sort=order,
        words=words,
        more=following if found.next_cursor else "",
        share_url=desk.house.settings.public_url + path,
    )


routes = [shop_page]
