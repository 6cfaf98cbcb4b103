"""How long an act may take, and how long not to wait for a database that is away."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

import asyncpg

from etalase.base.errors import Busy
from etalase.base.jobs.patience import Patience

# What the database being away looks like.
AWAY = (OSError, asyncpg.PostgresError, asyncpg.InterfaceError, Busy, TimeoutError)


class Deadlines:
    """The open deadlines of one worker."""

    def __init__(self, patience: Patience) -> None:
        self._patience = patience
        self._open: set[asyncio.Timeout] = set()
        self._last: float | None = None

    @asynccontextmanager
    async def within(self) -> AsyncGenerator[None]:
        """TimeoutError in the block when its time is up. An act that hangs must not keep its place for ever."""
        loop = asyncio.get_running_loop()
        ends = loop.time() + self._patience.act_s
        async with asyncio.timeout_at(ends if self._last is None else min(ends, self._last)) as limit:
            self._open.add(limit)
            try:
                yield
            finally:
                self._open.discard(limit)

    def hurry(self) -> None:
        """From now on nothing may take longer than the time of a stop."""
        self._last = asyncio.get_running_loop().time() + self._patience.stop_s
        for limit in self._open:
            limit.reschedule(min(limit.when() or self._last, self._last))


async def pause(stop: asyncio.Event, seconds: float) -> None:
    """Wait, but not longer than until the stop."""
    try:
        async with asyncio.timeout(seconds):
            await stop.wait()
    except TimeoutError:
        return
