"""Ids: integers below 2^53 from leased blocks of one sequence, so a process asks the database once in a thousand."""

import asyncio
from typing import Any

import asyncpg

BLOCK = 1000
# The sequence counts blocks, not ids: block n holds the ids n*BLOCK … n*BLOCK + BLOCK - 1.
NEXT_BLOCKS = "SELECT nextval('id_blocks') FROM generate_series(1, $1::int)"
LARGEST = 2**53 - 1


class IdBlock:
    """The block this process is using up. One per pool: it belongs to one database."""

    # Weakly referenced by what is kept per database, such as the policy rows.
    __slots__ = ("__weakref__", "_lock", "_next", "_stop")

    def __init__(self) -> None:
        self._next = 0
        self._stop = 0
        self._lock = asyncio.Lock()

    async def take(self, connection: "asyncpg.Connection[Any]", count: int) -> list[int]:
        """`count` ascending ids. nextval is not undone by a rollback, so no id is ever given twice."""
        async with self._lock:
            taken = list(range(self._next, min(self._next + count, self._stop)))
            self._next += len(taken)
            missing = count - len(taken)
            if missing:
                taken += await self._lease(connection, missing)
            return taken

    async def _lease(self, connection: "asyncpg.Connection[Any]", missing: int) -> list[int]:
        blocks = -(-missing // BLOCK)
        starts = [record[0] * BLOCK for record in await connection.fetch(NEXT_BLOCKS, blocks)]
        ids = [start + offset for start in starts for offset in range(BLOCK)]
        self._next, self._stop = ids[missing - 1] + 1, starts[-1] + BLOCK
        return ids[:missing]
