"""The fast lane answers as the router does, byte for byte. A header that comes twice sends a call round by the router."""

import uuid
from typing import Any

import httpx
import pytest

from etalase.base.pool import Pool
from tests.makers.trading import make_agent, make_caller, make_goods, make_seller, order_body

SLOW = ("x-twice", "x-twice")


async def asked(client: httpx.AsyncClient, token: str, body: Any, key: str | None, *, slow: bool) -> httpx.Response:
    headers = [("Authorization", f"Bearer {token}"), ("Content-Type", "application/json"), ("Accept-Language", "id")]
    headers += [("Idempotency-Key", key)] if key is not None else []
    headers += [(name, "1") for name in SLOW] if slow else []
    sent = body if isinstance(body, bytes) else httpx.Request("POST", "http://x", json=body).content
    return await client.post("/api/v1/orders", content=sent, headers=headers)


def told(answer: httpx.Response) -> tuple[int, dict[str, str], bytes]:
    return answer.status_code, dict(answer.headers), answer.content


@pytest.mark.parametrize(
    ("change", "key"),
    [
        ({}, "placed"),
        ({}, None),
        ({}, ""),
        ({}, "k" * 201),
        ({"lines": []}, "k"),
        ({"lines": [{"sku_id": "x", "quantity": 1}]}, "k"),
        ({"lines": [{"sku_id": "1", "quantity": 0}]}, "k"),
        ({"lines": [{"sku_id": "1", "quantity": 1.0}]}, "k"),
        ({"lines": [{"sku_id": "999", "quantity": 1}]}, "k"),
        ({"address": {"name": "Rina", "phone": "+62", "country": "ID", "lines": ["x"]}}, "k"),
        ({"address": {"name": "Rina", "phone": "+6281234567890", "country": "FR", "lines": ["x"]}}, "k"),
        ({"payment": {"method": "STRIPE_CARD"}}, "k"),
        ({"payment": {"method": "SHELLS"}}, "k"),
        ({"unknown": "field"}, "unknown"),
    ],
)
async def test_both_ways_answer_alike(
    client: httpx.AsyncClient, pool: Pool, change: dict[str, Any], key: str | None
) -> None:
    seller, shop = await make_seller(client, pool)
    sku = (await make_goods(seller, shop))[1]
    buyer = await make_caller(client, pool, "rina")
    body = order_body((sku, 1)) | change
    # The second is a repetition where the first was kept, and the same refusal where it was not.
    fast = told(await asked(client, buyer.token, body, key, slow=False))
    assert fast == told(await asked(client, buyer.token, body, key, slow=True))
    assert fast == told(await asked(client, buyer.token, body, key, slow=False))


async def test_strangers_and_what_is_no_json_are_told_alike(client: httpx.AsyncClient, pool: Pool) -> None:
    buyer = await make_caller(client, pool, "rina")
    for token, body in (("1.x", b"{}"), (buyer.token, b"{"), (buyer.token, b"\xff"), (buyer.token, b"")):
        key = uuid.uuid4().hex
        fast = told(await asked(client, token, body, key, slow=False))
        assert fast == told(await asked(client, token, body, key, slow=True))


async def test_a_placed_order_looks_alike_whichever_way_it_came(client: httpx.AsyncClient, pool: Pool) -> None:
    seller, shop = await make_seller(client, pool)
    sku = (await make_goods(seller, shop))[1]
    buyer = await make_caller(client, pool, "rina")
    for method in ("COD", "SANDBOX_CARD"):
        ways = [
            await asked(client, buyer.token, order_body((sku, 1), method=method), uuid.uuid4().hex, slow=slow)
            for slow in (False, True)
        ]
        shapes: list[Any] = []
        for way in ways:
            assert way.status_code == 201, way.text
            found = way.json()
            found["orders"][0].pop("id")
            found["payment"].pop("id")
            headers = {name: text for name, text in way.headers.items() if name != "content-length"}
            shapes.append((found, headers))
        assert shapes[0] == shapes[1]


@pytest.mark.parametrize(
    "path", ["{}", "@{}", "%40{}", "nobody", "a%2Fb", "{}/", "", "{}?limit=1", "{}?limit=x", "{}?sort=price"]
)
async def test_a_showcase_is_told_alike_whichever_way_it_came(client: httpx.AsyncClient, pool: Pool, path: str) -> None:
    seller, shop = await make_seller(client, pool)
    agent = await make_agent(client, pool, seller, shop)
    product = (await make_goods(seller, shop))[0]
    assert (await agent.post("/me/showcase/items", {"product_ids": [product]})).status_code == 200
    name, mark, query = path.format(agent.handle).partition("?")
    asked = f"/api/v1/accounts/{name}/showcase{mark}{query}"
    ways = [await client.get(asked, headers=headers) for headers in ([], [(each, "1") for each in SLOW])]
    assert told(ways[0]) == told(ways[1])
    if path in {"{}", "@{}"}:
        assert product in ways[0].text


async def test_a_token_that_is_no_good_is_told_at_a_showcase_too(client: httpx.AsyncClient, pool: Pool) -> None:
    buyer = await make_caller(client, pool, "rina")
    for token, status in ((buyer.token, 200), ("1.x", 401)):
        answer = await client.get("/api/v1/accounts/rina/showcase", headers={"Authorization": f"Bearer {token}"})
        assert answer.status_code == status
