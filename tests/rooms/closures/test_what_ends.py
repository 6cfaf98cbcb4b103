"""What a closing ends, and what stands in its way."""

import asyncio
from datetime import datetime, timedelta

import pytest

from etalase.affiliate import queries as affiliate
from etalase.affiliate.actions import join
from etalase.base.db import Db
from etalase.base.errors import Refused
from etalase.base.pool import Pool
from etalase.closures import actions
from etalase.links.actions import invite
from etalase.links.queries import links_of_account
from etalase.orders.actions import Cart, CartLine, Placed, place
from tests.makers.accounts import make_account
from tests.makers.affiliate import make_creator, make_plan, make_products
from tests.makers.catalog import make_product
from tests.makers.links import make_link, ready_account, ready_shop
from tests.rooms.closures.test_closing import swept

ADDRESS = {
    "name": "Sari Anggraini",
    "phone": "+6281234567890",
    "country": "ID",
    "region": "DKI Jakarta",
    "city": "Jakarta Selatan",
    "district": "Kebayoran Baru",
    "subdistrict": "Senayan",
    "postal_code": "12190",
    "lines": ["Jl. Kenanga 7"],
}


async def test_r_link_47_every_link_and_plan_ends_in_the_same_commit(db: Db, now: datetime) -> None:
    seller, shop = await ready_shop(db, now=now)
    official = await ready_account(db, "langkah", name=shop.name)
    marketing, invited, creator = [await make_creator(db, handle) for handle in ("nadia", "rina", "tono")]
    await make_link(db, seller, shop, official, "OFFICIAL", now)
    await make_link(db, seller, shop, marketing, "MARKETING", now)
    await invite(db, seller, shop_id=shop.shop_id, kind="MARKETING", handle=invited.handle, now=now)
    await make_products(db, seller, shop, 2, now)
    plan = await make_plan(db, seller, shop)
    await join(db, creator, plan_id=plan.plan_id, now=now)
    later = now + timedelta(hours=1)
    await actions.close_shop(db, seller, shop_id=shop.shop_id, now=later)
    for holder, status in ((official, "REVOKED"), (marketing, "REVOKED"), (invited, "CANCELLED")):
        link = (await links_of_account(db, holder, now=later)).items[0]
        assert (link.status, link.end_reason, link.ended_at) == (status, "SHOP_CLOSED", later)
    assert (await affiliate.plan(db, seller, plan_id=plan.plan_id, now=later)).status == "ENDED"
    mine = (await affiliate.my_participations(db, creator)).items[0]
    assert mine.ended_at == later
    assert await swept(db) == []


async def test_r_link_46_a_shop_with_an_open_order_does_not_close(db: Db, now: datetime) -> None:
    seller, shop = await ready_shop(db, now=now)
    buyer = await make_account(db, handle="buyer")
    made = await make_product(db, shop, now=now)
    cart = Cart(buyer.account_id, [CartLine(made.skus[0].sku_id, 1)], ADDRESS, "COD")
    placed = (await place(db, [cart], now=now))[0]
    assert isinstance(placed, Placed), placed
    with pytest.raises(Refused) as no:
        await actions.close_shop(db, seller, shop_id=shop.shop_id, now=now)
    assert (no.value.code, no.value.facts) == ("closures.orders_open", {"orders": 1})


async def test_r_link_46_a_sale_and_a_closing_at_once_never_both_happen(pool: Pool, now: datetime) -> None:
    async with pool.transaction() as db:
        buyer = await make_account(db, handle="buyer")
        shops = [await ready_shop(db, owner=f"seller{number}", now=now) for number in range(8)]
        skus = [(await make_product(db, shop, now=now)).skus[0].sku_id for _, shop in shops]

    async def close(number: int) -> bool:
        seller, shop = shops[number]
        try:
            async with pool.transaction() as db:
                await actions.close_shop(db, seller, shop_id=shop.shop_id, now=now)
        except Refused:
            return False
        return True

    async def sell(number: int) -> bool:
        cart = Cart(buyer.account_id, [CartLine(skus[number], 1)], ADDRESS, "COD")
        async with pool.transaction() as db:
            return isinstance((await place(db, [cart], now=now))[0], Placed)

    for number in range(8):
        sold_or_closed = await asyncio.gather(sell(number), close(number), sell(number))
        closed, sold = sold_or_closed[1], sold_or_closed[0] + sold_or_closed[2]
        assert closed != (sold > 0)
