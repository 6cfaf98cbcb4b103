"""People who play a journey through the API, each with a token of their own."""

import uuid
from datetime import timedelta
from typing import Any

import httpx

PASSWORD = "a long enough password"
ADDRESS = {
    "name": "Rina Wulandari",
    "phone": "+6281234567890",
    "country": "ID",
    "region": "DKI Jakarta",
    "city": "Jakarta Selatan",
    "district": "Kebayoran Baru",
    "subdistrict": "Senayan",
    "postal_code": "12190",
    "lines": ["Jl. Contoh No. 1"],
}


class Person:
    """A signed-in account at the API."""

    def __init__(self, client: httpx.AsyncClient, handle: str, token: str, account: dict[str, Any]) -> None:
        self._client = client
        self.handle = handle
        self.token = token
        self.account = account

    async def call(self, method: str, path: str, body: Any = None, *, key: str | None = None) -> httpx.Response:
        """Any call, whatever it answers."""
        headers = {"Authorization": f"Bearer {self.token}"}
        if key is not None:
            headers["Idempotency-Key"] = key
        return await self._client.request(method, f"/api/v1{path}", json=body, headers=headers)

    async def get(self, path: str) -> Any:
        """A call that must go well."""
        return self._well(await self.call("GET", path))

    async def post(self, path: str, body: Any = None, *, key: str | None = None) -> Any:
        """A call that must go well."""
        return self._well(await self.call("POST", path, body, key=key))

    async def put(self, path: str, body: Any = None) -> Any:
        """A call that must go well."""
        return self._well(await self.call("PUT", path, body))

    async def patch(self, path: str, body: Any) -> Any:
        """A call that must go well."""
        return self._well(await self.call("PATCH", path, body))

    async def delete(self, path: str, body: Any = None) -> httpx.Response:
        """A call that must go well."""
        answer = await self.call("DELETE", path, body)
        assert answer.status_code < 300, answer.text
        return answer

    async def refused(self, method: str, path: str, body: Any = None, *, status: int = 409) -> str:
        """A call that a rule refuses; its code."""
        answer = await self.call(method, path, body, key=uuid.uuid4().hex if path == "/orders" else None)
        assert answer.status_code == status, answer.text
        assert answer.headers["content-type"].startswith("application/problem+json")
        return answer.json()["code"]

    async def picture(self, content: bytes) -> str:
        """Upload a picture; its key."""
        headers = {"Authorization": f"Bearer {self.token}"}
        return self._well(await self._client.post("/api/v1/pictures", content=content, headers=headers))["key"]

    def _well(self, answer: httpx.Response) -> Any:
        assert answer.status_code < 300, f"{answer.request.method} {answer.request.url}: {answer.text}"
        return answer.json()


class World:
    """Makes people and shops through the API, and moves the sandbox clock."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self.client = client

    async def person(self, handle: str, market: str = "ID", name: str | None = None, **review: Any) -> Person:
        """A signed-in account; `review` goes to the sandbox (verified, followers, …)."""
        body = {
            "handle": handle,
            "name": name or handle,
            "email": f"{handle}@example.com",
            "password": PASSWORD,
            "market": market,
        }
        made = await self.client.post("/api/v1/accounts", json=body)
        assert made.status_code == 201, made.text
        login = await self.client.post("/api/v1/tokens", json={"login": handle, "password": PASSWORD})
        assert login.status_code == 201, login.text
        person = Person(self.client, handle, login.json()["token"], made.json())
        if review:
            await person.put(f"/sandbox/accounts/{handle}", review)
        return person

    async def shop(self, owner: Person, name: str, market: str = "ID", *, verified: bool = True) -> str:
        """A shop past its probation; its id."""
        shop = await owner.post("/shops", {"name": name, "market": market})
        if verified:
            await owner.put(f"/sandbox/shops/{shop['id']}", {"verified": True, "probation": False})
        return shop["id"]

    async def product(self, owner: Person, shop: str, title: str, price: str = "129000", stock: int = 5) -> Any:
        """A live product with one SKU."""
        body: dict[str, Any] = {
            "title": title,
            "description": f"{title}, made for this test.",
            "category": "Other",
            "skus": [{"seller_sku": uuid.uuid4().hex[:12], "options": {}, "price": price, "stock": stock}],
        }
        return await owner.post(f"/shops/{shop}/products", body)

    async def advance(self, person: Person, **times: int) -> None:
        """Move the sandbox clock on by seconds, minutes, hours, days."""
        seconds = int(timedelta(**times).total_seconds())
        await person.put("/sandbox/clock", {"advance_s": seconds})

    async def showcase(self, handle: str) -> list[Any]:
        """What anybody sees of a Showcase."""
        answer = await self.client.get(f"/api/v1/accounts/{handle}/showcase?limit=100")
        assert answer.status_code == 200, answer.text
        return answer.json()["items"]

    async def titles(self, handle: str) -> list[str]:
        """The titles in the order shown."""
        return [item["title"] for item in await self.showcase(handle)]


async def link(seller: Person, shop: str, holder: Person, kind: str) -> str:
    """Invite and accept; the link's id."""
    invited = await seller.post(f"/shops/{shop}/links", {"kind": kind, "handle": holder.handle})
    await holder.post(f"/links/{invited['id']}/acceptance")
    return invited["id"]


def order_of(sku: str, quantity: int = 1, *, via: dict[str, str] | None = None, method: str = "SANDBOX_CARD") -> Any:
    """The body of an order with one line."""
    line: dict[str, Any] = {"sku_id": sku, "quantity": quantity}
    if via:
        line["via"] = via
    return {"lines": [line], "address": ADDRESS, "payment": {"method": method}}
