"""The pages of an account: sign up, sign in and out, settings, lost passwords, the outbox."""

import re
from collections.abc import AsyncIterator
from html import unescape
from typing import Any, cast

import httpx
import msgspec
import pytest

from etalase.accounts import actions, queries
from etalase.app import wiring
from etalase.app.asgi import create_app
from etalase.base.clock import Clock
from etalase.base.jobs import drain
from etalase.base.pool import Pool
from etalase.doorway.house import House
from etalase.web.shopper.settings import device_of

FORM = {
    "handle": "Sari",
    "name": "Sari",
    "email": "sari@example.com",
    "password": "correct horse",
    "market": "GB",
    "birth_date": "",
    "next": "/cart?x=1",
}
ENGLISH = {"accept-language": "en"}


async def sign_up(client: httpx.AsyncClient, **changes: str) -> httpx.Response:
    return await client.post("/signup", data=FORM | changes, headers=ENGLISH)


@pytest.fixture
async def outside(house: House) -> AsyncIterator[httpx.AsyncClient]:
    """A caller of a server without the sandbox."""
    settings = msgspec.structs.replace(house.settings, sandbox=False, public_url="https://etalase.test")
    app = create_app(msgspec.structs.replace(house, settings=settings, clock=Clock(sandbox=False)))
    async with app.lifespan():
        transport = httpx.ASGITransport(app=cast("Any", app), raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="https://etalase.test") as caller:
            yield caller


async def test_signing_up_signs_in_and_goes_on(client: httpx.AsyncClient) -> None:
    assert (await client.get("/signup?next=/cart", headers=ENGLISH)).status_code == 200
    made = await sign_up(client)
    assert (made.status_code, made.headers["location"]) == (303, "/cart?x=1")
    cookie = next(each for each in made.headers.get_list("set-cookie") if each.startswith("etalase_session="))
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert (await client.get("/login?next=/orders")).headers["location"] == "/orders"
    page = await client.get("/me", headers=ENGLISH)
    assert page.status_code == 200
    assert "@sari" in page.text


async def test_over_tls_the_session_stays_there(outside: httpx.AsyncClient) -> None:
    made = await sign_up(outside)
    assert any("Secure" in each for each in made.headers.get_list("set-cookie") if each.startswith("etalase_session="))


async def test_a_form_comes_back_with_its_values_and_every_error(client: httpx.AsyncClient) -> None:
    back = await sign_up(client, handle="x", name="Sari <b>", password="short")
    assert back.status_code == 422
    assert back.text.count('aria-invalid="true"') == 2
    assert "Sari &lt;b&gt;" in back.text
    assert "short" not in back.text
    await sign_up(client)
    await client.post("/logout")
    taken = await sign_up(client, email="other@example.com")
    assert (taken.status_code, "Somebody has the handle" in taken.text) == (409, True)
    assert (await sign_up(client, birth_date="soon")).status_code == 422


async def test_redirects_never_lead_away(client: httpx.AsyncClient) -> None:
    await sign_up(client)
    for away in ("https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)", "/a\r\nx: y"):
        await client.post("/logout")
        login = {"login": "sari", "password": "correct horse", "next": away}
        assert (await client.post("/login", data=login)).headers["location"] == "/"


async def test_signing_in_and_out(client: httpx.AsyncClient) -> None:
    await sign_up(client)
    token = client.cookies["etalase_session"]
    out = await client.post("/logout")
    assert (out.status_code, "etalase_session" in client.cookies) == (303, False)
    client.cookies.set("etalase_session", token)
    assert (await client.get("/me")).headers["location"].startswith("/login?next=")
    client.cookies.clear()
    for login, password in (("sari", "wrong horse"), ("nobody", "wrong horse")):
        wrong = await client.post("/login", data={"login": login, "password": password}, headers=ENGLISH)
        assert (wrong.status_code, "No account has this login and password" in wrong.text) == (401, True)
    right = await client.post(
        "/login", data={"login": "sari@example.com", "password": "correct horse", "next": "/orders"}
    )
    assert (right.status_code, right.headers["location"]) == (303, "/orders")


async def test_forms_of_other_sites_are_refused(client: httpx.AsyncClient) -> None:
    await sign_up(client)
    for headers in (
        {"origin": "https://evil.example"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
    ):
        assert (await client.post("/me/sessions/ending", headers=headers)).status_code == 403
    assert (await client.post("/me/sessions/ending", headers={"sec-fetch-site": "same-origin"})).status_code == 303


async def test_the_profile_and_the_password_are_changed(client: httpx.AsyncClient) -> None:
    await sign_up(client)
    form = {"name": "Sari Dewi", "bio": "Shoes", "language": "en"}
    assert (await client.post("/me/profile", data=form)).headers["location"] == "/me"
    page = await client.get("/me")
    assert "Sari Dewi" in page.text
    wrong = {"current": "wrong horse", "password": "another horse"}
    await client.post("/me/password", data=wrong)
    assert "That is not your password now." in (await client.get("/me")).text
    await client.post("/me/password", data=wrong | {"current": "correct horse"})
    assert "Your password is changed" in (await client.get("/me")).text
    await client.post("/logout")
    assert (await client.post("/login", data={"login": "sari", "password": "another horse"})).status_code == 303


def test_browsers_are_called_what_people_call_them() -> None:
    android = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0 Mobile Safari/537.36"
    iphone = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1 (KHTML, like Gecko) Safari/604.1"
    assert [device_of(each) for each in (android, iphone, "curl/8.0", "")] == [
        "Chrome · Android",
        "Safari · iPhone",
        "",
        "",
    ]


async def test_settings_need_a_session(client: httpx.AsyncClient) -> None:
    assert (await client.get("/me")).headers["location"] == "/login?next=%2Fme"
    for path in (
        "profile",
        "phone",
        "phone/code",
        "password",
        "sessions/ending",
        "passkeys/options",
        "passkeys/1/removal",
    ):
        refused = await client.post(f"/me/{path}", data={"password": "another horse"})
        assert refused.headers["location"].startswith("/login"), path


async def test_a_lost_password_is_found_in_the_outbox(client: httpx.AsyncClient, pool: Pool) -> None:
    await sign_up(client)
    for login in ("sari", "nobody"):
        sent = await client.post("/password", data={"login": login}, headers=ENGLISH)
        assert (sent.status_code, "a link is on its way" in sent.text) == (200, True)
    await work(pool)
    link = re.search(r"/password/new\?token=[\w.-]+", unescape((await client.get("/outbox")).text))
    assert link is not None
    page = await client.get(link.group())
    assert page.headers["referrer-policy"] == "no-referrer"
    token = link.group().split("=")[1]
    short = await client.post("/password/new", data={"token": token, "password": "short"}, headers=ENGLISH)
    assert short.status_code == 422
    done = await client.post("/password/new", data={"token": token, "password": "another horse"})
    assert (done.status_code, done.headers["location"]) == (303, "/login")
    again = await client.post("/password/new", data={"token": token, "password": "another horse"})
    assert again.status_code == 409


async def test_a_phone_is_confirmed_by_the_code_in_the_outbox(client: httpx.AsyncClient, pool: Pool) -> None:
    await sign_up(client)
    await client.post("/me/phone", data={"phone": "+447700900123"})
    await work(pool)
    code = re.search(r"\b\d{6}\b", re.sub(r"\+\d+", "", (await client.get("/outbox?to=%2B447700900123")).text))
    assert code is not None
    await client.post("/me/phone/code", data={"code": code.group()})
    assert "+447700900123" in (await client.get("/me")).text


async def test_the_outbox_is_not_there_outside_the_sandbox(outside: httpx.AsyncClient, pool: Pool) -> None:
    assert (await outside.get("/outbox")).status_code == 404
    await sign_up(outside)
    assert (await outside.get("/outbox")).status_code == 404
    async with pool.transaction() as db:
        await actions.set_operator(db, (await queries.account_by_handle(db, "sari")).account_id, is_operator=True)
    assert (await outside.get("/outbox")).status_code == 200


async def test_passkey_options_are_for_this_site(client: httpx.AsyncClient) -> None:
    options = (await client.post("/login/passkey/options", json={})).json()
    assert (options["rpId"], options["userVerification"]) == ("127.0.0.1", "required")
    forged = await client.post(
        "/login/passkey", json={"credential": {"id": "x", "response": {"clientDataJSON": "e30"}}}
    )
    assert (forged.status_code, "location" in forged.json()) == (409, False)
    await sign_up(client)
    assert (await client.post("/me/passkeys/options", json={})).json()["user"]["name"] == "sari"


async def work(pool: Pool) -> None:
    """What a worker would do now."""
    async with pool.connection() as db:
        await drain(db, wiring.roster(), await Clock(sandbox=True).now(db))
