"""Who reads a page: looked up once for each page of a signed-in reader, for the navigation."""

from typing import Any

from litestar import Request

from etalase.accounts.queries import account, actor_of_token
from etalase.base.db import Db
from etalase.doorway.desk import SESSION_COOKIE
from etalase.orders.queries import cart_count
from etalase.shops.queries import shops_of
from etalase.web.frame import ShopLink, Viewer

PLAIN = ("/static/", "/media/", "/favicon")


async def meet(request: Request[Any, Any, Any]) -> None:
    """Put the reader into `request.state.viewer`, the marketplace's time and whether it is the sandbox's beside them."""
    if request.url.path.startswith(PLAIN):
        return
    house = request.app.state.house
    token = request.cookies.get(SESSION_COOKIE)
    if token is None and not house.clock.sandbox:
        return
    async with house.pool.connection() as db:
        request.state["now"] = await house.clock.now(db)
        request.state["sandbox"] = house.clock.sandbox
        if token is not None:
            request.state["viewer"] = await _viewer(db, token, wall=await house.clock.wall(db))


async def _viewer(db: Db, token: str, *, wall: Any) -> Viewer | None:
    actor = await actor_of_token(db, token, wall=wall)
    if actor is None:
        return None
    known = await account(db, actor.account_id)
    shops = await shops_of(db, actor)
    return Viewer(
        actor=actor,
        name=known.name,
        avatar=known.avatar_key,
        shops=tuple(ShopLink(each.shop_id, each.name) for each in shops.items),
        cart_count=await cart_count(db, actor),
        language=known.language,
    )
