"""Group commit: what is asked at once is answered by one transaction.

A batch is whatever came while the last one was being committed: there is no timer, so a lone caller waits for nobody, and
under load one flush of the log carries hundreds. What is asked never waits in an unbounded list: when it is full, the next
is told so.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from typing import Final, Generic, TypeVar

import asyncpg
import structlog

from etalase.base.errors import Busy, Limited

Asked = TypeVar("Asked")
Answer = TypeVar("Answer")
MOST: Final = 512
ROOM: Final = 2048
TRIES: Final = 3
# Another transaction was in the way; the same may go well at once.
LOST_RACES: Final = (asyncpg.SerializationError, asyncpg.DeadlockDetectedError)

log = structlog.get_logger()


class Batcher(Generic[Asked, Answer]):
    """Hands what is asked to `flush`, in order and in batches; `flush` answers each, after its commit.

    When a batch fails, each of it is flushed alone, so that one that cannot be done fails nobody but itself.
    """

    def __init__(
        self,
        flush: Callable[[Sequence[Asked]], Awaitable[Sequence[Answer]]],
        *,
        most: int = MOST,
        room: int = ROOM,
    ) -> None:
        """`most`: the largest batch; `room`: how many may wait, beyond those being flushed."""
        self._flush = flush
        self._most = most
        self._room = room
        self._waiting: deque[tuple[Asked, asyncio.Future[Answer]]] = deque()
        self._flusher: asyncio.Task[None] | None = None
        self._closed = False

    async def ask(self, asked: Asked) -> Answer:
        """The answer, once it is committed. Limited when too many wait, Busy when we close or the database is away.

        A caller that is cancelled before its batch began is left out; afterwards it is done all the same.
        """
        if self._closed:
            raise Busy
        if len(self._waiting) >= self._room:
            raise Limited(1)
        answer: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        self._waiting.append((asked, answer))
        if self._flusher is None:
            self._flusher = asyncio.create_task(self._run())
        return await answer

    async def close(self) -> None:
        """Take no more, and answer those that wait."""
        self._closed = True
        if self._flusher is not None:
            await self._flusher

    async def _run(self) -> None:
        try:
            while self._waiting:
                # Whatever was read from the network in the same turn joins this batch.
                await asyncio.sleep(0)
                await self._do(self._next())
        finally:
            self._flusher = None

    def _next(self) -> list[tuple[Asked, "asyncio.Future[Answer]"]]:
        taken = [self._waiting.popleft() for _ in range(min(self._most, len(self._waiting)))]
        return [each for each in taken if not each[1].done()]

    async def _do(self, batch: Sequence[tuple[Asked, "asyncio.Future[Answer]"]]) -> None:
        if not batch:
            return
        try:
            answers = await self._tried([asked for asked, _ in batch])
        except Busy as away:
            # Without a database each of them alone would only wait longer for the same.
            self._fail([*batch, *self._waiting], away)
            self._waiting.clear()
        except Exception as failed:  # noqa: BLE001 - whoever asked gets it, each alone
            await self._do_each(batch, failed)
        else:
            for (_, future), answer in zip(batch, answers, strict=True):
                if not future.done():
                    future.set_result(answer)

    async def _do_each(self, batch: Sequence[tuple[Asked, "asyncio.Future[Answer]"]], failed: Exception) -> None:
        if len(batch) == 1:
            self._fail(batch, failed)
            return
        log.warning("batch.failed", size=len(batch), error=repr(failed))
        for each in batch:
            await self._do([each])

    async def _tried(self, asked: Sequence[Asked]) -> Sequence[Answer]:
        for _ in range(TRIES - 1):
            try:
                return await self._flush(asked)
            except LOST_RACES:
                continue
        return await self._flush(asked)

    def _fail(self, batch: Sequence[tuple[Asked, "asyncio.Future[Answer]"]], failed: Exception) -> None:
        for _, future in batch:
            if not future.done():
                future.set_exception(failed)
