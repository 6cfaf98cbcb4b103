"""The doors of products."""

from typing import Any

import httpx
import pytest

from etalase.base.pool import Pool
from tests.makers.callers import make_caller, open_shop, product_body, sku_body


async def test_a_product_is_created_live_and_read_by_anybody(client: httpx.AsyncClient, pool: Pool) -> None:
    sari = await make_caller(client, pool)
    shop = await open_shop(sari)
    body = product_body(sku_body("S-M", Size="M"), sku_body("S-L", "139000", stock=0, Size="L"))
    made = await sari.post(f"/shops/{shop}/products", body)
    assert made.status_code == 201
    product = made.json()
    assert product["status"] == "ACTIVATE" and product["title"] == body["title"]
    assert product["price"] == {"amount": "129000", "currency": "IDR"}
    assert [(sku["seller_sku"], sku["options"], sku["stock"]) for sku in product["skus"]] == [
        ("S-M", {"Size": "M"}, 10),
        ("S-L", {"Size": "L"}, 0),
    ]
    public = await client.get(f"/api/v1/products/{product['id']}")
    assert public.status_code == 200
    assert public.json() == product
    assert public.json()["skus"][1]["in_stock"] is False


async def test_a_weight_is_said_read_by_anybody_and_taken_away(client: httpx.AsyncClient, pool: Pool) -> None:
    sari = await make_caller(client, pool)
    shop = await open_shop(sari)
    body = product_body(sku_body("S-M", Size="M") | {"weight_g": 250}, sku_body("S-L", Size="L"))
    product = (await sari.post(f"/shops/{shop}/products", body)).json()
    assert [sku["weight_g"] for sku in product["skus"]] == [250, None]
    public = await client.get(f"/api/v1/products/{product['id']}")
    assert public.json()["skus"] == product["skus"]
    changes = {"skus": [{"seller_sku": "S-M", "weight_g": 0}, {"seller_sku": "S-L", "weight_g": 900}]}
    changed = await sari.patch(f"/shops/{shop}/products/{product['id']}", changes)
    assert [sku["weight_g"] for sku in changed.json()["skus"]] == [None, 900]


@pytest.mark.parametrize(
    ("changes", "status", "code"),
    [
        ({"title": ""}, 422, "invalid"),
        ({"title": 5}, 422, "invalid"),
        ({"title": "a\u0000b"}, 422, "invalid"),
        ({"title": "x" * 256}, 409, "catalog.title_too_long"),
        ({"description": "x" * 10_001}, 409, "catalog.description_too_long"),
        ({"skus": []}, 422, "invalid"),
        ({"skus": [sku_body() | {"weight_g": 0}]}, 422, "invalid"),
        ({"skus": [sku_body() | {"weight_g": 1_000_001}]}, 422, "invalid"),
        ({"skus": [sku_body() | {"weight_g": 12.5}]}, 422, "invalid"),
        ({"skus": "no"}, 422, "invalid"),
        ({"skus": [sku_body(amount="-5")]}, 422, "invalid"),
        ({"skus": [sku_body(amount="1e5")]}, 422, "invalid"),
        ({"skus": [sku_body(amount="12.50")]}, 422, "invalid"),
        ({"skus": [sku_body(amount="0")]}, 409, "catalog.price_out_of_range"),
        ({"skus": [sku_body(amount="100000001")]}, 409, "catalog.price_out_of_range"),
        ({"skus": [sku_body(currency="USD")]}, 409, "catalog.currency_differs"),
        ({"skus": [sku_body(currency="XYZ")]}, 422, "invalid"),
        ({"skus": [sku_body(stock=-1)]}, 422, "invalid"),
        ({"skus": [sku_body(stock=1_000_000)]}, 409, "catalog.stock_out_of_range"),
        ({"skus": [sku_body() | {"stock": "ten"}]}, 422, "invalid"),
        ({"skus": [sku_body() | {"stock": "5"}]}, 422, "invalid"),
        ({"skus": [sku_body() | {"options": [1]}]}, 422, "invalid"),
        ({"skus": [sku_body(), sku_body(Size="M")]}, 422, "invalid"),
        ({"skus": [sku_body("A", Size="M"), sku_body("B", Size="M")]}, 422, "invalid"),
        ({"skus": [sku_body("A", Size="M"), sku_body("A", Size="L")]}, 409, "catalog.seller_sku_taken"),
        ({"skus": [sku_body(str(n), Size=str(n)) for n in range(301)]}, 409, "catalog.too_many_skus"),
        ({"skus": [sku_body("")]}, 422, "invalid"),
        ({"pictures": ["nope"]}, 422, "invalid"),
    ],
)
async def test_bad_input_is_told_in_words_and_by_code(
    client: httpx.AsyncClient, pool: Pool, changes: dict[str, Any], status: int, code: str
) -> None:
    sari = await make_caller(client, pool)
    shop = await open_shop(sari)
    answer = await sari.post(f"/shops/{shop}/products", product_body(**changes))
    assert (answer.status_code, answer.json()["code"]) == (status, code), answer.text
    assert answer.headers["content-type"].startswith("application/problem+json")
    assert "%(" not in answer.text
    assert (await sari.get(f"/shops/{shop}/products")).json()["items"] == []


async def test_numbers_are_fine_as_options_and_category(client: httpx.AsyncClient, pool: Pool) -> None:
    sari = await make_caller(client, pool)
    shop = await open_shop(sari)
    made = await sari.post(f"/shops/{shop}/products", product_body(sku_body() | {"options": {"Size": 41}}, category=14))
    assert (made.status_code, made.json()["skus"][0]["options"], made.json()["category_id"]) == (
        201,
        {"Size": "41"},
        "14",
    )
    assert (await sari.post(f"/shops/{shop}/products", {"title": "T", "skus": [sku_body("B")]})).status_code == 201


async def test_a_product_is_changed_in_parts(client: httpx.AsyncClient, pool: Pool) -> None:
    sari = await make_caller(client, pool)
    shop = await open_shop(sari)
    made = (
        await sari.post(f"/shops/{shop}/products", product_body(sku_body("A", Size="M"), sku_body("B", Size="L")))
    ).json()
    at, (first, second) = f"/shops/{shop}/products/{made['id']}", made["skus"]
    changed = await sari.patch(at, {"title": "Batik shawl", "skus": [{"id": first["id"], "price": "99000"}]})
    assert changed.status_code == 200, changed.text
    assert changed.json()["title"] == "Batik shawl"
    assert changed.json()["price"]["amount"] == "99000" and changed.json()["price_to"]["amount"] == "129000"
    swap = [
        {"id": first["id"], "options": {"Size": "L"}, "seller_sku": "B"},
        {"id": second["id"], "options": {"Size": "M"}, "seller_sku": "A"},
    ]
    swapped = await sari.patch(at, {"skus": swap})
    assert [sku["seller_sku"] for sku in swapped.json()["skus"]] == ["B", "A"]
    grown = await sari.patch(at, {"skus": [sku_body("C", Size="XL")], "removed_skus": [first["id"]]})
    assert [sku["seller_sku"] for sku in grown.json()["skus"]] == ["A", "C"]
    none_left = await sari.patch(at, {"removed_skus": [sku["id"] for sku in grown.json()["skus"]]})
    assert none_left.status_code == 422
    hidden = await sari.patch(at, {"status": "SELLER_DEACTIVATED"})
    assert hidden.json()["status"] == "SELLER_DEACTIVATED"
    assert (await client.get(f"/api/v1/products/{made['id']}")).status_code == 404
    assert (await sari.get(f"/products/{made['id']}")).status_code == 200
    assert (await sari.patch(at, {"status": "ACTIVATE"})).json()["status"] == "ACTIVATE"
    assert (await sari.patch(at, {"status": "FREEZE"})).json()["code"] == "catalog.cannot_move"


async def test_deleting_frees_the_key_and_can_be_undone(client: httpx.AsyncClient, pool: Pool) -> None:
    sari = await make_caller(client, pool)
    shop = await open_shop(sari)
    made = (await sari.post(f"/shops/{shop}/products", product_body())).json()
    at = f"/shops/{shop}/products/{made['id']}"
    assert (await sari.delete(at)).json() == {"id": made["id"], "status": "DELETED"}
    assert (await sari.delete(at)).status_code == 404
    assert (await sari.get(f"/products/{made['id']}")).status_code == 404
    restored = await sari.post(f"{at}/restoration")
    assert restored.json()["status"] == "SELLER_DEACTIVATED"
    assert (await sari.get(at)).json()["skus"][0]["stock"] == 10
    await sari.delete(at)
    assert (await sari.post(f"/shops/{shop}/products", product_body())).status_code == 201
    refused = (await sari.post(f"{at}/restoration")).json()
    assert (refused["code"], refused["seller_sku"]) == ("catalog.seller_sku_taken", "SCARF")


async def test_stock_is_set_by_whole_numbers(client: httpx.AsyncClient, pool: Pool) -> None:
    sari = await make_caller(client, pool)
    shop = await open_shop(sari)
    sku = (await sari.post(f"/shops/{shop}/products", product_body())).json()["skus"][0]
    at = f"/shops/{shop}/skus/{sku['id']}/stock"
    answer = await sari.put(at, {"stock": 0})
    assert answer.json() == sku | {"stock": 0, "in_stock": False}
    for wrong in ({"stock": -1}, {"stock": "five"}, {"stock": "5"}, {"stock": 1.5}, {"stock": True}, {}):
        assert (await sari.put(at, wrong)).status_code == 422
    assert (await sari.put(at, {"stock": 10**30})).json()["code"] == "catalog.stock_out_of_range"
    assert (await sari.put(f"/shops/{shop}/skus/999/stock", {"stock": 1})).status_code == 404


async def test_another_shops_product_does_not_exist(client: httpx.AsyncClient, pool: Pool) -> None:
    sari, budi = await make_caller(client, pool), await make_caller(client, pool, "budi")
    shop, other = await open_shop(sari), await open_shop(budi, "Toko Budi")
    made = (await sari.post(f"/shops/{shop}/products", product_body())).json()
    product, sku = made["id"], made["skus"][0]["id"]
    for owner_path in (shop, other):
        at = f"/shops/{owner_path}/products/{product}"
        assert (await budi.get(at)).status_code == 404
        assert (await budi.patch(at, {"title": "Mine now"})).status_code == 404
        assert (await budi.delete(at)).status_code == 404
        assert (await budi.put(f"/shops/{owner_path}/skus/{sku}/stock", {"stock": 1})).status_code == 404
    assert (await budi.get(f"/shops/{shop}/products")).status_code == 404
    assert (await budi.post(f"/shops/{shop}/products", product_body())).status_code == 404
    assert (await client.post(f"/api/v1/shops/{shop}/products", json=product_body())).status_code == 401
    assert (await sari.get(f"/products/{product}")).json()["title"] == made["title"]


async def test_a_repeated_key_creates_one_product(client: httpx.AsyncClient, pool: Pool) -> None:
    sari = await make_caller(client, pool)
    shop = await open_shop(sari)
    first = await sari.post(f"/shops/{shop}/products", product_body(), Idempotency_Key="k1")
    again = await sari.post(f"/shops/{shop}/products", product_body(), Idempotency_Key="k1")
    other = await sari.post(f"/shops/{shop}/products", product_body(title="Another"), Idempotency_Key="k1")
    assert (first.status_code, again.status_code, other.status_code) == (201, 201, 409)
    assert first.json() == again.json()
    assert other.json()["code"] == "idempotency.key_reused"


async def test_lists_page_search_and_filter(client: httpx.AsyncClient, pool: Pool) -> None:
    sari = await make_caller(client, pool)
    shop = await open_shop(sari)
    for number in range(5):
        body = product_body(sku_body(f"KEY-{number}"), title=f"Product {number}")
        assert (await sari.post(f"/shops/{shop}/products", body)).status_code == 201
    page = (await sari.get(f"/shops/{shop}/products?limit=3")).json()
    rest = (await sari.get(f"/shops/{shop}/products?limit=3&cursor={page['next_cursor']}")).json()
    assert [item["title"] for item in page["items"] + rest["items"]] == [
        f"Product {number}" for number in (4, 3, 2, 1, 0)
    ]
    assert rest["next_cursor"] is None
    assert [item["title"] for item in (await sari.get(f"/shops/{shop}/products?q=key-2")).json()["items"]] == [
        "Product 2"
    ]
    assert (await sari.get(f"/shops/{shop}/products?q=%25")).json()["items"] == []
    assert (await sari.get(f"/shops/{shop}/products?status=DELETED")).json()["items"] == []
    assert (await sari.get(f"/shops/{shop}/products?status=NO")).status_code == 422
    assert (await sari.get(f"/shops/{shop}/products?cursor=x")).status_code == 422
    live = (await client.get(f"/api/v1/shops/{shop}/live-products")).json()["items"]
    assert [item["title"] for item in live][:1] == ["Product 4"]
    await sari.patch(f"/shops/{shop}", {"status": "HOLIDAY"})
    assert (await client.get(f"/api/v1/shops/{shop}/live-products")).json()["items"] == []
    assert (await client.get(f"/api/v1/products/{live[0]['product_id']}")).status_code == 404


async def test_the_diagnosis_advises(client: httpx.AsyncClient, pool: Pool) -> None:
    sari = await make_caller(client, pool)
    shop = await open_shop(sari)
    made = (await sari.post(f"/shops/{shop}/products", product_body(title="Short", description=""))).json()
    advice = (await sari.get(f"/shops/{shop}/products/{made['id']}/diagnosis")).json()["items"]
    said = {each["code"]: each["message"] for each in advice}
    assert next(iter(said)) == "pictures_missing"
    assert {"title_short", "pictures_missing", "description_missing"} <= set(said)
    assert "5" in said["title_short"] and "25" in said["title_short"]


async def test_categories_speak_the_callers_language(client: httpx.AsyncClient) -> None:
    answer = await client.get("/api/v1/categories", headers={"Accept-Language": "id"})
    assert {"id": "14", "parent_id": "10", "name": "Alas kaki"} in answer.json()["items"]
