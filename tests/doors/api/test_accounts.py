"""The doors of accounts: sign up, sign in, profiles, resets, phone checks."""

import asyncio
from typing import Any, cast

import httpx
import msgspec

from etalase.accounts import actions, rules
from etalase.app.asgi import create_app
from etalase.base.pool import Pool
from etalase.doorway.house import House

SARI: dict[str, Any] = {
    "handle": "sari",
    "name": "Sari",
    "email": "sari@example.com",
    "password": "correct horse",
    "market": "ID",
}

MALFORMED: list[tuple[str, object]] = [
    ("handle", "S"),
    ("handle", "x" * 25),
    ("handle", 7),
    ("handle", None),
    ("handle", "a\x00b"),
    ("name", ""),
    ("name", "x" * 61),
    ("email", "nobody"),
    ("email", "a@b"),
    ("password", "short"),
    ("password", "x" * 201),
    ("password", "x" * 100_000),
    ("market", "DE"),
    ("market", 1),
    ("birth_date", "yesterday"),
    ("birth_date", "2999-01-01"),
    ("birth_date", "2000-02-30"),
]


async def sign_up(client: httpx.AsyncClient, **changes: Any) -> httpx.Response:
    return await client.post("/api/v1/accounts", json=SARI | changes)


async def sign_in(client: httpx.AsyncClient, login: str = "sari", password: str = SARI["password"]) -> httpx.Response:
    return await client.post("/api/v1/tokens", json={"login": login, "password": password})


async def bearer(client: httpx.AsyncClient, login: str = "sari") -> dict[str, str]:
    return {"Authorization": f"Bearer {(await sign_in(client, login)).json()['token']}"}


async def test_an_account_is_made_once_and_can_sign_in_at_once(client: httpx.AsyncClient) -> None:
    made = await sign_up(client)
    assert made.status_code == 201
    assert made.json() | {"followers": 0, "verified": False, "birth_date": None, "market": "ID"} == made.json()
    assert "password" not in made.text
    token = (await sign_in(client, "Sari@Example.com")).json()
    me = await client.get("/api/v1/me", headers={"Authorization": f"Bearer {token['token']}"})
    assert me.json() == made.json() == token["account"]
    public = (await client.get("/api/v1/accounts/sari")).json()
    assert (public["id"], public["url"]) == (made.json()["id"], "/@sari")
    assert not {"email", "birth_date", "phone", "standing"} & public.keys()


async def test_taken_names_are_refused_with_a_code(client: httpx.AsyncClient) -> None:
    await sign_up(client)
    again = await sign_up(client, email="other@example.com")
    assert (again.status_code, again.json()["code"]) == (409, "accounts.handle_taken")
    assert again.headers["content-type"] == "application/problem+json"
    again = await sign_up(client, handle="other")
    assert (again.status_code, again.json()["code"]) == (409, "accounts.email_taken")


async def test_of_twenty_sign_ups_for_one_handle_one_succeeds(client: httpx.AsyncClient) -> None:
    answers = await asyncio.gather(*(sign_up(client, email=f"sari{number}@example.com") for number in range(20)))
    assert sorted(answer.status_code for answer in answers) == [201] + [409] * 19


async def test_malformed_sign_ups_name_the_field(client: httpx.AsyncClient) -> None:
    for field, value in MALFORMED:
        answer = await sign_up(client, **{field: value})
        assert (answer.status_code, answer.json()["code"]) == (422, "invalid"), (field, value)
        assert list(answer.json()["errors"]) == [field]


async def test_bodies_that_are_no_object(client: httpx.AsyncClient) -> None:
    for body in (b"", b"{", b"[]", b"null", b'"sari"', b"\xff\xfe", b"[" * 100_000):
        answer = await client.post("/api/v1/accounts", content=body, headers={"content-type": "application/json"})
        assert answer.status_code == 422, body[:20]
        assert answer.headers["content-type"] == "application/problem+json"


async def test_a_repeated_sign_up_with_one_key_happens_once(client: httpx.AsyncClient) -> None:
    headers = {"Idempotency-Key": "k1"}
    first = await client.post("/api/v1/accounts", json=SARI, headers=headers)
    assert (await client.post("/api/v1/accounts", json=SARI, headers=headers)).json() == first.json()
    other = await client.post("/api/v1/accounts", json=SARI | {"handle": "budi"}, headers=headers)
    assert (other.status_code, other.json()["code"]) == (409, "idempotency.key_reused")


async def test_an_unknown_login_and_a_wrong_password_are_told_alike(client: httpx.AsyncClient) -> None:
    await sign_up(client)
    wrong, unknown = await sign_in(client, password="wrong horse"), await sign_in(client, "nobody")
    assert (wrong.status_code, wrong.json()["code"]) == (401, "accounts.wrong_login")
    assert wrong.json() == unknown.json()
    assert (await sign_in(client, "", "")).json() == wrong.json()
    assert (await sign_in(client, "sari\x00", "x" * 9000)).json() == wrong.json()


async def test_brute_force_is_limited_and_others_are_not(client: httpx.AsyncClient) -> None:
    await sign_up(client)
    await sign_up(client, handle="budi", email="budi@example.com")
    for number in range(rules.FAILED_LOGINS.hits):
        assert (await sign_in(client, password=f"wrong {number}")).status_code == 401
    limited = await sign_in(client)
    assert (limited.status_code, limited.json()["code"]) == (429, "limited")
    assert int(limited.headers["retry-after"]) > 0
    assert (await sign_in(client, "sari@example.com")).status_code == 429
    assert (await sign_in(client, "budi")).status_code == 201


async def test_guesses_that_arrive_together_are_limited_too(client: httpx.AsyncClient) -> None:
    await sign_up(client)
    guesses = [f"wrong {number}" for number in range(60)]
    await asyncio.gather(*(sign_in(client, password=guess) for guess in guesses))
    assert (await sign_in(client)).status_code == 429


async def test_many_successful_logins_are_never_limited(client: httpx.AsyncClient) -> None:
    await sign_up(client)
    answers = await asyncio.gather(*(sign_in(client) for _ in range(30)))
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.json()["token"] for answer in answers}) == 30


async def test_a_stale_token_does_not_keep_its_owner_from_a_new_one(client: httpx.AsyncClient) -> None:
    await sign_up(client)
    client.headers["Authorization"] = "Bearer 1.stale"
    assert (await client.get("/api/v1/me")).status_code == 401
    assert (await sign_in(client)).status_code == 201


async def test_forged_tokens(client: httpx.AsyncClient) -> None:
    for header in ("Bearer", "Bearer ", "Basic abc", "Bearer x", "Bearer 1.2", "Bearer " + "9" * 4000, "token"):
        answer = await client.get("/api/v1/me", headers={"Authorization": header})
        assert (answer.status_code, answer.json()["code"]) == (401, "unauthenticated"), header
        assert answer.headers["www-authenticate"] == "Bearer"


async def test_signing_out_ends_the_token(client: httpx.AsyncClient) -> None:
    await sign_up(client)
    headers = await bearer(client)
    assert (await client.delete("/api/v1/tokens/current", headers=headers)).status_code == 200
    assert (await client.get("/api/v1/me", headers=headers)).status_code == 401
    assert (await client.delete("/api/v1/tokens/current")).status_code == 401


async def test_a_profile_is_edited_by_its_holder(client: httpx.AsyncClient) -> None:
    await sign_up(client)
    headers = await bearer(client)
    edited = await client.patch("/api/v1/me", json={"name": "Sari Dewi", "bio": "Shoes", "x": 1}, headers=headers)
    assert (edited.status_code, edited.json()["name"], edited.json()["bio"]) == (200, "Sari Dewi", "Shoes")
    assert (await client.patch("/api/v1/me", json={}, headers=headers)).json() == edited.json()
    wrong = await client.patch("/api/v1/me", json={"bio": "x" * 501, "name": "Other"}, headers=headers)
    assert wrong.status_code == 422
    assert (await client.get("/api/v1/me", headers=headers)).json() == edited.json()
    assert (await client.patch("/api/v1/me", json={"name": "X"})).status_code == 401


async def test_follow_and_unfollow(client: httpx.AsyncClient) -> None:
    await sign_up(client)
    await sign_up(client, handle="budi", email="budi@example.com")
    headers = await bearer(client)
    for _ in range(2):
        seen = await client.put("/api/v1/accounts/budi/follow", headers=headers)
        assert (seen.status_code, seen.json()["followers"], seen.json()["is_followed"]) == (200, 1, True)
    listed = (await client.get("/api/v1/me/following", headers=headers)).json()
    assert ([each["handle"] for each in listed["items"]], listed["next_cursor"]) == (["budi"], None)
    own = await client.put("/api/v1/accounts/sari/follow", headers=headers)
    assert (own.status_code, own.json()["code"]) == (409, "accounts.cannot_follow_self")
    assert (await client.put("/api/v1/accounts/nobody/follow", headers=headers)).status_code == 404
    assert (await client.delete("/api/v1/accounts/budi/follow", headers=headers)).status_code == 200
    assert (await client.get("/api/v1/accounts/budi")).json()["followers"] == 0


async def test_handles_are_searched_by_signed_in_callers(client: httpx.AsyncClient) -> None:
    await sign_up(client)
    found = await client.get("/api/v1/accounts", params={"handle": "sa"}, headers=await bearer(client))
    assert [each["handle"] for each in found.json()["items"]] == ["sari"]
    assert (await client.get("/api/v1/accounts", params={"handle": "sa"})).status_code == 401


async def test_a_lost_password_is_replaced_by_mail(client: httpx.AsyncClient, pool: Pool) -> None:
    made = await sign_up(client)
    headers = await bearer(client)
    answers = [await client.post("/api/v1/password-resets", json={"login": login}) for login in ("sari", "nobody")]
    assert [(answer.status_code, answer.json()) for answer in answers] == [(202, {})] * 2
    async with pool.transaction() as db:
        minted = await actions.mint_reset_token(db, int(made.json()["id"]))
    assert minted is not None
    short = await client.put("/api/v1/password", json={"token": minted.token, "password": "short"})
    assert short.status_code == 422
    fresh = {"token": minted.token, "password": "another horse"}
    assert (await client.put("/api/v1/password", json=fresh)).status_code == 200
    again = await client.put("/api/v1/password", json=fresh)
    assert (again.status_code, again.json()["code"]) == (409, "accounts.reset_not_valid")
    assert (await client.get("/api/v1/me", headers=headers)).status_code == 401
    assert (await sign_in(client)).status_code == 401
    assert (await sign_in(client, password="another horse")).status_code == 201


async def test_a_phone_is_confirmed_and_wrong_codes_count(client: httpx.AsyncClient, pool: Pool) -> None:
    made = await sign_up(client)
    headers = await bearer(client)
    sent = await client.post("/api/v1/me/phone-checks", json={"phone": "081234567890"}, headers=headers)
    assert (sent.status_code, sent.json()) == (202, {"phone": "+6281234567890"})
    async with pool.transaction() as db:
        minted = await actions.mint_phone_code(db, int(made.json()["id"]))
    assert minted is not None
    wrong = await client.put("/api/v1/me/phone", json={"code": "x"}, headers=headers)
    assert (wrong.json()["code"], wrong.json()["tries_left"]) == ("accounts.phone_code_wrong", 4)
    wrong = await client.put("/api/v1/me/phone", json={"code": ""}, headers=headers)
    assert wrong.json()["tries_left"] == 3
    right = await client.put("/api/v1/me/phone", json={"code": minted.code}, headers=headers)
    assert (right.status_code, right.json()["phone"], right.json()["phone_verified"]) == (200, "+6281234567890", True)


async def test_unknown_profiles_are_not_found(client: httpx.AsyncClient) -> None:
    for handle in ("nobody", "%00", "x" * 300, "..%2f"):
        answer = await client.get(f"/api/v1/accounts/{handle}")
        assert (answer.status_code, answer.headers["content-type"]) == (404, "application/problem+json")


async def test_forwarded_addresses_are_believed_only_from_our_own_proxies(house: House) -> None:
    for proxies, last_status in ((0, 429), (1, 401)):
        settings = msgspec.structs.replace(house.settings, proxies=proxies)
        app = create_app(msgspec.structs.replace(house, settings=settings))
        async with app.lifespan():
            transport = httpx.ASGITransport(app=cast("Any", app), raise_app_exceptions=False)
            async with httpx.AsyncClient(transport=transport, base_url="http://etalase.test") as client:
                statuses: list[int] = []
                for number in range(rules.FAILED_LOGINS_OF_ADDRESS.hits + 1):
                    client.headers["x-forwarded-for"] = f"198.51.100.7, 203.0.113.{number}"
                    statuses.append((await sign_in(client, f"nobody{proxies}{number}", "wrong horse")).status_code)
        assert (set(statuses[:-1]), statuses[-1]) == ({401}, last_status)
