"""/help in every country: the numbers come from the policy of the country that was asked for."""

from html import unescape

import httpx
import pytest

from etalase.app.wiring import refusals
from etalase.base.markets import MARKETS
from etalase.base.markets.linking import KINDS
from etalase.web.help.pages import TOPICS

EN = {"accept-language": "en"}


async def test_the_index_names_every_topic(client: httpx.AsyncClient) -> None:
    text = unescape((await client.get("/help", headers=EN)).text)
    for topic in TOPICS:
        assert f'href="/help/{topic.name}"' in text


@pytest.mark.parametrize("market", MARKETS)
async def test_every_topic_in_every_country(client: httpx.AsyncClient, market: str) -> None:
    for topic in TOPICS:
        answer = await client.get(f"/help/{topic.name}", params={"market": market}, headers=EN)
        assert answer.status_code == 200
        if topic.by_country:
            assert f'<option value="{market}" selected>' in answer.text


async def test_linking_has_all_eight_countries_to_choose_from(client: httpx.AsyncClient) -> None:
    for kind in KINDS:
        text = (await client.get(f"/help/linking/{kind}", headers=EN)).text
        assert text.count("<option value=") >= len(MARKETS) == 8
        assert all(f'<option value="{market}"' in text for market in MARKETS)


async def test_r_link_22_the_help_tells_how_long_an_invitation_waits(client: httpx.AsyncClient) -> None:
    text = (await client.get("/help/linking/official", headers=EN)).text
    assert "The account holder confirms within 48 hours" in text


async def test_the_followers_of_affiliates_differ_by_country(client: httpx.AsyncClient) -> None:
    for market, followers in (("ID", 600), ("GB", 1000)):
        text = (await client.get("/help/linking/affiliate", params={"market": market}, headers=EN)).text
        assert f"Followers the account needs: {followers}." in text


async def test_an_unknown_country_falls_back_and_an_unknown_topic_is_not_there(client: httpx.AsyncClient) -> None:
    assert (await client.get("/help/linking/official", params={"market": "XX"})).status_code == 200
    for path in ("none", "linking/none", "linking", "../etc"):
        assert (await client.get(f"/help/{path}")).status_code == 404


async def test_every_refusal_has_an_anchor_and_a_sentence(client: httpx.AsyncClient) -> None:
    for language in ("en", "id"):
        text = unescape((await client.get("/help/errors", headers={"accept-language": language})).text)
        for code in (*refusals(), "not_found", "invalid", "limited"):
            assert f'id="{code}"' in text
        assert "%(" not in text


async def test_the_type_of_a_refusal_leads_to_its_anchor(client: httpx.AsyncClient) -> None:
    told = (await client.get("/api/v1/me")).json()
    path, _, code = told["type"].partition("#")
    assert path.endswith("/help/errors")
    assert f'id="{code}"' in (await client.get("/help/errors")).text


async def test_the_api_is_readable_as_a_page(client: httpx.AsyncClient) -> None:
    doc = (await client.get("/api/openapi.json")).json()
    text = unescape((await client.get("/api/docs", headers=EN)).text)
    for path in doc["paths"]:
        assert path in text
    assert "Idempotency-Key" in text and "curl -X POST" in text and "<script>" not in text
