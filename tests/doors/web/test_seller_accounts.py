"""Linked accounts: every rule before an invitation, the invitation, its withdrawal, the unlinking, the history."""

from datetime import UTC, datetime, timedelta

import httpx
import pytest

from etalase.base.actor import Actor
from etalase.base.pool import Pool
from tests.makers.desks import Desk, open_desk, said
from tests.makers.links import make_link, ready_account, ready_shop


async def ready(desk: Desk, handle: str, name: str | None = None, market: str = "ID") -> Actor:
    """An account that may be linked."""
    async with desk.pool.transaction() as db:
        return await ready_account(db, handle, name=name, market=market)


async def test_r_link_26_every_rule_is_shown_before_an_invitation(client: httpx.AsyncClient, pool: Pool) -> None:
    desk = await open_desk(client, pool)
    await ready(desk, "langkah", "Langkah")
    await ready(desk, "jauh", "Jauh", "MY")
    page = await desk.page("/accounts?kind=OFFICIAL&handle=@langkah")
    assert (
        "Can be invited" in page and "The account has the shop's name." in page and "Invite as official account" in page
    )
    page = await desk.page("/accounts?kind=OFFICIAL&handle=jauh")
    assert "2 rules say no" in page and "Invite as official account" not in page
    assert "The shop is called “Langkah” and the account “Jauh”" in page
    page = await desk.page("/accounts?kind=OFFICIAL&handle=jauh", lang="id")
    assert "Akun berada di pasar" in page or "akun" in page.lower()


@pytest.mark.parametrize(("lang", "sentence"), [("en", "Nobody has this handle."), ("id", "Tidak ada yang memakai")])
async def test_an_unknown_handle_is_told_beside_the_field(
    client: httpx.AsyncClient, pool: Pool, lang: str, sentence: str
) -> None:
    desk = await open_desk(client, pool)
    page = await desk.page("/accounts?kind=MARKETING&handle=siapa", lang=lang, status=422)
    assert sentence in page and 'value="siapa"' in page


async def test_r_link_20_an_invitation_waits_with_its_clock_and_can_be_withdrawn(
    client: httpx.AsyncClient, pool: Pool
) -> None:
    desk = await open_desk(client, pool)
    await ready(desk, "langkah", "Langkah")
    answer = await desk.send("/accounts/invitations", kind="OFFICIAL", handle="langkah")
    assert (answer.status_code, answer.headers["location"]) == (303, f"{desk.home}/accounts")
    page = await desk.page("/accounts")
    assert "Invitations waiting" in page and 'data-countdown="1727' in page and "0 of 1 used" in page
    link_id = page.split('/cancellation"')[0].rsplit("/", 1)[1]
    again = await desk.send("/accounts/invitations", kind="OFFICIAL", handle="langkah")
    assert again.status_code == 409
    assert "The account has an open invitation of this kind from this shop already." in said(again)
    withdrawn = await desk.send(f"/accounts/{link_id}/cancellation")
    assert withdrawn.status_code == 303
    page = await desk.page("/accounts")
    assert "Invitations waiting" not in page and "The shop withdrew the invitation." in page


async def test_r_link_24_a_code_leads_the_holder_to_the_answer_and_nobody_else(
    client: httpx.AsyncClient, pool: Pool
) -> None:
    desk = await open_desk(client, pool)
    holder = await ready(desk, "langkah", "Langkah")
    await desk.send("/accounts/invitations", kind="OFFICIAL", handle="langkah")
    page = await desk.page("/accounts")
    path = page.split("/qr.svg?of=")[1].split('"')[0].replace("%2F", "/")
    assert path.startswith("/creator/invitations/") and "QR code of the invitation" in page
    drawn = await client.get(f"/qr.svg?of={path}")
    assert (drawn.status_code, drawn.headers["content-type"].split(";")[0]) == (200, "image/svg+xml")
    assert (await client.get(path)).status_code == 404
    await desk.as_(holder)
    assert "Your answer" in said(await client.get(path, headers={"Accept-Language": "en"}))
    client.cookies.clear()
    sent_away = await client.get(path)
    assert (sent_away.status_code, sent_away.headers["location"].split("?")[0]) == (303, "/login")


async def test_r_link_40_and_41_unlinking_says_from_when_and_how_often(client: httpx.AsyncClient, pool: Pool) -> None:
    desk = await open_desk(client, pool)
    holder, young = await ready(desk, "langkah", "Langkah"), await ready(desk, "muda")
    now = datetime.now(UTC)
    async with pool.transaction() as db:
        old = await make_link(db, desk.seller, desk.shop, holder, "OFFICIAL", now - timedelta(hours=30))
        fresh = await make_link(db, desk.seller, desk.shop, young, "MARKETING", now)
    page = await desk.page("/accounts")
    assert "1 of 1 used" in page and "1 of 4 used" in page
    assert "This one can be ended from" in page and "can be ended 3 more times" in page
    refused = await desk.send(f"/accounts/{fresh.link_id}/unlinking")
    assert refused.status_code == 303
    assert "A link can be ended from" in await desk.page("/accounts")
    await desk.send(f"/accounts/{old.link_id}/unlinking")
    page = await desk.page("/accounts")
    assert "0 of 1 used" in page and "The shop ended the link." in page and "by @seller" in page


async def test_the_process_of_the_shops_market_is_told(client: httpx.AsyncClient, pool: Pool) -> None:
    desk = await open_desk(client, pool)
    page = await desk.page("/accounts")
    assert "How accounts are linked in Indonesia" in page
    assert "The account holder confirms within 48 hours, or the invitation expires." in page
    assert "Marketing accounts per shop: 4." in page


async def test_suggestions_are_of_the_shops_market(client: httpx.AsyncClient, pool: Pool) -> None:
    desk = await open_desk(client, pool)
    await ready(desk, "jalan.a")
    await ready(desk, "jalan.b", market="MY")
    page = await desk.page("/accounts/handles?q=jal")
    assert 'data-value="jalan.a"' in page and "jalan.b" not in page


async def test_a_link_of_another_shop_is_not_found(client: httpx.AsyncClient, pool: Pool) -> None:
    desk = await open_desk(client, pool)
    holder = await ready(desk, "lain.akun", "Lain")
    async with pool.transaction() as db:
        other, shop = await ready_shop(db, owner="orang.lain", name="Lain")
        link = await make_link(db, other, shop, holder, "OFFICIAL", datetime.now(UTC) - timedelta(days=2))
    assert (await desk.send(f"/accounts/{link.link_id}/unlinking")).status_code == 404
    await desk.as_(other)
    assert "1 of 1 used" in await desk.page(f"/seller/{shop.shop_id}/accounts")
    assert (await desk.send("/accounts/invitations", kind="OFFICIAL", handle="lain.akun")).status_code == 404


async def test_the_warehouse_links_nobody_and_ads_only_look(client: httpx.AsyncClient, pool: Pool) -> None:
    desk = await open_desk(client, pool)
    await ready(desk, "langkah", "Langkah")
    await desk.staff("WAREHOUSE")
    await desk.page("/accounts", status=403)
    await desk.page("/accounts/handles?q=la", status=403)
    assert (await desk.send("/accounts/invitations", kind="OFFICIAL", handle="langkah")).status_code == 403
    await desk.staff("ADS", "iklan")
    page = await desk.page("/accounts?kind=OFFICIAL&handle=langkah")
    assert "Invite an account" not in page and "Can be invited" not in page
    assert (await desk.send("/accounts/invitations", kind="OFFICIAL", handle="langkah")).status_code == 403
