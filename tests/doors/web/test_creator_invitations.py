"""Creator Studio: invitations are confirmed by their holder, who reads first what it means (R-LINK-20…27)."""

from datetime import UTC, datetime, timedelta
from html import unescape

import httpx
import pytest

from etalase.affiliate.actions import accept_link, join
from etalase.base.actor import Actor
from etalase.base.pool import Pool
from etalase.links.actions import invite
from etalase.links.queries import Link
from etalase.showcase.actions import add_items
from tests.makers.affiliate import make_plan, make_products
from tests.makers.links import ready_account, ready_shop
from tests.makers.shopping import Market, make_market, sign_in

EN = {"Accept-Language": "en"}


@pytest.fixture(autouse=True)
def english(client: httpx.AsyncClient) -> None:
    """Sentences that survive a redirect are in the language of the form."""
    client.headers.update(EN)


async def read(client: httpx.AsyncClient, path: str, status: int = 200) -> str:
    """A page in English as text, without the escapes of HTML."""
    page = await client.get(path)
    assert page.status_code == status, page.text
    return unescape(page.text)


async def invited(pool: Pool, market: Market, who: Actor, kind: str) -> Link:
    """An open invitation of the market's shop."""
    async with pool.transaction() as db:
        return await invite(
            db, market.seller, shop_id=market.shop.shop_id, kind=kind, handle=who.handle, now=datetime.now(UTC)
        )


async def fern(pool: Pool) -> Actor:
    """An account that may be linked and may take part in plans."""
    async with pool.transaction() as db:
        return await ready_account(db, "fern", name="Fern", followers=2_000)


async def test_r_link_21_the_holder_reads_and_accepts_a_marketing_invitation(
    client: httpx.AsyncClient, pool: Pool
) -> None:
    market, who = await make_market(pool), await fern(pool)
    link = await invited(pool, market, who, "MARKETING")
    await sign_in(client, pool, who)
    home = await read(client, "/creator")
    path = f"/creator/invitations/{link.link_id}"
    assert f'href="{path}"' in home and 'data-live="/live/me"' in home and "data-countdown" in home
    page = await read(client, path)
    assert "Langkah invites you" in page and "You choose some or all products" in page and "@seller" in page
    assert f'action="{path}/acceptance"' in page and f'action="{path}/refusal"' in page
    sent = await client.post(f"{path}/acceptance")
    assert (sent.status_code, sent.headers["location"]) == (303, path)
    after = await read(client, path)
    assert "You are linked to Langkah" in after and "What changed" in after
    assert f'href="/creator/showcase/add?shop={market.shop.shop_id}"' in after


async def test_r_link_8_an_official_invitation_lists_first_what_ends(client: httpx.AsyncClient, pool: Pool) -> None:
    now = datetime.now(UTC) - timedelta(days=1)
    async with pool.transaction() as db:
        seller, shop = await ready_shop(db, name="Langkah", now=now)
        other, plans = await ready_shop(db, owner="other", name="Kaki Senja", now=now)
        products = await make_products(db, other, plans, 2, now)
        plan = await make_plan(db, other, plans, now=now)
        who = await ready_account(db, "langkah", name="Langkah", followers=2_000)
        await join(db, who, plan_id=plan.plan_id, now=now)
        await add_items(db, who, product_ids=products, now=now)
        link = await invite(db, seller, shop_id=shop.shop_id, kind="OFFICIAL", handle="langkah", now=datetime.now(UTC))
    await sign_in(client, pool, who)
    path = f"/creator/invitations/{link.link_id}"
    page = await read(client, path)
    assert "1 affiliate plan ends at once" in page and "Kaki Senja" in page and "2 products leave" in page
    assert page.index("What ends when you accept") < page.index("What it means")
    await client.post(f"{path}/acceptance")
    after = await read(client, path)
    assert "1 affiliate plan ended" in after and "Kaki Senja" in after
    assert "Your Showcase fills itself" in await read(client, "/creator/showcase")
    assert "Your account became the official account of a shop." in await read(client, "/creator/plans/mine")


async def test_an_invitation_of_somebody_else_is_not_there(client: httpx.AsyncClient, pool: Pool) -> None:
    market, who = await make_market(pool), await fern(pool)
    link = await invited(pool, market, who, "MARKETING")
    path = f"/creator/invitations/{link.link_id}"
    assert (await client.get(path)).headers["location"].startswith("/login?next=")
    for stranger in (market.buyer, market.seller):
        await sign_in(client, pool, stranger)
        assert (await client.get(path)).status_code == 404
        assert (await client.post(f"{path}/acceptance")).status_code == 404
        assert (await client.post(f"{path}/refusal")).status_code == 404
    assert (await client.get("/creator/invitations/99")).status_code == 404


async def test_the_holder_declines_and_a_second_answer_is_refused_in_words(
    client: httpx.AsyncClient, pool: Pool
) -> None:
    market, who = await make_market(pool), await fern(pool)
    link = await invited(pool, market, who, "MARKETING")
    await sign_in(client, pool, who)
    path = f"/creator/invitations/{link.link_id}"
    assert (await client.post(f"{path}/refusal")).headers["location"] == "/creator"
    again = await client.post(f"{path}/acceptance")
    assert again.status_code == 409 and "This invitation has been answered or withdrawn." in unescape(again.text)
    assert "You declined the invitation." in await read(client, path)


async def test_r_link_26_what_refuses_an_acceptance_stands_on_the_page(client: httpx.AsyncClient, pool: Pool) -> None:
    market, who = await make_market(pool), await fern(pool)
    link = await invited(pool, market, who, "MARKETING")
    async with pool.transaction() as db:
        other, shop = await ready_shop(db, owner="other", name="Kaki Senja", now=datetime.now(UTC))
        await invite(db, other, shop_id=shop.shop_id, kind="MARKETING", handle="fern", now=datetime.now(UTC))
    await sign_in(client, pool, who)
    await client.post(f"/creator/invitations/{link.link_id}/acceptance")
    async with pool.transaction() as db:
        waiting = await db.connection.fetchval("SELECT link_id FROM shop_links WHERE status = 'PENDING'")
    refused = await client.post(f"/creator/invitations/{waiting}/acceptance")
    assert refused.status_code == 409
    assert "The account is a marketing account of another shop." in unescape(refused.text)


async def test_r_link_40_a_link_tells_from_when_it_may_end(client: httpx.AsyncClient, pool: Pool) -> None:
    market, who = await make_market(pool), await fern(pool)
    link = await invited(pool, market, who, "MARKETING")
    await sign_in(client, pool, who)
    await client.post(f"/creator/invitations/{link.link_id}/acceptance")
    page = await read(client, "/creator/links")
    assert "A link holds for at least 24 hours. You can end this one from" in page
    early = await client.post(f"/creator/links/{link.link_id}/unlinking")
    assert early.status_code == 409 and "A link can be ended from" in unescape(early.text)
    await sign_in(client, pool, market.seller)
    assert (await client.post(f"/creator/links/{link.link_id}/unlinking")).status_code == 404


async def test_an_old_link_ends_and_the_history_says_who_and_why(client: httpx.AsyncClient, pool: Pool) -> None:
    before = datetime.now(UTC) - timedelta(days=3)
    async with pool.transaction() as db:
        seller, shop = await ready_shop(db, now=before)
        who = await ready_account(db, "fern", name="Fern")
        link = await invite(db, seller, shop_id=shop.shop_id, kind="MARKETING", handle="fern", now=before)
    await sign_in(client, pool, who)
    async with pool.transaction() as db:
        await accept_link(db, who, link_id=link.link_id, now=before)
    assert "End the link with Langkah?" in await read(client, "/creator/links")
    ended = await client.post(f"/creator/links/{link.link_id}/unlinking")
    assert ended.headers["location"] == "/creator/links"
    page = await read(client, "/creator/links")
    assert "You ended the link. @fern" in page and "No shop is linked to you" in page
