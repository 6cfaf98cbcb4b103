"""All that is due of a timed job, row after row: each in a transaction of its own, and none held up by those before it.

A job that goes through its rows so is `outside`: nothing is locked from one row to the next, so it can wait for nobody
while somebody waits for it, and however many rows are due at once, no transaction grows.
"""

import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Final, TypeVar

import msgspec

from etalase.base.db import Db
from etalase.base.jobs.alone import alone

Row = TypeVar("Row")
# Shorter than a worker that is asked to stop may take (patience.stop_s).
ROUND_S: Final = 5.0


class Place(msgspec.Struct, frozen=True):
    """Where a row stands among those that are due: since when, and its id."""

    at: datetime
    row_id: int


FIRST: Final = Place(datetime(1, 1, 1, tzinfo=UTC), -1)
_left_off: dict[str, Place] = {}


async def one_by_one(
    db: Db,
    find: Callable[[Place], Awaitable[Row | None]],
    act: Callable[[Row], Awaitable[object]],
    place: Callable[[Row], Place],
    *,
    job: str,
) -> int:
    """Act for every row that is due, as `alone` does; for how many it went well.

    `find` gives the first row after a place and holds it, skipping those that somebody else holds: they and those that
    failed have their turn again at a later tick. When the time of a round is up, the next one goes on from there.
    """
    after, ends, went = _left_off.pop(job, FIRST), time.monotonic() + ROUND_S, 0
    found: list[Row] = []

    async def turn() -> None:
        row = await find(after)
        if row is not None:
            found.append(row)
            await act(row)

    while True:
        found.clear()
        done = await alone(db, turn(), job=job)
        if not found:
            return went
        after, went = place(found[0]), went + done
        if time.monotonic() > ends:
            _left_off[job] = after
            return went
