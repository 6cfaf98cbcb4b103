"""One row of a timed job by itself: what is wrong with it is nobody else's, so that one bad row never holds up the rest."""

from collections.abc import Awaitable, Generator
from contextlib import contextmanager
from contextvars import ContextVar

import structlog

from etalase.base.db import Db
from etalase.base.errors import Refused

log = structlog.get_logger()
_strict: ContextVar[bool] = ContextVar("_strict", default=False)


async def alone(db: Db, act: Awaitable[object], *, job: str) -> bool:
    """Act for one row in a savepoint (a transaction where there is none); whether it went well.

    What a rule refuses, because somebody was faster, is left as it is; so is what fails, with a line in the log. Both are
    looked at again at the next tick. A lost connection ends the whole tick.
    """
    try:
        async with db.transaction():
            await act
    except Refused as refused:
        log.info("jobs.row_refused", job=job, refusal=str(refused))
        return False
    except Exception:
        if _strict.get() or db.connection.is_closed():
            raise
        log.exception("jobs.row_failed", job=job)
        return False
    return True


@contextmanager
def raising() -> Generator[None]:
    """In this block a row that fails is raised: for tests and commands that want to know."""
    before = _strict.set(True)
    try:
        yield
    finally:
        _strict.reset(before)
