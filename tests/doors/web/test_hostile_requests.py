"""Requests that no honest browser sends, and texts that want to be more than text."""

import asyncio
from typing import Any

import httpx
import pytest
from litestar.types import Receive, Scope, Send

from etalase.base.pool import Pool
from etalase.doorway.security import foreign
from etalase.doorway.slow import TooSlow, hurried
from etalase.links.actions import rename_account
from etalase.shops.actions import edit_shop
from etalase.web.flash import local
from tests.makers.accounts import NOW
from tests.makers.shopping import Market, make_market, put_in_cart, sign_in

SHOT = "\"'><script>alert(1)</script>{{7*7}}"
ELSEWHERE = "https://evil.example"


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("PUT", "/", 405), ("TRACE", "/", 405), ("GET", "/products/-1", 404), ("GET", "/static/a/../b", 404),
     ("GET", "/nope/nope", 404), ("GET", "/api/v1/nope", 404), ("GET", "/media/%2e%2e/400.webp", 404),
     ("GET", "/media/%00/400.webp", 404), ("GET", "/@%00", 404), ("GET", "/search?q=%00%ff", 200),
     ("GET", "/?cursor=%00", 200), ("GET", "/qr.svg?of=https://evil.example", 404), ("GET", "/qr.svg?of=//evil.example", 404)],
)  # fmt: skip
async def test_whatever_is_answered_has_the_headers(
    client: httpx.AsyncClient, method: str, path: str, status: int
) -> None:
    answer = await client.request(method, path)
    assert answer.status_code == status
    assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["content-type"].count("charset") <= 1


async def test_head_is_get_without_its_body(client: httpx.AsyncClient) -> None:
    whole, head = await client.get("/help"), await client.head("/help")
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-length"] == str(len(whole.content))
    assert (await client.head("/nope")).status_code == 404


@pytest.mark.parametrize(
    "path", ["//evil.example", "/\\evil.example", ELSEWHERE, "javascript:alert(1)", "/a\r\nb: c", "/\t/e", ""]
)
def test_no_redirect_leads_out(path: str) -> None:
    assert local(path) == "/"


async def test_a_way_back_with_any_letters_is_a_header_still(client: httpx.AsyncClient) -> None:
    answer = await client.post("/language", data={"lang": "id", "next": "/search?q=kopi%20é\u2028&a=1#b"})
    assert answer.status_code == 303
    assert answer.headers["location"] == "/search?q=kopi%20%C3%A9%E2%80%A8&a=1#b"


@pytest.mark.parametrize(
    "headers",
    [{"origin": ELSEWHERE}, {"origin": "null"}, {"origin": ""}, {"sec-fetch-site": "cross-site"},
     {"sec-fetch-site": "same-site"}, {"sec-fetch-site": "cross-site", "origin": "http://etalase.test"}],
)  # fmt: skip
async def test_another_site_cannot_send_our_forms(client: httpx.AsyncClient, headers: dict[str, str]) -> None:
    for path in ("/login", "/logout", "/language", "/cart/lines"):
        answer = await client.post(path, data={"lang": "en"}, headers=headers)
        assert answer.status_code == 403 and "set-cookie" not in answer.headers


def test_an_origin_that_names_nobody_does_not_equal_a_host_that_is_missing() -> None:
    assert foreign("POST", {b"origin": b"null"}) and foreign("POST", {b"origin": b"null", b"host": b""})


async def test_cookies_of_any_content_show_a_page(client: httpx.AsyncClient) -> None:
    for cookie in ("etalase_cart=" + "1-1|" * 20_000, "etalase_cart=zz|1-0|ffffffffffffffff-1|1-1-C../../x", "flash=%%%",
                   "flash=eyJraW5kIjoxfQ==", "lang=../../x; theme=<b>; market=ZZ",
                   "etalase_session=1.1; etalase_session="):  # fmt: skip
        assert (await client.get("/cart", headers={"cookie": cookie})).status_code == 200, cookie[:40]


async def test_texts_of_others_stay_texts_on_every_page(client: httpx.AsyncClient, pool: Pool) -> None:
    market = await make_market(pool)
    await armed(pool, market)
    await sign_in(client, pool, market.buyer)
    await put_in_cart(client, market.sizes[0])
    pages = ["/", f"/search?q={SHOT}", "/cart", "/checkout", f"/shops/{market.shop.shop_id}", "/@nadia", "/@nadia/showcase",
             f"/products/{market.shoe.product_id}", f"/products/{market.shoe.product_id}?via={SHOT}",
             f"/login?next=/{SHOT}"]  # fmt: skip
    await shown_safely(client, pages)
    await sign_in(client, pool, market.seller)
    seller = f"/seller/{market.shop.shop_id}"
    await shown_safely(
        client, ["/seller", *(f"{seller}/{room}" for room in ("", "products", "accounts", "orders", "settings"))]
    )
    await sign_in(client, pool, market.creator)
    await shown_safely(client, ["/creator", "/creator/links", "/creator/showcase"])


async def armed(pool: Pool, market: Market) -> None:
    """Every name and text that others read, replaced by an attempt."""
    async with pool.transaction() as db:
        await rename_account(db, market.creator, name=SHOT[:30], now=NOW)
        await edit_shop(db, market.seller, shop_id=market.shop.shop_id, description=SHOT, now=NOW)
        await db.connection.execute("UPDATE products SET title = $1, description = $1", SHOT)
        await db.connection.execute("UPDATE shops SET name = $1", SHOT[:30])
        await db.connection.execute("UPDATE accounts SET bio = $1", SHOT)


async def shown_safely(client: httpx.AsyncClient, pages: list[str]) -> None:
    """That no page holds the attempt as markup."""
    for page in pages:
        answer = await client.get(page, follow_redirects=True)
        assert answer.status_code in {200, 404, 422}, (page, answer.status_code)
        assert "<script>alert" not in answer.text and "'><scr" not in answer.text, page


async def test_a_body_that_stops_coming_is_given_up() -> None:
    said: list[Any] = []

    async def reading(_scope: Scope, receive: Receive, _send: Send) -> None:
        said.append(await receive())
        with pytest.raises(TooSlow):
            await receive()
        said.append("given up")

    pieces = [{"type": "http.request", "body": b"a", "more_body": True}]

    async def stalled() -> Any:
        return pieces.pop() if pieces else await asyncio.sleep(60)

    async def nowhere(_message: Any) -> None: ...

    await hurried(reading, pause_s=0.05)({"type": "http"}, stalled, nowhere)  # type: ignore[arg-type] - all it reads of a scope
    assert len(said) == 2 and said[1] == "given up"


async def test_the_wait_for_a_farewell_has_no_end() -> None:
    async def reading(_scope: Scope, receive: Receive, _send: Send) -> None:
        await receive()
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(receive(), 0.2)

    pieces = [{"type": "http.request", "body": b"", "more_body": False}]

    async def stalled() -> Any:
        return pieces.pop() if pieces else await asyncio.sleep(60)

    async def nowhere(_message: Any) -> None: ...

    await hurried(reading, pause_s=0.01)({"type": "http"}, stalled, nowhere)  # type: ignore[arg-type] - all it reads of a scope
