"""What the test jobs do: leave a mark that can be counted, or fail in a chosen way."""

import asyncio
from datetime import datetime

from etalase.base import events
from etalase.base.db import Db, value, write
from etalase.base.events import Event
from etalase.base.jobs import Reaction, Roster, Timed, subscribe
from etalase.base.pool import Pool

CREATE = write("CREATE TABLE marks (name text NOT NULL, event_id bigint, at timestamptz NOT NULL)")
MARK = write("INSERT INTO marks (name, event_id, at) VALUES ($1, $2, $3)")
COUNT = value(int, "SELECT count(*) FROM marks WHERE name = $1")
TWICE = value(int, "SELECT count(*) FROM (SELECT 1 FROM marks GROUP BY name, event_id HAVING count(*) > 1) AS repeated")
QUEUED = value(int, "SELECT count(*) FROM pgqueuer WHERE status IN ('queued', 'picked')")
PICKED = value(int, "SELECT count(*) FROM pgqueuer WHERE status = 'picked'")


async def mark(db: Db, event: Event, now: datetime) -> None:
    await MARK.run(db, "marked", event.event_id, now)


async def mark_slowly(db: Db, event: Event, now: datetime) -> None:
    await MARK.run(db, "slow", event.event_id, now)
    await asyncio.sleep(1.0)


async def hang(db: Db, event: Event, now: datetime) -> None:
    await MARK.run(db, "hung", event.event_id, now)
    await asyncio.sleep(60)


async def poison(db: Db, event: Event, now: datetime) -> None:
    await MARK.run(db, "poisoned", event.event_id, now)
    raise ValueError("this never works")


async def tell_more(db: Db, event: Event, now: datetime) -> None:
    await events.record(db, "thing.marked", at=now)


async def tick(db: Db, now: datetime) -> None:
    await MARK.run(db, "tick", None, now)
    await asyncio.sleep(0.3)


MARKED = Reaction("thing.made", "tests.mark", mark)
MARKED_AGAIN = Reaction("thing.marked", "tests.mark", mark)
SLOW = Reaction("thing.made", "tests.mark_slowly", mark_slowly)
HANGING = Reaction("thing.made", "tests.hang", hang)
POISON = Reaction("thing.made", "tests.poison", poison)
TELLING = Reaction("thing.told", "tests.tell_more", tell_more)
TICKING = Timed("tests.tick", every_s=1, act=tick)


async def prepare(pool: Pool, roster: Roster) -> None:
    """The table of marks, and the roster's subscriptions alone."""
    async with pool.transaction() as db:
        await CREATE.run(db)
        await subscribe(db, roster)


async def make_things(pool: Pool, count: int, at: datetime) -> None:
    """Record `count` events in one transaction."""
    async with pool.transaction() as db:
        await events.record_all(db, [events.News("thing.made", at) for _ in range(count)])


async def counted(pool: Pool, name: str) -> int:
    """How many marks of that name are committed."""
    async with pool.connection() as db:
        return await COUNT.sole(db, name)


async def none_queued(pool: Pool) -> bool:
    """Whether every job is done or parked."""
    async with pool.connection() as db:
        return await QUEUED.sole(db) == 0


async def some_picked(pool: Pool) -> bool:
    """Whether a worker has begun."""
    async with pool.connection() as db:
        return await PICKED.sole(db) > 0
