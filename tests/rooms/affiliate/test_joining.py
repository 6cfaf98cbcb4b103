"""Creators in plans: who may join, requests, leaving, coming back, becoming official (R-AFF-5, R-AFF-10, R-LINK-2, R-LINK-8)."""

from datetime import date, datetime

import pytest

from etalase.accounts.actions import Review
from etalase.affiliate import actions, queries
from etalase.affiliate.actions import NewPromotion, accept_link, join, leave
from etalase.affiliate.queries import SWEEPS
from etalase.base.actor import Actor
from etalase.base.db import Db, value
from etalase.base.errors import NotFound, Refused
from etalase.base.markets import DEFINITIONS
from etalase.links.actions import end, invite, rename_account
from tests.makers.accounts import review
from tests.makers.affiliate import make_creator, make_plan, make_products
from tests.makers.links import DAY, make_link, ready_account, ready_shop

OPEN_PROMOTIONS = value(int, "SELECT count(*)::integer FROM promotions WHERE account_id = $1 AND until IS NULL")


async def code_of(db: Db, creator: Actor, plan_id: int, now: datetime) -> tuple[str, object]:
    with pytest.raises(Refused) as no:
        await join(db, creator, plan_id=plan_id, now=now)
    return no.value.code, no.value.facts.get("reason")


async def swept(db: Db) -> list[str]:
    return [name for name, statement in SWEEPS if await statement.get(db) is not None]


async def test_creators_meet_the_market_s_conditions(db: Db, now: datetime) -> None:
    seller, shop = await ready_shop(db)
    plan = await make_plan(db, seller, shop)
    few = await make_creator(db, "few", followers=599)
    foreign = await make_creator(db, "foreign", market="MY")
    sari = await make_creator(db, "sari", followers=600)
    assert await code_of(db, few, plan.plan_id, now) == ("affiliate.not_eligible", "too_few_followers")
    assert await code_of(db, foreign, plan.plan_id, now) == ("affiliate.not_eligible", "market_differs")
    for changes, reason in (
        (Review(standing="WARNED"), "not_in_good_standing"),
        (Review(birth_date=date(2010, 1, 1)), "not_adult"),
    ):
        await review(db, sari, changes)
        assert await code_of(db, sari, plan.plan_id, now) == ("affiliate.not_eligible", reason)
        assert await queries.creator_status(db, sari, now=now) == reason
        await review(db, sari, Review(standing="GOOD", birth_date=None))
    assert await queries.creator_status(db, sari, now=now) is None
    assert (await join(db, sari, plan_id=plan.plan_id, now=now)).status == "APPROVED"


async def test_an_unverified_account_may_be_an_affiliate(db: Db, now: datetime) -> None:
    seller, shop = await ready_shop(db)
    sari = await make_creator(db, "sari")
    await review(db, sari, Review(verified=False))
    plan = await make_plan(db, seller, shop)
    assert (await join(db, sari, plan_id=plan.plan_id, now=now)).status == "APPROVED"


async def test_r_link_8_an_official_account_joins_nothing_and_sees_no_market(db: Db, now: datetime) -> None:
    assert DEFINITIONS["official_may_join_affiliate"].default is False
    seller, shop = await ready_shop(db)
    other_seller, other = await ready_shop(db, owner="other")
    official = await ready_account(db, "official", name="Langkah", followers=9000)
    await make_link(db, seller, shop, official, "OFFICIAL")
    targeted = await make_plan(db, other_seller, other, handles=("official",))
    everyone = await make_plan(db, other_seller, other)
    for plan in (targeted, everyone):
        assert (await code_of(db, official, plan.plan_id, now))[0] == "affiliate.official_account"
    assert (await queries.plans_open_to(db, official, now=now)).items == []
    assert await queries.creator_status(db, official, now=now) == "official_account"


async def test_r_link_9_a_marketing_account_may_join_its_own_shop_s_plan_and_the_link_counts(
    db: Db, now: datetime
) -> None:
    seller, shop = await ready_shop(db)
    sari = await make_creator(db, "sari")
    await make_link(db, seller, shop, sari)
    plan = await make_plan(db, seller, shop)
    assert (await join(db, sari, plan_id=plan.plan_id, now=now)).status == "APPROVED"


async def test_a_targeted_plan_is_for_its_invited_creators(db: Db, now: datetime) -> None:
    seller, shop = await ready_shop(db)
    sari, budi = await make_creator(db, "sari"), await make_creator(db, "budi")
    plan = await make_plan(db, seller, shop, handles=("sari",))
    assert await code_of(db, budi, plan.plan_id, now) == ("affiliate.not_invited", None)
    with pytest.raises(NotFound):
        await queries.plan(db, budi, plan_id=plan.plan_id, now=now)
    assert [each.plan_id for each in (await queries.plans_open_to(db, budi, now=now)).items] == []
    (offered,) = (await queries.plans_open_to(db, sari, now=now)).items
    assert (offered.plan_id, offered.mine, offered.invited) == (plan.plan_id, None, "INVITED")
    assert (await join(db, sari, plan_id=plan.plan_id, now=now)).status == "APPROVED"
    (invitee,) = await queries.invitees_of_plan(db, seller, shop_id=shop.shop_id, plan_id=plan.plan_id)
    assert (invitee.handle, invitee.status) == ("sari", "ACCEPTED")


async def test_refusals_of_a_join_come_in_the_published_order(db: Db, now: datetime) -> None:
    seller, shop = await ready_shop(db)
    other_seller, other = await ready_shop(db, owner="other")
    # Official, not invited and with too few followers; then not invited and too few; then too few.
    official = await ready_account(db, "official", name="Langkah")
    await make_creator(db, "invited")
    link = await make_link(db, seller, shop, official, "OFFICIAL")
    plan = await make_plan(db, other_seller, other, handles=("invited",))
    assert (await code_of(db, official, plan.plan_id, now))[0] == "affiliate.official_account"
    await end(db, official, link_id=link.link_id, now=now + DAY)
    assert (await code_of(db, official, plan.plan_id, now))[0] == "affiliate.not_invited"
    everyone = await make_plan(db, other_seller, other)
    assert (await code_of(db, official, everyone.plan_id, now))[0] == "affiliate.not_eligible"


async def test_r_aff_5_a_removed_creator_may_join_an_open_plan_again(db: Db, now: datetime) -> None:
    seller, shop = await ready_shop(db)
    sari = await make_creator(db, "sari")
    plan = await make_plan(db, seller, shop)
    first = await join(db, sari, plan_id=plan.plan_id, now=now)
    where = {"shop_id": shop.shop_id, "plan_id": plan.plan_id, "participation_id": first.participation_id}
    removed = await actions.remove_creator(db, seller, **where, now=now)
    assert removed.status == "REMOVED"
    with pytest.raises(Refused):
        await actions.remove_creator(db, seller, **where, now=now)
    again = await join(db, sari, plan_id=plan.plan_id, now=now + DAY)
    assert again.status == "APPROVED"
    history = (await queries.my_participations(db, sari)).items
    assert [each.status for each in history] == ["APPROVED", "REMOVED"]
    assert await swept(db) == []


async def test_a_creator_removed_from_a_targeted_plan_needs_a_new_invitation(db: Db, now: datetime) -> None:
    seller, shop = await ready_shop(db)
    sari = await make_creator(db, "sari")
    plan = await make_plan(db, seller, shop, handles=("sari",))
    joined = await join(db, sari, plan_id=plan.plan_id, now=now)
    where = {"shop_id": shop.shop_id, "plan_id": plan.plan_id}
    await actions.remove_creator(db, seller, **where, participation_id=joined.participation_id, now=now)
    assert (await code_of(db, sari, plan.plan_id, now))[0] == "affiliate.not_invited"
    await actions.edit_plan(db, seller, **where, changes=actions.PlanChanges(handles=["sari"]), now=now)
    assert (await join(db, sari, plan_id=plan.plan_id, now=now)).status == "APPROVED"


async def test_r_aff_10_a_creator_has_many_invitations_and_takes_what_they_choose(db: Db, now: datetime) -> None:
    sari = await make_creator(db, "sari")
    plans: list[queries.Plan] = []
    for number in range(8):
        seller, shop = await ready_shop(db, owner=f"s{number}")
        plans.append(await make_plan(db, seller, shop, handles=("sari",)))
    offered = (await queries.plans_open_to(db, sari, now=now)).items
    assert len(offered) == 8
    for plan in plans[:4]:
        await join(db, sari, plan_id=plan.plan_id, now=now)
    await actions.decline_invitation(db, sari, plan_id=plans[4].plan_id, now=now)
    with pytest.raises(Refused) as no:
        await actions.decline_invitation(db, sari, plan_id=plans[4].plan_id, now=now)
    assert no.value.code == "affiliate.answered_already"
    offered = (await queries.plans_open_to(db, sari, now=now)).items
    assert sorted(str(each.mine) for each in offered) == ["APPROVED"] * 4 + ["None"] * 3


async def test_requests_wait_for_the_seller(db: Db, now: datetime) -> None:
    seller, shop = await ready_shop(db)
    sari, budi, citra = [await make_creator(db, handle) for handle in ("sari", "budi", "citra")]
    plan = await make_plan(db, seller, shop, needs_approval=True)
    (product,) = await make_products(db, seller, shop, 1)
    where = {"shop_id": shop.shop_id, "plan_id": plan.plan_id}
    asked = [await join(db, each, plan_id=plan.plan_id, now=now) for each in (sari, budi, citra)]
    assert {each.status for each in asked} == {"REQUESTED"}
    assert await queries.plan_rights(db, sari.account_id, [(shop.shop_id, product)], now) == {}
    approved = await actions.approve(db, seller, **where, participation_id=asked[0].participation_id, now=now)
    assert approved.status == "APPROVED" and approved.joined_at == now
    assert product in await queries.plan_rights(db, sari.account_id, [(shop.shop_id, product)], now)
    rejected = await actions.reject(db, seller, **where, participation_id=asked[1].participation_id, now=now)
    assert rejected.status == "REJECTED"
    await leave(db, citra, plan_id=plan.plan_id, now=now)
    for verb in (actions.approve, actions.reject):
        for each in asked:
            with pytest.raises(Refused) as no:
                await verb(db, seller, **where, participation_id=each.participation_id, now=now)
            assert no.value.code == "affiliate.not_requested"
    statuses = (await queries.participations_of_plan(db, seller, shop_id=shop.shop_id, plan_id=plan.plan_id)).items
    assert [each.status for each in statuses] == ["WITHDRAWN", "REJECTED", "APPROVED"]
    shown = await queries.plan(db, seller, plan_id=plan.plan_id, now=now)
    assert (shown.creators, shown.requests) == (1, 0)
    assert await swept(db) == []


async def test_only_the_seller_decides_and_only_about_their_own_plan(db: Db, now: datetime) -> None:
    seller, shop = await ready_shop(db)
    other_seller, other = await ready_shop(db, owner="other")
    other_plan = await make_plan(db, other_seller, other)
    sari = await make_creator(db, "sari")
    plan = await make_plan(db, seller, shop, needs_approval=True)
    asked = await join(db, sari, plan_id=plan.plan_id, now=now)
    forged = [
        (sari, shop.shop_id, plan.plan_id),
        (other_seller, shop.shop_id, plan.plan_id),
        (other_seller, other.shop_id, plan.plan_id),
        (other_seller, other.shop_id, other_plan.plan_id),
    ]
    for actor, shop_id, plan_id in forged:
        for verb in (actions.approve, actions.reject, actions.remove_creator):
            with pytest.raises(NotFound):
                await verb(
                    db, actor, shop_id=shop_id, plan_id=plan_id, participation_id=asked.participation_id, now=now
                )


async def test_joining_twice_and_leaving_twice_are_told(db: Db, now: datetime) -> None:
    seller, shop = await ready_shop(db)
    sari = await make_creator(db, "sari")
    plan = await make_plan(db, seller, shop)
    await join(db, sari, plan_id=plan.plan_id, now=now)
    assert (await code_of(db, sari, plan.plan_id, now))[0] == "affiliate.already_joined"
    await leave(db, sari, plan_id=plan.plan_id, now=now)
    with pytest.raises(Refused) as no:
        await leave(db, sari, plan_id=plan.plan_id, now=now)
    assert no.value.code == "affiliate.not_participating"
    for act in (join, leave, actions.decline_invitation):
        with pytest.raises(NotFound):
            await act(db, sari, plan_id=2**53 - 1, now=now)


async def test_r_link_2_accepting_an_official_link_ends_every_participation_and_history_keeps_them(
    db: Db, now: datetime
) -> None:
    seller, shop = await ready_shop(db)
    sari = await make_creator(db, "sari")
    await rename_account(db, sari, name="Langkah", now=now)
    for number, approval in enumerate((False, False, True)):
        other_seller, other = await ready_shop(db, owner=f"s{number}")
        plan = await make_plan(db, other_seller, other, needs_approval=approval)
        await join(db, sari, plan_id=plan.plan_id, now=now)
    link = await invite(db, seller, shop_id=shop.shop_id, kind="OFFICIAL", handle="sari", now=now)
    ends = await queries.what_acceptance_ends(db, sari, link_id=link.link_id)
    assert [each.status for each in ends] == ["APPROVED", "APPROVED", "REQUESTED"]
    with pytest.raises(NotFound):
        await queries.what_acceptance_ends(db, seller, link_id=link.link_id)
    await accept_link(db, sari, link_id=link.link_id, now=now + DAY)
    history = (await queries.my_participations(db, sari)).items
    assert [(each.status, each.end_reason, each.ended_at) for each in history] == [
        ("WITHDRAWN", "BECAME_OFFICIAL", now + DAY),
        ("LEFT", "BECAME_OFFICIAL", now + DAY),
        ("LEFT", "BECAME_OFFICIAL", now + DAY),
    ]
    assert await swept(db) == []


async def test_a_refused_official_acceptance_ends_no_participation(db: Db, now: datetime) -> None:
    seller, shop = await ready_shop(db)
    other_seller, other = await ready_shop(db, owner="other")
    sari = await make_creator(db, "sari")
    await rename_account(db, sari, name="Langkah", now=now)
    plan = await make_plan(db, other_seller, other)
    await join(db, sari, plan_id=plan.plan_id, now=now)
    link = await invite(db, seller, shop_id=shop.shop_id, kind="OFFICIAL", handle="sari", now=now)
    with pytest.raises(Refused) as no:
        await accept_link(db, sari, link_id=link.link_id, now=now + 2 * DAY)
    assert no.value.code == "links.invitation_expired"
    assert (await queries.my_participations(db, sari)).items[0].status == "APPROVED"
    assert await swept(db) == []


async def test_r_link_5_accepting_a_marketing_link_ends_no_participation(db: Db, now: datetime) -> None:
    seller, shop = await ready_shop(db)
    other_seller, other = await ready_shop(db, owner="other")
    sari = await make_creator(db, "sari")
    plan = await make_plan(db, other_seller, other)
    await join(db, sari, plan_id=plan.plan_id, now=now)
    link = await invite(db, seller, shop_id=shop.shop_id, kind="MARKETING", handle="sari", now=now)
    assert await queries.what_acceptance_ends(db, sari, link_id=link.link_id) == []
    await accept_link(db, sari, link_id=link.link_id, now=now)
    assert (await queries.my_participations(db, sari)).items[0].status == "APPROVED"


async def test_promotions_last_until_the_product_leaves_or_the_participation_ends(db: Db, now: datetime) -> None:
    seller, shop = await ready_shop(db)
    products = await make_products(db, seller, shop, 3)
    sari = await make_creator(db, "sari")
    plan = await make_plan(db, seller, shop)
    await join(db, sari, plan_id=plan.plan_id, now=now)
    new = [NewPromotion(each, shop.shop_id, plan.plan_id) for each in products]
    assert await actions.open_promotions(db, sari.account_id, new, now) == 3
    assert await actions.open_promotions(db, sari.account_id, new, now + DAY) == 0
    assert await actions.close_promotions(db, sari.account_id, products[:1], now + DAY) == 1
    assert await OPEN_PROMOTIONS.sole(db, sari.account_id) == 2
    await leave(db, sari, plan_id=plan.plan_id, now=now + DAY)
    assert await OPEN_PROMOTIONS.sole(db, sari.account_id) == 0
