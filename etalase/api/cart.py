"""The cart of a signed-in buyer."""

from typing import Annotated

import msgspec
from litestar import delete, get, post, put

from etalase.api.checkout import LineBody, via_of
from etalase.doorway.desk import Answer, Desk
from etalase.doorway.inputs import Id, id_of
from etalase.doorway.shown import Empty, Listed, MoneyShown, listing, money, nothing
from etalase.orders import actions, queries


class CartBody(msgspec.Struct):
    """How many pieces."""

    quantity: Annotated[int, msgspec.Meta(ge=0, le=1_000_000)]


class CartLineShown(msgspec.Struct, frozen=True):
    """A line of the cart with today's price; `available` is the most that it can have."""

    sku_id: str
    shop_id: str
    product_id: str
    title: str
    price: MoneyShown
    quantity: int
    available: int
    on_sale: bool


def show_cart_line(line: queries.CartRow) -> CartLineShown:
    """A line of the cart as JSON."""
    return CartLineShown(
        str(line.sku_id),
        str(line.shop_id),
        str(line.product_id),
        line.title,
        money(line.price_minor, line.currency),
        line.quantity,
        line.available,
        line.on_sale,
    )


@get("/me/cart")
async def cart(desk: Desk) -> Answer[Listed[CartLineShown]]:
    """The caller's cart."""
    return await desk.read(queries.cart_seen, show=listing(show_cart_line))


@post("/me/cart", status_code=200)
async def put_in_cart(desk: Desk, data: LineBody) -> Answer[Empty]:
    """Put pieces of a SKU into the cart."""
    return await desk.write(
        actions.put_in_cart, show=nothing, sku_id=id_of(data.sku_id), quantity=data.quantity, via=via_of(data.via)
    )


@put("/me/cart/{sku:int}")
async def set_quantity(desk: Desk, sku: Id, data: CartBody) -> Answer[Empty]:
    """So many pieces; none takes the line out."""
    return await desk.write(actions.set_quantity, show=nothing, sku_id=sku, quantity=data.quantity)


@delete("/me/cart/{sku:int}", status_code=200)
async def take_out(desk: Desk, sku: Id) -> Answer[Empty]:
    """Take a line out of the cart."""
    return await desk.write(actions.take_out, show=nothing, sku_ids=[sku])


routes = [cart, put_in_cart, set_quantity, take_out]
