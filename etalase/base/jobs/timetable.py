"""The worker's side of timed work: look twice a second what is due, and run it beside everything else."""

import asyncio
from typing import Final

import structlog

from etalase.base.clock import Clock
from etalase.base.jobs.deadlines import AWAY, Deadlines, pause
from etalase.base.jobs.roster import Timed
from etalase.base.jobs.ticking import due, enlist, put_off, tick
from etalase.base.pool import Pool

LOOK_S: Final = 0.5
PLACES: Final = 3

log = structlog.get_logger()


class Timetable:
    """One worker's timed jobs. `serve` raises when the database is away; call it again."""

    def __init__(
        self, pool: Pool, jobs: tuple[Timed, ...], clock: Clock, deadlines: Deadlines, stop: asyncio.Event
    ) -> None:
        self._pool = pool
        self._jobs = jobs
        self._clock = clock
        self._deadlines = deadlines
        self._stop = stop
        self._places = asyncio.Semaphore(PLACES)
        self._running: dict[str, asyncio.Task[None]] = {}

    async def serve(self) -> None:
        """Run what is due until the stop, and finish what has begun."""
        async with self._pool.connection() as db:
            await enlist(db, self._jobs, await self._clock.wall(db))
        try:
            while not self._stop.is_set():
                await self._start_due()
                await pause(self._stop, LOOK_S)
        finally:
            await asyncio.gather(*self._running.values())

    async def _start_due(self) -> None:
        free = [job for job in self._jobs if job.name not in self._running]
        async with self._pool.connection() as db:
            ready = await due(db, free, await self._clock.wall(db))
        for job in ready:
            self._running[job.name] = asyncio.create_task(self._run(job))

    async def _run(self, job: Timed) -> None:
        # One job's failure is nobody else's: the others and the next tick go on.
        try:
            async with self._places, self._deadlines.within(), self._pool.connection() as db:
                await tick(db, job, now=await self._clock.now(db), wall=await self._clock.wall(db))
        except Exception as failed:
            log.exception("jobs.tick_failed", job=job.name)
            await self._put_off(job, failed)
        finally:
            del self._running[job.name]

    async def _put_off(self, job: Timed, failed: Exception) -> None:
        try:
            async with self._pool.connection() as db:
                await put_off(db, job, error=repr(failed), wall=await self._clock.wall(db))
        except AWAY:
            # The row still says that the job is due, and so it is.
            log.warning("jobs.tick_not_put_off", job=job.name)
