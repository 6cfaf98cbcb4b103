"""What the contract says of every call alike: addresses of eight markets, pages, who must be signed in, the document."""

import uuid
from typing import Any

import httpx
import pytest

from etalase.base.pool import Pool
from tests.makers.callers import Caller, make_caller, open_shop, product_body, sku_body

# In each market's form; what the contract marks with "?" is left out here and there.
ADDRESSES: dict[str, tuple[dict[str, Any], str, str]] = {
    "ID": ({"phone": "+6281234567890", "region": "DKI Jakarta", "city": "Jakarta Selatan"}, "129000", "IDR"),
    "MY": ({"phone": "+60112345678", "region": "Selangor", "city": "Petaling Jaya"}, "29.90", "MYR"),
    "PH": ({"phone": "+639000000000", "region": "Metro Manila", "city": "Quezon City"}, "399", "PHP"),
    "SG": ({"phone": "+6580000000", "postal_code": "238801"}, "19.50", "SGD"),
    "TH": ({"phone": "+66812345678", "region": "Bangkok", "city": "Pathum Wan"}, "299", "THB"),
    "GB": ({"phone": "+441632960123", "city": "London", "postal_code": "SW1A 1AA"}, "15.99", "GBP"),
    "US": ({"phone": "+15551234567", "region": "CA", "city": "San Francisco", "postal_code": "94105"}, "19.99", "USD"),
    "VN": ({"phone": "+84912345678", "region": "Ho Chi Minh", "city": "Thu Duc"}, "199000", "VND"),
}
PAYS_ON_DELIVERY = {"ID", "MY", "PH", "TH", "VN"}
LISTS = ("/me/links", "/plans", "/me/showcase/candidates", "/me/orders", "/accounts/sari/showcase")
WRITES = (
    ("POST", "/shops"),
    ("PATCH", "/shops/1"),
    ("POST", "/shops/1/products"),
    ("PUT", "/shops/1/skus/1/stock"),
    ("POST", "/shops/1/links"),
    ("POST", "/links/1/acceptance"),
    ("POST", "/shops/1/plans"),
    ("POST", "/plans/1/joins"),
    ("POST", "/me/showcase/items"),
    ("DELETE", "/me/showcase/items"),
    ("PUT", "/me/showcase/pins"),
    ("PUT", "/me/showcase/order"),
    ("POST", "/orders"),
    ("PUT", "/sandbox/clock"),
)


async def order(buyer: Caller, sku: str, address: dict[str, Any], method: str = "SANDBOX_CARD") -> httpx.Response:
    body = {"lines": [{"sku_id": sku, "quantity": 1}], "address": address, "payment": {"method": method}}
    return await buyer.post("/orders", body, Idempotency_Key=uuid.uuid4().hex)


@pytest.mark.parametrize("market", sorted(ADDRESSES))
async def test_r_ord_1_an_order_is_placed_in_the_form_of_the_market(
    client: httpx.AsyncClient, pool: Pool, market: str
) -> None:
    levels, amount, currency = ADDRESSES[market]
    seller = await make_caller(client, pool, "penjual", market)
    shop = await open_shop(seller, "Toko", market)
    made = await seller.post(f"/shops/{shop}/products", product_body(sku_body(amount=amount, currency=currency)))
    assert made.status_code == 201, made.text
    sku = made.json()["skus"][0]["id"]
    buyer = await make_caller(client, pool, "rina", market)
    address = {"name": "Rina", "country": market, "lines": ["1"], **levels}
    placed = await order(buyer, sku, address)
    assert placed.status_code == 201, placed.text
    assert placed.json()["payment"]["amount"]["currency"] == currency
    on_delivery = await order(buyer, sku, address, "COD")
    assert on_delivery.status_code == (201 if market in PAYS_ON_DELIVERY else 409)
    elsewhere = "MY" if market == "ID" else "ID"
    wrong = await order(buyer, sku, {"name": "R", "country": elsewhere, "lines": ["1"], **ADDRESSES[elsewhere][0]})
    assert (wrong.status_code, wrong.json()["code"]) == (409, "orders.market_differs")


@pytest.mark.parametrize("path", LISTS)
async def test_lists_take_one_to_a_hundred_and_their_own_cursors(
    client: httpx.AsyncClient, pool: Pool, path: str
) -> None:
    sari = await make_caller(client, pool, "sari")
    for limit in ("1", "20", "100"):
        assert set((await sari.get(f"{path}?limit={limit}")).json()) == {"items", "next_cursor"}
    for query in ("limit=0", "limit=101", "limit=abc", "limit=", "limit=9999999999999999999", "cursor=garbage"):
        refused = await sari.get(f"{path}?{query}")
        assert refused.status_code == 422, (query, refused.text)
        assert list(refused.json()["errors"]) == [query.split("=")[0]]


async def test_who_is_not_signed_in_is_told_that_before_anything_else(client: httpx.AsyncClient) -> None:
    for method, path in WRITES:
        for body in (b"", b"{}", b"{", b"[]"):
            for headers in ({}, {"Authorization": "Bearer forged"}):
                refused = await client.request(method, f"/api/v1{path}", content=body, headers=headers)
                assert refused.status_code == 401, (method, path, body, refused.text)
                assert refused.headers["www-authenticate"] == "Bearer"


async def test_what_is_missing_is_named(client: httpx.AsyncClient, pool: Pool) -> None:
    sari = await make_caller(client, pool, "sari")
    assert (await sari.get("/ad-products")).json()["errors"].keys() == {"source"}
    assert (await sari.post("/shops")).json()["errors"].keys() == {"body"}
    assert (await sari.post("/shops", {"market": "ID"})).json()["errors"].keys() == {"name"}
    far = await sari.get("/me/showcase/candidates?shop=5214853278443415535616")
    assert (far.status_code, list(far.json()["errors"])) == (422, ["shop"])


async def test_successful_logins_and_sign_ups_of_the_sandbox_are_never_limited(client: httpx.AsyncClient) -> None:
    for number in range(30):
        body = {"handle": f"n{number}", "name": "N", "email": f"n{number}@no-such-domain.invalid", "market": "ID"}
        made = await client.post("/api/v1/accounts", json=body | {"password": "a long enough password"})
        assert made.status_code == 201, made.text
    for _ in range(15):
        login = {"login": "n0@no-such-domain.invalid", "password": "a long enough password"}
        assert (await client.post("/api/v1/tokens", json=login)).status_code == 201


async def test_the_clock_never_leaves_the_calendar(client: httpx.AsyncClient, pool: Pool) -> None:
    sari = await make_caller(client, pool, "sari")
    moves = [await sari.put("/sandbox/clock", {"advance_s": 10 * 366 * 86_400}) for _ in range(101)]
    assert [each.status_code for each in moves] == [200] * 100 + [422]
    assert (await sari.get("/me/links")).status_code == 200


async def test_a_standing_may_be_named_in_other_words(client: httpx.AsyncClient, pool: Pool) -> None:
    sari = await make_caller(client, pool, "sari")
    for word, standing in (("SUSPENDED", "RESTRICTED"), ("good", "GOOD"), ("NORMAL", "GOOD")):
        reviewed = await sari.put("/sandbox/accounts/sari", {"standing": word})
        assert reviewed.json()["standing"] == standing
    assert (await sari.put("/sandbox/accounts/sari", {"standing": "??"})).status_code == 422


async def test_the_document_tells_every_way_a_call_may_end(client: httpx.AsyncClient) -> None:
    document = (await client.get("/api/openapi.json")).json()
    assert document["openapi"].startswith("3.1")
    calls = [(method, path, call) for path, item in document["paths"].items() for method, call in item.items()]
    names = [call["operationId"] for _, _, call in calls]
    assert len(set(names)) == len(names)
    for method, path, call in calls:
        assert {"401", "404", "422", "429", "503"} <= call["responses"].keys() and "400" not in call["responses"]
        keys = [each for each in call.get("parameters", []) if each["name"] == "Idempotency-Key"]
        assert bool(keys) == (method != "get")
        assert all(each["required"] == (path == "/api/v1/orders") for each in keys)
    signing_in = document["paths"]["/api/v1/tokens"]["post"]["security"]
    assert {} in signing_in and {} not in document["paths"]["/api/v1/me"]["get"]["security"]
    assert (await client.get("/api/docs")).status_code == 200
