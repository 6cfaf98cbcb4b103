"""Parked jobs: tried often enough, kept for a person to look at, in nobody's way."""

from datetime import datetime

import msgspec

from etalase.base.db import Db, rows, write


class Parked(msgspec.Struct, frozen=True):
    """A job that failed for good. `error` is the last exception's text, None when the log has been trimmed."""

    job_id: int
    reaction: str
    event_id: int
    attempts: int
    parked_at: datetime
    error: str | None


PARKED = rows(
    Parked,
    """SELECT job.id AS job_id, job.entrypoint AS reaction, convert_from(job.payload, 'UTF8')::bigint AS event_id,
              job.attempts, job.updated AS parked_at,
              (SELECT log.traceback ->> 'exception_message' FROM pgqueuer_log AS log
               WHERE log.job_id = job.id AND log.status = 'failed' ORDER BY log.created DESC LIMIT 1) AS error
       FROM pgqueuer AS job WHERE job.status = 'failed' ORDER BY job.id LIMIT $1""",
)
RELEASE = write(
    """UPDATE pgqueuer SET status = 'queued', attempts = 0, updated = $2, queue_manager_id = NULL
       WHERE id = ANY($1::bigint[]) AND status = 'failed'"""
)


async def parked(db: Db, limit: int = 100) -> list[Parked]:
    """Parked jobs, oldest first."""
    return await PARKED.all(db, limit)


async def release(db: Db, job_ids: list[int], wall: datetime) -> int:
    """Let parked jobs be tried again from the first attempt; how many there were."""
    return await RELEASE.run(db, job_ids, wall)
