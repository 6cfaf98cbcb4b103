"""What may be shown, computed when it is read: rights that end, follow each other or come back (R-LINK-44, 45, R-SHOW-30…34)."""

from datetime import datetime, timedelta

import pytest

from etalase.accounts.actions import Review
from etalase.affiliate.actions import PlanChanges, delete_plan, edit_plan, join, leave
from etalase.base.actor import SYSTEM
from etalase.base.db import Db
from etalase.base.errors import NotFound
from etalase.catalog.actions import (
    activate_product,
    deactivate_product,
    delete_product,
    set_platform_status,
    set_stock,
)
from etalase.shops.actions import set_status
from etalase.showcase.actions import add_items
from tests.makers.accounts import review
from tests.makers.affiliate import make_creator, make_plan
from tests.makers.links import DAY, drop_link, make_link, ready_account
from tests.makers.showing import cards, held, shown, sources, stocked_shop

HOUR = timedelta(hours=1)


async def test_r_link_44_an_unlinked_shop_leaves_and_the_holder_is_told_why_and_when(db: Db, now: datetime) -> None:
    seller, shop, products = await stocked_shop(db)
    agent = await ready_account(db, "agent")
    link = await make_link(db, seller, shop, agent)
    await add_items(db, agent, product_ids=products, now=now)
    await drop_link(db, agent, link, now + DAY)
    assert await shown(db, "agent", now + DAY) == []
    told = {(item.state, item.ended_source, item.ended_at, item.source) for item in await held(db, agent, now + DAY)}
    assert told == {("RIGHT_ENDED", "MARKETING", now + DAY, None)}
    # Linked again, it returns only by the holder's act.
    await make_link(db, seller, shop, agent, now=now + 2 * DAY)
    assert await shown(db, "agent", now + 2 * DAY) == []
    await add_items(db, agent, product_ids=products[:1], now=now + 2 * DAY)
    assert await shown(db, "agent", now + 2 * DAY) == products[:1]
    states = {item.product_id: item.state for item in await held(db, agent, now + 2 * DAY)}
    assert states == {products[0]: "SHOWN", products[1]: "RIGHT_ENDED", products[2]: "RIGHT_ENDED"}


async def test_r_link_44_items_of_other_shops_stay(db: Db, now: datetime) -> None:
    seller, shop, products = await stocked_shop(db, 1)
    other, other_shop, others = await stocked_shop(db, 1, owner="other")
    creator = await make_creator(db, "nadia")
    link = await make_link(db, seller, shop, creator)
    plan = await make_plan(db, other, other_shop)
    await join(db, creator, plan_id=plan.plan_id, now=now)
    await add_items(db, creator, product_ids=products + others, now=now)
    await drop_link(db, seller, link, now + DAY)
    assert await shown(db, "nadia", now + DAY) == others


async def test_r_link_45_a_plan_joined_before_the_link_ended_takes_over(db: Db, now: datetime) -> None:
    seller, shop, products = await stocked_shop(db, 1)
    creator = await make_creator(db, "nadia")
    link = await make_link(db, seller, shop, creator)
    await add_items(db, creator, product_ids=products, now=now)
    plan = await make_plan(db, seller, shop, rate_bp=700)
    await join(db, creator, plan_id=plan.plan_id, now=now + HOUR)
    assert await sources(db, "nadia", now + HOUR) == [("MARKETING", 0)]
    await drop_link(db, creator, link, now + DAY)
    assert await sources(db, "nadia", now + DAY) == [("AFFILIATE", 700)]


async def test_r_link_45_after_a_gap_another_right_brings_nothing_back(db: Db, now: datetime) -> None:
    seller, shop, products = await stocked_shop(db, 1)
    creator = await make_creator(db, "nadia")
    link = await make_link(db, seller, shop, creator)
    await add_items(db, creator, product_ids=products, now=now)
    await drop_link(db, creator, link, now + DAY)
    plan = await make_plan(db, seller, shop)
    await join(db, creator, plan_id=plan.plan_id, now=now + DAY + HOUR)
    later = now + DAY + HOUR
    assert await shown(db, "nadia", later) == []
    [item] = await held(db, creator, later)
    assert (item.state, item.ended_at) == ("RIGHT_ENDED", now + DAY)
    [answer] = await add_items(db, creator, product_ids=products, now=later)
    assert answer.status == "ADDED"
    assert await sources(db, "nadia", later) == [("AFFILIATE", 1000)]


@pytest.mark.parametrize("gap", [False, True])
async def test_r_link_45_three_rights_in_a_chain_keep_it_unless_there_is_a_gap(
    db: Db, now: datetime, gap: bool
) -> None:
    seller, shop, products = await stocked_shop(db, 1)
    creator = await make_creator(db, "nadia")
    plans = [await make_plan(db, seller, shop, rate_bp=rate) for rate in (500, 600, 700)]
    await join(db, creator, plan_id=plans[0].plan_id, now=now)
    await add_items(db, creator, product_ids=products, now=now)
    await join(db, creator, plan_id=plans[1].plan_id, now=now + HOUR)
    await leave(db, creator, plan_id=plans[0].plan_id, now=now + 2 * HOUR)
    if gap:
        await leave(db, creator, plan_id=plans[1].plan_id, now=now + 3 * HOUR)
    await join(db, creator, plan_id=plans[2].plan_id, now=now + 4 * HOUR)
    if not gap:
        await leave(db, creator, plan_id=plans[1].plan_id, now=now + 5 * HOUR)
    assert await shown(db, "nadia", now + 6 * HOUR) == ([] if gap else products)
    if not gap:
        assert await sources(db, "nadia", now + 6 * HOUR) == [("AFFILIATE", 700)]


async def test_a_targeted_plan_wins_over_a_better_open_one_and_the_better_of_two_open_ones(
    db: Db, now: datetime
) -> None:
    seller, shop, products = await stocked_shop(db, 1)
    creator = await make_creator(db, "nadia")
    for rate in (900, 2000):
        plan = await make_plan(db, seller, shop, rate_bp=rate)
        await join(db, creator, plan_id=plan.plan_id, now=now)
    await add_items(db, creator, product_ids=products, now=now)
    assert await sources(db, "nadia") == [("AFFILIATE", 2000)]
    targeted = await make_plan(db, seller, shop, rate_bp=1500, products=products, handles=("nadia",))
    await join(db, creator, plan_id=targeted.plan_id, now=now)
    assert await sources(db, "nadia") == [("AFFILIATE", 1500)]


async def test_r_show_33_a_plan_that_expired_gives_nothing_even_before_its_job_ran(db: Db, now: datetime) -> None:
    seller, shop, products = await stocked_shop(db, 1)
    creator = await make_creator(db, "nadia")
    plan = await make_plan(db, seller, shop, ends_at=now + 30 * DAY)
    await join(db, creator, plan_id=plan.plan_id, now=now)
    await add_items(db, creator, product_ids=products, now=now)
    assert await shown(db, "nadia", now + 30 * DAY - timedelta(seconds=1)) == products
    assert await shown(db, "nadia", now + 30 * DAY) == []
    [item] = await held(db, creator, now + 30 * DAY)
    assert (item.state, item.ended_source, item.ended_at) == ("RIGHT_ENDED", "AFFILIATE", now + 30 * DAY)
    [answer] = await add_items(db, creator, product_ids=products, now=now + 30 * DAY)
    assert answer.code == "showcase.no_right"


async def test_r_show_33_a_product_taken_out_of_its_plan_leaves(db: Db, now: datetime) -> None:
    seller, shop, products = await stocked_shop(db, 2)
    creator = await make_creator(db, "nadia")
    plan = await make_plan(db, seller, shop, products=products)
    await join(db, creator, plan_id=plan.plan_id, now=now)
    await add_items(db, creator, product_ids=products, now=now)
    changes = PlanChanges(product_ids=products[:1])
    await edit_plan(db, seller, shop_id=shop.shop_id, plan_id=plan.plan_id, changes=changes, now=now + HOUR)
    # After the market's notice at the latest.
    assert await shown(db, "nadia", now + 60 * DAY) == products[:1]
    assert {item.state for item in await held(db, creator, now + 60 * DAY)} == {"SHOWN", "RIGHT_ENDED"}
    await delete_plan(db, seller, shop_id=shop.shop_id, plan_id=plan.plan_id, now=now + 60 * DAY)
    assert await shown(db, "nadia", now + 60 * DAY) == []


async def test_r_show_30_sold_out_stays_and_says_so(db: Db, now: datetime) -> None:
    seller, shop, products = await stocked_shop(db, 1)
    agent = await ready_account(db, "agent")
    await make_link(db, seller, shop, agent)
    await add_items(db, agent, product_ids=products, now=now)
    sku = await db.connection.fetchval("SELECT sku_id FROM skus WHERE product_id = $1", products[0])
    for stock, in_stock, state in ((0, False, "SOLD_OUT"), (3, True, "SHOWN")):
        await set_stock(db, seller, shop_id=shop.shop_id, sku_id=sku, stock=stock, now=now)
        assert [card.in_stock for card in await cards(db, "agent")] == [in_stock]
        assert [item.state for item in await held(db, agent)] == [state]


async def test_r_show_31_32_what_is_not_live_is_hidden_and_what_is_deleted_is_gone(db: Db, now: datetime) -> None:
    seller, shop, products = await stocked_shop(db, 2)
    agent = await ready_account(db, "agent")
    await make_link(db, seller, shop, agent)
    await add_items(db, agent, product_ids=products, now=now)
    where = {"shop_id": shop.shop_id, "product_id": products[0]}
    await deactivate_product(db, seller, **where, now=now)
    assert await shown(db, "agent") == products[1:]
    assert [item.state for item in await held(db, agent)] == ["SELLER_DEACTIVATED", "SHOWN"]
    await activate_product(db, seller, **where, now=now)
    assert await shown(db, "agent") == products
    await set_platform_status(db, SYSTEM, product_id=products[1], becomes="PLATFORM_DEACTIVATED", now=now)
    assert [item.state for item in await held(db, agent)] == ["SHOWN", "PLATFORM_DEACTIVATED"]
    assert await shown(db, "agent") == products[:1]
    await delete_product(db, seller, **where, now=now)
    assert [item.product_id for item in await held(db, agent)] == products[1:]


async def test_r_show_34_a_shop_on_holiday_hides_its_items_until_it_is_back(db: Db, now: datetime) -> None:
    seller, shop, products = await stocked_shop(db, 1)
    agent, brand = await ready_account(db, "agent"), await ready_account(db, "brand", name=shop.name)
    await make_link(db, seller, shop, agent)
    await make_link(db, seller, shop, brand, "OFFICIAL")
    await add_items(db, agent, product_ids=products, now=now)
    for status, seen, state in (("HOLIDAY", [], "SHOP_ON_HOLIDAY"), ("OPEN", products, "SHOWN")):
        await set_status(db, seller, shop_id=shop.shop_id, status=status, now=now)
        assert await shown(db, "agent") == await shown(db, "brand") == seen
        assert [item.state for item in await held(db, agent)] == [state]


async def test_a_banned_holder_has_no_showcase(db: Db, now: datetime) -> None:
    seller, shop, products = await stocked_shop(db, 1)
    agent = await ready_account(db, "agent")
    await make_link(db, seller, shop, agent)
    await add_items(db, agent, product_ids=products, now=now)
    await review(db, agent, Review(standing="BANNED"))
    with pytest.raises(NotFound):
        await shown(db, "agent")
    await review(db, agent, Review(standing="GOOD"))
    assert await shown(db, "agent") == products
