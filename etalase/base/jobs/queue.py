"""The worker's side of the queue: PgQueuer picks the jobs, keeps them alive, retries and parks; an act here does the rest."""

import asyncio
from datetime import timedelta
from typing import Final

import asyncpg
from pgqueuer import AsyncpgDriver, DatabaseRetryEntrypointExecutor, Job, Queries, QueueManager, RetryRequested
from pgqueuer.core.executors import EntrypointExecutorParameters

from etalase.base.clock import Clock
from etalase.base.jobs.deadlines import Deadlines
from etalase.base.jobs.patience import Patience
from etalase.base.jobs.reacting import react
from etalase.base.jobs.roster import Reaction, Roster
from etalase.base.pool import Pool

PLACES: Final = 4
BATCH: Final = 10
# Picked and not finished, most of them waiting for a place: what another worker takes over when this one is killed.
PICKED_MOST: Final = 40
POLL: Final = timedelta(seconds=0.25)
BUSY_POLL: Final = timedelta(seconds=0.02)


class Queue:
    """One worker's queue. `serve` runs it on one connection and raises when that is lost; call it again."""

    def __init__(
        self,
        pool: Pool,
        roster: Roster,
        clock: Clock,
        deadlines: Deadlines,
        patience: Patience,
        stop: asyncio.Event,
    ) -> None:
        self._pool = pool
        self._roster = roster
        self._clock = clock
        self._deadlines = deadlines
        self._patience = patience
        self._stop = stop
        self._places = asyncio.Semaphore(PLACES)
        self._connection: asyncpg.Connection[asyncpg.Record] | None = None

    async def serve(self) -> None:
        """Do jobs until the stop, and finish those that have begun."""
        self._connection = connection = await asyncpg.connect(self._pool.dsn, timeout=5, command_timeout=30)
        try:
            await self._serve_on(connection)
        finally:
            self.hang_up()

    def hang_up(self) -> None:
        """Drop the connection at once; what was not finished is another worker's."""
        if self._connection is not None:
            self._connection.terminate()
            self._connection = None

    async def _serve_on(self, connection: "asyncpg.Connection[asyncpg.Record]") -> None:
        manager = QueueManager(Queries(AsyncpgDriver(connection)))
        manager.min_dequeue_poll_interval = BUSY_POLL
        for name in self._roster.reaction_names():
            manager.register_executor(name, self._executor(self._roster.reaction(name)))
        passing_on = asyncio.create_task(self._pass_on_stop(manager))
        try:
            await manager.run(
                dequeue_timeout=POLL,
                batch_size=BATCH,
                max_concurrent_tasks=PICKED_MOST,
                heartbeat_timeout=timedelta(seconds=self._patience.silence_s),
                log_aggregation_interval=timedelta(0),
            )
        finally:
            passing_on.cancel()

    async def _pass_on_stop(self, manager: QueueManager) -> None:
        await self._stop.wait()
        manager.shutdown.set()

    def _executor(self, reaction: Reaction) -> DatabaseRetryEntrypointExecutor:
        async def run(job: Job) -> None:
            await self._run(reaction, job)

        return DatabaseRetryEntrypointExecutor(
            EntrypointExecutorParameters(concurrency_limit=0, func=run, on_failure="hold"),
            max_attempts=self._patience.tries - 1,
            initial_delay=timedelta(seconds=self._patience.first_wait_s),
            max_delay=timedelta(seconds=self._patience.longest_wait_s),
        )

    async def _run(self, reaction: Reaction, job: Job) -> None:
        async with self._places:
            if self._stop.is_set():
                raise RetryRequested(reason="the worker stopped before this job began")
            async with self._deadlines.within(), self._pool.connection() as db:
                await react(db, reaction, int(job.payload or b""), await self._clock.now(db))
