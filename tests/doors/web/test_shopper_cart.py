"""The cart of visitors and of buyers, and checking out from it."""

import asyncio
import re
from html import unescape
from typing import Any
from urllib.parse import unquote

import httpx
import pytest

from etalase.base.pool import Pool
from etalase.orders.queries import cart_lines, my_orders
from etalase.stock.queries import levels
from tests.makers.accounts import PASSWORD
from tests.makers.catalog import make_product
from tests.makers.links import ready_shop
from tests.makers.shopping import ADDRESS, Market, make_market, put_in_cart, sign_in

EN = {"Accept-Language": "en"}


async def form_of(client: httpx.AsyncClient, path: str = "/checkout") -> dict[str, str]:
    """The hidden values of the checkout form, with an address and a card."""
    page = await client.get(path, headers=EN)
    assert page.status_code == 200, page.headers
    hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page.text))
    return ADDRESS | {name: unescape(hidden[name]) for name in ("key", "market", "skus")} | {"payment": "card"}


async def orders_of(pool: Pool, market: Market) -> list[Any]:
    """The buyer's orders."""
    async with pool.connection() as db:
        return (await my_orders(db, market.buyer)).items


async def test_a_visitor_gathers_and_the_cart_comes_along(client: httpx.AsyncClient, pool: Pool) -> None:
    market = await make_market(pool)
    put = await put_in_cart(client, market.sizes[0], 2, product=str(market.shoe.product_id), via="nadia")
    assert put.status_code == 303 and f"/p/{market.shoe.product_id}" in put.headers["location"]
    await put_in_cart(client, market.sizes[0], 1)
    page = unescape((await client.get("/cart", headers=EN)).text)
    assert '<span class="count">1</span>' in page
    assert 'value="3"' in page and "Found with @nadia" in page and "Langkah" in page
    refused = await client.get("/checkout")
    assert refused.status_code == 303 and refused.headers["location"] == "/login?next=%2Fcheckout"
    await sign_in(client, pool, market.buyer)
    assert (await client.get("/checkout")).status_code == 200
    assert "etalase_cart" not in client.cookies
    async with pool.connection() as db:
        [line] = await cart_lines(db, market.buyer)
    assert (line.quantity, line.via_kind, line.via_ref) == (3, "SHOWCASE", "nadia")


async def test_lines_are_edited_in_place_and_taken_out(client: httpx.AsyncClient, pool: Pool) -> None:
    market = await make_market(pool)
    for signed_in in (False, True):
        if signed_in:
            await sign_in(client, pool, market.buyer)
        await put_in_cart(client, market.sizes[0])
        await client.post(f"/cart/lines/{market.sizes[0]}", data={"quantity": "7"})
        assert 'value="7"' in (await client.get("/cart")).text
        await client.post(f"/cart/lines/{market.sizes[0]}/removal")
        assert "Your cart is empty" in (await client.get("/cart", headers=EN)).text


async def test_lines_that_cannot_be_bought_say_why(client: httpx.AsyncClient, pool: Pool) -> None:
    market = await make_market(pool)
    await put_in_cart(client, market.sizes[1], 4)
    await put_in_cart(client, market.sizes[2])
    page = (await client.get("/cart", headers=EN)).text
    assert "Only 3 are left" in page and "Sold out" in page and "Nothing of it can be bought" in page
    await sign_in(client, pool, market.buyer)
    assert (await client.get("/checkout")).headers["location"] == "/cart"


@pytest.mark.parametrize(
    "cookie",
    ["x", "|||", "zz-1", "ffffffffffffffffffff-1", "1-0", "1-9999", "1-1-Qx", "1-1-S<b>", "a" * 4000, "1-1|" * 900],
)
async def test_a_forged_cart_is_only_a_smaller_cart(client: httpx.AsyncClient, pool: Pool, cookie: str) -> None:
    market = await make_market(pool)
    client.cookies.set("etalase_cart", cookie)
    assert (await client.get("/cart")).status_code == 200
    await put_in_cart(client, market.sizes[0])
    assert "Canvas sneaker" in (await client.get("/cart")).text


@pytest.mark.parametrize(
    ("data", "status"),
    [
        ({"sku": "99999999"}, 409),
        ({"sku": "1", "quantity": "0"}, 422),
        ({"sku": "1", "quantity": "-3"}, 422),
        ({"sku": "1", "quantity": "1000"}, 409),
        ({"sku": "1", "quantity": "9" * 300}, 422),
        ({"sku": "one"}, 422),
        ({"sku": "1", "via": "x" * 65}, 422),
        ({}, 303),
    ],
)
async def test_bad_lines_are_refused_in_words(
    client: httpx.AsyncClient, pool: Pool, data: dict[str, str], status: int
) -> None:
    market = await make_market(pool)
    for signed_in in (False, True):
        if signed_in:
            await sign_in(client, pool, market.buyer)
        answer = await client.post("/cart/lines", data=data)
        assert answer.status_code == status
        assert "Traceback" not in answer.text


async def test_buying_from_a_showcase_keeps_where_the_buyer_came_from(client: httpx.AsyncClient, pool: Pool) -> None:
    market = await make_market(pool)
    await sign_in(client, pool, market.buyer)
    bought = await put_in_cart(client, market.sizes[0], 2, via="nadia", go="checkout")
    assert bought.headers["location"] == f"/checkout?sku={market.sizes[0]}"
    placed = await client.post("/checkout", data=await form_of(client, bought.headers["location"]))
    assert placed.status_code == 303, unescape(placed.text)
    thanks = unescape((await client.get(placed.headers["location"], headers=EN)).text)
    assert "Thank you" in thanks and "Langkah" in thanks and "778,000" in thanks
    [order] = await orders_of(pool, market)
    [line] = order.lines
    assert (order.order.status, line.via_ref, line.shown_right) == ("ON_HOLD", "nadia", "MARKETING")
    assert "Your cart is empty" in (await client.get("/cart", headers=EN)).text


async def test_a_double_tap_places_one_order(client: httpx.AsyncClient, pool: Pool) -> None:
    market = await make_market(pool)
    await sign_in(client, pool, market.buyer)
    await put_in_cart(client, market.sizes[0])
    form = await form_of(client)
    taps = await asyncio.gather(*(client.post("/checkout", data=form) for _ in range(4)))
    taps.append(await client.post("/checkout", data=form))
    assert {tap.status_code for tap in taps} == {303}
    assert len({tap.headers["location"] for tap in taps}) == 1
    assert len(await orders_of(pool, market)) == 1
    async with pool.connection() as db:
        left = {level.sku_id: level.available for level in await levels(db, market.shop.shop_id, [market.sizes[0]])}
    assert left[market.sizes[0]] == 9


async def test_errors_stand_beside_their_fields_and_nothing_is_lost(client: httpx.AsyncClient, pool: Pool) -> None:
    market = await make_market(pool)
    await sign_in(client, pool, market.buyer)
    await put_in_cart(client, market.sizes[0])
    form = await form_of(client) | {"phone": "12", "postal_code": "abc", "district": "", "payment": "gold"}
    again = await client.post("/checkout", data=form, headers=EN)
    page = unescape(again.text)
    assert again.status_code == 422
    for field in ("phone", "postal_code", "district", "payment"):
        assert f'id="{field}-error"' in page
    assert 'value="Jl. Kenanga 7"' in page and 'value="Jakarta Selatan"' in page
    assert not await orders_of(pool, market)
    without_key = await client.post("/checkout", data=form | {"key": "", "phone": ADDRESS["phone"]}, headers=EN)
    assert without_key.status_code == 422 and "open for too long" in without_key.text


async def test_a_refusal_of_the_till_is_told_on_the_form(client: httpx.AsyncClient, pool: Pool) -> None:
    market = await make_market(pool)
    await sign_in(client, pool, market.buyer)
    await put_in_cart(client, market.sizes[1], 2)
    form = await form_of(client)
    await client.post(f"/cart/lines/{market.sizes[1]}", data={"quantity": "4"})
    sold_out = await client.post("/checkout", data=form, headers=EN)
    assert sold_out.status_code == 303 and sold_out.headers["location"] == "/cart"
    assert "not enough stock" in unescape((await client.get("/cart", headers=EN)).text)
    foreign = await client.post("/checkout", data=form | {"market": "XX", "skus": ""})
    assert foreign.status_code in {303, 409} and not await orders_of(pool, market)


async def test_cash_only_where_the_market_has_it(client: httpx.AsyncClient, pool: Pool) -> None:
    market = await make_market(pool)
    await sign_in(client, pool, market.buyer)
    await put_in_cart(client, market.sizes[0])
    page = (await client.get("/checkout", headers=EN)).text
    assert 'value="cod"' in page
    placed = await client.post("/checkout", data=await form_of(client) | {"payment": "cod"})
    assert placed.status_code == 303
    [order] = await orders_of(pool, market)
    assert (order.order.payment_method, order.order.status) == ("COD", "ON_HOLD")


async def test_each_market_is_checked_out_by_itself(client: httpx.AsyncClient, pool: Pool) -> None:
    market = await make_market(pool)
    async with pool.transaction() as db:
        _seller, abroad = await ready_shop(db, owner="hana", name="Kaki", market="SG")
        mug = await make_product(db, abroad, title="Small mug, made well")
    await sign_in(client, pool, market.buyer)
    await put_in_cart(client, market.sizes[0])
    await put_in_cart(client, mug.skus[0].sku_id)
    cart = (await client.get("/cart", headers=EN)).text
    assert "checked out by itself" in cart and "/checkout?market=SG" in unescape(cart)
    page = (await client.get("/checkout", params={"market": "SG"}, headers=EN)).text
    assert "Small mug" in page and "Canvas" not in page and 'value="cod"' not in page and 'name="region"' not in page


async def test_the_address_is_kept_for_the_next_order(client: httpx.AsyncClient, pool: Pool) -> None:
    market = await make_market(pool)
    await sign_in(client, pool, market.buyer)
    await put_in_cart(client, market.sizes[0])
    await client.post("/checkout", data=await form_of(client))
    await put_in_cart(client, market.sizes[0])
    page = unescape((await client.get("/checkout")).text)
    assert 'value="Jl. Kenanga 7"' in page and 'value="+6281234567890"' in page
    assert '<option value="DKI Jakarta" selected>' in page


async def test_signing_in_on_the_way_to_the_till_loses_nothing(client: httpx.AsyncClient, pool: Pool) -> None:
    market = await make_market(pool)
    bought = await put_in_cart(client, market.sizes[0], 2, via="nadia", go="checkout")
    asked = await client.get(bought.headers["location"])
    assert asked.status_code == 303 and asked.headers["location"].startswith("/login?next=%2Fcheckout%3Fsku%3D")
    after = asked.headers["location"].partition("next=")[2]
    signed = await client.post("/login", data={"login": "sari", "password": PASSWORD, "next": unquote(after)})
    assert signed.status_code == 303, signed.text
    page = await client.get(signed.headers["location"], headers=EN)
    assert page.status_code == 200 and "Canvas sneaker Kawah" in page.text and "2 ×" in page.text
