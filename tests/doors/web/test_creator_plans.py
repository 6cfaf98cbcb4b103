"""Creator Studio: plans are found, joined, asked for, declined and left (R-AFF-1…5, R-LINK-6, 8)."""

from datetime import UTC, datetime
from html import unescape

import httpx
import pytest

from etalase.base.actor import Actor
from etalase.base.pool import Pool
from etalase.shops.queries import Shop
from tests.makers.affiliate import make_plan, make_products
from tests.makers.links import make_link, ready_account, ready_shop
from tests.makers.shopping import sign_in

EN = {"Accept-Language": "en"}


@pytest.fixture(autouse=True)
def english(client: httpx.AsyncClient) -> None:
    """Sentences that survive a redirect are in the language of the form."""
    client.headers.update(EN)


async def read(client: httpx.AsyncClient, path: str) -> str:
    """A page in English as text."""
    page = await client.get(path)
    assert page.status_code == 200, page.text
    return unescape(page.text)


async def stage(pool: Pool, followers: int = 2_000) -> tuple[Actor, Shop, Actor]:
    """A seller with two products, and a creator."""
    now = datetime.now(UTC)
    async with pool.transaction() as db:
        seller, shop = await ready_shop(db, name="Langkah", now=now)
        await make_products(db, seller, shop, 2, now)
        return seller, shop, await ready_account(db, "fern", name="Fern", followers=followers)


async def test_r_aff_1_an_open_plan_is_joined_and_left(client: httpx.AsyncClient, pool: Pool) -> None:
    seller, shop, who = await stage(pool)
    async with pool.transaction() as db:
        plan = await make_plan(db, seller, shop, rate_bp=1250, now=datetime.now(UTC))
    await sign_in(client, pool, who)
    page = await read(client, "/creator/plans")
    assert "12.5%" in page and "All products of the shop" in page and "Open to all" in page
    joined = await client.post(f"/creator/plans/{plan.plan_id}/join")
    assert joined.headers["location"] == f"/creator/showcase/add?shop={shop.shop_id}"
    assert "You take part in the plan of Langkah." in await read(client, joined.headers["location"])
    again = await client.post(f"/creator/plans/{plan.plan_id}/join")
    assert again.headers["location"] == "/creator/plans"
    assert "takes part in this plan already" in await read(client, "/creator/plans")
    await client.post(f"/creator/plans/{plan.plan_id}/leave")
    assert "You left the plan." in await read(client, "/creator/plans/mine")


async def test_a_plan_with_approval_is_asked_for_and_withdrawn(client: httpx.AsyncClient, pool: Pool) -> None:
    seller, shop, who = await stage(pool)
    async with pool.transaction() as db:
        plan = await make_plan(db, seller, shop, needs_approval=True, now=datetime.now(UTC))
    await sign_in(client, pool, who)
    assert "Ask to take part" in await read(client, "/creator/plans")
    asked = await client.post(f"/creator/plans/{plan.plan_id}/join")
    assert asked.headers["location"] == "/creator/plans/mine"
    assert "Waits for the shop" in await read(client, "/creator/plans/mine")
    await client.post(f"/creator/plans/{plan.plan_id}/leave")
    assert "You withdrew the request" in await read(client, "/creator/plans/mine")


async def test_a_plan_that_invites_by_name_comes_first_and_is_declined(client: httpx.AsyncClient, pool: Pool) -> None:
    seller, shop, who = await stage(pool)
    async with pool.transaction() as db:
        plan = await make_plan(db, seller, shop, handles=("fern",), now=datetime.now(UTC))
    await sign_in(client, pool, who)
    assert "offers you 10% on its products" in await read(client, "/creator")
    assert "For you by name" in await read(client, "/creator/plans")
    await client.post(f"/creator/plans/{plan.plan_id}/refusal")
    assert "For you by name" not in await read(client, "/creator/plans")


async def test_too_few_followers_is_said_in_words(client: httpx.AsyncClient, pool: Pool) -> None:
    seller, shop, who = await stage(pool, followers=12)
    async with pool.transaction() as db:
        plan = await make_plan(db, seller, shop, now=datetime.now(UTC))
    await sign_in(client, pool, who)
    page = await read(client, "/creator/plans")
    assert "Plans need 600 followers. You have 12." in page and f"/creator/plans/{plan.plan_id}/join" not in page
    await client.post(f"/creator/plans/{plan.plan_id}/join")
    page = await read(client, "/creator/plans")
    assert "too_few_followers" not in page


async def test_r_link_8_an_official_account_cannot_join(client: httpx.AsyncClient, pool: Pool) -> None:
    seller, shop, _ = await stage(pool)
    async with pool.transaction() as db:
        plan = await make_plan(db, seller, shop, now=datetime.now(UTC))
        official = await ready_account(db, "langkah", name="Langkah", followers=2_000)
        await make_link(db, seller, shop, official, "OFFICIAL", datetime.now(UTC))
    await sign_in(client, pool, official)
    assert "An official account sells for its own shop only" in await read(client, "/creator/plans")
    await client.post(f"/creator/plans/{plan.plan_id}/join")
    assert "cannot join affiliate plans" in await read(client, "/creator/plans")


async def test_a_plan_that_is_not_there(client: httpx.AsyncClient, pool: Pool) -> None:
    _, _, who = await stage(pool)
    await sign_in(client, pool, who)
    for act in ("join", "leave", "refusal"):
        assert (await client.post(f"/creator/plans/99/{act}")).status_code == 404


async def test_every_page_wants_a_signed_in_reader(client: httpx.AsyncClient) -> None:
    for path in (
        "",
        "/links",
        "/showcase",
        "/showcase/add",
        "/plans",
        "/plans/mine",
        "/collections",
        "/collections/new",
    ):
        answer = await client.get(f"/creator{path}")
        assert answer.status_code == 303 and answer.headers["location"].startswith("/login?next=")
