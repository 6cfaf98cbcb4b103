"""The cart: kept for whoever is signed in, in a cookie for everybody else."""

from datetime import datetime
from typing import Annotated, Any

import msgspec
from litestar import get, post
from litestar.enums import RequestEncodingType
from litestar.params import Body
from litestar.response import Response

from etalase.base.actor import Actor
from etalase.base.db import Db
from etalase.base.errors import Refused
from etalase.base.texts import N_
from etalase.doorway.desk import Desk
from etalase.doorway.inputs import Id
from etalase.orders import actions, queries
from etalase.promotions.queries import SkuPrice, sku_prices
from etalase.web.flash import with_query
from etalase.web.frame import Asked
from etalase.web.pages import Html, render, say, see_other
from etalase.web.shopper import guest_cart
from etalase.web.shopper.cart_view import by_market

CHOOSE: str = N_("Choose an option first.")
ADDED: str = N_("Added to your cart.")


class Put(msgspec.Struct):
    """The form of a product page. `via`: the handle whose Showcase led there."""

    sku: Annotated[int, msgspec.Meta(ge=0, le=2**53)] = 0
    quantity: Annotated[int, msgspec.Meta(ge=1, le=10**9)] = 1
    product: Annotated[int, msgspec.Meta(ge=0, le=2**53)] = 0
    via: Annotated[str, msgspec.Meta(max_length=64)] = ""
    go: str = "cart"


class Quantity(msgspec.Struct):
    """So many pieces."""

    quantity: Annotated[int, msgspec.Meta(ge=0, le=10**9)] = 0


Form = Body(media_type=RequestEncodingType.URL_ENCODED)


async def sale_prices(db: Db, _actor: Actor | None, *, product_ids: list[int], now: datetime) -> dict[int, SkuPrice]:
    """The SKUs of these products that cost less now, as on the page of the product."""
    return await sku_prices(db, product_ids, now)


@get("/cart")
async def cart_page(request: Asked, desk: Desk) -> Html:
    """What lies in the cart, with today's prices and stock."""
    merged = await join_guest_cart(request, desk)
    rows = await cart_rows(request, desk)
    sales = await desk.look(sale_prices, product_ids=sorted({row.product_id for row in rows}))
    page = render(request, "shopper/cart/cart.html", markets=by_market(rows, sales))
    if merged:
        page.set_cookie(guest_cart.cookie([]))
    return page


@post("/cart/lines")
async def put_line(request: Asked, desk: Desk, data: Annotated[Put, Form]) -> Response[Any]:
    """Put a SKU into the cart; `go=checkout` buys it at once."""
    back = back_to(data)
    if not data.sku:
        return see_other(back, say(request, CHOOSE), "warn")
    if data.quantity > guest_cart.QUANTITY_MAX:
        raise Refused("orders.quantity_too_large", sku_id=str(data.sku), most=guest_cart.QUANTITY_MAX)
    line = actions.CartLine(data.sku, data.quantity, actions.Via("SHOWCASE", data.via) if data.via else None)
    kept = await keep_line(request, desk, line)
    answer = see_other(with_query("/checkout", sku=str(data.sku))) if data.go == "checkout" else _told(request, back)
    for cookie in kept:
        answer.set_cookie(cookie)
    return answer


@post("/cart/lines/{sku:int}")
async def set_line(request: Asked, desk: Desk, sku: Id, data: Annotated[Quantity, Form]) -> Response[Any]:
    """So many pieces of a line; none takes it out."""
    return await change_line(request, desk, sku, data.quantity)


@post("/cart/lines/{sku:int}/removal")
async def remove_line(request: Asked, desk: Desk, sku: Id) -> Response[Any]:
    """Take a line out."""
    return await change_line(request, desk, sku, 0)


async def cart_rows(request: Asked, desk: Desk) -> list[queries.CartRow]:
    """The lines of whoever asks."""
    if await desk.actor():
        return await desk.ask(queries.cart_seen)
    lines = [(line.sku_id, line.quantity, *_via(line)) for line in guest_cart.read(request)]
    return await desk.look(queries.given_lines, lines=lines)


async def join_guest_cart(request: Asked, desk: Desk) -> bool:
    """Once signed in, what the browser kept joins the cart; the caller then takes the cookie away."""
    lines = guest_cart.read(request)
    if not lines or not await desk.actor():
        return False
    await desk.perform(actions.merge_cart, lines=lines)
    return True


async def keep_line(request: Asked, desk: Desk, line: actions.CartLine) -> list[Any]:
    """Put a line where the caller's cart is; the cookies to set."""
    if await desk.actor():
        await desk.perform(actions.put_in_cart, sku_id=line.sku_id, quantity=line.quantity, via=line.via)
        return []
    if not await desk.look(queries.given_lines, lines=[(line.sku_id, line.quantity, None, None)]):
        raise Refused("orders.product_unavailable", sku_id=str(line.sku_id))
    return [guest_cart.cookie(guest_cart.added(guest_cart.read(request), line))]


async def change_line(request: Asked, desk: Desk, sku_id: int, quantity: int) -> Response[Any]:
    """So many pieces in the caller's cart, and back to it."""
    answer = see_other("/cart")
    if await desk.actor():
        await desk.perform(actions.set_quantity, sku_id=sku_id, quantity=quantity)
        return answer
    if quantity > guest_cart.QUANTITY_MAX:
        raise Refused("orders.quantity_too_large", sku_id=str(sku_id), most=guest_cart.QUANTITY_MAX)
    answer.set_cookie(guest_cart.cookie(guest_cart.changed(guest_cart.read(request), sku_id, quantity)))
    return answer


def back_to(data: Put) -> str:
    """The product page the form came from, as it was."""
    if not data.product:
        return "/cart"
    asked = {"showcase": data.via, "sku": str(data.sku) if data.sku else ""}
    kept = {name: text for name, text in asked.items() if text}
    return with_query(f"/p/{data.product}", **kept) if kept else f"/p/{data.product}"


def _told(request: Asked, back: str) -> Response[None]:
    return see_other(back, say(request, ADDED))


def _via(line: actions.CartLine) -> tuple[str | None, str | None]:
    return (line.via.kind, line.via.ref) if line.via else (None, None)


routes = [cart_page, put_line, set_line, remove_line]
