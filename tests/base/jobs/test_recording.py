"""An event and the jobs it wakes are one write; effects happen once."""

from datetime import datetime

import pytest

from etalase.base import events
from etalase.base.db import Db, value
from etalase.base.jobs import Roster, drain, subscribe
from etalase.base.jobs.reacting import react
from etalase.base.pool import Pool
from tests.base.jobs import marks

EVENTS = value(int, "SELECT count(*) FROM events")
JOBS = value(str, "SELECT entrypoint FROM pgqueuer ORDER BY id")
SUBSCRIBED = value(str, "SELECT event || '>' || reaction FROM event_subscriptions ORDER BY 1")


async def test_an_event_owes_one_job_per_reaction(db: Db, now: datetime) -> None:
    await subscribe(db, Roster([marks.SLOW, marks.MARKED, marks.TELLING]))
    await events.record(db, "thing.made", at=now)
    await events.record(db, "thing.unheard", at=now)
    assert await JOBS.all(db) == ["tests.mark", "tests.mark_slowly"]


async def test_many_events_owe_their_jobs_in_one_statement(db: Db, now: datetime) -> None:
    await subscribe(db, Roster([marks.MARKED, marks.TELLING]))
    await events.record_all(db, [events.News(name, now) for name in ("thing.told", "thing.made", "thing.told")])
    assert await JOBS.all(db) == ["tests.tell_more", "tests.mark", "tests.tell_more"]


async def test_a_rolled_back_event_owes_nothing(pool: Pool, now: datetime) -> None:
    await marks.prepare(pool, Roster([marks.MARKED]))

    async def record_and_fail() -> None:
        async with pool.transaction() as db:
            await events.record(db, "thing.made", at=now)
            assert await marks.QUEUED.sole(db) == 1
            raise ValueError("undo")

    with pytest.raises(ValueError, match="undo"):
        await record_and_fail()
    async with pool.connection() as db:
        assert await EVENTS.sole(db) == 0
        assert await marks.QUEUED.sole(db) == 0


async def test_subscriptions_follow_the_roster(db: Db) -> None:
    await subscribe(db, Roster([marks.MARKED, marks.SLOW]))
    await subscribe(db, Roster([marks.MARKED, marks.MARKED_AGAIN]))
    assert await SUBSCRIBED.all(db) == ["thing.made>tests.mark", "thing.marked>tests.mark"]


async def test_a_replayed_reaction_does_nothing(db: Db, now: datetime) -> None:
    await marks.CREATE.run(db)
    event_id = await events.record(db, "thing.made", at=now)
    assert await react(db, marks.MARKED, event_id, now)
    assert not await react(db, marks.MARKED, event_id, now)
    assert await marks.COUNT.sole(db, "marked") == 1


async def test_a_failed_reaction_leaves_neither_effect_nor_claim(db: Db, now: datetime) -> None:
    await marks.CREATE.run(db)
    event_id = await events.record(db, "thing.made", at=now)
    for _ in range(2):
        with pytest.raises(ValueError, match="never works"):
            await react(db, marks.POISON, event_id, now)
    assert await marks.COUNT.sole(db, "poisoned") == 0


async def test_drain_runs_everything_until_it_is_quiet(db: Db, now: datetime) -> None:
    await marks.CREATE.run(db)
    roster = Roster([marks.MARKED, marks.MARKED_AGAIN, marks.TELLING, marks.TICKING])
    await subscribe(db, roster)
    await events.record(db, "thing.made", at=now)
    await events.record(db, "thing.told", at=now)
    assert await drain(db, roster, now) == 3
    assert await drain(db, roster, now) == 0
    assert await marks.COUNT.sole(db, "marked") == 2
    assert await marks.COUNT.sole(db, "tick") == 2
    assert await marks.QUEUED.sole(db) == 0


async def test_drain_raises_what_a_job_raises(db: Db, now: datetime) -> None:
    await marks.CREATE.run(db)
    roster = Roster([marks.POISON])
    await subscribe(db, roster)
    await events.record(db, "thing.made", at=now)
    with pytest.raises(ValueError, match="never works"):
        await drain(db, roster, now)
    assert await marks.QUEUED.sole(db) == 1
