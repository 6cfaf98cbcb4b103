"""Live pages: a change announces its topic on commit, and every page that watches the topic asks again.

Through PostgreSQL's LISTEN/NOTIFY by default. Only the topic travels, never its content: the page fetches that as itself.
"""

import asyncio
import contextlib
from collections import defaultdict
from collections.abc import Generator, Iterable
from functools import partial

import asyncpg

from etalase.base.db import Db, write
from etalase.base.errors import Busy
from etalase.base.pool import Pool

CHANNEL = "etalase_live"
ANNOUNCE = write("SELECT pg_notify('etalase_live', $1)")
ANNOUNCE_ALL = write("SELECT pg_notify('etalase_live', topic) FROM unnest($1::text[]) AS topic")
ANNOUNCE_EVERY_S = 0.1
RETRY_S = 1.0
HEARTBEAT_S = 20.0


def account(account_id: int) -> str:
    """The topic of everything that concerns one account."""
    return f"account:{account_id}"


def shop(shop_id: int) -> str:
    """The topic of everything that concerns one shop."""
    return f"shop:{shop_id}"


async def announce(db: Db, topic: str) -> None:
    """Tell the watchers of `topic` when this transaction commits."""
    await ANNOUNCE.run(db, topic)


class Announcer:
    """Announces after the commit, many topics in one transaction of its own.

    NOTIFY holds one lock of the whole database until its commit is on disk, so in the transactions of a rush it would line
    them all up. What is announced here may be lost with the process: a page then shows it at its next change.
    """

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self._topics: set[str] = set()
        self._task: asyncio.Task[None] | None = None
        self._closing = asyncio.Event()

    def announce(self, topics: Iterable[str]) -> None:
        """Tell the watchers of these topics soon."""
        self._topics.update(topics)
        if self._topics and self._task is None:
            self._task = asyncio.create_task(self._run())

    async def close(self) -> None:
        """Tell what is left to tell."""
        self._closing.set()
        if self._task is not None:
            await self._task

    async def _rest(self) -> None:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._closing.wait(), ANNOUNCE_EVERY_S)

    async def _run(self) -> None:
        try:
            while self._topics:
                told, self._topics = sorted(self._topics), set()
                with contextlib.suppress(Busy):
                    async with self._pool.connection() as db:
                        await ANNOUNCE_ALL.run(db, told)
                # The first is told at once; what a rush brings meanwhile goes out together.
                await self._rest()
        finally:
            self._task = None


class Hub:
    """One listening connection per process, fanned out to the pages it serves."""

    def __init__(self, dsn: str) -> None:
        self._dsn = dsn
        self._watchers: dict[str, set[asyncio.Event]] = defaultdict(set)
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin to listen; reconnects for ever."""
        self._task = asyncio.create_task(self._listen())

    async def stop(self) -> None:
        """Stop listening."""
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task

    @contextlib.contextmanager
    def watching(self, topic: str) -> Generator[asyncio.Event]:
        """An event that is set by every change of the topic from now on, for as long as the block lasts."""
        changed = asyncio.Event()
        self._watchers[topic].add(changed)
        try:
            yield changed
        finally:
            self._watchers[topic].discard(changed)
            if not self._watchers[topic]:
                del self._watchers[topic]

    async def _listen(self) -> None:
        while True:
            with contextlib.suppress(OSError, asyncpg.PostgresError, asyncpg.InterfaceError, TimeoutError):
                connection = await asyncpg.connect(self._dsn, timeout=5)
                try:
                    await connection.add_listener(CHANNEL, self._heard)
                    gone = asyncio.Event()
                    connection.add_termination_listener(partial(_tell, gone))
                    # What was announced while we were away is unknown: let every page ask again.
                    self._wake_all()
                    if not connection.is_closed():
                        await gone.wait()
                finally:
                    connection.terminate()
            await asyncio.sleep(RETRY_S)

    def _heard(self, _connection: object, _pid: int, _channel: str, payload: object) -> None:
        for changed in self._watchers.get(str(payload), ()):
            changed.set()

    def _wake_all(self) -> None:
        for watchers in self._watchers.values():
            for changed in watchers:
                changed.set()


async def next_change(changed: asyncio.Event) -> bool:
    """Wait: True for a change, False when it is time for a heartbeat."""
    try:
        await asyncio.wait_for(changed.wait(), HEARTBEAT_S)
    except TimeoutError:
        return False
    changed.clear()
    return True


def _tell(gone: asyncio.Event, _connection: object) -> None:
    gone.set()
