"""Group commit: what is asked at once is answered by one transaction.

A batch is whatever came while the last one was being committed: outside a rush nobody waits, and under load one flush of the log
carries hundreds. In a rush those who were just answered come back at once: they are waited for, no longer than their
batch took, so that all who are there share one transaction and do not take turns in two halves (docs/checkout-speed.md).
What is asked never waits in an unbounded list: when it is full, the next is told so.
"""

import asyncio
import time
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
# So many in one batch are a rush, and so long is waited for the next at most, however long the last one took.
RUSH: Final = 8
PAUSE_S: Final = 0.02
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
        pause_s: float = PAUSE_S,
    ) -> None:
        """`most`: the largest batch; `room`: how many may wait, beyond those being flushed; `pause_s`: as PAUSE_S."""
        self._flush = flush
        self._most = most
        self._room = room
        self._pause_s = pause_s
        self._expected = 0
        self._enough: asyncio.Future[None] | None = None
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
        if self._enough is not None and len(self._waiting) >= self._expected:
            _let_go(self._enough)
        if self._flusher is None:
            self._flusher = asyncio.create_task(self._run())
        return await answer

    async def close(self) -> None:
        """Take no more, and answer those that wait."""
        self._closed = True
        if self._enough is not None:
            _let_go(self._enough)
        if self._flusher is not None:
            await self._flusher

    async def _run(self) -> None:
        try:
            while self._waiting:
                # Whatever was read from the network in the same turn joins this batch.
                await asyncio.sleep(0)
                batch, began = self._next(), time.monotonic()
                await self._do(batch)
                await self._gather(len(batch), time.monotonic() - began)
        finally:
            self._flusher = None

    async def _gather(self, answered: int, took_s: float) -> None:
        """Wait, after a batch of a rush, until as many are there as were: those who were answered and those who came meanwhile."""
        self._expected = min(answered + len(self._waiting), self._most)
        if answered < RUSH or self._closed or len(self._waiting) >= self._expected:
            return
        loop = asyncio.get_running_loop()
        self._enough = loop.create_future()
        timer = loop.call_later(min(took_s, self._pause_s), _let_go, self._enough)
        try:
            await self._enough
        finally:
            timer.cancel()
            self._enough = None

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


def _let_go(waiting: "asyncio.Future[None]") -> None:
    if not waiting.done():
        waiting.set_result(None)
