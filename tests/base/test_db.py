"""The typed statements, ids and the pool on a real PostgreSQL."""

import asyncio

import msgspec
import pytest

from etalase.base.db import Db, rows, value, write
from etalase.base.errors import Busy
from etalase.base.pool import Pool


class Pair(msgspec.Struct, frozen=True):
    left: int
    right: str


PAIRS = rows(Pair, "SELECT n, 'row ' || n FROM generate_series(1, $1::int) AS n")
NOTHING = rows(Pair, "SELECT 1, 'x' WHERE false")
ONE = value(int, "SELECT 1")
FORGET = write("DELETE FROM events")


async def test_rows_become_structs_in_column_order(db: Db) -> None:
    assert await PAIRS.all(db, 2) == [Pair(1, "row 1"), Pair(2, "row 2")]
    assert await NOTHING.one(db) is None
    assert await FORGET.run(db) == 0


async def test_a_missing_row_that_must_exist_is_our_bug(db: Db) -> None:
    with pytest.raises(LookupError):
        await NOTHING.sole(db)


async def test_ids_are_unique_over_connections_and_below_2_53(pool: Pool) -> None:
    async def take() -> list[int]:
        async with pool.connection() as db:
            return await db.new_ids(700)

    taken = [one for ids in await asyncio.gather(*(take() for _ in range(10))) for one in ids]
    assert len(set(taken)) == 7000
    assert 10**6 < min(taken) and max(taken) < 2**53


async def test_a_freed_connection_goes_to_the_oldest_waiter(pool: Pool) -> None:
    small = Pool(pool.dsn, size=1)
    order: list[int] = []

    async def use(number: int) -> None:
        async with small.connection() as db:
            await ONE.sole(db)
            order.append(number)

    await asyncio.gather(*(use(number) for number in range(20)))
    await small.close()
    assert order == list(range(20))


async def test_a_full_pool_answers_busy_instead_of_waiting_for_ever(pool: Pool) -> None:
    small = Pool(pool.dsn, size=1, wait_s=0.05)
    async with small.connection():
        with pytest.raises(Busy):
            async with small.connection():
                pass
    async with small.connection() as db:
        assert await ONE.sole(db) == 1
    await small.close()


async def test_a_cancelled_waiter_loses_no_connection(pool: Pool) -> None:
    small = Pool(pool.dsn, size=1)
    async with small.connection():
        waiting = asyncio.create_task(small.connection().__aenter__())
        await asyncio.sleep(0)
        waiting.cancel()
    async with small.connection() as db:
        assert await ONE.sole(db) == 1
    await small.close()
