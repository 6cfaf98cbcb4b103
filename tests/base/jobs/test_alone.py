"""One row of a timed job by itself."""

import asyncpg
import pytest

from etalase.base.db import Db, value, write
from etalase.base.errors import Refused
from etalase.base.jobs import alone
from etalase.base.jobs.alone import raising
from etalase.base.pool import Pool

MAKE = write("CREATE TEMPORARY TABLE acted (name text) ON COMMIT DROP")
ACT = write("INSERT INTO acted (name) VALUES ($1)")
BREAK = write("SELECT 1 / 0")
DIE = write("SELECT pg_terminate_backend(pg_backend_pid())")
ACTED = value(str, "SELECT name FROM acted ORDER BY name")


async def good(db: Db, name: str) -> None:
    await ACT.run(db, name)


async def half(db: Db, name: str) -> None:
    await ACT.run(db, name)
    await BREAK.run(db)


async def refused(db: Db, name: str) -> None:
    await ACT.run(db, name)
    raise Refused("orders.wrong_state")


async def test_a_row_that_fails_leaves_nothing_behind_and_the_others_alone(pool: Pool) -> None:
    async with pool.transaction() as db:
        await MAKE.run(db)
        went = [await alone(db, act(db, act.__name__), job="test.rows") for act in (half, good, refused)]
        assert went == [False, True, False]
        assert await ACTED.all(db) == ["good"]


async def test_who_wants_to_know_is_told_of_what_failed_but_not_of_what_was_refused(pool: Pool) -> None:
    async with pool.transaction() as db:
        await MAKE.run(db)
        with raising():
            assert not await alone(db, refused(db, "refused"), job="test.rows")
            with pytest.raises(ZeroDivisionError):
                await alone(db, _broken(), job="test.rows")
        assert await ACTED.all(db) == []


async def test_a_lost_connection_ends_the_tick(pool: Pool) -> None:
    async with pool.connection() as db:
        with pytest.raises((asyncpg.PostgresError, asyncpg.InterfaceError, OSError)):
            await alone(db, _lost(db), job="test.rows")


async def _broken() -> None:
    raise ZeroDivisionError


async def _lost(db: Db) -> None:
    await DIE.run(db)
