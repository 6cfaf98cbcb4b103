"""The worker process: reactions and timed work of all rooms, until it is asked to stop."""

import asyncio
import signal

from etalase.app.wiring import roster, seed
from etalase.base.clock import Clock
from etalase.base.jobs import run_worker
from etalase.base.pool import Pool
from etalase.base.settings import Settings

CONNECTIONS = 10


async def main(settings: Settings) -> None:
    """Work on the database of the settings until SIGINT or SIGTERM. It must be open and migrated."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for sign in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(sign, stop.set)
    pool = Pool(settings.database_url or "", size=CONNECTIONS)
    try:
        async with pool.transaction() as db:
            await seed(db)
        await run_worker(pool, roster(), Clock(sandbox=settings.sandbox), stop)
    finally:
        await pool.close()
