"""Products at the desk: the table, stock in place, many at once, the form with pictures and options."""

import re
from typing import Any

import httpx
import pytest

from etalase.base.pool import Pool
from etalase.catalog.queries import Detail, details, shop_of_product
from etalase.demo.art import brand_mark, render
from tests.makers.catalog import make_product
from tests.makers.desks import Desk, open_desk, said

ROW: dict[str, Any] = {
    "sku_id": ["", ""],
    "seller_sku": ["S-41", "S-42"],
    "price": ["389000", "399000"],
    "stock": ["5", ""],
}
SHOE: dict[str, Any] = {
    "title": "Canvas sneaker Kawah for every day",
    "category": "14",
    "description": "Light.",
    "option1": "Size",
    "value1": ["41", "42"],
    "value2": ["", ""],
    "value3": ["", ""],
    "do": "save",
    **ROW,
}


def picture() -> bytes:
    """A small picture."""
    return render(brand_mark("Langkah", seed=1), 96)


async def detail(pool: Pool, product_id: int) -> Detail:
    """The product as it is stored."""
    async with pool.connection() as db:
        return (await details(db, await shop_of_product(db, product_id), [product_id]))[product_id]


async def made(desk: Desk, **changes: Any) -> int:
    """A product made through the form; its id."""
    answer = await desk.send("/products/new", **(SHOE | changes))
    assert answer.status_code == 303, said(answer)[:3000]
    return int(answer.headers["location"].rsplit("/", 1)[1])


async def test_a_product_with_options_and_pictures_goes_on_sale(client: httpx.AsyncClient, pool: Pool) -> None:
    desk = await open_desk(client, pool)
    assert "Add the first by hand" in await desk.page("/products")
    assert "Without options one row is enough" in await desk.page("/products/new")
    files = [("pictures", ("a.webp", picture(), "image/webp"))]
    answer = await desk.send("/products/new", files=files, **SHOE)
    assert answer.status_code == 303, said(answer)[:3000]
    found = await detail(pool, int(answer.headers["location"].rsplit("/", 1)[1]))
    assert found.product.status == "ACTIVATE" and len(found.product.pictures) == 1
    assert [(sku.seller_sku, sku.price_minor, sku.available) for sku in found.skus] == [
        ("S-41", 389_000, 5),
        ("S-42", 399_000, 0),
    ]
    page = await desk.page(answer.headers["location"])
    assert 'value="S-41"' in page and "Listing check" in page and "See as a customer" in page


async def test_a_weight_is_typed_shown_again_and_taken_away(client: httpx.AsyncClient, pool: Pool) -> None:
    desk = await open_desk(client, pool)
    wrong: dict[str, Any] = SHOE | {"weight": ["350", "heavy"]}
    answer = await desk.send("/products/new", **wrong)
    assert answer.status_code == 422 and "A weight is from 1 to 1,000,000 grams." in said(answer)
    assert 'value="heavy"' in said(answer)
    product_id = await made(desk, weight=["350", ""])
    assert [sku.weight_g for sku in (await detail(pool, product_id)).skus] == [350, None]
    assert 'name="weight" value="350"' in await desk.page(f"/products/{product_id}")
    ids = [str(sku.sku_id) for sku in (await detail(pool, product_id)).skus]
    changed: dict[str, Any] = SHOE | {"sku_id": ids, "weight": ["", "1200"]}
    assert (await desk.send(f"/products/{product_id}", **changed)).status_code == 303
    assert [sku.weight_g for sku in (await detail(pool, product_id)).skus] == [None, 1200]


@pytest.mark.parametrize(("lang", "title", "price"), [
    ("en", "Write a title.", "Write a price."), ("id", "Tulis judul", "Tulis harga."),
])  # fmt: skip
async def test_what_is_wrong_comes_back_with_all_that_was_typed(
    client: httpx.AsyncClient, pool: Pool, lang: str, title: str, price: str
) -> None:
    desk = await open_desk(client, pool)
    files = [("pictures", ("a.webp", picture(), "image/webp"))]
    answer = await desk.send("/products/new", lang=lang, files=files, **(SHOE | {"price": ["389000", ""]}))
    assert answer.status_code == 422
    assert price in said(answer) and 'value="S-42"' in said(answer)
    key = re.search(r'name="picture" value="([0-9a-f]{64})"', said(answer))
    assert key is not None
    answer = await desk.send("/products/new", lang=lang, **(SHOE | {"title": " ", "picture": key.group(1)}))
    assert answer.status_code == 422
    assert title in said(answer) and f'value="{key.group(1)}"' in said(answer)


async def test_limits_of_the_market_refuse_above_the_form(client: httpx.AsyncClient, pool: Pool) -> None:
    desk = await open_desk(client, pool)
    cases: list[tuple[dict[str, Any], str]] = [
        ({"price": ["1", "2"]}, "price"),
        ({"price": ["12.5", "1"]}, "Write an amount such as 129000"),
        ({"stock": ["-1", "x"]}, "Stock is a whole number from 0."),
        ({"option1": "", "value1": ["41", "42"]}, "Name the option above this column."),
        ({"value1": ["41", "41"]}, "Two SKUs have the same options."),
        ({"seller_sku": ["S-41", "S-41"]}, "S-41"),
    ]
    for changes, expected in cases:
        answer = await desk.send("/products/new", **(SHOE | changes))
        assert answer.status_code in {409, 422}
        assert expected in said(answer)


async def test_a_file_that_is_no_picture_is_told(client: httpx.AsyncClient, pool: Pool) -> None:
    desk = await open_desk(client, pool)
    answer = await desk.send("/products/new", files=[("pictures", ("a.png", b"<svg/>", "image/png"))], **SHOE)
    assert answer.status_code == 422
    assert "This file is not a JPEG, PNG, WebP or GIF picture" in said(answer) and "Kawah" in said(answer)


async def test_more_rows_and_columns_keep_what_was_typed(client: httpx.AsyncClient, pool: Pool) -> None:
    desk = await open_desk(client, pool)
    answer = await desk.send("/products/new", **(SHOE | {"do": "rows"}))
    assert answer.status_code == 200
    assert said(answer).count('name="seller_sku"') == 8 and 'value="S-41"' in said(answer)
    answer = await desk.send("/products/new", **(SHOE | {"do": "columns", "option2": "Colour", "title": ""}))
    assert answer.status_code == 200 and ">Colour</th>" in said(answer)


async def test_changing_a_product(client: httpx.AsyncClient, pool: Pool) -> None:
    desk = await open_desk(client, pool)
    product_id = await made(desk)
    skus = [str(sku.sku_id) for sku in (await detail(pool, product_id)).skus]
    changes: dict[str, Any] = {
        "title": "Canvas sneaker Kawah, new soles",
        "sku_id": skus,
        "remove": skus[1],
        "price": ["379000", "1"],
    }
    answer = await desk.send(f"/products/{product_id}", **(SHOE | changes))
    assert answer.status_code == 303, said(answer)[:3000]
    found = await detail(pool, product_id)
    assert found.product.title == "Canvas sneaker Kawah, new soles"
    assert [(sku.seller_sku, sku.price_minor) for sku in found.skus] == [("S-41", 379_000)]


async def test_stock_is_edited_in_the_table(client: httpx.AsyncClient, pool: Pool) -> None:
    desk = await open_desk(client, pool)
    product_id = await made(desk)
    first, second = [sku.sku_id for sku in (await detail(pool, product_id)).skus]
    back = f"{desk.home}/products?state=live"
    answer = await desk.send(
        f"/products/{product_id}/stock", back=back, **{f"stock__{first}": "7", f"stock__{second}": "9"}
    )
    assert (answer.status_code, answer.headers["location"]) == (303, back)
    assert [sku.available for sku in (await detail(pool, product_id)).skus] == [7, 9]
    await desk.send(f"/products/{product_id}/stock", **{f"stock__{first}": "many"})
    assert "Stock is a whole number from 0." in await desk.page("/products")
    await desk.send(f"/products/{product_id}/stock", back="https://evil.example", **{f"stock__{first}": "0"})
    assert "Live" in await desk.page("/products")


async def test_many_at_once_by_state_and_words(client: httpx.AsyncClient, pool: Pool) -> None:
    desk = await open_desk(client, pool)
    async with pool.transaction() as db:
        ids = [
            (await make_product(db, desk.shop, title=title, stock=stock)).product_id
            for title, stock in (("Batik scarf", 3), ("Rattan sandal", 0), ("Leather loafer", 2))
        ]
    page = await desk.page("/products?state=sold-out")
    assert "Rattan sandal" in page and "Batik scarf" not in page
    page = await desk.page("/products?q=loaf")
    assert "Leather loafer" in page and "Rattan sandal" not in page
    await desk.send("/products/many", do="deactivate", product=[str(each) for each in ids[:2]])
    assert "Products changed: 2." in await desk.page("/products")
    page = await desk.page("/products?state=off")
    assert "Batik scarf" in page and "Leather loafer" not in page
    await desk.send("/products/many", do="delete", product=[str(ids[0])])
    assert "Batik scarf" in await desk.page("/products?state=deleted")
    await desk.send("/products/many", do="restore", product=[str(ids[0])])
    assert "Batik scarf" in await desk.page("/products?state=off")
    await desk.send("/products/many", do="explode", product=[str(ids[0])])
    assert "Choose products first." in await desk.page("/products")


async def test_products_of_another_shop_are_not_found(client: httpx.AsyncClient, pool: Pool) -> None:
    desk = await open_desk(client, pool)
    product_id = await made(desk)
    other = await desk.stranger()
    shop = re.search(r"/seller/(\d+)", await desk.page("/seller"))
    assert shop is not None and other.handle == "orang.lain"
    theirs = f"/seller/{shop.group(1)}/products"
    for path in (f"{desk.home}/products/{product_id}", f"{theirs}/{product_id}"):
        await desk.page(path, status=404)
        assert (await desk.send(path, **SHOE)).status_code == 404
    await desk.send(f"{theirs}/many", do="delete", product=[str(product_id)])
    sku_id = (await detail(pool, product_id)).skus[0].sku_id
    assert (await desk.send(f"{theirs}/{product_id}/stock", **{f"stock__{sku_id}": "1"})).status_code == 404
    assert (await detail(pool, product_id)).skus[0].available == 5


async def test_the_warehouse_counts_and_changes_nothing_else(client: httpx.AsyncClient, pool: Pool) -> None:
    desk = await open_desk(client, pool)
    product_id = await made(desk)
    sku_id = (await detail(pool, product_id)).skus[0].sku_id
    await desk.staff("WAREHOUSE")
    assert "Add a product" not in await desk.page("/products")
    assert "Put on sale" not in await desk.page(f"/products/{product_id}")
    await desk.send(f"/products/{product_id}/stock", **{f"stock__{sku_id}": "1"})
    assert (await detail(pool, product_id)).skus[0].available == 1
    for path in ("/products/new", f"/products/{product_id}", "/products/many", f"/products/{product_id}/delete"):
        assert (await desk.send(path, **SHOE)).status_code == 403
