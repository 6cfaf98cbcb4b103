"""Fifty holders accept through the doors at once: one slot is left, and one of them gets it."""

import asyncio
from collections import Counter

import httpx

from etalase.base.pool import Pool
from tests.doors.api.test_links import invite, linked, ready_holder, ready_seller


async def test_r_link_26_fifty_acceptances_at_the_door_for_the_last_slot(client: httpx.AsyncClient, pool: Pool) -> None:
    seller, shop = await ready_seller(client, pool)
    for number in range(3):
        await linked(seller, shop, await ready_holder(client, pool, f"first{number}"))
    holders = [await ready_holder(client, pool, f"m{number}") for number in range(50)]
    waiting = [(each, (await invite(seller, shop, each.handle, "MARKETING")).json()["id"]) for each in holders]
    answers = await asyncio.gather(*(holder.post(f"/links/{link}/acceptance") for holder, link in waiting))
    told = Counter(each.json().get("code", each.json()["status"]) for each in answers)
    assert told == {"LINKED": 1, "links.marketing_slots_full": 49}
    assert {each.status_code for each in answers} == {200, 409}
    assert (await seller.get(f"/shops/{shop}/links/usage")).json()["marketing_used"] == 4
