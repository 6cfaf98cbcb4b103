"""The doors of the sandbox: there under --sandbox, and nowhere else."""

from datetime import datetime
from typing import Any, cast

import httpx
import msgspec

from etalase.app.asgi import create_app
from etalase.base.clock import Clock
from etalase.doorway.house import House
from tests.doors.api.test_accounts import bearer, sign_up


async def test_only_what_is_named_changes(client: httpx.AsyncClient) -> None:
    await sign_up(client, birth_date="2000-01-01")
    headers = await bearer(client)
    url = "/api/v1/sandbox/accounts/sari"
    seen = await client.put(url, json={"followers": 1500, "verified": True}, headers=headers)
    assert seen.status_code == 200
    assert (
        seen.json() | {"followers": 1500, "verified": True, "birth_date": "2000-01-01", "standing": "GOOD"}
        == seen.json()
    )
    seen = await client.put(url, json={"birth_date": None, "standing": "RESTRICTED"}, headers=headers)
    assert (seen.json()["birth_date"], seen.json()["standing"], seen.json()["followers"]) == (None, "RESTRICTED", 1500)
    assert (await client.put(url, json={}, headers=headers)).json() == seen.json()
    assert seen.json()["phone_verified"]


async def test_nonsense_is_malformed(client: httpx.AsyncClient) -> None:
    await sign_up(client)
    headers = await bearer(client)
    wrong: list[dict[str, object]] = [{"followers": -1}, {"followers": "x"}, {"standing": "FINE"}, {"birth_date": "x"}]
    for body in wrong:
        answer = await client.put("/api/v1/sandbox/accounts/sari", json=body, headers=headers)
        assert (answer.status_code, list(answer.json()["errors"])) == (422, list(body))


async def test_any_signed_in_caller_and_nobody_else(client: httpx.AsyncClient) -> None:
    await sign_up(client)
    assert (await client.put("/api/v1/sandbox/accounts/sari", json={})).status_code == 401
    assert (await client.put("/api/v1/sandbox/clock", json={"advance_s": 1})).status_code == 401
    missing = await client.put("/api/v1/sandbox/accounts/nobody", json={}, headers=await bearer(client))
    assert missing.status_code == 404


async def test_the_clock_moves_on_and_tokens_do_not_care(client: httpx.AsyncClient) -> None:
    await sign_up(client)
    headers = await bearer(client)
    year_s = 366 * 24 * 3600
    moved = await client.put("/api/v1/sandbox/clock", json={"advance_s": year_s}, headers=headers)
    assert (moved.status_code, moved.json()["offset_s"]) == (200, year_s)
    late = await sign_up(client, handle="budi", email="budi@example.com")
    first = datetime.fromisoformat((await client.get("/api/v1/me", headers=headers)).json()["created_at"])
    assert (datetime.fromisoformat(late.json()["created_at"]) - first).total_seconds() >= year_s
    for wrong in (-1, "x", 1.5, 10**20, None):
        answer = await client.put("/api/v1/sandbox/clock", json={"advance_s": wrong}, headers=headers)
        assert answer.status_code == 422, wrong


async def test_without_the_sandbox_they_are_not_there(house: House) -> None:
    settings = msgspec.structs.replace(house.settings, sandbox=False)
    app = create_app(msgspec.structs.replace(house, settings=settings, clock=Clock(sandbox=False)))
    async with app.lifespan():
        transport = httpx.ASGITransport(app=cast("Any", app), raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://etalase.test") as client:
            await sign_up(client)
            for path in ("clock", "accounts/sari", "shops/1"):
                for headers in ({}, await bearer(client)):
                    answer = await client.put(f"/api/v1/sandbox/{path}", content=b"{", headers=headers)
                    assert answer.status_code == 404, path
