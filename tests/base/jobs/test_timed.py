"""Timed work: about every N seconds, on one worker at a time."""

import asyncio
from datetime import datetime, timedelta

import pytest

from etalase.base import clock
from etalase.base.db import Db, value
from etalase.base.jobs import Roster, Timed
from etalase.base.jobs.ticking import due, enlist, put_off, tick
from etalase.base.pool import Pool
from tests.base.jobs import marks
from tests.base.jobs.working import at_work, until

LATEST = value(datetime, "SELECT max(at) FROM marks WHERE name = 'tick'")
CLOSEST = value(
    timedelta,
    "SELECT min(gap) FROM (SELECT at - lag(at) OVER (ORDER BY at) AS gap FROM marks WHERE name = 'tick') AS gaps",
)
FAILURES = value(int, "SELECT failures FROM timed_ticks WHERE name = $1")


async def test_a_tick_happens_once_across_two_workers(pool: Pool) -> None:
    roster = Roster([marks.TICKING])
    await marks.prepare(pool, roster)
    async with at_work(pool, roster), at_work(pool, roster):
        await asyncio.sleep(4.5)
    assert 3 <= await marks.counted(pool, "tick") <= 5
    async with pool.connection() as db:
        assert await CLOSEST.sole(db) > timedelta(seconds=0.9)


async def test_two_workers_never_run_one_tick_together(pool: Pool, now: datetime) -> None:
    await marks.prepare(pool, Roster([]))
    async with pool.connection() as db:
        await enlist(db, [marks.TICKING], now)

    async def attempt() -> bool:
        async with pool.connection() as db:
            return await tick(db, marks.TICKING, now=now, wall=now)

    assert sorted(await asyncio.gather(*(attempt() for _ in range(5)))) == [False] * 4 + [True]


async def test_a_moved_sandbox_clock_is_seen_by_the_next_tick(pool: Pool) -> None:
    roster = Roster([marks.TICKING])
    await marks.prepare(pool, roster)
    async with at_work(pool, roster, sandbox=True):
        async with pool.connection() as db:
            await clock.advance(db, 48 * 3600)
            later = await clock.Clock(sandbox=True).now(db)

        async def ticked_later() -> bool:
            async with pool.connection() as db:
                latest = await LATEST.get(db)
                return latest is not None and latest > later - timedelta(hours=1)

        await until(ticked_later, within_s=4)


async def test_a_failed_tick_is_counted_put_off_and_undone(db: Db, now: datetime) -> None:
    async def fail(db: Db, now: datetime) -> None:
        await marks.MARK.run(db, "failing", None, now)
        raise ValueError("no tick")

    failing = Timed("tests.fail", 1, fail)
    await marks.CREATE.run(db)
    await enlist(db, [failing], now)
    with pytest.raises(ValueError, match="no tick"):
        await tick(db, failing, now=now, wall=now)
    await put_off(db, failing, error="no tick", wall=now)
    assert await marks.COUNT.sole(db, "failing") == 0
    assert await FAILURES.sole(db, "tests.fail") == 1
    assert await due(db, [failing], now + timedelta(seconds=4)) == []
    assert await due(db, [failing], now + timedelta(seconds=5)) == [failing]


async def test_one_failing_job_stops_no_other(pool: Pool) -> None:
    async def fail(db: Db, now: datetime) -> None:
        raise ValueError("no tick")

    roster = Roster([Timed("tests.fail", 1, fail), marks.TICKING])
    await marks.prepare(pool, roster)
    async with at_work(pool, roster):

        async def ticked_twice() -> bool:
            return await marks.counted(pool, "tick") >= 2

        await until(ticked_twice)


async def test_an_outside_job_holds_no_transaction_and_is_nobody_elses_meanwhile(pool: Pool, now: datetime) -> None:
    at_it = asyncio.Event()
    go_on = asyncio.Event()

    async def ask_somebody(db: Db, _now: datetime) -> None:
        assert not db.connection.is_in_transaction()
        at_it.set()
        await go_on.wait()

    job = Timed("marks.ask", every_s=2, act=ask_somebody, outside=True)
    async with pool.connection() as db:
        await enlist(db, [job], now)

    async def attempt() -> bool:
        async with pool.connection() as db:
            return await tick(db, job, now=now, wall=now)

    first = asyncio.create_task(attempt())
    await at_it.wait()
    assert await attempt() is False
    go_on.set()
    assert await first is True
    async with pool.connection() as db:
        assert await due(db, [job], now + timedelta(seconds=1)) == []
        assert await due(db, [job], now + timedelta(seconds=2)) == [job]


async def test_an_outside_job_whose_worker_died_is_taken_over(pool: Pool, now: datetime) -> None:
    async def die(_db: Db, _now: datetime) -> None:
        raise KeyboardInterrupt

    job = Timed("marks.die", every_s=2, act=die, outside=True)
    async with pool.connection() as db:
        await enlist(db, [job], now)
        with pytest.raises(KeyboardInterrupt):
            await tick(db, job, now=now, wall=now)
        assert await due(db, [job], now + timedelta(minutes=3)) == [job]
