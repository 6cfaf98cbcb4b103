"""The pool when the database ends, is away or is crowded: Busy, and well again without anybody's help."""

import asyncio
import itertools
import time

import asyncpg
import pytest

from etalase.base.db import Plans, value
from etalase.base.errors import Busy
from etalase.base.pool import Pool

ONE = value(int, "SELECT 1")
END_ALL = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"


async def test_a_connection_that_the_server_ends_is_busy_and_the_next_one_works(pool: Pool) -> None:
    small = Pool(pool.dsn, size=2)
    async with small.connection() as db:
        await ONE.sole(db)
    admin = await asyncpg.connect(pool.dsn)

    async def cut_off() -> None:
        async with small.transaction() as db:
            await ONE.sole(db)
            await admin.execute(END_ALL)
            await ONE.sole(db)

    for _ in range(3):
        with pytest.raises(Busy):
            await cut_off()
        async with small.connection() as db:
            assert await ONE.sole(db) == 1
    await admin.close()
    await small.close()


async def test_a_statement_that_waits_while_the_server_ends_is_busy(pool: Pool) -> None:
    small = Pool(pool.dsn, size=4)
    admin = await asyncpg.connect(pool.dsn)

    async def slow() -> str:
        try:
            async with small.transaction() as db:
                await db.connection.fetchval("SELECT pg_sleep(5)")
        except Busy:
            return "busy"
        return "done"

    waiting = [asyncio.create_task(slow()) for _ in range(4)]
    await asyncio.sleep(0.3)
    await admin.execute(END_ALL)
    assert await asyncio.gather(*waiting) == ["busy"] * 4
    async with small.connection() as db:
        assert await ONE.sole(db) == 1
    await admin.close()
    await small.close()


async def test_two_hundred_at_two_connections_wait_or_hear_busy_and_none_is_lost(pool: Pool) -> None:
    small = Pool(pool.dsn, size=2, wait_s=0.3)

    async def ask() -> str:
        try:
            async with small.connection() as db:
                await db.connection.fetchval("SELECT pg_sleep(0.02)")
        except Busy:
            return "busy"
        return "done"

    answers = await asyncio.gather(*(ask() for _ in range(200)))
    assert {*answers} == {"busy", "done"}
    assert await asyncio.gather(ask(), ask()) == ["done", "done"]
    async with small.connection(), small.connection():
        pass
    await small.close()


async def test_callers_that_leave_while_they_wait_take_no_connection_with_them(pool: Pool) -> None:
    small = Pool(pool.dsn, size=1, wait_s=0.05)

    async def ask() -> None:
        async with small.connection() as db:
            await db.connection.fetchval("SELECT pg_sleep(0.04)")

    for _ in range(5):
        tasks = [asyncio.create_task(ask()) for _ in range(10)]
        await asyncio.sleep(0.05)
        for task in tasks[::2]:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        async with small.connection() as db:
            assert await ONE.sole(db) == 1
    await small.close()


async def test_a_database_that_is_away_is_busy_every_time_and_keeps_no_place() -> None:
    away = Pool("postgresql://nobody@127.0.0.1:1/none", size=1)
    for _ in range(5):
        with pytest.raises(Busy):
            async with away.connection():
                pass


async def test_plans_are_made_anew_after_a_second_and_then_ever_more_seldom() -> None:
    plans = Plans()
    start = plans.due
    assert not plans.renew(start - 0.1)
    due = [start]
    while plans.kept_s < Plans.LONGEST_S:
        assert plans.renew(plans.due) and not plans.renew(plans.due - 0.1)
        due.append(plans.due)
    assert [later - earlier for earlier, later in itertools.pairwise(due)][:4] == [2, 4, 8, 16]
    assert plans.renew(plans.due) and plans.due - due[-1] == Plans.LONGEST_S


async def test_a_plan_for_an_empty_table_is_not_kept_when_it_has_filled(pool: Pool) -> None:
    small = Pool(pool.dsn, size=1)

    async def plan() -> str:
        async with small.connection() as db:
            name = await db.connection.fetchval(
                "SELECT name FROM pg_prepared_statements WHERE statement LIKE 'SELECT note FROM growing%'"
            )
            return "\n".join(row[0] for row in await db.connection.fetch(f"EXPLAIN EXECUTE {name}(1)"))

    async with small.connection() as db:
        await db.connection.execute(
            "CREATE TABLE growing (id bigint PRIMARY KEY, note text) WITH (autovacuum_enabled = off)"
        )
        await db.connection.execute("ANALYZE growing; SET plan_cache_mode = force_generic_plan")
        await db.connection.fetch("SELECT note FROM growing WHERE id = $1", 1)
        await db.connection.execute("INSERT INTO growing SELECT n, 'n' FROM generate_series(1, 20000) n")
        db.plans.due = time.monotonic() + 60
    assert "Seq Scan" in await plan()
    async with small.connection() as db:
        db.plans.due = time.monotonic()
    assert "Index Scan" in await plan()
    await small.close()
