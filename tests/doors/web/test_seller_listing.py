"""Drafts, appeals, the bulk table, warehouses and the export at the desk, and the operator's answers."""

from typing import Any

import httpx

from etalase.accounts.actions import set_operator
from etalase.base.pool import Pool
from etalase.catalog.queries import details
from tests.doors.web.test_seller_products import SHOE, detail, made
from tests.makers.accounts import make_account
from tests.makers.catalog import make_product
from tests.makers.desks import open_desk, said


async def test_a_draft_is_kept_and_put_on_sale(client: httpx.AsyncClient, pool: Pool) -> None:
    desk = await open_desk(client, pool)
    product_id = await made(desk, do="draft", **{"attr-material": "CANVAS", "purchase_limit": "2"})
    found = await detail(pool, product_id)
    assert (found.product.status, found.product.said(), found.product.purchase_limit) == (
        "DRAFT",
        {"material": "CANVAS"},
        2,
    )
    assert "Kept as a draft" in await desk.page(f"/products/{product_id}")
    await desk.send(f"/products/{product_id}/submit")
    assert (await detail(pool, product_id)).product.status == "ACTIVATE"


async def test_a_wrong_detail_comes_back_beside_its_field(client: httpx.AsyncClient, pool: Pool) -> None:
    desk = await open_desk(client, pool)
    answer = await desk.send("/products/new", **(SHOE | {"attr-material": "GOLD"}))
    assert answer.status_code == 422 and "Choose one of the list." in said(answer)
    answer = await desk.send("/products/new", **(SHOE | {"do": "details", "category": "51"}))
    assert answer.status_code == 200 and "Net weight" in said(answer)


async def test_the_operator_takes_down_reads_the_appeal_and_answers(client: httpx.AsyncClient, pool: Pool) -> None:
    desk = await open_desk(client, pool)
    async with pool.transaction() as db:
        product_id = (await make_product(db, desk.shop)).product_id
        judge = await make_account(db, handle="judge")
        await set_operator(db, judge.account_id, is_operator=True)
    await desk.page("/operator/listings", status=403)
    await desk.as_(judge)
    answer = await desk.send("/operator/listings/down", product=str(product_id), becomes="FREEZE", why="")
    assert answer.status_code == 422 and "Say why" in said(answer)
    where = f"https://shop.example/p/{product_id}"
    await desk.send("/operator/listings/down", product=where, becomes="FREEZE", why="Copied brand.")
    await desk.as_(desk.seller)
    assert "Copied brand." in await desk.page(f"/products/{product_id}")
    await desk.send(f"/products/{product_id}/appeal", note="It is ours.")
    await desk.as_(judge)
    page = await desk.page("/operator/listings")
    assert "It is ours." in page and "Copied brand." in page
    assert (await desk.send(f"/operator/listings/{product_id}/rejection", reason=" ")).status_code == 422
    await desk.send(f"/operator/listings/{product_id}/approval")
    assert (await detail(pool, product_id)).product.status == "ACTIVATE"
    assert "Nobody waits" in await desk.page("/operator/listings")


async def test_the_bulk_table_saves_what_fits_and_tells_the_rest(client: httpx.AsyncClient, pool: Pool) -> None:
    desk = await open_desk(client, pool)
    product_id = await made(desk)
    first, second = (await detail(pool, product_id)).skus
    rows: dict[str, Any] = {"sku": [str(first.sku_id), str(second.sku_id)]}
    for sku, price, stock in ((first, "377000", "8"), (second, "1", "x")):
        rows |= {
            f"price-{sku.sku_id}": price,
            f"stock-{sku.sku_id}": stock,
            f"was-price-{sku.sku_id}": str(sku.price_minor),
            f"was-stock-{sku.sku_id}": str(sku.available),
        }
    answer = await desk.send("/products/edit", **rows)
    assert answer.status_code == 422 and "Stock is a whole number from 0." in said(answer)
    rows[f"stock-{second.sku_id}"] = "3"
    answer = await desk.send("/products/edit", **rows)
    assert answer.status_code == 422 and "A price must be from" in said(answer)
    async with pool.connection() as db:
        skus = (await details(db, desk.shop.shop_id, [product_id]))[product_id].skus
    assert [(sku.price_minor, sku.available) for sku in skus] == [(377_000, 8), (second.price_minor, 0)]


async def test_the_export_is_a_file_with_the_filters_of_the_table(client: httpx.AsyncClient, pool: Pool) -> None:
    desk = await open_desk(client, pool)
    async with pool.transaction() as db:
        for title in ("Batik scarf", "Leather loafer"):
            await make_product(db, desk.shop, title=title)
    answer = await client.get(f"{desk.home}/products/export/csv?q=loaf")
    assert answer.headers["content-disposition"].startswith("attachment")
    assert "Leather loafer" in answer.text and "Batik scarf" not in answer.text
    book = await client.get(f"{desk.home}/products/export/xlsx")
    assert book.content[:4] == b"PK\x03\x04"
    await desk.page("/products/export/exe", status=404)
    await desk.stranger()
    assert (await client.get(f"{desk.home}/products/export/csv")).status_code == 404


async def test_warehouses_are_opened_renamed_and_closed(client: httpx.AsyncClient, pool: Pool) -> None:
    desk = await open_desk(client, pool)
    assert "Gudang utama" in await desk.page("/warehouses", lang="id")
    await desk.send("/warehouses", name="Bandung")
    page = await desk.page("/warehouses")
    assert "Bandung" in page and "The warehouse is open." in page
    assert (await desk.send("/warehouses", name="")).status_code == 422
    number = page.split("/warehouses/")[2].split("/")[0]
    await desk.send(f"/warehouses/{number}/name", name="Cimahi")
    assert "Cimahi" in await desk.page("/warehouses")
