"""Timed work: one row per job, locked while its act runs. A worker that dies lets go of the row, so nobody waits for it.

An act that speaks to somebody outside holds no lock meanwhile: it has the row for a while by having put it off.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from etalase.base.db import Db, value, write
from etalase.base.jobs.roster import Timed

FAILED_WAIT_S = 5
# Longer than an act may take (patience.act_s): as long as a worker that died keeps the others from an outside job.
OUTSIDE_S = 150
ENLIST = write(
    """INSERT INTO timed_ticks (name, next_at, failures) SELECT name, $2, 0 FROM unnest($1::text[]) AS name
       ON CONFLICT DO NOTHING"""
)
DUE = value(str, "SELECT name FROM timed_ticks WHERE name = ANY($1::text[]) AND next_at <= $2 ORDER BY next_at")
CLAIM = value(str, "SELECT name FROM timed_ticks WHERE name = $1 AND next_at <= $2 FOR UPDATE SKIP LOCKED")
DONE = write("UPDATE timed_ticks SET next_at = $2, last_at = $3, failures = 0, last_error = NULL WHERE name = $1")
FAILED = write("UPDATE timed_ticks SET next_at = $2, failures = failures + 1, last_error = $3 WHERE name = $1")


async def enlist(db: Db, jobs: Sequence[Timed], wall: datetime) -> None:
    """Make sure that every timed job has its row; a new one is due at once."""
    await ENLIST.run(db, [job.name for job in jobs], wall)


async def due(db: Db, jobs: Sequence[Timed], wall: datetime) -> list[Timed]:
    """The timed jobs whose time has come, longest waiting first."""
    by_name = {job.name: job for job in jobs}
    return [by_name[name] for name in await DUE.all(db, list(by_name), wall)]


async def tick(db: Db, job: Timed, *, now: datetime, wall: datetime) -> bool:
    """Run the job in one transaction unless another worker has it or has just run it; whether it ran here."""
    if job.outside:
        return await _tick_outside(db, job, now=now, wall=wall)
    async with db.transaction():
        if await CLAIM.get(db, job.name, wall) is None:
            return False
        await job.act(db, now)
        await DONE.run(db, job.name, wall + timedelta(seconds=job.every_s), now)
        return True


async def put_off(db: Db, job: Timed, *, error: str, wall: datetime) -> None:
    """Note that a tick failed, and let the next one wait a little."""
    await FAILED.run(db, job.name, wall + timedelta(seconds=max(job.every_s, FAILED_WAIT_S)), error[:500])


async def _tick_outside(db: Db, job: Timed, *, now: datetime, wall: datetime) -> bool:
    async with db.transaction():
        if await CLAIM.get(db, job.name, wall) is None:
            return False
        await DONE.run(db, job.name, wall + timedelta(seconds=OUTSIDE_S), now)
    await job.act(db, now)
    await DONE.run(db, job.name, wall + timedelta(seconds=job.every_s), now)
    return True
