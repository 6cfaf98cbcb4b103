"""What must hold after every storm, asked of the database itself."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from etalase.app.wiring import sweeps
from etalase.base.db import Db
from etalase.base.errors import Busy
from etalase.base.pool import Pool
from tests.chaos.city import City

Found = TypeVar("Found")
PLACED = "SELECT count(*) FROM orders"
PRESENT = "SELECT count(*) FROM orders WHERE order_id = ANY($1::bigint[])"
TAKEN = "SELECT coalesce(sum(quantity), 0)::bigint FROM stock_moves WHERE kind = 'RESERVED'"
TRIES = 40


async def broken(city: City, acknowledged: list[int], *, all_of_them: bool = True) -> list[str]:
    """Every promise that does not hold. `all_of_them`: the acknowledged orders are all that were ever placed."""

    async def ask(db: Db) -> list[str]:
        return [*await _orders(db, acknowledged, all_of_them), *await swept(db)]

    return await asking(city, ask)


async def swept(db: Db) -> list[str]:
    """The sweeps that find something."""
    return [f"sweep: {name}" for name, statement in sweeps() if await statement.all(db)]


async def _orders(db: Db, acknowledged: list[int], all_of_them: bool) -> list[str]:
    placed = await db.connection.fetchval(PLACED)
    present = await db.connection.fetchval(PRESENT, acknowledged)
    taken = await db.connection.fetchval(TAKEN)
    found: list[str] = []
    if present != len(acknowledged):
        found.append(f"lost: {len(acknowledged) - present} of {len(acknowledged)} acknowledged orders")
    if len(set(acknowledged)) != len(acknowledged):
        found.append("one order answered two keys")
    if all_of_them and placed != len(acknowledged):
        found.append(f"doubled: {placed} orders placed, {len(acknowledged)} acknowledged")
    if taken != placed:
        found.append(f"stock: {taken} pieces taken for {placed} orders of one piece")
    return found


async def asking(city: City, ask: Callable[[Db], Awaitable[Found]]) -> Found:
    """Ask as soon as the database answers."""
    pool = Pool(city.dsn, size=1)
    try:
        for _ in range(TRIES):
            try:
                async with pool.transaction() as db:
                    return await ask(db)
            except Busy:
                await asyncio.sleep(0.25)
        raise TimeoutError("the database did not come back")
    finally:
        await pool.close()
