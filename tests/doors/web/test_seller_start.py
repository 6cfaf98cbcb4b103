"""Seller Center's first pages: open a shop, its home."""

from datetime import UTC, datetime

import httpx
import pytest

from etalase.base.pool import Pool
from etalase.links.actions import invite
from tests.makers.catalog import make_product
from tests.makers.desks import open_desk, said
from tests.makers.links import ready_account
from tests.makers.shopping import make_market, sign_in

EN = {"Accept-Language": "en"}
FORM = {"name": "Toko Baru", "market": "ID", "seller_type": "BUSINESS", "key": "k" * 24}


async def test_who_is_not_signed_in_signs_in_first(client: httpx.AsyncClient) -> None:
    answer = await client.get("/seller")
    assert (answer.status_code, answer.headers["location"]) == (303, "/login?next=%2Fseller")


async def test_a_shop_is_opened_once_however_often_the_button_is_tapped(client: httpx.AsyncClient, pool: Pool) -> None:
    await sign_in(client, pool, (await make_market(pool)).buyer)
    assert "Three things, then you sell" in said(await client.get("/seller", headers=EN))
    first, second = [await client.post("/seller", data=FORM, headers=EN) for _ in range(2)]
    assert first.status_code == second.status_code == 303
    assert first.headers["location"] == second.headers["location"]
    assert said(await client.get("/seller", headers=EN)).count("Toko Baru") == 1
    assert "Get your shop verified" in said(await client.get(first.headers["location"], headers=EN))


@pytest.mark.parametrize(("lang", "sentence"), [("en", "Write a name."), ("id", "Tulis nama.")])
async def test_a_form_that_is_wrong_comes_back_with_its_words(
    client: httpx.AsyncClient, pool: Pool, lang: str, sentence: str
) -> None:
    await sign_in(client, pool, (await make_market(pool)).buyer)
    answer = await client.post("/seller", data=FORM | {"name": " ", "market": "MY"}, headers={"Accept-Language": lang})
    assert answer.status_code == 422
    assert sentence in said(answer)
    assert '<option value="MY" selected>' in said(answer)


async def test_an_unknown_market_is_told(client: httpx.AsyncClient, pool: Pool) -> None:
    await sign_in(client, pool, (await make_market(pool)).buyer)
    answer = await client.post("/seller", data=FORM | {"market": "XX"}, headers=EN)
    assert answer.status_code == 422
    assert "Use one of" in said(answer)


async def test_home_tells_what_needs_doing(client: httpx.AsyncClient, pool: Pool) -> None:
    desk = await open_desk(client, pool, verified=False, probation=True)
    page = await desk.page()
    assert "Get your shop verified" in page and "Add your first product" in page and "No official account yet" in page
    async with pool.transaction() as db:
        await make_product(db, desk.shop, stock=0)
    page = await desk.page()
    assert "Sold-out products" in page and f"{desk.home}/products?state=sold-out" in page
    assert "Add your first product" not in page


async def test_home_counts_invitations_and_refreshes_itself(client: httpx.AsyncClient, pool: Pool) -> None:
    desk = await open_desk(client, pool)
    async with pool.transaction() as db:
        holder = await ready_account(db, "langkah", name="Langkah")
        await invite(
            db, desk.seller, shop_id=desk.shop.shop_id, kind="OFFICIAL", handle=holder.handle, now=datetime.now(UTC)
        )
    page = await desk.page()
    assert "Invitations waiting" in page
    assert f'data-live="/live/shop/{desk.shop.shop_id}"' in page


async def test_a_shop_is_for_its_staff_and_each_role_sees_its_own(client: httpx.AsyncClient, pool: Pool) -> None:
    desk = await open_desk(client, pool)
    await desk.staff("WAREHOUSE")
    page = await desk.page()
    assert f"{desk.home}/orders" in page
    assert f'href="{desk.home}/accounts"' not in page and f'href="{desk.home}/plans"' not in page
    await desk.staff("ADS", "iklan")
    page = await desk.page()
    assert f'href="{desk.home}/orders"' not in page and f'href="{desk.home}/accounts"' in page
    await desk.stranger()
    for path in ("", "/accounts", "/products", "/orders", "/plans", "/settings", "/products/new", "/products/import"):
        await desk.page(path, status=404)
