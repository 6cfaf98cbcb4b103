"""Drafts, reviews, attributes, bulk edits and warehouses at the JSON doors."""

from datetime import UTC, datetime

import httpx

from etalase.accounts.actions import set_operator
from etalase.base.markets import set_policy
from etalase.base.pool import Pool
from tests.makers.callers import make_caller, open_shop, product_body, sku_body


async def test_a_listing_goes_through_its_review(client: httpx.AsyncClient, pool: Pool) -> None:
    sari, judge = await make_caller(client, pool), await make_caller(client, pool, "judge")
    shop = await open_shop(sari)
    async with pool.transaction() as db:
        await set_operator(db, judge.account_id, is_operator=True)
        await set_policy(db, "ID", "listing_review", datetime(2026, 1, 1, tzinfo=UTC), True)
    made = (await sari.post(f"/shops/{shop}/products", product_body() | {"draft": True})).json()
    path = f"/shops/{shop}/products/{made['id']}"
    assert made["status"] == "DRAFT"
    assert (await sari.post(f"{path}/submission")).json()["status"] == "PENDING"
    waiting = (await judge.get("/listing-reviews")).json()["items"]
    assert [(each["product_id"], each["kind"]) for each in waiting] == [(made["id"], "LISTING")]
    assert (await judge.post(f"/products/{made['id']}/review/rejection", {"reason": ""})).status_code == 422
    refused = await judge.post(f"/products/{made['id']}/review/rejection", {"reason": "Blurred picture."})
    assert refused.json()["status"] == "FAILED"
    assert (await sari.get(path)).json()["status_reason"] == "Blurred picture."
    await sari.post(f"{path}/submission")
    assert (await judge.post(f"/products/{made['id']}/review/approval")).json()["status"] == "ACTIVATE"
    down = {"status": "FREEZE", "reason": "Copied brand."}
    assert (await judge.put(f"/products/{made['id']}/platform-status", down)).json()["status"] == "FREEZE"
    assert (await sari.post(f"{path}/appeal", {"note": "Our own brand."})).json()["status"] == "PENDING"
    history = (await sari.get(f"{path}/reviews")).json()["items"]
    assert [(each["kind"], each["status"]) for each in history] == [
        ("APPEAL", "PENDING"),
        ("LISTING", "APPROVED"),
        ("LISTING", "REJECTED"),
    ]


async def test_attributes_of_a_category_and_of_a_product(client: httpx.AsyncClient, pool: Pool) -> None:
    sari = await make_caller(client, pool)
    shop = await open_shop(sari)
    answer = await client.get("/api/v1/categories/21/attributes?market=ID", headers={"Accept-Language": "id"})
    labels = {each["key"]: each["label"] for each in answer.json()["items"]}
    assert labels["bpom"] == "Nomor BPOM"
    assert (await client.get("/api/v1/categories/999/attributes?market=ID")).status_code == 404
    assert (await client.get("/api/v1/categories/21/attributes?market=XX")).status_code in {400, 422}
    body = product_body() | {"category": "14", "attributes": {"material": "LEATHER"}, "purchase_limit": 2}
    made = (await sari.post(f"/shops/{shop}/products", body)).json()
    assert (made["attributes"], made["purchase_limit"]) == ({"material": "LEATHER"}, 2)
    found = (await sari.get(f"/shops/{shop}/products/{made['id']}/diagnosis")).json()
    assert 0 < found["score"] < 100 and "attributes_missing" not in {each["code"] for each in found["items"]}
    wrong = await sari.patch(f"/shops/{shop}/products/{made['id']}", {"attributes": {"material": "GOLD"}})
    assert wrong.status_code == 422 and "attributes.material" in wrong.text


async def test_a_bulk_edit_answers_every_row(client: httpx.AsyncClient, pool: Pool) -> None:
    sari = await make_caller(client, pool)
    shop = await open_shop(sari)
    made = (await sari.post(f"/shops/{shop}/products", product_body(sku_body(stock=5)))).json()
    sku = made["skus"][0]
    rows = [
        {"id": sku["id"], "price": "77000", "stock": 9},
        {"seller_sku": "unknown", "stock": 1},
        {"id": sku["id"], "stock": 1},
    ]
    answer = await sari.patch(f"/shops/{shop}/skus", {"skus": rows})
    assert answer.status_code == 200, answer.text
    found = answer.json()
    assert found["changed"] == 1
    assert (found["items"][0]["sku"]["stock"], found["items"][0]["sku"]["price"]["amount"]) == (9, "77000")
    assert [each["code"] for each in found["items"]] == [None, "not_found", "invalid"]
    assert (await sari.patch(f"/shops/{shop}/skus", {"skus": rows[:1] * 201})).status_code in {400, 422}


async def test_warehouses(client: httpx.AsyncClient, pool: Pool) -> None:
    sari = await make_caller(client, pool)
    shop = await open_shop(sari)
    made = (await sari.post(f"/shops/{shop}/products", product_body(sku_body(stock=5)))).json()
    sku = made["skus"][0]["id"]
    opened = await sari.post(f"/shops/{shop}/warehouses", {"name": "Bandung"})
    assert opened.status_code == 201
    path = f"/shops/{shop}/warehouses/{opened.json()['id']}"
    assert (await sari.patch(path, {"name": "Cimahi"})).json()["name"] == "Cimahi"
    level = await sari.put(f"{path}/skus/{sku}/stock", {"stock": 7})
    assert level.json() == {
        "sku_id": sku,
        "warehouse_id": opened.json()["id"],
        "stock": 7,
        "reserved": 0,
        "aside": 0,
    }
    assert (await client.get(f"/api/v1/products/{made['id']}")).json()["skus"][0]["stock"] == 12
    assert (await sari.post(f"{path}/closure")).status_code == 409
    await sari.put(f"{path}/skus/{sku}/stock", {"stock": 0})
    assert (await sari.post(f"{path}/closure")).json()["closed_at"] is not None
    assert [each["default"] for each in (await sari.get(f"/shops/{shop}/warehouses")).json()["items"]] == [True]
