"""A first-come-first-served pool of bare connections with prepared statements.

A freed connection goes straight to the oldest waiter (a queue would let running tasks barge past it), and nothing but the plans,
seldom, is reset between uses: that round trip costs 1.6 times the whole of a short read, and no statement here leaves session state
behind.
"""

import asyncio
import time
from collections import deque
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

import asyncpg

from etalase.base.db import Connection, Db
from etalase.base.errors import Busy
from etalase.base.ids import IdBlock

WAIT_S = 5.0
CONNECT_S = 5.0
STATEMENTS = 512
AWAY = (
    asyncpg.OperatorInterventionError,
    asyncpg.InsufficientResourcesError,
    asyncpg.ReadOnlySQLTransactionError,
    asyncpg.PostgresIOError,
    asyncpg.InternalClientError,  # what a connection says that was cut off between two messages
)


class Pool:
    """At most `size` connections to `dsn`, opened when first needed."""

    def __init__(self, dsn: str, *, size: int = 8, wait_s: float = WAIT_S) -> None:
        self.dsn = dsn
        self.ids = IdBlock()
        self._size = size
        self._wait_s = wait_s
        self._open = 0
        self._idle: list[Db] = []
        self._waiters: deque[asyncio.Future[Db | None]] = deque()
        self._closed = False

    @asynccontextmanager
    async def connection(self) -> AsyncGenerator[Db]:
        """A connection outside any transaction. Busy when none comes free in time or the database is away."""
        db = await self._acquire()
        try:
            if db.plans.renew(time.monotonic()):
                await db.connection.execute("DISCARD PLANS")
            yield db
        except AWAY as away:
            # Its server ends, is full or does not answer: nothing was committed, and the same may go well in a moment.
            db.connection.terminate()
            raise Busy from away
        except (asyncpg.InterfaceError, asyncpg.PostgresConnectionError, OSError) as lost:
            if db.connection.is_closed():
                raise Busy from lost
            raise
        finally:
            await self._release(db)

    @asynccontextmanager
    async def transaction(self) -> AsyncGenerator[Db]:
        """A connection inside a transaction that commits when the block ends well."""
        async with self.connection() as db, db.transaction():
            yield db

    async def close(self) -> None:
        """Close what is idle; connections in use close when they come back."""
        self._closed = True
        while self._idle:
            await self._drop(self._idle.pop())

    async def _acquire(self) -> Db:
        while self._idle:
            db = self._idle.pop()
            if not db.connection.is_closed():
                return db
            self._open -= 1
        if self._open < self._size:
            self._open += 1
            return await self._connect()
        return await self._wait()

    async def _wait(self) -> Db:
        waiter: asyncio.Future[Db | None] = asyncio.get_running_loop().create_future()
        self._waiters.append(waiter)
        try:
            db = await asyncio.wait_for(waiter, self._wait_s)
        except TimeoutError:
            self._return_unclaimed(waiter)
            raise Busy from None
        except asyncio.CancelledError:
            self._return_unclaimed(waiter)
            raise
        return db if db is not None else await self._connect()

    def _return_unclaimed(self, waiter: "asyncio.Future[Db | None]") -> None:
        # The connection was handed over in the same tick as the waiter was cancelled or gave up: it must not be lost.
        if waiter.done() and not waiter.cancelled():
            self._hand_over(waiter.result())

    async def _connect(self) -> Db:
        try:
            connection: Connection = await asyncpg.connect(
                self.dsn, timeout=CONNECT_S, statement_cache_size=STATEMENTS, command_timeout=60
            )
        except (OSError, asyncpg.PostgresError, TimeoutError) as away:
            self._hand_over_slot()
            raise Busy from away
        except BaseException:
            self._hand_over_slot()
            raise
        return Db(connection, self.ids)

    async def _release(self, db: Db) -> None:
        if self._closed or db.connection.is_closed():
            await self._drop(db)
            return
        if db.connection.is_in_transaction():
            # Only a cancelled request can leave one open; its connection is not worth trusting.
            await self._drop(db)
            return
        self._hand_over(db)

    async def _drop(self, db: Db) -> None:
        db.connection.terminate()
        self._hand_over_slot()

    def _hand_over(self, db: Db | None) -> None:
        while self._waiters:
            waiter = self._waiters.popleft()
            if not waiter.done():
                waiter.set_result(db)
                return
        if db is None:
            self._open -= 1
        else:
            self._idle.append(db)

    def _hand_over_slot(self) -> None:
        """A place came free without a connection: the oldest waiter opens a new one in it."""
        self._hand_over(None)
