"""Turns: while somebody has a name's turn, nobody else gets it. Longer than a transaction, over at the latest with its connection.

For an idempotent call that makes several transactions and speaks to somebody outside between them. It shares its names with
the locks of `idempotency`, so the two see each other.
"""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from etalase.base.db import Db, value
from etalase.base.errors import Refused

TAKE = value(bool, "SELECT pg_try_advisory_lock(hashtextextended($2, $1))")
LET_GO = value(bool, "SELECT pg_advisory_unlock(hashtextextended($2, $1))")


@asynccontextmanager
async def turn(db: Db, account_id: int, key: str) -> AsyncGenerator[None]:
    """Have the turn of an account's key for the block. Refused: `idempotency.in_flight` while another has it."""
    if not await TAKE.sole(db, account_id, key):
        raise Refused("idempotency.in_flight")
    try:
        yield
    finally:
        # A connection that is gone has let go by itself.
        if not db.connection.is_closed():
            await LET_GO.get(db, account_id, key)
