"""Workers on a real queue: shared, killed, poisoned, stopped, cut off."""

import asyncio
import time
from datetime import UTC, datetime

from etalase.base.db import value
from etalase.base.jobs import Patience, Roster, parked, release
from etalase.base.pool import Pool
from tests.base.jobs import marks
from tests.base.jobs.working import at_work, start_killable, until

CUT = value(
    bool,
    """SELECT bool_or(pg_terminate_backend(pid)) FROM pg_stat_activity
       WHERE datname = current_database() AND pid <> pg_backend_pid()""",
)


async def test_two_workers_share_the_queue_and_do_each_job_once(pool: Pool, now: datetime) -> None:
    roster = Roster([marks.MARKED])
    await marks.prepare(pool, roster)
    await marks.make_things(pool, 300, now)
    async with at_work(pool, roster), at_work(pool, roster):
        await until(lambda: marks.none_queued(pool))
    assert await marks.counted(pool, "marked") == 300
    async with pool.connection() as db:
        assert await marks.TWICE.sole(db) == 0


async def test_the_job_of_a_killed_worker_is_done_by_another_once(pool: Pool, now: datetime) -> None:
    roster = Roster([marks.SLOW])
    await marks.prepare(pool, roster)
    killable = start_killable(pool.dsn)

    try:
        await marks.make_things(pool, 2, now)
        await until(lambda: marks.some_picked(pool))
        await asyncio.sleep(0.3)
    finally:
        killable.kill()
        killable.wait()
    assert await marks.counted(pool, "slow") == 0
    async with at_work(pool, roster):
        await until(lambda: marks.none_queued(pool))
    assert await marks.counted(pool, "slow") == 2
    async with pool.connection() as db:
        assert await marks.TWICE.sole(db) == 0


async def test_a_poison_job_is_parked_and_blocks_nobody(pool: Pool, now: datetime) -> None:
    roster = Roster([marks.POISON, marks.MARKED])
    await marks.prepare(pool, roster)
    await marks.make_things(pool, 50, now)
    async with at_work(pool, roster):
        await until(lambda: marks.none_queued(pool))
    assert await marks.counted(pool, "marked") == 50
    assert await marks.counted(pool, "poisoned") == 0
    async with pool.connection() as db:
        waiting = await parked(db)
        assert len(waiting) == 50
        assert waiting[0].reaction == "tests.poison"
        assert waiting[0].error == "this never works"
        assert waiting[0].attempts == 2
        assert await release(db, [job.job_id for job in waiting], datetime.now(UTC)) == 50
        assert await marks.QUEUED.sole(db) == 50


async def test_an_act_that_hangs_is_ended_and_parked(pool: Pool, now: datetime) -> None:
    roster = Roster([marks.HANGING])
    await marks.prepare(pool, roster)
    await marks.make_things(pool, 1, now)
    async with at_work(pool, roster, patience=Patience(tries=1, act_s=0.3)):
        await until(lambda: marks.none_queued(pool))
    assert await marks.counted(pool, "hung") == 0
    async with pool.connection() as db:
        assert [job.reaction for job in await parked(db)] == ["tests.hang"]


async def test_a_stop_puts_back_what_takes_too_long(pool: Pool, now: datetime) -> None:
    roster = Roster([marks.HANGING])
    await marks.prepare(pool, roster)
    await marks.make_things(pool, 6, now)
    async with at_work(pool, roster, patience=Patience(stop_s=0.5)) as stop:
        await until(lambda: marks.some_picked(pool))
        asked = time.monotonic()
        stop.set()
    assert time.monotonic() - asked < 3
    async with pool.connection() as db:
        assert await marks.PICKED.sole(db) == 0
        assert await marks.QUEUED.sole(db) == 6


async def test_a_stop_finishes_what_has_begun_and_leaves_the_rest(pool: Pool, now: datetime) -> None:
    roster = Roster([marks.SLOW])
    await marks.prepare(pool, roster)
    await marks.make_things(pool, 20, now)
    async with at_work(pool, roster) as stop:
        await until(lambda: marks.some_picked(pool))
        await asyncio.sleep(0.3)
        asked = time.monotonic()
        stop.set()
    assert time.monotonic() - asked < 10
    done = await marks.counted(pool, "slow")
    assert 1 <= done < 20
    async with pool.connection() as db:
        assert await marks.PICKED.sole(db) == 0
        assert await marks.QUEUED.sole(db) == 20 - done


async def test_a_worker_comes_back_after_its_connections_were_cut(pool: Pool, now: datetime) -> None:
    roster = Roster([marks.MARKED])
    await marks.prepare(pool, roster)
    async with at_work(pool, roster):
        await marks.make_things(pool, 20, now)
        await until(lambda: marks.none_queued(pool))
        async with pool.connection() as db:
            assert await CUT.sole(db)
        await marks.make_things(pool, 20, now)
        await until(lambda: marks.none_queued(pool), within_s=20)
    assert await marks.counted(pool, "marked") == 40
