"""Voucher codes at the till: a form of their own that looks at the total again and places nothing."""

import re
from datetime import UTC, datetime
from html import unescape

import httpx

from etalase.base.pool import Pool
from tests.doors.web.test_shopper_cart import EN, form_of, orders_of
from tests.makers.promotions import make_voucher
from tests.makers.shopping import ADDRESS, Market, make_market, put_in_cart, sign_in

TOTAL = re.compile(r'form="checkout" name="total" value="(\d+)"')


async def at_the_till(client: httpx.AsyncClient, pool: Pool) -> Market:
    """A buyer with a shoe in the cart, of a shop that takes Rp10,000 off for HEMAT10."""
    market, now = await make_market(pool), datetime.now(UTC)
    async with pool.transaction() as db:
        await make_voucher(db, market.seller, market.shop, display="PROMO_CODE", code="HEMAT10", now=now)
    await sign_in(client, pool, market.buyer)
    await put_in_cart(client, market.sizes[0])
    return market


async def test_a_code_is_tried_and_the_order_is_placed_with_it(client: httpx.AsyncClient, pool: Pool) -> None:
    market = await at_the_till(client, pool)
    form = await form_of(client)
    tried = await client.post(
        "/checkout", data=ADDRESS | {"recount": "1", "market": "ID", "codes": "hemat10"}, headers=EN
    )
    page = unescape(tried.text)
    assert tried.status_code == 200 and "Rp10,000 less with it." in page
    assert f'value="{ADDRESS["line1"]}"' in page and 'form="checkout" name="codes" value="hemat10"' in page
    assert not await orders_of(pool, market)
    total = TOTAL.findall(page)[0]
    placed = await client.post("/checkout", data=form | {"codes": "hemat10", "total": total})
    assert placed.status_code == 303
    [order] = await orders_of(pool, market)
    assert order.order.total_minor == int(total) and order.order.seller_discount_minor == 10_000


async def test_without_script_a_code_is_tried_with_the_whole_form_and_nothing_typed_is_lost(
    client: httpx.AsyncClient, pool: Pool
) -> None:
    market = await at_the_till(client, pool)
    form = await form_of(client)
    page = (await client.get("/checkout", headers=EN)).text
    alone = page[page.index("<noscript>") : page.index("</noscript>")]
    assert 'name="new_codes"' in alone and alone.count('form="checkout"') == 2 and 'name="recount" value="1"' in alone
    assert page.index("<noscript>") < page.index(
        'form="checkout">'
    )  # what Enter presses counts again, and never orders
    sent = form | {"codes": "OLD", "new_codes": "hemat10", "recount": "1", "line1": "Jl. Baru 9", "line2": ""}
    tried = unescape((await client.post("/checkout", data=sent, headers=EN)).text)
    assert "Rp10,000 less with it." in tried and 'value="Jl. Baru 9"' in tried
    assert 'form="checkout" name="codes" value="hemat10"' in tried
    assert not await orders_of(pool, market)


async def test_a_code_that_takes_nothing_off_is_told(client: httpx.AsyncClient, pool: Pool) -> None:
    await at_the_till(client, pool)
    before = TOTAL.findall((await client.get("/checkout")).text)
    tried = await client.post("/checkout", data={"recount": "1", "market": "ID", "codes": "HEMAT99"}, headers=EN)
    assert "This takes nothing off" in tried.text and TOTAL.findall(tried.text) == before


async def test_the_first_button_of_the_order_is_the_one_that_is_seen(client: httpx.AsyncClient, pool: Pool) -> None:
    await at_the_till(client, pool)
    page = (await client.get("/checkout", headers=EN)).text
    whole = page[page.index('id="checkout"') : page.index("</form>", page.index('id="checkout"'))]
    assert "<button" not in whole and "hidden tabindex" not in page
    assert page.count('form="checkout">') == 2  # of the desk and of the phone
