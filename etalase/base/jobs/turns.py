"""All that is due of a timed job, row after row: each in a transaction of its own, and none held up by those before it.

A job that goes through its rows so is `outside`: nothing is locked from one row to the next, so it can wait for nobody
while somebody waits for it, and however many rows are due at once, no transaction grows.
"""

import time
from collections.abc import Awaitable, Callable, Sequence
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
    find: Callable[[Place], Awaitable[Sequence[Row]]],
    act: Callable[[Row], Awaitable[object]],
    place: Callable[[Row], Place],
    *,
    job: str,
) -> int:
    """Act for every row that is due, as `alone` does; for how many it went well.

    `find` gives the first rows after a place, a page of them and unlocked: `act` locks what it moves, and lets a row be that
    somebody else has moved meanwhile. Rows that failed have their turn again at a later tick. When the time of a round is
    up, the next one goes on from there.
    """
    after, ends, went = _left_off.pop(job, FIRST), time.monotonic() + ROUND_S, 0
    while page := await find(after):
        for row in page:
            went += await alone(db, act(row), job=job)
            after = place(row)
            if time.monotonic() > ends:
                _left_off[job] = after
                return went
    return went
