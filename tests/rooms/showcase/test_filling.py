"""What a Showcase holds: official ones fill themselves, others hold what their holder chose (R-SHOW-3…18)."""

import asyncio
from datetime import datetime, timedelta

import pytest

from etalase.affiliate.actions import join
from etalase.base.db import Db, value
from etalase.base.errors import Invalid, Refused
from etalase.base.markets import set_policy
from etalase.base.pool import Pool
from etalase.catalog.actions import delete_product
from etalase.showcase.actions import add_all_of_shop, add_items, remove_items
from etalase.showcase.queries import candidates, chosen_items
from tests.makers.accounts import make_account
from tests.makers.affiliate import make_creator, make_plan
from tests.makers.catalog import make_product
from tests.makers.links import make_link, ready_account
from tests.makers.orders import broken
from tests.makers.showing import cards, held, shown, sources, stocked_shop

SECOND = timedelta(seconds=1)
ROWS = value(int, "SELECT count(*) FROM showcase_items")
PROMOTED = value(int, "SELECT product_id FROM promotions WHERE account_id = $1 AND until IS NULL ORDER BY 1")


async def test_r_show_3_a_showcase_needs_no_shop_and_a_shop_no_showcase(db: Db) -> None:
    await make_account(db, handle="nadia")
    await stocked_shop(db)
    assert await shown(db, "nadia") == [] == await shown(db, "seller")


async def test_r_show_4_an_official_showcase_is_its_shop_and_writes_no_row(db: Db, now: datetime) -> None:
    seller, shop, products = await stocked_shop(db)
    brand = await ready_account(db, "brand", name=shop.name)
    await make_link(db, seller, shop, brand, "OFFICIAL")
    assert await shown(db, "brand") == products[::-1]
    new = (await make_product(db, shop)).product_id
    await delete_product(db, seller, shop_id=shop.shop_id, product_id=products[0], now=now)
    assert await shown(db, "@Brand") == [new, *products[:0:-1]]
    assert {(card.source, card.rate_bp) for card in await cards(db, "brand")} == {("OFFICIAL", 0)}
    assert await ROWS.sole(db) == 0


async def test_r_show_5_nothing_is_chosen_in_an_official_showcase(db: Db, now: datetime) -> None:
    seller, shop, products = await stocked_shop(db)
    brand = await ready_account(db, "brand", name=shop.name)
    await make_link(db, seller, shop, brand, "OFFICIAL")
    for refused in (
        add_items(db, brand, product_ids=products, now=now),
        remove_items(db, brand, product_ids=products, now=now),
        add_all_of_shop(db, brand, shop_id=shop.shop_id, now=now),
    ):
        with pytest.raises(Refused) as no:
            await refused
        assert no.value.code == "showcase.official_is_automatic"
    assert await shown(db, "brand") == products[::-1]


async def test_r_show_6_all_of_a_shop_is_added_once(db: Db, now: datetime) -> None:
    seller, shop, products = await stocked_shop(db)
    agent = await ready_account(db, "agent")
    await make_link(db, seller, shop, agent)
    await add_items(db, agent, product_ids=[products[1]], now=now)
    added = await add_all_of_shop(db, agent, shop_id=shop.shop_id, now=now)
    assert {(each.product_id, each.status) for each in added} == {(products[0], "ADDED"), (products[2], "ADDED")}
    await make_product(db, shop)
    assert sorted(await shown(db, "agent")) == products
    stranger = await ready_account(db, "stranger")
    with pytest.raises(Refused) as no:
        await add_all_of_shop(db, stranger, shop_id=shop.shop_id, now=now)
    assert no.value.code == "showcase.no_right"


async def test_r_show_2_7_an_affiliate_shows_products_of_several_shops(db: Db, now: datetime) -> None:
    creator = await make_creator(db, "nadia")
    wanted: list[int] = []
    for number in range(2):
        seller, shop, products = await stocked_shop(db, owner=f"seller{number}")
        plan = await make_plan(db, seller, shop, products=products[:2], rate_bp=1000 + number)
        await join(db, creator, plan_id=plan.plan_id, now=now)
        offered = await candidates(db, creator, now=now, shop_id=shop.shop_id)
        assert [each.product_id for each in offered.items] == products[1::-1]
        answers = await add_items(db, creator, product_ids=products, now=now)
        assert [each.code for each in answers] == [None, None, "showcase.no_right"]
        wanted = products[:2] + wanted
    assert await shown(db, "nadia") == wanted
    assert await sources(db, "nadia") == [("AFFILIATE", 1001)] * 2 + [("AFFILIATE", 1000)] * 2
    assert await PROMOTED.all(db, creator.account_id) == sorted(wanted)
    await remove_items(db, creator, product_ids=wanted[:1], now=now + SECOND)
    assert await PROMOTED.all(db, creator.account_id) == sorted(wanted[1:])
    assert await broken(db) == []


async def test_r_show_10_twenty_a_call_each_with_its_own_answer(db: Db, now: datetime) -> None:
    seller, shop, products = await stocked_shop(db)
    _, _, foreign = await stocked_shop(db, 1, owner="other")
    agent = await ready_account(db, "agent")
    await make_link(db, seller, shop, agent)
    await delete_product(db, seller, shop_id=shop.shop_id, product_id=products[2], now=now)
    await add_items(db, agent, product_ids=[products[0]], now=now)
    asked = [products[1], 999_999_999, products[0], foreign[0], products[2], products[1]]
    answers = await add_items(db, agent, product_ids=asked, now=now)
    assert [(each.product_id, each.status, each.code) for each in answers] == [
        (products[1], "ADDED", None),
        (999_999_999, "REFUSED", "not_found"),
        (products[0], "ALREADY_ADDED", None),
        (foreign[0], "REFUSED", "showcase.no_right"),
        (products[2], "REFUSED", "showcase.product_unavailable"),
    ]
    assert len(await add_items(db, agent, product_ids=list(range(1, 21)), now=now)) == 20
    with pytest.raises(Invalid):
        await add_items(db, agent, product_ids=list(range(1, 22)), now=now)
    assert await add_items(db, agent, product_ids=[], now=now) == []


async def test_r_show_11_two_hundred_are_removed_a_call(db: Db, now: datetime) -> None:
    seller, shop, products = await stocked_shop(db)
    agent = await ready_account(db, "agent")
    await make_link(db, seller, shop, agent)
    await add_items(db, agent, product_ids=products, now=now)
    asked = [products[0], 999_999_999, products[0]]
    assert await remove_items(db, agent, product_ids=asked, now=now) == [(products[0], True), (999_999_999, False)]
    assert len(await remove_items(db, agent, product_ids=list(range(1, 201)), now=now)) == 200
    with pytest.raises(Invalid):
        await remove_items(db, agent, product_ids=list(range(1, 202)), now=now)
    assert await chosen_items(db, agent.account_id) == 2
    assert await broken(db) == []


async def test_r_show_16_a_full_showcase_takes_what_it_has_and_no_more(db: Db, now: datetime) -> None:
    seller, shop, products = await stocked_shop(db, 4)
    agent = await ready_account(db, "agent")
    await make_link(db, seller, shop, agent)
    await set_policy(db, "ID", "showcase_items_max", now, 2)
    answers = await add_all_of_shop(db, agent, shop_id=shop.shop_id, now=now)
    assert [(each.status, each.code) for each in answers] == [("ADDED", None)] * 2 + [("REFUSED", "showcase.full")]
    again = await add_items(db, agent, product_ids=[products[3], products[0]], now=now)
    assert [each.status for each in again] == ["ALREADY_ADDED", "REFUSED"]
    await remove_items(db, agent, product_ids=[products[3]], now=now)
    [answer] = await add_items(db, agent, product_ids=[products[0]], now=now)
    assert answer.status == "ADDED"
    # What was deleted for good keeps nobody out (R-SHOW-32).
    await delete_product(db, seller, shop_id=shop.shop_id, product_id=products[0], now=now)
    [answer] = await add_items(db, agent, product_ids=[products[1]], now=now)
    assert answer.status == "ADDED"
    assert await broken(db) == []


async def test_r_show_18_a_product_is_in_once_and_a_link_wins_over_a_plan(db: Db, now: datetime) -> None:
    seller, shop, products = await stocked_shop(db, 1)
    creator = await make_creator(db, "nadia")
    plan = await make_plan(db, seller, shop, rate_bp=2000)
    await join(db, creator, plan_id=plan.plan_id, now=now)
    for _ in range(2):
        await add_items(db, creator, product_ids=products, now=now)
    assert await sources(db, "nadia") == [("AFFILIATE", 2000)]
    await make_link(db, seller, shop, creator)
    assert await sources(db, "nadia") == [("MARKETING", 0)]
    [candidate] = (await candidates(db, creator, now=now)).items
    assert (candidate.source, candidate.plan_id, candidate.added) == ("MARKETING", None, True)


async def test_r_show_14_candidates_are_paged_searched_and_only_what_is_on_sale(db: Db, now: datetime) -> None:
    seller, shop, products = await stocked_shop(db, 5)
    other, other_shop, others = await stocked_shop(db, 2, owner="other", name="Jejak")
    creator = await make_creator(db, "nadia")
    await make_link(db, seller, shop, creator)
    plan = await make_plan(db, other, other_shop)
    await join(db, creator, plan_id=plan.plan_id, now=now)
    await delete_product(db, seller, shop_id=shop.shop_id, product_id=products[4], now=now)
    found: list[int] = []
    cursor = None
    for _ in range(3):
        page = await candidates(db, creator, now=now, limit=2, cursor=cursor)
        found, cursor = found + [each.product_id for each in page.items], page.next_cursor
    assert (found, cursor) == ([*others[::-1], *products[3::-1]], None)
    searched = await candidates(db, creator, now=now, words="sandal jejak")
    assert [each.product_id for each in searched.items] == others[::-1]


async def test_r_show_12_new_items_come_first(db: Db, now: datetime) -> None:
    seller, shop, products = await stocked_shop(db, 4)
    agent = await ready_account(db, "agent")
    await make_link(db, seller, shop, agent)
    await add_items(db, agent, product_ids=products[:2], now=now)
    await add_items(db, agent, product_ids=products[2:], now=now)
    assert await shown(db, "agent") == [*products[2:], *products[:2]]
    assert [item.product_id for item in await held(db, agent)] == [*products[2:], *products[:2]]


async def test_r_show_16_under_adds_at_once_a_showcase_is_filled_exactly(pool: Pool, now: datetime) -> None:
    async with pool.transaction() as db:
        seller, shop, products = await stocked_shop(db, 30)
        agent = await ready_account(db, "agent")
        await make_link(db, seller, shop, agent)
        await set_policy(db, "ID", "showcase_items_max", now, 10)

    async def add(number: int) -> list[str | None]:
        async with pool.transaction() as db:
            asked = [products[number], products[(number + 1) % 30]]
            return [each.code for each in await add_items(db, agent, product_ids=asked, now=now)]

    answers = [code for codes in await asyncio.gather(*map(add, range(30))) for code in codes]
    assert set(answers) == {None, "showcase.full"}
    async with pool.connection() as db:
        assert len(await shown(db, "agent")) == 10 == await chosen_items(db, agent.account_id)
        assert await broken(db) == []
