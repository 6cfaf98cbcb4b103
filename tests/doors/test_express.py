"""The fast lane stands in front of every layer, so it keeps what those layers promise."""

import asyncio
from typing import Any

import httpx
import pytest

from etalase.app.asgi import app
from etalase.app.routes import fast_lane
from etalase.base.pool import Pool
from etalase.doorway.express import express
from tests.makers.callers import Caller, make_caller, open_shop, product_body, sku_body
from tests.makers.orders import ADDRESS


async def bought(client: httpx.AsyncClient, pool: Pool, **headers: str) -> httpx.Response:
    seller, buyer = await make_caller(client, pool, "the.seller"), await make_caller(client, pool, "the.buyer")
    shop = await open_shop(seller, "Toko Cepat")
    product = (await seller.post(f"/shops/{shop}/products", product_body(skus=[sku_body(stock=9)]))).json()
    body = {
        "lines": [{"sku_id": product["skus"][0]["id"], "quantity": 1}],
        "address": ADDRESS,
        "payment": {"method": "COD"},
    }
    return await client.post("/api/v1/orders", json=body, headers=signed(buyer) | headers)


def signed(caller: Caller) -> dict[str, str]:
    return {"authorization": f"Bearer {caller.token}", "idempotency-key": "k"}


def posted(headers: dict[str, str]) -> Any:
    """A scope of POST /api/v1/orders."""
    named = {"host": "etalase.test", "content-type": "application/json"} | headers
    return {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "POST", "scheme": "http",
        "path": "/api/v1/orders", "raw_path": b"/api/v1/orders", "query_string": b"", "root_path": "", "state": {},
        "headers": [(name.encode(), text.encode()) for name, text in named.items()], "client": None, "server": None,
    }  # fmt: skip


async def test_what_it_answers_has_the_headers(client: httpx.AsyncClient, pool: Pool) -> None:
    answer = await bought(client, pool)
    assert answer.status_code == 201, answer.text
    assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "strict-transport-security" not in answer.headers


async def test_a_page_of_another_site_places_nothing(client: httpx.AsyncClient, pool: Pool) -> None:
    answer = await bought(client, pool, **{"sec-fetch-site": "cross-site"})
    assert answer.status_code == 403
    async with pool.connection() as db:
        assert await db.connection.fetchval("SELECT count(*) FROM orders") == 0


@pytest.mark.parametrize("pieces", [[], [b'{"lines": [']])
async def test_a_body_that_stops_coming_is_given_up_at_once(
    client: httpx.AsyncClient, pool: Pool, pieces: list[bytes]
) -> None:
    coming = [{"type": "http.request", "body": piece, "more_body": True} for piece in pieces]
    answers: list[Any] = []

    async def stalled() -> Any:
        return coming.pop() if coming else await asyncio.sleep(60)

    async def send(message: Any) -> None:
        answers.append(message)

    lane = express(app, app, fast_lane(), pause_s=0.05)
    buyer = await make_caller(client, pool, "the.buyer")
    scope = posted(signed(buyer))
    async with asyncio.timeout(5):
        await lane(scope, stalled, send)
    assert answers[0]["status"] == 408, answers


async def test_a_body_in_very_many_pieces_is_read_in_time(client: httpx.AsyncClient, pool: Pool) -> None:
    coming = [{"type": "http.request", "body": b" ", "more_body": True} for _ in range(20_000)]
    coming.insert(0, {"type": "http.request", "body": b"{}", "more_body": False})
    answers: list[Any] = []

    async def pieces() -> Any:
        return coming.pop()

    async def send(message: Any) -> None:
        answers.append(message)

    buyer = await make_caller(client, pool, "the.buyer")
    await app(posted(signed(buyer)), pieces, send)
    assert answers[0]["status"] == 422, answers


@pytest.mark.parametrize("origin", ["http://[", "null", "https://evil.example"])
async def test_an_origin_that_is_none_of_ours_is_refused(client: httpx.AsyncClient, pool: Pool, origin: str) -> None:
    assert (await bought(client, pool, origin=origin)).status_code == 403
    answer = await client.post("/language", data={"lang": "id"}, headers={"origin": origin})
    assert answer.status_code == 403 and "content-security-policy" in answer.headers
