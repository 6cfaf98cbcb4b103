"""Shops that sell, holders who show and buyers who order, at the JSON doors."""

import uuid
from typing import Any

import httpx

from etalase.base.pool import Pool
from tests.makers.callers import Caller, make_caller, open_shop, product_body, sku_body
from tests.makers.orders import ADDRESS


async def make_seller(
    client: httpx.AsyncClient, pool: Pool, handle: str = "toko", name: str = "Langkah"
) -> tuple[Caller, str]:
    """A caller with a verified shop past its probation."""
    seller = await make_caller(client, pool, handle)
    shop = await open_shop(seller, name)
    assert (await seller.put(f"/sandbox/shops/{shop}", {"verified": True, "probation": False})).status_code == 200
    return seller, shop


async def make_goods(seller: Caller, shop: str, *, stock: int = 5, title: str = "Sandal Senja") -> tuple[str, str]:
    """A live product with one SKU at 129,000 rupiah: (product, SKU)."""
    body = product_body(sku_body(uuid.uuid4().hex[:12], stock=stock), title=title)
    made = await seller.post(f"/shops/{shop}/products", body)
    assert made.status_code == 201, made.text
    return made.json()["id"], made.json()["skus"][0]["id"]


async def make_agent(client: httpx.AsyncClient, pool: Pool, seller: Caller, shop: str, handle: str = "agen") -> Caller:
    """A marketing account of the shop."""
    agent = await make_caller(client, pool, handle)
    assert (await agent.put(f"/sandbox/accounts/{handle}", {"verified": True})).status_code == 200
    link = await seller.post(f"/shops/{shop}/links", {"kind": "MARKETING", "handle": handle})
    assert (await agent.post(f"/links/{link.json()['id']}/acceptance")).status_code == 200
    return agent


def order_body(*lines: tuple[str, int], method: str = "COD", **changes: Any) -> dict[str, Any]:
    """The body of an order of (SKU, pieces)."""
    asked = [{"sku_id": sku, "quantity": quantity} for sku, quantity in lines]
    return {"lines": asked, "address": ADDRESS, "payment": {"method": method}} | changes


async def order(caller: Caller, body: Any, key: str | None = None) -> httpx.Response:
    """POST /orders with a key of its own, or with this one."""
    return await caller.post("/orders", body, Idempotency_Key=key or uuid.uuid4().hex)


def refusal(answer: httpx.Response) -> tuple[int, str]:
    """(status, code) of a problem that has the contract's shape."""
    assert answer.headers["content-type"].startswith("application/problem+json"), answer.text
    told = answer.json()
    assert {"type", "title", "status", "code", "detail"} <= set(told) and told["status"] == answer.status_code
    assert (answer.status_code == 422) == ("errors" in told)
    return answer.status_code, told["code"]
