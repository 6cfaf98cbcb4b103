"""How often something may happen, counted in the database so that every process agrees. Always by the wall clock."""

from datetime import UTC, datetime, timedelta

import msgspec

from etalase.base.db import Db, value, write
from etalase.base.errors import Limited


class Limit(msgspec.Struct, frozen=True):
    """At most `hits` in each window of `window_s` seconds."""

    name: str
    hits: int
    window_s: int


COUNT = value(int, "SELECT coalesce(sum(hits), 0)::bigint FROM rate_counters WHERE key = $1 AND window_start = $2")
HIT = value(
    int,
    """INSERT INTO rate_counters (key, window_start, hits) VALUES ($1, $2, 1)
       ON CONFLICT (key, window_start) DO UPDATE SET hits = rate_counters.hits + 1
       RETURNING hits""",
)
SWEEP = write("DELETE FROM rate_counters WHERE window_start < $1")
KEPT = timedelta(days=1)


async def check(db: Db, limit: Limit, who: str, *, wall: datetime) -> None:
    """Limited when the window is used up already; counts nothing."""
    if (await COUNT.sole(db, _key(limit, who), _window(limit, wall))) >= limit.hits:
        raise Limited(_left_s(limit, wall))


async def hit(db: Db, limit: Limit, who: str, *, wall: datetime) -> None:
    """Count one; Limited when that was one too many."""
    if (await HIT.sole(db, _key(limit, who), _window(limit, wall))) > limit.hits:
        raise Limited(_left_s(limit, wall))


async def sweep(db: Db, wall: datetime) -> int:
    """Forget counters older than a day; how many."""
    return await SWEEP.run(db, wall - KEPT)


def _key(limit: Limit, who: str) -> str:
    return f"{limit.name}:{who}"


def _window(limit: Limit, wall: datetime) -> datetime:
    seconds = int(wall.timestamp())
    return datetime.fromtimestamp(seconds - seconds % limit.window_s, UTC)


def _left_s(limit: Limit, wall: datetime) -> int:
    return limit.window_s - int(wall.timestamp()) % limit.window_s
