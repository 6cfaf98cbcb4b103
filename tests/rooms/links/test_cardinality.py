"""How many links a shop and an account may have (R-LINK-1…10)."""

from collections.abc import Awaitable
from datetime import datetime

import pytest

from etalase.accounts.actions import Review
from etalase.affiliate.actions import join
from etalase.base.db import Db
from etalase.base.errors import Refused
from etalase.links import actions
from etalase.links.queries import SWEEPS, usage
from tests.makers.accounts import review
from tests.makers.affiliate import make_creator, make_plan
from tests.makers.links import DAY, drop_link, make_link, ready_account, ready_shop


async def refused(awaitable: Awaitable[object]) -> str:
    with pytest.raises(Refused) as no:
        await awaitable
    return no.value.code


async def swept(db: Db) -> list[str]:
    return [name for name, statement in SWEEPS if await statement.get(db) is not None]


async def test_r_link_1_a_shop_has_at_most_one_official_account(db: Db, now: datetime) -> None:
    seller, shop = await ready_shop(db)
    first, second = await ready_account(db, "first", name="Langkah"), await ready_account(db, "second", name="Langkah")
    waiting = await actions.invite(db, seller, shop_id=shop.shop_id, kind="OFFICIAL", handle="second", now=now)
    await make_link(db, seller, shop, first, "OFFICIAL")
    invite = actions.invite(db, seller, shop_id=shop.shop_id, kind="OFFICIAL", handle="second", now=now)
    assert await refused(invite) == "links.shop_has_official"
    assert await refused(actions.accept(db, second, link_id=waiting.link_id, now=now)) == "links.shop_has_official"
    assert await swept(db) == []


async def test_r_link_2_an_account_is_official_for_one_shop_and_then_linked_to_no_other(db: Db, now: datetime) -> None:
    seller, shop = await ready_shop(db)
    other_seller, other = await ready_shop(db, owner="other")
    sari = await ready_account(db, "sari", name="Langkah")
    official = await actions.invite(db, other_seller, shop_id=other.shop_id, kind="OFFICIAL", handle="sari", now=now)
    marketing = await actions.invite(db, other_seller, shop_id=other.shop_id, kind="MARKETING", handle="sari", now=now)
    await make_link(db, seller, shop, sari, "OFFICIAL")
    expected = {"OFFICIAL": "links.account_has_official_shop", "MARKETING": "links.account_is_linked_as_official"}
    for kind, code in expected.items():
        invite = actions.invite(db, other_seller, shop_id=other.shop_id, kind=kind, handle="sari", now=now)
        assert await refused(invite) == code
    for waiting in (official, marketing):
        assert await refused(actions.accept(db, sari, link_id=waiting.link_id, now=now)) == expected[waiting.kind]


async def test_r_link_2_a_marketing_account_becomes_official_of_no_other_shop(db: Db, now: datetime) -> None:
    seller, shop = await ready_shop(db)
    other_seller, other = await ready_shop(db, owner="other")
    sari = await ready_account(db, "sari", name="Langkah")
    await make_link(db, seller, shop, sari)
    invite = actions.invite(db, other_seller, shop_id=other.shop_id, kind="OFFICIAL", handle="sari", now=now)
    assert await refused(invite) == "links.account_has_marketing_shop"


async def test_r_link_3_a_shop_has_at_most_four_marketing_accounts(db: Db, now: datetime) -> None:
    seller, shop = await ready_shop(db)
    holders = [await ready_account(db, f"m{number}") for number in range(6)]
    waiting = await actions.invite(db, seller, shop_id=shop.shop_id, kind="MARKETING", handle="m5", now=now)
    slots = [(await make_link(db, seller, shop, holder)).slot for holder in holders[:4]]
    assert slots == [1, 2, 3, 4]
    invite = actions.invite(db, seller, shop_id=shop.shop_id, kind="MARKETING", handle="m4", now=now)
    assert await refused(invite) == "links.marketing_slots_full"
    accept = actions.accept(db, holders[5], link_id=waiting.link_id, now=now)
    assert await refused(accept) == "links.marketing_slots_full"
    used = await usage(db, seller, shop_id=shop.shop_id, now=now)
    assert (used.marketing_used, used.marketing_most, used.official_used, used.pending) == (4, 4, 0, 1)


async def test_r_link_3_a_freed_slot_is_filled_again(db: Db, now: datetime) -> None:
    seller, shop = await ready_shop(db)
    links = [await make_link(db, seller, shop, await ready_account(db, f"m{number}")) for number in range(4)]
    await drop_link(db, seller, links[1], now + DAY)
    again = await make_link(db, seller, shop, await ready_account(db, "m5"), now=now + DAY)
    assert again.slot == 2
    assert await swept(db) == []


async def test_r_link_4_an_account_is_marketing_for_one_shop(db: Db, now: datetime) -> None:
    seller, shop = await ready_shop(db)
    other_seller, other = await ready_shop(db, owner="other")
    sari = await ready_account(db, "sari")
    waiting = await actions.invite(db, other_seller, shop_id=other.shop_id, kind="MARKETING", handle="sari", now=now)
    await make_link(db, seller, shop, sari)
    invite = actions.invite(db, other_seller, shop_id=other.shop_id, kind="MARKETING", handle="sari", now=now)
    assert await refused(invite) == "links.account_has_marketing_shop"
    accept = actions.accept(db, sari, link_id=waiting.link_id, now=now)
    assert await refused(accept) == "links.account_has_marketing_shop"


async def test_r_link_5_a_marketing_account_may_be_an_affiliate_of_other_shops(db: Db, now: datetime) -> None:
    seller, shop = await ready_shop(db)
    sari = await make_creator(db, "sari")
    await make_link(db, seller, shop, sari)
    for number in range(2):
        other_seller, other = await ready_shop(db, owner=f"other{number}")
        plan = await make_plan(db, other_seller, other)
        assert (await join(db, sari, plan_id=plan.plan_id, now=now)).status == "APPROVED"


async def test_r_link_6_affiliates_and_plans_are_not_limited(db: Db, now: datetime) -> None:
    seller, shop = await ready_shop(db)
    plans = [await make_plan(db, seller, shop) for _ in range(6)]
    for number in range(6):
        creator = await make_creator(db, f"c{number}")
        for plan in plans:
            assert (await join(db, creator, plan_id=plan.plan_id, now=now)).status == "APPROVED"


@pytest.mark.parametrize(("has", "wants"), [("OFFICIAL", "MARKETING"), ("MARKETING", "OFFICIAL")])
async def test_r_link_7_an_account_is_not_both_for_one_shop(db: Db, now: datetime, has: str, wants: str) -> None:
    seller, shop = await ready_shop(db)
    sari = await ready_account(db, "sari", name="Langkah")
    waiting = await actions.invite(db, seller, shop_id=shop.shop_id, kind=wants, handle="sari", now=now)
    await make_link(db, seller, shop, sari, has)
    assert await refused(actions.accept(db, sari, link_id=waiting.link_id, now=now)) == "links.already_linked"
    invite = actions.invite(db, seller, shop_id=shop.shop_id, kind=wants, handle="sari", now=now)
    assert await refused(invite) == "links.already_linked"


async def test_r_link_8_an_official_account_joins_no_affiliate_plan(db: Db, now: datetime) -> None:
    seller, shop = await ready_shop(db)
    other_seller, other = await ready_shop(db, owner="other")
    sari = await ready_account(db, "sari", name="Langkah", followers=5000)
    await make_link(db, seller, shop, sari, "OFFICIAL")
    plan = await make_plan(db, other_seller, other)
    assert await refused(join(db, sari, plan_id=plan.plan_id, now=now)) == "affiliate.official_account"


async def test_r_link_10_the_holder_of_a_link_needs_no_shop(db: Db, now: datetime) -> None:
    seller, shop = await ready_shop(db)
    without_shop = await ready_account(db, "sari")
    assert (await make_link(db, seller, shop, without_shop)).status == "LINKED"
    with_shop, _ = await ready_shop(db, owner="withshop")
    await review(db, with_shop, Review(verified=True))
    assert (await make_link(db, seller, shop, with_shop)).status == "LINKED"
