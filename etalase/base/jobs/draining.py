"""Everything that is due, here and now, one after another: for tests and commands that run without a worker."""

from datetime import datetime

import msgspec

from etalase.base.db import Db, rows, write
from etalase.base.jobs.alone import raising
from etalase.base.jobs.reacting import react
from etalase.base.jobs.roster import Roster

MOST_JOBS = 100_000


class Waiting(msgspec.Struct, frozen=True):
    """A queued job."""

    job_id: int
    reaction: str
    event_id: int


NEXT = rows(
    Waiting,
    """SELECT id AS job_id, entrypoint AS reaction, convert_from(payload, 'UTF8')::bigint AS event_id
       FROM pgqueuer WHERE status = 'queued' AND entrypoint = ANY($1::text[]) ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED""",
)
FINISH = write("DELETE FROM pgqueuer WHERE id = $1")


async def drain(db: Db, roster: Roster, now: datetime) -> int:
    """Run every reaction until none is left, every timed job once, then reactions again; how many reactions acted.

    Jobs run in the order in which they were queued, each in a transaction (a savepoint when the caller holds one). The
    first failure is raised with its job still queued; retries and waiting are the worker's business.
    """
    acted = await _drain_reactions(db, roster, now)
    with raising():
        for job in roster.timed:
            if job.outside:
                await job.act(db, now)
                continue
            async with db.transaction():
                await job.act(db, now)
    return acted + await _drain_reactions(db, roster, now)


async def _drain_reactions(db: Db, roster: Roster, now: datetime) -> int:
    acted = 0
    for _ in range(MOST_JOBS):
        async with db.transaction():
            job = await NEXT.one(db, roster.reaction_names())
            if job is None:
                return acted
            acted += await react(db, roster.reaction(job.reaction), job.event_id, now)
            await FINISH.run(db, job.job_id)
    raise RuntimeError("reactions keep on waking each other")
