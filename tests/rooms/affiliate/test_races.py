"""Joins, ends and targeted plans that arrive together, each on a connection of its own."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from datetime import datetime

import asyncpg

from etalase.affiliate.actions import end_plan, join, leave
from etalase.affiliate.queries import SWEEPS
from etalase.base.db import Db
from etalase.base.errors import Refused
from etalase.base.pool import Pool
from tests.makers.affiliate import make_creator, make_plan, make_products
from tests.makers.links import ready_shop

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
        return [name for name, found in SWEEPS if await found.get(db) is not None]


async def test_r_aff_3_targeted_plans_made_at_once_never_overlap(pool: Pool, now: datetime) -> None:
    async with pool.transaction() as db:
        seller, shop = await ready_shop(db)
        products = await make_products(db, seller, shop, 3)
        for handle in ("sari", "budi"):
            await make_creator(db, handle)

    def making(listed: list[int] | None) -> Act:
        return lambda db: make_plan(db, seller, shop, products=listed, handles=("sari", "budi"))

    acts = [making(None), making(products[:1]), making(products[:2]), making(None), making(products)] * 4
    counted = await together(pool, acts)
    assert counted["ok"] >= 1 and counted["ok"] + counted["affiliate.targeted_conflict"] == 20
    assert await swept(pool) == []


async def test_a_plan_that_ends_while_creators_join_ends_with_nobody_in_it(pool: Pool, now: datetime) -> None:
    async with pool.transaction() as db:
        seller, shop = await ready_shop(db)
        plan = await make_plan(db, seller, shop)
        creators = [await make_creator(db, f"c{number}") for number in range(30)]
        for creator in creators[:10]:
            await join(db, creator, plan_id=plan.plan_id, now=now)

    def joining(number: int) -> Act:
        return lambda db: join(db, creators[number], plan_id=plan.plan_id, now=now)

    def ending(db: Db) -> Awaitable[object]:
        return end_plan(db, seller, shop_id=shop.shop_id, plan_id=plan.plan_id, now=now)

    counted = await together(pool, [*map(joining, range(10, 20)), ending, *map(joining, range(20, 30))])
    assert counted["deadlock"] == 0
    assert counted["ok"] + counted["affiliate.plan_ended"] == 21
    assert await swept(pool) == []


async def test_one_creator_joining_many_times_at_once_joins_once(pool: Pool, now: datetime) -> None:
    async with pool.transaction() as db:
        seller, shop = await ready_shop(db)
        plan = await make_plan(db, seller, shop)
        sari = await make_creator(db, "sari")
    counted = await together(pool, [lambda db: join(db, sari, plan_id=plan.plan_id, now=now)] * 20)
    assert counted == {"ok": 1, "affiliate.already_joined": 19}
    counted = await together(pool, [lambda db: leave(db, sari, plan_id=plan.plan_id, now=now)] * 20)
    assert counted == {"ok": 1, "affiliate.not_participating": 19}
    assert await swept(pool) == []
