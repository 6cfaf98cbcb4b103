"""/help in every country: the numbers come from the policy of the country that was asked for."""

import httpx
import pytest

from etalase.base.markets import MARKETS
from etalase.web.help.pages import TOPICS

pytestmark = pytest.mark.anyio


async def test_the_index_names_every_topic(client: httpx.AsyncClient) -> None:
    text = (await client.get("/help", headers={"accept-language": "en"})).text
    for topic in TOPICS:
        assert f'href="/help/{topic.name}"' in text


@pytest.mark.parametrize("market", MARKETS)
async def test_every_topic_in_every_country(client: httpx.AsyncClient, market: str) -> None:
    for topic in TOPICS:
        answer = await client.get(f"/help/{topic.name}", params={"market": market}, headers={"accept-language": "en"})
        assert answer.status_code == 200
        if topic.by_country:
            assert f'<option value="{market}" selected>' in answer.text


async def test_r_link_22_the_help_tells_how_long_an_invitation_waits(client: httpx.AsyncClient) -> None:
    text = (await client.get("/help/official", headers={"accept-language": "en"})).text
    assert "It waits 48 hours." in text


async def test_an_unknown_country_falls_back_and_an_unknown_topic_is_not_there(client: httpx.AsyncClient) -> None:
    assert (await client.get("/help/official", params={"market": "XX"})).status_code == 200
    assert (await client.get("/help/none")).status_code == 404
