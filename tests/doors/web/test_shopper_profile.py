"""The pages of people, shops and products, as a browser without script asks for them."""

from datetime import UTC, datetime
from html import unescape
from urllib.parse import quote

import httpx
import pytest

from etalase.base.pool import Pool
from etalase.shops.actions import set_status
from etalase.showcase.actions import create_collection
from etalase.showcase.queries import collections_of
from etalase.stock.actions import set_levels
from tests.makers.shopping import make_market, sign_in

EN = {"Accept-Language": "en"}
HOSTILE = ("@", "@a", "@" + "x" * 25, "@na dia", "@nadia\x00", "@<script>", "@../etc", "nadia", "@%", "@" + "é" * 5)


async def read(client: httpx.AsyncClient, path: str, **query: object) -> str:
    """A page in English as text, without the escapes of HTML."""
    page = await client.get(path, params={name: str(each) for name, each in query.items()}, headers=EN)
    assert page.status_code == 200, page.text
    return unescape(page.text)


async def test_r_show_1_the_bag_tab_has_a_link_of_its_own(client: httpx.AsyncClient, pool: Pool) -> None:
    market = await make_market(pool)
    for path in ("/@nadia", "/@nadia/showcase", "/@NADIA"):
        page = await read(client, path)
        assert 'href="/@nadia/showcase"' in page and "#shopping-bag" in page
        assert f"/p/{market.shoe.product_id}?showcase=nadia" in page and "from Langkah" in page
        assert "<script>" not in page and "style=" not in page


async def test_a_profile_tells_the_role_of_the_account(client: httpx.AsyncClient, pool: Pool) -> None:
    await make_market(pool)
    assert "Official account of Langkah" in await read(client, "/@langkah")
    assert "Marketing account of Langkah" in await read(client, "/@nadia")
    assert "Nothing in the Showcase yet" in await read(client, "/@sari")


async def test_search_and_sort_stay_in_the_address(client: httpx.AsyncClient, pool: Pool) -> None:
    await make_market(pool)
    found = await read(client, "/@nadia/showcase", q="kawah", sort="price_asc")
    assert "Canvas sneaker Kawah" in found and 'value="kawah"' in found
    assert "Canvas sneaker Kawah" not in await read(client, "/@nadia/showcase", q="%_\\' OR 1=1")
    await read(client, "/@nadia/showcase", sort="drop table")
    assert (await client.get("/@nadia/showcase", params={"cursor": "forged"})).status_code == 422


@pytest.mark.parametrize("handle", HOSTILE)
async def test_a_handle_that_cannot_be_is_not_found(client: httpx.AsyncClient, handle: str) -> None:
    for tail in ("", "/showcase", "/showcase/abc"):
        page = await client.get("/" + quote(handle, safe="@") + tail)
        assert page.status_code == 404
        assert "text/html" in page.headers["content-type"]


async def test_the_holder_sees_rights_and_what_is_hidden(client: httpx.AsyncClient, pool: Pool) -> None:
    market = await make_market(pool)
    await sign_in(client, pool, market.creator)
    assert 'href="/creator"' in await read(client, "/@nadia")
    async with pool.transaction() as db:
        await set_status(db, market.seller, shop_id=market.shop.shop_id, status="HOLIDAY", now=datetime.now(UTC))
    page = await read(client, "/@nadia")
    assert "Only you see these" in page and "The shop is on holiday" in page
    client.cookies.clear()
    assert "Canvas sneaker Kawah" not in await read(client, "/@nadia")


async def test_follow_and_unfollow_without_script(client: httpx.AsyncClient, pool: Pool) -> None:
    market = await make_market(pool)
    sent = await client.post("/@nadia/follow", headers={"referer": "http://etalase.test/@nadia"})
    assert sent.status_code == 303 and sent.headers["location"] == "/login?next=%2F%40nadia"
    await sign_in(client, pool, market.buyer)
    assert (await client.post("/@nadia/follow")).headers["location"] == "/@nadia"
    assert 'action="/@nadia/unfollow"' in await read(client, "/@nadia")
    await client.post("/@nadia/unfollow")
    assert 'action="/@nadia/follow"' in await read(client, "/@nadia")
    assert (await client.post("/@nobody.here/follow")).status_code == 404


async def test_r_show_17_a_collection_by_its_share_link(client: httpx.AsyncClient, pool: Pool) -> None:
    market = await make_market(pool)
    chosen, now = [market.shoe.product_id], datetime.now(UTC)
    async with pool.transaction() as db:
        await create_collection(db, market.creator, title="For long walks", description="", product_ids=chosen, now=now)
        [collection] = await collections_of(db, market.creator.account_id)
    page = await read(client, f"/@nadia/showcase/{collection.share_token}")
    assert "For long walks" in page and "Canvas sneaker Kawah" in page
    assert (await client.get("/@langkah/showcase/" + collection.share_token)).status_code == 404
    assert (await client.get("/@nadia/showcase/wrong")).status_code == 404


async def test_a_shop_page_and_its_states(client: httpx.AsyncClient, pool: Pool) -> None:
    market = await make_market(pool)
    path = f"/s/{market.shop.shop_id}"
    page = await read(client, path)
    assert "Langkah" in page and "@langkah" in page and f"/p/{market.shoe.product_id}" in page
    assert "Canvas" in await read(client, path, sort="price_desc", q="sneaker")
    async with pool.transaction() as db:
        await set_status(db, market.seller, shop_id=market.shop.shop_id, status="HOLIDAY", now=datetime.now(UTC))
    page = await read(client, path)
    assert "This shop is on holiday" in page and "Canvas sneaker" not in page
    assert (await client.get(f"/p/{market.shoe.product_id}")).status_code == 404
    for unknown in ("/s/99999999", "/s/0", "/s/-1", "/s/abc", "/s/99999999999999999999"):
        assert (await client.get(unknown)).status_code == 404


async def test_a_product_page_says_who_sells_and_who_shows_it(client: httpx.AsyncClient, pool: Pool) -> None:
    market = await make_market(pool)
    path = f"/p/{market.shoe.product_id}"
    page = await read(client, path, showcase="nadia")
    assert "Shown by @nadia" in page and 'name="via" value="nadia"' in page and "Langkah" in page
    assert "3 left" in page and page.count('name="sku"') == 3 and page.count("disabled") == 1
    assert "Shown by" not in await read(client, path, showcase="sari")
    assert "Shown by" not in await read(client, path, showcase="\x00<")
    chosen = await read(client, path, sku=market.sizes[1])
    assert "399,000" in chosen and "3 in stock" in chosen
    for unknown in ("/p/99999999", "/p/0", "/p/abc", "/p/1e9", f"{path}9"):
        assert (await client.get(unknown)).status_code == 404


async def test_what_a_shop_writes_is_text_and_never_html(client: httpx.AsyncClient, pool: Pool) -> None:
    market = await make_market(pool)
    page = (await client.get(f"/p/{market.shoe.product_id}")).text
    assert "Second &lt;b&gt;line" in page and "<b>line" not in page


async def test_r_show_30_a_sold_out_product_stays_and_cannot_be_bought(client: httpx.AsyncClient, pool: Pool) -> None:
    market = await make_market(pool)
    async with pool.transaction() as db:
        await set_levels(db, market.shop.shop_id, dict.fromkeys(market.sizes, 0), datetime.now(UTC))
    assert "Sold out" in await read(client, "/@nadia/showcase")
    page = await read(client, f"/p/{market.shoe.product_id}")
    assert "Buy now" not in page and "Sold out" in page


async def test_the_first_page_and_the_search_of_a_market(client: httpx.AsyncClient, pool: Pool) -> None:
    market = await make_market(pool)
    home = await read(client, "/")
    for expected in ("/@langkah", "/@nadia/showcase", f"/p/{market.shoe.product_id}"):
        assert expected in home
    abroad = await client.get("/", params={"market": "MY"})
    assert f"/p/{market.shoe.product_id}" not in unescape(abroad.text) and "market=MY" in abroad.headers["set-cookie"]
    client.cookies.clear()
    await read(client, "/", market="XX")
    assert "Canvas sneaker" in await read(client, "/search", q="langkah CANVAS")
    assert "Canvas sneaker" not in await read(client, "/search", q="100%")
    await read(client, "/search", q="a\x00" * 2000)
