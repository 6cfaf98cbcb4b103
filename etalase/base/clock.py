"""The one clock: the database's time plus the sandbox offset. Read once per request or job and passed in.

Outside the sandbox a process asks the database every few seconds and counts on with its own monotonic clock, so a machine
whose wall clock is wrong still agrees with all others. In the sandbox every reading asks, so that a moved clock is seen at once.
"""

import time
from datetime import UTC, datetime, timedelta

import msgspec

from etalase.base.db import Db, rows, value, write

RESYNC_S = 5.0


class Reading(msgspec.Struct, frozen=True):
    """The database's time (aware, UTC) and the sandbox offset in seconds."""

    at: datetime
    offset_s: int


READ = rows(
    Reading,
    """SELECT clock_timestamp() AS at,
              coalesce((SELECT offset_s FROM sandbox_clock WHERE singleton), 0) AS offset_s""",
)
ADVANCE = value(
    int,
    """INSERT INTO sandbox_clock (singleton, offset_s) VALUES (true, $1)
       ON CONFLICT (singleton) DO UPDATE SET offset_s = sandbox_clock.offset_s + excluded.offset_s
       RETURNING offset_s""",
)
RESET = write("DELETE FROM sandbox_clock")


class Clock:
    """One per process. `sandbox` tells whether the offset may exist."""

    def __init__(self, *, sandbox: bool) -> None:
        self.sandbox = sandbox
        self._at = datetime.fromtimestamp(0, UTC)
        self._synced = -RESYNC_S

    async def now(self, db: Db) -> datetime:
        """The time of the marketplace (aware, UTC): moved by the sandbox clock."""
        if self.sandbox:
            reading = await READ.sole(db)
            return reading.at + timedelta(seconds=reading.offset_s)
        return await self.wall(db)

    async def wall(self, db: Db) -> datetime:
        """The database's own time, for tokens, sessions, limits and idempotency."""
        elapsed = time.monotonic() - self._synced
        if elapsed >= RESYNC_S:
            self._at = (await READ.sole(db)).at
            self._synced = time.monotonic()
            return self._at
        return self._at + timedelta(seconds=elapsed)


async def advance(db: Db, seconds: int) -> int:
    """Move the sandbox clock on; the new offset in seconds."""
    return await ADVANCE.sole(db, seconds)
