"""Callers at the JSON doors: an account with its token, and what they make there."""

from typing import Any

import httpx
import msgspec

from etalase.base.pool import Pool
from tests.makers.accounts import PASSWORD, make_account


class Caller(msgspec.Struct, frozen=True):
    """A signed-in caller. Paths are below /api/v1."""

    client: httpx.AsyncClient
    account_id: int
    handle: str
    token: str

    async def call(self, method: str, path: str, body: Any = None, **headers: str) -> httpx.Response:
        """One call with the token."""
        sent = {"Authorization": f"Bearer {self.token}"} | {
            name.replace("_", "-"): each for name, each in headers.items()
        }
        return await self.client.request(method, f"/api/v1{path}", json=body, headers=sent)

    async def get(self, path: str) -> httpx.Response:
        """GET."""
        return await self.call("GET", path)

    async def post(self, path: str, body: Any = None, **headers: str) -> httpx.Response:
        """POST."""
        return await self.call("POST", path, body, **headers)

    async def patch(self, path: str, body: Any) -> httpx.Response:
        """PATCH."""
        return await self.call("PATCH", path, body)

    async def put(self, path: str, body: Any) -> httpx.Response:
        """PUT."""
        return await self.call("PUT", path, body)

    async def delete(self, path: str) -> httpx.Response:
        """DELETE."""
        return await self.call("DELETE", path)


async def make_caller(client: httpx.AsyncClient, pool: Pool, handle: str = "sari", market: str = "ID") -> Caller:
    """An account, signed in through the door."""
    async with pool.transaction() as db:
        actor = await make_account(db, handle=handle, market=market)
    signed = await client.post("/api/v1/tokens", json={"login": handle, "password": PASSWORD})
    assert signed.status_code == 201, signed.text
    return Caller(client, actor.account_id, handle, signed.json()["token"])


async def open_shop(caller: Caller, name: str = "Toko Sari", market: str = "ID") -> str:
    """A shop of the caller's; its id."""
    opened = await caller.post("/shops", {"name": name, "market": market})
    assert opened.status_code == 201, opened.text
    return opened.json()["id"]


def product_body(*skus: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """The body of a new product; without SKUs it has one."""
    body = {
        "title": "Batik scarf, hand drawn in Pekalongan",
        "description": "Soft cotton.",
        "category": "Fashion",
        "skus": list(skus) or [sku_body()],
    }
    return body | changes


def sku_body(
    seller_sku: str = "SCARF", amount: str = "129000", currency: str = "IDR", stock: int = 10, **options: str
) -> dict[str, Any]:
    """One SKU of a body."""
    return {
        "seller_sku": seller_sku,
        "options": options,
        "price": {"amount": amount, "currency": currency},
        "stock": stock,
    }
