"""Acceptances that arrive together, each on a connection of its own, committing for real."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from datetime import datetime

import asyncpg
import pytest

from etalase.affiliate.actions import accept_link, join
from etalase.affiliate.queries import SWEEPS as PLAN_SWEEPS
from etalase.base.actor import Actor
from etalase.base.db import Db, value
from etalase.base.errors import Refused
from etalase.base.pool import Pool
from etalase.links import actions
from etalase.links.queries import SWEEPS, Link
from etalase.shops.actions import mark_closed
from etalase.shops.queries import Shop
from tests.makers.affiliate import make_creator, make_plan
from tests.makers.links import DAY, drop_link, make_link, ready_account, ready_shop

LINKED = value(int, "SELECT count(*)::integer FROM shop_links WHERE status = 'LINKED'")
Act = Callable[[Db], Awaitable[object]]


async def outcome(pool: Pool, act: Act) -> str:
    """What one request would answer: `ok`, or the refusal's code. A deadlock is run again, as the doors do."""
    for _ in range(3):
        try:
            async with pool.transaction() as db:
                await act(db)
            return "ok"
        except Refused as no:
            return no.code
        except asyncpg.DeadlockDetectedError:
            continue
    return "deadlock"


async def together(pool: Pool, acts: list[Act]) -> Counter[str]:
    return Counter(await asyncio.gather(*(outcome(pool, act) for act in acts)))


async def swept(pool: Pool) -> list[str]:
    async with pool.connection() as db:
        return [name for name, found in (*SWEEPS, *PLAN_SWEEPS) if await found.get(db) is not None]


def accepting(holder: Actor, link: Link, now: datetime) -> Act:
    return lambda db: accept_link(db, holder, link_id=link.link_id, now=now)


async def invited(
    db: Db, seller: Actor, shop: Shop, holders: list[Actor], kind: str, now: datetime
) -> list[tuple[Actor, Link]]:
    return [
        (holder, await actions.invite(db, seller, shop_id=shop.shop_id, kind=kind, handle=holder.handle, now=now))
        for holder in holders
    ]


async def test_r_link_26_of_fifty_acceptances_for_the_last_slot_exactly_one_succeeds(pool: Pool, now: datetime) -> None:
    async with pool.transaction() as db:
        seller, shop = await ready_shop(db)
        for number in range(3):
            await make_link(db, seller, shop, await ready_account(db, f"first{number}"))
        holders = [await ready_account(db, f"m{number}") for number in range(50)]
        waiting = await invited(db, seller, shop, holders, "MARKETING", now)
    counted = await together(pool, [accepting(holder, link, now) for holder, link in waiting])
    assert counted == {"ok": 1, "links.marketing_slots_full": 49}
    assert await swept(pool) == []


async def test_r_link_1_of_fifty_official_acceptances_exactly_one_succeeds(pool: Pool, now: datetime) -> None:
    async with pool.transaction() as db:
        seller, shop = await ready_shop(db)
        holders = [await ready_account(db, f"o{number}", name="Langkah") for number in range(50)]
        waiting = await invited(db, seller, shop, holders, "OFFICIAL", now)
    counted = await together(pool, [accepting(holder, link, now) for holder, link in waiting])
    assert counted == {"ok": 1, "links.shop_has_official": 49}
    assert await swept(pool) == []


@pytest.mark.parametrize(
    ("kind", "code"),
    [("OFFICIAL", "links.account_has_official_shop"), ("MARKETING", "links.account_has_marketing_shop")],
)
async def test_r_link_2_one_account_accepts_many_shops_at_once_and_gets_one(
    pool: Pool, now: datetime, kind: str, code: str
) -> None:
    async with pool.transaction() as db:
        sari = await ready_account(db, "sari", name="Langkah")
        waiting: list[tuple[Actor, Link]] = []
        for number in range(10):
            seller, shop = await ready_shop(db, owner=f"s{number}")
            waiting += await invited(db, seller, shop, [sari], kind, now)
    counted = await together(pool, [accepting(sari, link, now) for _, link in waiting])
    assert counted == {"ok": 1, code: 9}
    assert await swept(pool) == []


async def test_one_invitation_accepted_many_times_at_once_is_accepted_once(pool: Pool, now: datetime) -> None:
    async with pool.transaction() as db:
        seller, shop = await ready_shop(db)
        sari = await ready_account(db, "sari")
        ((_, link),) = await invited(db, seller, shop, [sari], "MARKETING", now)
    counted = await together(pool, [accepting(sari, link, now)] * 20)
    assert counted == {"ok": 1, "links.not_pending": 19}


async def test_accepting_refusing_and_cancelling_at_once_has_one_winner(pool: Pool, now: datetime) -> None:
    async with pool.transaction() as db:
        seller, shop = await ready_shop(db)
        sari = await ready_account(db, "sari")
        ((_, link),) = await invited(db, seller, shop, [sari], "MARKETING", now)
    acts: list[Act] = [
        accepting(sari, link, now),
        lambda db: actions.refuse(db, sari, link_id=link.link_id, now=now),
        lambda db: actions.end(db, seller, link_id=link.link_id, now=now),
    ] * 5
    counted = await together(pool, acts)
    assert counted["ok"] == 1
    assert await swept(pool) == []


async def test_r_link_8_joining_plans_and_becoming_official_at_once_never_ends_as_both(
    pool: Pool, now: datetime
) -> None:
    async with pool.transaction() as db:
        seller, shop = await ready_shop(db)
        other_seller, other = await ready_shop(db, owner="other")
        sari = await make_creator(db, "sari")
        await actions.rename_account(db, sari, name="Langkah", now=now)
        ((_, link),) = await invited(db, seller, shop, [sari], "OFFICIAL", now)
        plans = [await make_plan(db, other_seller, other) for _ in range(10)]

    def joining(plan_id: int) -> Act:
        return lambda db: join(db, sari, plan_id=plan_id, now=now)

    acts = [joining(plan.plan_id) for plan in plans]
    counted = await together(pool, [*acts[:5], accepting(sari, link, now), *acts[5:]])
    assert counted["ok"] + counted["affiliate.official_account"] == 11
    async with pool.connection() as db:
        assert await LINKED.sole(db) == 1
        assert await OPEN_PLANS.sole(db) == 0
    assert await swept(pool) == []


OPEN_PLANS = value(int, "SELECT count(*)::integer FROM participations WHERE status IN ('REQUESTED', 'APPROVED')")


async def test_r_link_41_unlinking_from_both_sides_at_once_counts_once(pool: Pool, now: datetime) -> None:
    async with pool.transaction() as db:
        seller, shop = await ready_shop(db)
        sari = await ready_account(db, "sari", name="Langkah")
        link = await make_link(db, seller, shop, sari, "OFFICIAL")
    acts: list[Act] = [
        lambda db: drop_link(db, seller, link, now + DAY),
        lambda db: drop_link(db, sari, link, now + DAY),
    ] * 10
    counted = await together(pool, acts)
    assert counted == {"ok": 1, "links.not_linked": 19}
    assert await swept(pool) == []


async def test_the_same_invitation_sent_twice_at_once_is_sent_once(pool: Pool, now: datetime) -> None:
    async with pool.transaction() as db:
        seller, shop = await ready_shop(db)
        await ready_account(db, "sari")

    def inviting(db: Db) -> Awaitable[object]:
        return actions.invite(db, seller, shop_id=shop.shop_id, kind="MARKETING", handle="sari", now=now)

    assert await together(pool, [inviting] * 20) == {"ok": 1, "links.already_invited": 19}


async def test_r_link_47_a_shop_that_closes_while_accounts_accept_ends_with_no_link(pool: Pool, now: datetime) -> None:
    async with pool.transaction() as db:
        seller, shop = await ready_shop(db)
        holders = [await ready_account(db, f"m{number}") for number in range(10)]
        waiting = await invited(db, seller, shop, holders, "MARKETING", now)

    async def closing(db: Db) -> None:
        await mark_closed(db, shop.shop_id, now)
        await actions.revoke_links_of_shop(db, shop_id=shop.shop_id, reason="SHOP_CLOSED", now=now)

    acts = [accepting(holder, link, now) for holder, link in waiting]
    counted = await together(pool, [*acts[:5], closing, *acts[5:]])
    assert counted["deadlock"] == 0
    assert set(counted) <= {"ok", "links.marketing_slots_full", "links.shop_not_open", "links.not_pending"}
    async with pool.connection() as db:
        assert await LINKED.sole(db) == 0
    assert await swept(pool) == []


async def test_r_link_32_renaming_the_shop_while_accepting_leaves_one_name(pool: Pool, now: datetime) -> None:
    async with pool.transaction() as db:
        seller, shop = await ready_shop(db)
        sari = await ready_account(db, "sari", name="Langkah")
        ((_, link),) = await invited(db, seller, shop, [sari], "OFFICIAL", now)

    async def renaming(db: Db) -> None:
        await actions.rename_shop(db, seller, shop_id=shop.shop_id, name="Langkah Baru", now=now)

    counted = await together(pool, [renaming, accepting(sari, link, now)])
    async with pool.connection() as db:
        linked, differs = await LINKED.sole(db), await DIFFERS.sole(db)
    assert (counted["ok"], linked, differs) in {(2, 1, 0), (1, 0, 0)}


DIFFERS = value(
    int,
    """SELECT count(*)::integer FROM shop_links l JOIN shops s USING (shop_id) JOIN accounts a USING (account_id)
        WHERE l.kind = 'OFFICIAL' AND l.status = 'LINKED' AND a.name <> s.name""",
)


async def test_linking_an_official_account_writes_the_same_rows_whatever_the_shop_s_size(
    pool: Pool, now: datetime
) -> None:
    written: list[int] = []
    for number, size in enumerate((10, 5000)):
        async with pool.transaction() as db:
            seller, shop = await ready_shop(db, owner=f"s{number}")
            sari = await ready_account(db, f"sari{number}", name="Langkah")
            await FILL.get(db, shop.shop_id, (number + 1) * 10**9, size, now)
            ((_, link),) = await invited(db, seller, shop, [sari], "OFFICIAL", now)
        async with pool.transaction() as db:
            before = await WRITTEN.sole(db)
            await accept_link(db, sari, link_id=link.link_id, now=now)
            written.append(await WRITTEN.sole(db) - before)
    assert written[0] == written[1] <= 12


# Rows this transaction has inserted, updated or deleted so far.
WRITTEN = value(
    int, "SELECT coalesce(sum(n_tup_ins + n_tup_upd + n_tup_del), 0)::integer FROM pg_stat_xact_user_tables"
)
FILL = value(
    int,
    """WITH made AS (
           INSERT INTO products (shop_id, product_id, title, description, category_id, status, currency,
                                 price_from_minor, price_to_minor, created_at, updated_at)
           SELECT $1, $2 + n, 'Sepatu', '', 1, 'ACTIVATE', 'IDR', 1000, 1000, $4, $4 FROM generate_series(1, $3::int) AS n
           RETURNING 1)
       SELECT count(*)::integer FROM made""",
)
