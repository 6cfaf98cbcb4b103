"""A shop's page: who it is, who speaks for it, and all it sells."""

import msgspec
from litestar import get

from etalase.base.actor import Actor
from etalase.base.db import Db
from etalase.doorway.desk import Desk
from etalase.doorway.inputs import Id
from etalase.links.queries import OfficialAccount, speaker_of
from etalase.shops.queries import Shop, public_shop
from etalase.showcase.queries import Card, shop_window
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


async def window(db: Db, actor: Actor | None, *, shop_id: int, sort: Sort, words: str, cursor: str | None) -> ShopPage:
    """All that a shop's page shows; NotFound for an unknown shop."""
    shop = await public_shop(db, actor, shop_id=shop_id)
    page = await shop_window(
        db, actor, shop_id=shop_id, sort=sort, words=words or None, limit=SHOWN_AT_ONCE, cursor=cursor
    )
    return ShopPage(shop, await speaker_of(db, shop_id), page.items, page.next_cursor)


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
        tiles=tiles_of(found.cards),
        # Nobody arranges a shop's own page, so there "recommended" is "new".
        sorts=sorting.sorts(request, path, order, words)[1:],
        sort=order,
        words=words,
        more=following if found.next_cursor else "",
        share_url=desk.house.settings.public_url + path,
    )


routes = [shop_page]
