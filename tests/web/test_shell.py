"""The shell as a browser meets it: languages, themes, sentences that survive a redirect, headers, static files, errors."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from litestar import Litestar, get
from litestar.response import Response
from litestar.testing import TestClient

from etalase.base.actor import Actor
from etalase.base.errors import Refusal
from etalase.doorway import security
from etalase.web import design, files, flash, pages, switches
from etalase.web.frame import Asked, Frame, Viewer
from etalase.web.problem import WORDS, problem_page


def _refused(request: Asked, no: Refusal) -> Response[bytes]:
    return problem_page(request, no.status)


@get("/problem/{status:int}", sync_to_thread=False)
def a_problem(request: Asked, status: int) -> Response[bytes]:
    return problem_page(request, status)


@get("/signed-in", sync_to_thread=False)
def signed_in(request: Asked) -> Response[bytes]:
    request.state.viewer = Viewer(Actor(7, "sari", "TH"), "Sari <b>", language="id", cart_count=3)
    return pages.render(request, "problem/problem.html", icon="x", heading="x", text="<i>", code=400)


@pytest.fixture(name="client", scope="module")
def _client() -> Iterator[TestClient[Litestar]]:
    routes = [*design.routes, *files.routes, *switches.routes, a_problem, signed_in]
    app = Litestar(routes, middleware=[security.guarded], exception_handlers={Refusal: _refused})
    with TestClient(app) as client:
        yield client


@pytest.fixture(autouse=True)
def _no_cookies(client: TestClient[Litestar]) -> None:
    client.cookies.clear()


@pytest.mark.parametrize("lang", pages.house().texts.languages)
def test_the_design_page_is_in_every_language(client: TestClient[Litestar], lang: str) -> None:
    answer = client.get("/design", headers={"accept-language": lang})
    assert answer.status_code == 200
    assert f'<html lang="{lang}"' in answer.text


def test_a_chosen_language_outranks_the_account_and_the_browser(client: TestClient[Litestar]) -> None:
    asked = {"accept-language": "en"}
    assert '<html lang="id"' in client.get("/signed-in", headers=asked).text
    answer = client.post("/language", data={"lang": "en", "next": "/design"}, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/design")
    assert '<html lang="en"' in client.get("/signed-in", headers={"accept-language": "id"}).text


def test_the_market_speaks_when_nobody_else_does(client: TestClient[Litestar]) -> None:
    assert '<html lang="id"' in client.get("/design", headers={"accept-language": "xx"}).text


def test_a_second_wish_is_heard_when_the_first_has_no_texts(client: TestClient[Litestar]) -> None:
    assert '<html lang="en"' in client.get("/design", headers={"accept-language": "sv,en;q=0.5"}).text


def test_a_theme_is_kept_and_an_unknown_one_is_not(client: TestClient[Litestar]) -> None:
    client.post("/theme", data={"theme": "dark", "next": "/design"}, follow_redirects=False)
    assert 'data-theme="dark"' in client.get("/problem/404").text
    client.post("/theme", data={"theme": "neon"}, follow_redirects=False)
    assert 'data-theme="dark"' in client.get("/problem/404").text


@pytest.mark.parametrize("way_out", ["https://evil.example", "//evil.example", "/\\evil.example", "", "/a\nb"])
def test_a_redirect_never_leaves_the_server(way_out: str) -> None:
    assert flash.local(way_out) == "/"


def test_a_sentence_survives_one_redirect_and_is_only_text(client: TestClient[Litestar]) -> None:
    cookie = flash.write("good", "Saved <b>it</b>.")
    client.cookies.set(flash.COOKIE, str(cookie.value))
    answer = client.get("/problem/404")
    assert "Saved &lt;b&gt;it" in answer.text
    assert "max-age=0" in answer.headers["set-cookie"].lower()


@pytest.mark.parametrize("forged", ["x", "eyJhIjoxfQ==", "%00"])
def test_a_broken_sentence_is_nothing(client: TestClient[Litestar], forged: str) -> None:
    client.cookies.set(flash.COOKIE, forged)
    assert client.get("/problem/404").status_code == 404


@pytest.mark.parametrize("status", sorted(WORDS))
def test_every_problem_has_words_and_a_way_on(client: TestClient[Litestar], status: int) -> None:
    answer = client.get(f"/problem/{status}", headers={"accept-language": "en"})
    assert answer.status_code == status
    assert WORDS[status].title in answer.text
    assert 'href="&#x2f;"' in answer.text or 'href="/"' in answer.text


def test_names_are_escaped_and_the_cart_counts(client: TestClient[Litestar]) -> None:
    text = client.get("/signed-in").text
    assert "&lt;i&gt;" in text
    assert "<i>" not in text.split("<main", 1)[1]


def test_headers_of_every_answer(client: TestClient[Litestar]) -> None:
    for path in ("/design", "/problem/500", "/static/none.js"):
        headers = client.get(path).headers
        assert "'unsafe" not in headers["content-security-policy"]
        assert "default-src 'none'" in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    ("headers", "refused"),
    [
        ({"sec-fetch-site": "cross-site"}, True),
        ({"sec-fetch-site": "same-site"}, True),
        ({"origin": "https://evil.example"}, True),
        ({"origin": "null"}, True),
        ({"sec-fetch-site": "same-origin", "origin": "http://testserver.local"}, False),
        ({"origin": "http://testserver.local"}, False),
        ({}, False),
    ],
)
def test_posts_of_other_sites_are_refused(client: TestClient[Litestar], headers: dict[str, str], refused: bool) -> None:
    answer = client.post("/theme", data={"theme": "dark"}, headers=headers, follow_redirects=False)
    assert answer.status_code == (403 if refused else 303)
    assert "content-security-policy" in answer.headers


def test_static_files_are_kept_for_ever_and_squeezed(client: TestClient[Litestar]) -> None:
    url = pages.house().files.url("app.css")
    answer = client.get(url, headers={"accept-encoding": "gzip"})
    assert answer.headers["content-encoding"] == "gzip"
    assert "immutable" in answer.headers["cache-control"]
    assert "content-encoding" not in client.get(url, headers={"accept-encoding": "identity"}).headers
    assert client.get("/static/app.css").status_code == 404


def test_pages_have_no_inline_script_or_style(client: TestClient[Litestar]) -> None:
    text = client.get("/design").text
    assert not re.search(r"<script(?![^>]*src=)|<style|\sstyle=|\son\w+=", text)


def test_where_we_are() -> None:
    now = datetime.now(UTC)
    frame = Frame(
        lang="en",
        theme="auto",
        path="/orders/7",
        query="a=1",
        market="ID",
        zone="UTC",
        now=now + timedelta(0),
        viewer=None,
        languages=("en",),
        flashes=(),
    )
    assert frame.at("/orders")
    assert not frame.at("/order")
    assert not frame.at("/")
    assert frame.here == "/orders/7?a=1"
    assert frame.sign_in == "/login?next=%2Forders%2F7%3Fa%3D1"
