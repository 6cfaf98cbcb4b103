"""A worker for the length of a block, in this process or as a process of its own that can be killed."""

import asyncio
import subprocess
import sys
import time
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from etalase.base.clock import Clock
from etalase.base.jobs import Patience, Roster, run_worker
from etalase.base.pool import Pool
from tests.base.jobs import marks

ROOT = Path(__file__).parents[3]
IMPATIENT = Patience(tries=3, first_wait_s=0.1, silence_s=2.0, act_s=3.0)


@asynccontextmanager
async def at_work(
    pool: Pool, roster: Roster, *, sandbox: bool = False, patience: Patience = IMPATIENT
) -> AsyncGenerator[asyncio.Event]:
    """A worker with a pool of its own; yields its stop."""
    stop = asyncio.Event()
    own = Pool(pool.dsn, size=8)
    working = asyncio.create_task(run_worker(own, roster, Clock(sandbox=sandbox), stop, patience))
    try:
        yield stop
    finally:
        stop.set()
        await working
        await own.close()


async def until(happened: Callable[[], Awaitable[bool]], within_s: float = 15.0) -> None:
    """Wait for something; AssertionError when it does not happen in time."""
    ends = time.monotonic() + within_s
    while not await happened():
        assert time.monotonic() < ends, "it did not happen in time"
        await asyncio.sleep(0.05)


def start_killable(dsn: str) -> "subprocess.Popen[bytes]":
    """A worker process that reacts slowly."""
    return subprocess.Popen([sys.executable, "-m", "tests.base.jobs.working", dsn], cwd=ROOT)


async def main(dsn: str) -> None:
    pool = Pool(dsn, size=8)
    await run_worker(pool, Roster([marks.SLOW]), Clock(sandbox=False), asyncio.Event(), IMPATIENT)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
