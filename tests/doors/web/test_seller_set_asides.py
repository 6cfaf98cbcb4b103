"""Stock set aside at the desk: kept by the seller's own key, listed with what is left, ended once."""

import re
from typing import Any

import httpx
import pytest

from etalase.base.clock import Clock
from etalase.base.db import value, write
from etalase.base.pool import Pool
from etalase.catalog.actions import Made
from etalase.promotions.actions import NewItem
from etalase.shops.queries import Shop
from etalase.stock import queries
from tests.makers.catalog import make_product
from tests.makers.desks import Desk, open_desk, said
from tests.makers.promotions import make_promotion

KEEP: dict[str, Any] = {"quantity": "8", "purpose": "CAMPAIGN", "purpose_ref": "1212"}


async def stocked(client: httpx.AsyncClient, pool: Pool, stock: int = 10) -> tuple[Desk, Made, str]:
    """The desk of a shop with a product, and the seller's key of its SKU."""
    desk = await open_desk(client, pool)
    made = await product_in(pool, desk.shop, stock)
    return desk, made, made.skus[0].seller_sku


async def product_in(pool: Pool, shop: Shop, stock: int) -> Made:
    """A product with one SKU."""
    async with pool.transaction() as db:
        return await make_product(db, shop, stock=stock)


async def lying(pool: Pool, made: Made) -> tuple[int, int]:
    """(can be bought, kept)"""
    async with pool.connection() as db:
        found = (await queries.levels(db, made.shop_id, [made.skus[0].sku_id]))[0]
    return found.available, found.aside


def end_of(page: str) -> str:
    """Where the first set-aside of the page is ended."""
    found = re.search(r'action="[^"]*(/set-asides/\d+/end)"', page)
    assert found is not None
    return found.group(1)


async def test_pieces_are_kept_listed_and_given_back(client: httpx.AsyncClient, pool: Pool) -> None:
    desk, made, key = await stocked(client, pool)
    assert "Nothing is set aside" in await desk.page("/set-asides")
    answer = await desk.send("/set-asides", seller_sku=key, **KEEP)
    assert answer.status_code == 303, said(answer)[:2000]
    assert await lying(pool, made) == (2, 8)
    page = await desk.page("/set-asides")
    assert "The pieces are set aside." in page and "8 of 8" in page and "1212" in page and key in page
    assert "8 set aside for campaigns and LIVE" in await desk.page("/warehouses")
    assert "Default warehouse" not in page
    await desk.send("/warehouses", name="Bandung")
    assert "Default warehouse" in await desk.page("/set-asides")
    path = end_of(page)
    await desk.send(path)
    assert await lying(pool, made) == (10, 0)
    page = await desk.page("/set-asides")
    assert "What was left can be bought again." in page and "Nothing is set aside" in page
    assert "0 of 8" in await desk.page("/set-asides?state=ended")
    await desk.send(path)
    assert "This set-aside has ended." in await desk.page("/set-asides")


async def test_products_are_current_on_the_pages_that_belong_to_them(client: httpx.AsyncClient, pool: Pool) -> None:
    desk = await open_desk(client, pool)
    for path in ("/products", "/products/new", "/set-asides", "/warehouses"):
        page = await desk.page(path)
        found = re.findall(r'<a class="rail-link" href="([^"]*)" aria-current="page"', page)
        assert set(found) == {f"{desk.home}/products"}, path


@pytest.mark.parametrize(("changes", "status", "told"), [
    ({"quantity": "11"}, 409, "Only 10 of this SKU are left."),
    ({"quantity": "many"}, 422, "Set aside at least one piece."),
    ({"seller_sku": "unknown"}, 422, "No SKU of this shop is called so."),
    ({"purpose": "PARTY"}, 422, "Choose a campaign or a LIVE."),
    ({"purpose_ref": "12.12"}, 422, "A number has 1 to 15 digits and is not zero."),
])  # fmt: skip
async def test_what_is_wrong_comes_back_with_what_was_typed(
    client: httpx.AsyncClient, pool: Pool, changes: dict[str, str], status: int, told: str
) -> None:
    desk, made, key = await stocked(client, pool)
    sent = KEEP | {"seller_sku": key} | changes
    answer = await desk.send("/set-asides", **sent)
    assert answer.status_code == status and told in said(answer)
    for name in ("seller_sku", "quantity", "purpose_ref"):
        assert f'value="{sent[name]}"' in said(answer)
    assert await lying(pool, made) == (10, 0)


async def test_a_second_tap_keeps_nothing_more(client: httpx.AsyncClient, pool: Pool) -> None:
    desk, made, key = await stocked(client, pool, 20)
    await desk.send("/set-asides", seller_sku=key, **KEEP)
    again = await desk.send("/set-asides", lang="id", seller_sku=key, **KEEP)
    assert again.status_code == 409 and "Stok SKU ini sudah disisihkan untuk itu." in said(again)
    assert await lying(pool, made) == (12, 8)


async def test_a_product_leads_to_its_skus(client: httpx.AsyncClient, pool: Pool) -> None:
    desk, made, key = await stocked(client, pool)
    there = f"/set-asides?product={made.product_id}"
    assert f"{desk.home}{there}#keep" in await desk.page(f"/products/{made.product_id}")
    assert f'<option value="{key}"' in await desk.page(there)
    wrong = await desk.send("/set-asides", product=str(made.product_id), seller_sku=key, **(KEEP | {"quantity": ""}))
    assert wrong.status_code == 422 and f'<option value="{key}" selected' in said(wrong)
    for odd in ("0", "x", "9" * 16):
        assert '<input class="input" id="seller_sku"' in await desk.page(f"/set-asides?product={odd}")
    for links in ("/products", "/products/edit"):
        assert f'href="{desk.home}/set-asides"' in await desk.page(links)


async def test_what_is_kept_of_a_deleted_product_is_still_given_back(client: httpx.AsyncClient, pool: Pool) -> None:
    desk, made, key = await stocked(client, pool)
    await desk.send("/set-asides", seller_sku=key, **KEEP)
    await desk.send(f"/products/{made.product_id}/delete")
    page = await desk.page("/set-asides")
    assert "A product that was deleted" in page
    await desk.send(end_of(page))
    assert await lying(pool, made) == (10, 0)


async def test_who_may_read_and_who_may_keep(client: httpx.AsyncClient, pool: Pool) -> None:
    desk, made, key = await stocked(client, pool)
    await desk.send("/set-asides", seller_sku=key, **KEEP)
    path = end_of(await desk.page("/set-asides"))
    await desk.staff("WAREHOUSE", "wati")
    assert end_of(await desk.page("/set-asides")) == path
    await desk.staff("ADS", "ana")
    page = await desk.page("/set-asides")
    assert "8 of 8" in page and "/end" not in page and 'id="keep"' not in page
    assert (await desk.send("/set-asides", seller_sku=key, **(KEEP | {"purpose_ref": "2"}))).status_code == 403
    assert (await desk.send(path)).status_code == 403
    other = await desk.stranger()
    await desk.page("/set-asides", status=404)
    assert (await desk.send(path)).status_code == 404
    assert other.account_id != desk.seller.account_id and await lying(pool, made) == (2, 8)


async def test_many_are_shown_a_page_at_a_time(client: httpx.AsyncClient, pool: Pool) -> None:
    desk, _, key = await stocked(client, pool, 40)
    for ref in range(1, 28):
        await desk.send("/set-asides", seller_sku=key, **(KEEP | {"quantity": "1", "purpose_ref": str(ref)}))
    page = await desk.page("/set-asides")
    assert page.count("1 of 1") == 25
    more = re.search(r'href="([^"]*/set-asides\?cursor=[^"]+)"', page)
    assert more is not None and (await desk.page(more.group(1))).count("1 of 1") == 2


async def test_pieces_are_kept_for_a_promotion_that_is_chosen_and_shoppers_can_buy_them(
    client: httpx.AsyncClient, pool: Pool
) -> None:
    desk, made, key = await stocked(client, pool)
    async with pool.transaction() as db:
        now = await Clock(sandbox=True).now(db)
        item = NewItem(product_id=made.product_id, price_minor=1_000)
        deal = (
            await make_promotion(db, desk.seller, desk.shop, "FIXED_PRICE", item, now=now, title="Payday")
        ).promotion
    page = await desk.page(f"/marketing/{deal.promotion_id}")
    assert f"/set-asides?promotion={deal.promotion_id}#keep" in page
    page = await desk.page(f"/set-asides?promotion={deal.promotion_id}")
    assert f'<option value="{deal.promotion_id}" selected>Payday</option>' in page
    typed = {
        "seller_sku": key,
        "quantity": "10",
        "promotion": str(deal.promotion_id),
        "purpose": "LIVE",
        "purpose_ref": "",
    }
    assert (await desk.send("/set-asides", **typed)).status_code == 303
    page = await desk.page("/set-asides")
    assert "10 of 10" in page and f"/marketing/{deal.promotion_id}" in page and await lying(pool, made) == (0, 10)
    shown = (await client.get(f"/p/{made.product_id}", headers={"accept-language": "en"})).text
    assert "10 in stock" in shown and "Sold out" not in shown and 'value="checkout"' in shown
    assert "10 set aside" in await desk.page(f"/products/{made.product_id}")
    await desk.send(f"/marketing/{deal.promotion_id}/stop")
    assert await lying(pool, made) == (10, 0)


async def test_the_desk_says_what_is_kept_for_a_promotion_that_does_not_sell_it(
    client: httpx.AsyncClient, pool: Pool
) -> None:
    desk, made, key = await stocked(client, pool)
    other = await product_in(pool, desk.shop, 10)
    async with pool.transaction() as db:
        now = await Clock(sandbox=True).now(db)
        items = NewItem(made.product_id, off_bp=1000), NewItem(other.product_id, off_bp=1000)
        mine, others = [
            await make_promotion(db, desk.seller, desk.shop, "DIRECT_DISCOUNT", each, now=now) for each in items
        ]
        list_price = await value(int, "SELECT price_minor FROM skus WHERE sku_id = $1").sole(db, made.skus[0].sku_id)
        fixed = NewItem(made.product_id, price_minor=list_price - 1)
        cheap = await make_promotion(db, desk.seller, desk.shop, "FIXED_PRICE", fixed, now=now)
    for number in (mine.promotion.promotion_id, 1212):
        await desk.send("/set-asides", seller_sku=key, quantity="2", purpose="CAMPAIGN", purpose_ref=str(number))
        assert "Cannot be bought" not in await desk.page("/set-asides")
    number = str(others.promotion.promotion_id)
    await desk.send("/set-asides", seller_sku=key, quantity="2", purpose="CAMPAIGN", purpose_ref=number)
    page = await desk.page("/set-asides")
    assert page.count("Cannot be bought") == 1 and "takes nothing off these pieces" in page
    await desk.send(end_of(page))  # the newest is the first
    assert "Cannot be bought" not in await desk.page("/set-asides")
    assert "Cannot be bought" not in await desk.page("/set-asides?state=ended")
    number = str(cheap.promotion.promotion_id)
    await desk.send("/set-asides", seller_sku=key, quantity="2", purpose="CAMPAIGN", purpose_ref=number)
    assert "Cannot be bought" not in await desk.page("/set-asides")
    async with pool.transaction() as db:
        await write("UPDATE skus SET price_minor = price_minor - 1 WHERE sku_id = $1").run(db, made.skus[0].sku_id)
    assert "Cannot be bought" in await desk.page("/set-asides")
