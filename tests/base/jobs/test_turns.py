"""All that is due, row by row: nobody is held up by those before, and nothing is held for longer than one row."""

from datetime import datetime, timedelta

import msgspec
import pytest

from etalase.base.db import Db, rows, value, write
from etalase.base.errors import Refused
from etalase.base.jobs import Place, one_by_one, turns
from etalase.base.pool import Pool

MAKE = write("CREATE TABLE chores (chore_id bigint PRIMARY KEY, at timestamptz NOT NULL, done boolean NOT NULL)")
ADD = write("INSERT INTO chores (chore_id, at, done) SELECT n, $1, false FROM generate_series(1, $2::bigint) AS n")
DO = write("UPDATE chores SET done = true WHERE chore_id = $1")
LEFT = value(int, "SELECT chore_id FROM chores WHERE NOT done ORDER BY chore_id")


class Chore(msgspec.Struct, frozen=True):
    """Something to do."""

    chore_id: int
    at: datetime


NEXT = rows(
    Chore,
    """SELECT chore_id, at FROM chores WHERE NOT done AND (at, chore_id) > ($1, $2)
        ORDER BY at, chore_id LIMIT 7""",
)


async def chores(pool: Pool, now: datetime, count: int) -> None:
    async with pool.transaction() as db:
        await MAKE.run(db)
        await ADD.run(db, now, count)


async def work(db: Db, *bad: int, error: type[Exception] = ZeroDivisionError) -> int:
    async def act(chore: Chore) -> None:
        await DO.run(db, chore.chore_id)
        if chore.chore_id in bad:
            raise error("nobody else's business")

    return await one_by_one(
        db,
        lambda after: NEXT.all(db, after.at, after.row_id),
        act,
        lambda chore: Place(chore.at, chore.chore_id),
        job="test.chores",
    )


@pytest.mark.parametrize("error", [ZeroDivisionError, Refused])
async def test_rows_that_fail_are_left_alone_and_all_others_are_done(
    pool: Pool, now: datetime, error: type[Exception], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(turns, "ROUND_S", 60.0)
    await chores(pool, now, 58)
    bad = range(1, 9)
    async with pool.connection() as db:
        assert await work(db, *bad, error=error) == 50
        assert await LEFT.all(db) == list(bad)
        # They have their turn again, without anybody's help.
        assert await work(db) == 8
        assert await LEFT.all(db) == []


async def test_each_row_is_committed_before_the_next_begins(pool: Pool, now: datetime) -> None:
    await chores(pool, now, 3)
    seen: list[list[int]] = []

    async with pool.connection() as db, pool.connection() as other:

        async def act(chore: Chore) -> None:
            await DO.run(db, chore.chore_id)
            seen.append(await LEFT.all(other))

        await one_by_one(
            db,
            lambda after: NEXT.all(db, after.at, after.row_id),
            act,
            lambda chore: Place(chore.at, chore.chore_id),
            job="test.chores",
        )
    assert seen == [[1, 2, 3], [2, 3], [3]]


async def test_a_round_that_ran_out_of_time_goes_on_where_it_left_off(
    pool: Pool, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    await chores(pool, now - timedelta(days=1), 4)
    monkeypatch.setattr(turns, "ROUND_S", -1.0)
    async with pool.connection() as db:
        # The first fails for ever and takes all the time of a round; the others still come to their turn.
        assert [await work(db, 1) for _ in range(6)] == [0, 1, 1, 1, 0, 0]
        assert await LEFT.all(db) == [1]
