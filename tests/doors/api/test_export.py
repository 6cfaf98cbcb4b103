"""The door of the catalogue's export: the same file as the desk's, for the staff alone, streamed part by part."""

import csv
import io
import zipfile

import httpx

from etalase.base.pool import Pool
from etalase.doorway.exporting import TYPES
from etalase.imports.queries import EXPORT_PRODUCTS
from tests.makers.callers import Caller, make_caller
from tests.makers.trading import make_goods, make_seller


async def filled(client: httpx.AsyncClient, pool: Pool, products: int) -> tuple[Caller, str]:
    """A seller and the id of the shop, with so many products."""
    seller, shop = await make_seller(client, pool)
    for _ in range(products):
        await make_goods(seller, shop)
    return seller, shop


async def test_it_is_a_csv_of_every_sku_and_an_xlsx_of_the_same(client: httpx.AsyncClient, pool: Pool) -> None:
    seller, shop = await filled(client, pool, EXPORT_PRODUCTS + 1)
    answer = await seller.get(f"/shops/{shop}/products/export")
    assert answer.status_code == 200 and answer.headers["content-type"].startswith("text/csv")
    assert f'filename="products-{shop}.csv"' in answer.headers["content-disposition"]
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert len({row["Product ID"] for row in rows}) == EXPORT_PRODUCTS + 1
    assert {row["Price"] for row in rows} == {"129000"}
    book = await seller.get(f"/shops/{shop}/products/export?format=xlsx")
    assert book.headers["content-type"].endswith("spreadsheetml.sheet")
    with zipfile.ZipFile(io.BytesIO(book.content)) as archive:
        assert archive.read("xl/worksheets/sheet1.xml").count(b"<row ") == len(rows) + 1


async def test_nobody_else_gets_it_and_there_are_two_formats(client: httpx.AsyncClient, pool: Pool) -> None:
    seller, shop = await filled(client, pool, 1)
    stranger = await make_caller(client, pool, "stranger")
    assert (await stranger.get(f"/shops/{shop}/products/export")).status_code == 404
    assert (await client.get(f"/api/v1/shops/{shop}/products/export")).status_code == 401
    assert (await seller.get(f"/shops/{shop}/products/export?format=pdf")).status_code in {400, 422}


async def test_the_document_names_both_types(client: httpx.AsyncClient) -> None:
    document = (await client.get("/api/openapi.json")).json()
    answer = document["paths"]["/api/v1/shops/{shop}/products/export"]["get"]["responses"]["200"]
    assert set(answer["content"]) == {kind.split(";")[0] for kind in TYPES.values()}
