"""A file of products through the browser: upload, guessed columns, corrected columns, the run and its notes."""

from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from etalase.base.actor import SYSTEM
from etalase.base.pool import Pool
from etalase.doorway.house import House
from etalase.imports.actions import land_upload
from tests.doors.web.test_seller_products import picture
from tests.makers.desks import Desk, open_desk, said

CSV = b"""Nama,Kode SKU,Harga,Stok,Foto
Sepatu lari ringan,SKU-1,189000,5,satu.webp
Sandal anyam,SKU-2,abc,3,
Topi rajut,SKU-3,49000,2,tidak-ada.png
"""
ODD = b"Kolom A;Kolom B;Kolom C\nSepatu lari ringan;189000;SKU-1\nTopi;49000;SKU-2\n"


async def uploaded(desk: Desk, content: bytes = CSV, *pictures: tuple[str, Any]) -> str:
    """Where an upload leads."""
    answer = await desk.send("/products/import", files=[("file", ("produk.csv", content, "text/csv")), *pictures])
    assert answer.status_code == 303, said(answer)[:2000]
    location: str = answer.headers["location"]
    return location


async def test_a_file_lands_and_tells_what_it_found(client: httpx.AsyncClient, pool: Pool, house: House) -> None:
    desk = await open_desk(client, pool)
    assert "Choose the file" in await desk.page("/products/import")
    location = await uploaded(desk, CSV, ("pictures", ("satu.webp", picture(), "image/webp")))
    page = await desk.page(location)
    assert "Sepatu lari ringan" in page and "Rp189,000" in page and "The price abc cannot be read." in page
    path, _, query = location.partition("?")
    answer = await desk.send(path, **dict(httpx.QueryParams(query)))
    assert answer.status_code == 303
    run_path = answer.headers["location"]
    assert "Waiting" in await desk.page(run_path)
    async with pool.transaction() as db:
        await land_upload(
            db,
            house.storage,
            house.clock,
            actor=SYSTEM,
            shop_id=desk.shop.shop_id,
            run_id=int(run_path.rsplit("/", 1)[1]),
            now=datetime.now(UTC),
        )
    page = await desk.page(run_path)
    assert "3 of 3 products" in page and "The price abc cannot be read." in page and "Done" in page
    page = await desk.page(f"{run_path}?kind=NOTICE", lang="id")
    assert "abc" not in page and "tidak-ada.png" in page
    assert "produk.csv" in await desk.page("/products/import")
    page = await desk.page("/products")
    assert "Topi rajut" in page and "Sandal anyam" not in page and "/media/" in page


async def test_columns_that_were_not_guessed_are_named(client: httpx.AsyncClient, pool: Pool) -> None:
    desk = await open_desk(client, pool)
    location = await uploaded(desk, ODD)
    page = await desk.page(f"{location}&m-title=&m-price=")
    assert "Say which column holds: Title, Price" in page
    page = await desk.page(f"{location}&m-title=Kolom A&m-price=Kolom B&m-sku=Kolom C")
    assert "Rp189,000" in page and "Say which column holds" not in page
    assert "There is no column Bukan" in await desk.page(f"{location}&m-title=Bukan", status=409)


@pytest.mark.parametrize(("lang", "sentence"), [("en", "Choose a file."), ("id", "Pilih berkas.")])
async def test_no_file_is_told(client: httpx.AsyncClient, pool: Pool, lang: str, sentence: str) -> None:
    desk = await open_desk(client, pool)
    answer = await desk.send("/products/import", lang=lang, x="1")
    assert answer.status_code == 422
    assert sentence in said(answer)


async def test_what_is_no_table_leads_back(client: httpx.AsyncClient, pool: Pool) -> None:
    desk = await open_desk(client, pool)
    location = await uploaded(desk, b"PK\x03\x04 not a workbook")
    assert "The XLSX file is damaged or not a workbook." in await desk.page(location, status=409)


async def test_an_upload_is_its_shops_own(client: httpx.AsyncClient, pool: Pool) -> None:
    desk = await open_desk(client, pool)
    sha = (await uploaded(desk)).partition("?")[0].rsplit("/", 1)[1]
    await desk.page(f"/products/import/{'0' * 64}", status=404)
    await desk.page("/products/import/x", status=404)
    # Nor does a run begin that could never end.
    assert (await desk.send(f"/products/import/{'0' * 64}", name="a.csv")).status_code == 404
    await desk.stranger()
    await desk.page(f"/products/import/{sha}", status=404)
    await desk.page("/imports/1", status=404)
    await desk.as_(desk.seller)
    await desk.staff("WAREHOUSE")
    await desk.page(f"/products/import/{sha}", status=403)
