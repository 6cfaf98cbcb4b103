"""A worker: reactions and timed work until it is asked to stop. Any number of them share one database."""

import asyncio
import time
from collections.abc import Awaitable, Callable

import structlog

from etalase.base.clock import Clock
from etalase.base.jobs.deadlines import AWAY, Deadlines, pause
from etalase.base.jobs.patience import PATIENCE, Patience
from etalase.base.jobs.roster import Roster
from etalase.base.jobs.timetable import Timetable
from etalase.base.jobs.trimming import TRIM
from etalase.base.pool import Pool

AWAY_WAIT_S = 1.0
LET_GO_S = 1.5
SAY_EVERY_S = 15.0

log = structlog.get_logger()


async def run_worker(
    pool: Pool, roster: Roster, clock: Clock, stop: asyncio.Event, patience: Patience = PATIENCE
) -> None:
    """Work until `stop` is set, then finish what has begun and return, within ten seconds.

    Survives the database going away for any time. The pool needs eight connections (`queue.PLACES`, `timetable.PLACES` and
    one to look what is due); one more is opened for the queue.
    """
    # PgQueuer takes 15 MiB and up to a second to load, which a serving process that only knows the roster need not pay.
    from etalase.base.jobs.queue import Queue

    deadlines = Deadlines(patience)
    queue = Queue(pool, roster, clock, deadlines, patience, stop)
    timetable = Timetable(pool, (*roster.timed, TRIM), clock, deadlines, stop)
    parts = [asyncio.create_task(_keep_up(part, stop)) for part in (queue.serve, timetable.serve)]
    asked = asyncio.create_task(stop.wait())
    try:
        await asyncio.wait([*parts, asked], return_when=asyncio.FIRST_COMPLETED)
        deadlines.hurry()
        stop.set()
        await asyncio.wait(parts, timeout=patience.stop_s + LET_GO_S)
    finally:
        queue.hang_up()
        await _end(parts, asked)


async def _keep_up(serve: Callable[[], Awaitable[None]], stop: asyncio.Event) -> None:
    """Run one part again and again for as long as only the database is to blame."""
    say_again_at = 0.0
    while not stop.is_set():
        try:
            await serve()
        except AWAY as away:
            if time.monotonic() >= say_again_at:
                log.warning("jobs.database_away", error=repr(away))
                say_again_at = time.monotonic() + SAY_EVERY_S
            await pause(stop, AWAY_WAIT_S)


async def _end(parts: list[asyncio.Task[None]], asked: asyncio.Task[bool]) -> None:
    asked.cancel()
    late = [part for part in parts if not part.done()]
    for part in late:
        log.error("jobs.stopped_late")
        part.cancel()
    for part in parts:
        if part not in late and (failed := part.exception()):
            raise failed
