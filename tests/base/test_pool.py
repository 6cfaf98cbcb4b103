"""The pool when the database ends, is away or is crowded: Busy, and well again without anybody's help."""

import asyncio

import asyncpg
import pytest

from etalase.base.db import value
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
