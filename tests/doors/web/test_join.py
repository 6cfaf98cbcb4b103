"""The way from the mail of a staff invitation into the shop."""

import re
from datetime import datetime
from html import unescape

import httpx

from etalase.accounts.queries import account_by_handle
from etalase.base.actor import Actor
from etalase.base.pool import Pool
from etalase.shops.actions import invite_staff
from etalase.shops.queries import role_in
from tests.doors.web.test_accounts import sign_up, work
from tests.makers.accounts import make_account
from tests.makers.shops import make_shop


async def invited(pool: Pool, client: httpx.AsyncClient, now: datetime) -> tuple[int, str]:
    async with pool.transaction() as db:
        owner = await make_account(db, handle="owner")
        shop = await make_shop(db, owner)
        await invite_staff(db, owner, shop_id=shop.shop_id, email="sari@example.com", role="MANAGER", now=now)
    await work(pool)
    link = re.search(r"/seller/join\?token=[\w.-]+", unescape((await client.get("/outbox")).text))
    assert link is not None
    return shop.shop_id, link.group()


async def test_r_shop_1_a_place_is_taken_by_the_link_of_the_mail(client: httpx.AsyncClient, pool: Pool) -> None:
    shop_id, link = await invited(pool, client, datetime.now().astimezone())
    assert (await client.get(link)).headers["location"].startswith("/login?next=%2Fseller%2Fjoin%3Ftoken%3D")
    await sign_up(client)
    asked = await client.get(link)
    assert (asked.status_code, asked.headers["referrer-policy"]) == (200, "no-referrer")
    token = link.split("=")[1]
    joined = await client.post("/seller/join", data={"token": token})
    assert (joined.status_code, joined.headers["location"]) == (303, f"/seller/{shop_id}")
    async with pool.connection() as db:
        sari = await account_by_handle(db, "sari")
        assert await role_in(db, Actor(sari.account_id, sari.handle, sari.market), shop_id) == "MANAGER"
    again = await client.post("/seller/join", data={"token": token})
    assert again.status_code == 409
    forged = await client.post("/seller/join", data={"token": token + "x"})
    assert forged.status_code == 404
