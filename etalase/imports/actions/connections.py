"""How an import comes by its transactions: one per batch from the command line, a savepoint per batch inside a job."""

from collections.abc import AsyncGenerator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

from etalase.base.db import Db

# Opens a transaction that commits when its block ends well.
Connect = Callable[[], AbstractAsyncContextManager[Db]]


def within(db: Db) -> Connect:
    """Savepoints of a transaction that is open already."""

    @asynccontextmanager
    async def connect() -> AsyncGenerator[Db]:
        async with db.transaction():
            yield db

    return connect
