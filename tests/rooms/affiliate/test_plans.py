"""Sellers' plans: what they promise, how they change and end (R-AFF-1…4, R-AFF-9)."""

from datetime import datetime

import pytest

from etalase.affiliate import actions, queries
from etalase.affiliate.actions import NewPlan, PlanChanges, join
from etalase.affiliate.queries import SWEEPS
from etalase.base.db import Db
from etalase.base.errors import Invalid, NotAllowed, NotFound, Refused
from etalase.base.markets import set_policy
from etalase.shops.actions import mark_closed
from tests.makers.affiliate import make_creator, make_plan, make_products
from tests.makers.links import DAY, ready_shop


async def swept(db: Db) -> list[str]:
    return [name for name, statement in SWEEPS if await statement.get(db) is not None]


async def test_r_aff_1_a_rate_outside_the_bounds_is_refused(db: Db, now: datetime) -> None:
    seller, shop = await ready_shop(db)
    for rate_bp in (0, 99, 8001, -5):
        with pytest.raises(Refused) as no:
            await make_plan(db, seller, shop, rate_bp=rate_bp)
        assert no.value.code == "affiliate.rate_out_of_range"
    plan = await make_plan(db, seller, shop, rate_bp=8000)
    with pytest.raises(Refused):
        await actions.edit_plan(
            db, seller, shop_id=shop.shop_id, plan_id=plan.plan_id, changes=PlanChanges(rate_bp=0), now=now
        )


async def test_r_aff_2_the_targeted_rate_wins_and_there_is_one_rate_per_creator_and_product(
    db: Db, now: datetime
) -> None:
    seller, shop = await ready_shop(db)
    one, two = await make_products(db, seller, shop, 2)
    sari, budi = await make_creator(db, "sari"), await make_creator(db, "budi")
    everyone = await make_plan(db, seller, shop, rate_bp=3000)
    better = await make_plan(db, seller, shop, rate_bp=4000, products=[two])
    targeted = await make_plan(db, seller, shop, rate_bp=1500, products=[one], handles=("sari",))
    for plan in (everyone, better, targeted):
        await join(db, sari, plan_id=plan.plan_id, now=now)
    await join(db, budi, plan_id=everyone.plan_id, now=now)
    wanted = [(shop.shop_id, one), (shop.shop_id, two)]
    saris = await queries.plan_rights(db, sari.account_id, wanted, now)
    assert {each: (right.plan_id, right.rate_bp) for each, right in saris.items()} == {
        one: (targeted.plan_id, 1500),
        two: (better.plan_id, 4000),
    }
    budis = await queries.plan_rights(db, budi.account_id, wanted, now)
    assert {right.rate_bp for right in budis.values()} == {3000}
    await actions.end_plan(db, seller, shop_id=shop.shop_id, plan_id=targeted.plan_id, now=now)
    assert (await queries.plan_rights(db, sari.account_id, wanted, now))[one].rate_bp == 3000


async def test_r_aff_3_targeted_plans_that_share_creator_and_product_conflict_and_the_pairs_are_told(
    db: Db, now: datetime
) -> None:
    seller, shop = await ready_shop(db)
    one, two, three = await make_products(db, seller, shop, 3)
    for handle in ("sari", "budi", "citra"):
        await make_creator(db, handle)
    first = await make_plan(db, seller, shop, products=[one, two], handles=("sari", "budi"))
    with pytest.raises(Refused) as no:
        await make_plan(db, seller, shop, products=[two, three], handles=("citra", "sari", "budi"))
    assert no.value.code == "affiliate.targeted_conflict"
    told = no.value.facts["conflicts"]
    assert isinstance(told, list)
    pairs = [(pair["handle"], pair["product_id"], pair["plan_id"]) for pair in told if isinstance(pair, dict)]
    assert pairs == [("budi", str(two), str(first.plan_id)), ("sari", str(two), str(first.plan_id))]
    await make_plan(db, seller, shop, products=[three], handles=("sari", "budi", "citra"))
    assert await swept(db) == []


@pytest.mark.parametrize("first_is_all", [True, False])
async def test_r_aff_3_all_products_conflicts_with_a_list(db: Db, now: datetime, first_is_all: bool) -> None:
    seller, shop = await ready_shop(db)
    listed = await make_products(db, seller, shop, 2)
    await make_creator(db, "sari")
    first, second = (None, listed) if first_is_all else (listed, None)
    await make_plan(db, seller, shop, products=first, handles=("sari",))
    with pytest.raises(Refused) as no:
        await make_plan(db, seller, shop, products=second, handles=("sari",))
    told = no.value.facts["conflicts"]
    assert isinstance(told, list)
    assert [pair["product_id"] for pair in told if isinstance(pair, dict)] == [str(each) for each in listed]


async def test_r_aff_3_all_conflicts_with_all(db: Db, now: datetime) -> None:
    seller, shop = await ready_shop(db)
    await make_creator(db, "sari")
    await make_plan(db, seller, shop, handles=("sari",))
    with pytest.raises(Refused) as no:
        await make_plan(db, seller, shop, handles=("sari",))
    told = no.value.facts["conflicts"]
    assert isinstance(told, list)
    assert [pair["product_id"] for pair in told if isinstance(pair, dict)] == ["ALL"]


async def test_r_aff_3_what_is_over_or_declined_or_open_conflicts_with_nothing(db: Db, now: datetime) -> None:
    seller, shop = await ready_shop(db)
    sari = await make_creator(db, "sari")
    await make_plan(db, seller, shop)
    ended = await make_plan(db, seller, shop, handles=("sari",))
    await actions.end_plan(db, seller, shop_id=shop.shop_id, plan_id=ended.plan_id, now=now)
    declined = await make_plan(db, seller, shop, handles=("sari",))
    await actions.decline_invitation(db, sari, plan_id=declined.plan_id, now=now)
    await make_plan(db, seller, shop, handles=("sari",), ends_at=now + DAY)
    # Its date has come, though no job has written that down yet.
    assert (await make_plan(db, seller, shop, handles=("sari",), now=now + DAY)).status == "LIVE"


async def test_r_aff_3_editing_meets_the_same_conflicts(db: Db, now: datetime) -> None:
    seller, shop = await ready_shop(db)
    one, two = await make_products(db, seller, shop, 2)
    for handle in ("sari", "budi"):
        await make_creator(db, handle)
    await make_plan(db, seller, shop, products=[one], handles=("sari",))
    other = await make_plan(db, seller, shop, products=[two], handles=("sari",))
    third = await make_plan(db, seller, shop, products=[one], handles=("budi",))
    for plan, changes in (
        (other, PlanChanges(product_ids=[one, two])),
        (third, PlanChanges(handles=["@Sari"])),
    ):
        with pytest.raises(Refused) as no:
            await actions.edit_plan(db, seller, shop_id=shop.shop_id, plan_id=plan.plan_id, changes=changes, now=now)
        assert no.value.code == "affiliate.targeted_conflict"


async def test_a_targeted_plan_is_not_too_large(db: Db, now: datetime) -> None:
    seller, shop = await ready_shop(db)
    await make_creator(db, "sari")
    for new, code in (
        (NewPlan("TARGETED", 1000, list(range(1, 102)), ["sari"]), "affiliate.too_many_products"),
        (NewPlan("TARGETED", 1000, None, [f"c{number}" for number in range(51)]), "affiliate.too_many_creators"),
    ):
        with pytest.raises(Refused) as no:
            await actions.create_plan(db, seller, shop_id=shop.shop_id, new=new, now=now)
        assert no.value.code == code


async def test_r_aff_4_a_plan_expires_at_its_date_and_its_participations_with_it(db: Db, now: datetime) -> None:
    seller, shop = await ready_shop(db)
    sari = await make_creator(db, "sari")
    plan = await make_plan(db, seller, shop, ends_at=now + DAY)
    await join(db, sari, plan_id=plan.plan_id, now=now)
    assert (await queries.plan(db, sari, plan_id=plan.plan_id, now=now + DAY)).status == "EXPIRED"
    assert await actions.expire_plans(db, now) == 0
    assert await actions.expire_plans(db, now + 2 * DAY) == 1
    ended = (await queries.my_participations(db, sari)).items[0]
    assert (ended.status, ended.plan_status, ended.ended_at, ended.end_reason) == (
        "REMOVED",
        "EXPIRED",
        now + DAY,
        "PLAN_EXPIRED",
    )
    assert await swept(db) == []


@pytest.mark.parametrize("verb", ["end_plan", "delete_plan"])
async def test_r_aff_4_a_seller_ends_or_deletes_a_plan_once(db: Db, now: datetime, verb: str) -> None:
    seller, shop = await ready_shop(db)
    sari, budi = await make_creator(db, "sari"), await make_creator(db, "budi")
    plan = await make_plan(db, seller, shop, needs_approval=True)
    for creator in (sari, budi):
        request = await join(db, creator, plan_id=plan.plan_id, now=now)
    await actions.approve(
        db,
        seller,
        shop_id=shop.shop_id,
        plan_id=plan.plan_id,
        participation_id=request.participation_id,
        now=now,
    )
    act = getattr(actions, verb)
    await act(db, seller, shop_id=shop.shop_id, plan_id=plan.plan_id, now=now + DAY)
    statuses = [(await queries.my_participations(db, each)).items[0].status for each in (sari, budi)]
    assert statuses == ["REJECTED", "REMOVED"]
    with pytest.raises((Refused, NotFound)):
        await act(db, seller, shop_id=shop.shop_id, plan_id=plan.plan_id, now=now + DAY)
    listed = (await queries.plans_of_shop(db, seller, shop_id=shop.shop_id, now=now)).items
    assert [each.status for each in listed] == (["ENDED"] if verb == "end_plan" else [])
    assert await swept(db) == []


async def test_r_aff_9_a_notice_period_keeps_plan_and_product_until_its_end(db: Db, now: datetime) -> None:
    seller, shop = await ready_shop(db)
    one, two = await make_products(db, seller, shop, 2)
    sari = await make_creator(db, "sari")
    plan = await make_plan(db, seller, shop, products=[one, two])
    await join(db, sari, plan_id=plan.plan_id, now=now)
    await set_policy(db, "ID", "plan_end_notice_s", now, 3 * 86_400)
    wanted = [(shop.shop_id, one), (shop.shop_id, two)]

    async def shown(at: datetime) -> set[int]:
        return set(await queries.plan_rights(db, sari.account_id, wanted, at))

    where = {"shop_id": shop.shop_id, "plan_id": plan.plan_id}
    await actions.edit_plan(db, seller, **where, changes=PlanChanges(product_ids=[two]), now=now)
    assert (await shown(now + 2 * DAY), await shown(now + 3 * DAY)) == ({one, two}, {two})
    ending = await actions.end_plan(db, seller, **where, now=now + DAY)
    assert (ending.status, ending.ends_at) == ("LIVE", now + 4 * DAY)
    assert (await shown(now + 3 * DAY), await shown(now + 4 * DAY)) == ({two}, set())


async def test_r_aff_9_without_notice_a_product_leaves_at_once_and_may_come_back(db: Db, now: datetime) -> None:
    seller, shop = await ready_shop(db)
    one, two = await make_products(db, seller, shop, 2)
    sari = await make_creator(db, "sari")
    plan = await make_plan(db, seller, shop, products=[one, two])
    await join(db, sari, plan_id=plan.plan_id, now=now)
    where = {"shop_id": shop.shop_id, "plan_id": plan.plan_id}
    for listed, at in (([two], now + DAY), ([one, two], now + 2 * DAY)):
        edited = await actions.edit_plan(db, seller, **where, changes=PlanChanges(product_ids=listed), now=at)
        assert edited.product_ids == listed
        rights = await queries.plan_rights(db, sari.account_id, [(shop.shop_id, one), (shop.shop_id, two)], at)
        assert sorted(rights) == listed


async def test_a_plan_for_all_stays_one_and_a_list_a_list(db: Db, now: datetime) -> None:
    seller, shop = await ready_shop(db)
    (one,) = await make_products(db, seller, shop, 1)
    for plan, products in (
        (await make_plan(db, seller, shop), [one]),
        (await make_plan(db, seller, shop, products=[one]), None),
    ):
        with pytest.raises(Refused) as no:
            await actions.edit_plan(
                db,
                seller,
                shop_id=shop.shop_id,
                plan_id=plan.plan_id,
                changes=PlanChanges(product_ids=products),
                now=now,
            )
        assert no.value.code == "affiliate.scope_is_fixed"


async def test_editing_changes_words_rate_and_end(db: Db, now: datetime) -> None:
    seller, shop = await ready_shop(db)
    plan = await make_plan(db, seller, shop)
    changes = PlanChanges(rate_bp=2500, name=" Akhir tahun ", message="Halo", needs_approval=True, ends_at=now + DAY)
    where = {"shop_id": shop.shop_id, "plan_id": plan.plan_id}
    edited = await actions.edit_plan(db, seller, **where, changes=changes, now=now)
    assert (edited.rate_bp, edited.name, edited.message, edited.needs_approval, edited.ends_at) == (
        2500,
        "Akhir tahun",
        "Halo",
        True,
        now + DAY,
    )
    for wrong in (PlanChanges(ends_at=now), PlanChanges(name="x" * 101), PlanChanges(message="x" * 501)):
        with pytest.raises(Invalid):
            await actions.edit_plan(db, seller, **where, changes=wrong, now=now)
    with pytest.raises(Refused) as no:
        await actions.edit_plan(db, seller, **where, changes=PlanChanges(rate_bp=300), now=now + DAY)
    assert no.value.code == "affiliate.plan_ended"


async def test_products_of_another_shop_are_not_found(db: Db, now: datetime) -> None:
    seller, shop = await ready_shop(db)
    other_seller, other = await ready_shop(db, owner="other")
    (foreign,) = await make_products(db, other_seller, other, 1)
    (own,) = await make_products(db, seller, shop, 1)
    for listed in ([foreign], [own, foreign], [own, 2**53 - 1]):
        with pytest.raises(NotFound):
            await make_plan(db, seller, shop, products=listed)
    plan = await make_plan(db, seller, shop, products=[own])
    with pytest.raises(NotFound):
        await actions.edit_plan(
            db,
            seller,
            shop_id=shop.shop_id,
            plan_id=plan.plan_id,
            changes=PlanChanges(product_ids=[own, foreign]),
            now=now,
        )


async def test_unknown_handles_are_named(db: Db, now: datetime) -> None:
    seller, shop = await ready_shop(db)
    await make_creator(db, "sari")
    with pytest.raises(Invalid) as no:
        await make_plan(db, seller, shop, handles=("sari", "nobody", "@Noone"))
    assert no.value.facts == {"unknown": ["nobody", "noone"]}


async def test_plans_of_a_shop_belong_to_its_staff(db: Db, now: datetime) -> None:
    seller, shop = await ready_shop(db)
    other_seller, other = await ready_shop(db, owner="other")
    stranger = await make_creator(db, "stranger")
    plan = await make_plan(db, seller, shop)
    with pytest.raises(NotFound):
        await make_plan(db, stranger, shop)
    for act in (actions.end_plan, actions.delete_plan):
        with pytest.raises(NotFound):
            await act(db, stranger, shop_id=shop.shop_id, plan_id=plan.plan_id, now=now)
        # A forged pair: the caller's own shop with somebody else's plan.
        with pytest.raises(NotFound):
            await act(db, other_seller, shop_id=other.shop_id, plan_id=plan.plan_id, now=now)
    with pytest.raises(NotFound):
        await queries.plans_of_shop(db, stranger, shop_id=shop.shop_id, now=now)
    with pytest.raises((NotFound, NotAllowed)):
        await queries.participations_of_plan(db, stranger, shop_id=shop.shop_id, plan_id=plan.plan_id)


async def test_r_link_47_a_closed_shop_s_plans_end(db: Db, now: datetime) -> None:
    seller, shop = await ready_shop(db)
    sari = await make_creator(db, "sari")
    plans = [await make_plan(db, seller, shop) for _ in range(3)]
    await join(db, sari, plan_id=plans[0].plan_id, now=now)
    await mark_closed(db, shop.shop_id, now)
    with pytest.raises(Refused) as no:
        await join(db, sari, plan_id=plans[1].plan_id, now=now)
    assert no.value.code == "affiliate.plan_ended"
    assert await actions.end_plans_of_shop(db, shop_id=shop.shop_id, reason="SHOP_CLOSED", now=now) == 3
    mine = (await queries.my_participations(db, sari)).items[0]
    assert (mine.status, mine.end_reason) == ("REMOVED", "SHOP_CLOSED")
    assert await swept(db) == []
