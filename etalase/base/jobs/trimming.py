"""The queue's records do not grow for ever."""

from datetime import datetime, timedelta
from typing import Final

from etalase.base.db import Db, write
from etalase.base.jobs.roster import Timed

LOG_KEPT = timedelta(days=7)
# A job is finished seconds after its claim, so a claim this old can no longer meet its job.
CLAIMS_KEPT = timedelta(days=30)
TRIM_LOG = write("DELETE FROM pgqueuer_log WHERE created < $1")
TRIM_CLAIMS = write("DELETE FROM event_reactions WHERE done_at < $1")


async def trim(db: Db, now: datetime) -> None:
    """Forget what the queue logged and claimed long ago."""
    await TRIM_LOG.run(db, now - LOG_KEPT)
    await TRIM_CLAIMS.run(db, now - CLAIMS_KEPT)


TRIM: Final = Timed("jobs.trim", every_s=3600, act=trim)
