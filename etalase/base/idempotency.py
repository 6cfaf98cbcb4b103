"""Idempotency keys: a write that a network repeats happens once and answers the same (kept for seven days).

The key's row is written in the transaction of its effect. Two calls at once are told apart by an advisory lock, so a crash
leaves nothing behind; the primary key has the last word where locks are not shared between nodes.
"""

from datetime import datetime, timedelta

import msgspec

from etalase.base.db import Db, rows, value, write
from etalase.base.errors import Refused
from etalase.base.texts import N_

KEPT = timedelta(days=7)
KEY_MAX = 200
REFUSALS = {
    "idempotency.key_reused": N_("This Idempotency-Key was used for another request."),
    "idempotency.in_flight": N_("The first request with this Idempotency-Key is still running."),
}


class Answered(msgspec.Struct, frozen=True):
    """What the first call was answered."""

    request_hash: bytes
    status: int
    body: bytes


LOCK = value(bool, "SELECT pg_try_advisory_xact_lock(hashtextextended($2, $1))")
FIND = rows(
    Answered,
    """SELECT request_hash, status, body FROM idempotency_keys
       WHERE account_id = $1 AND key = $2 AND created_at > $3""",
)
KEEP = write(
    """INSERT INTO idempotency_keys (account_id, key, request_hash, status, body, created_at)
       VALUES ($1, $2, $3, $4, $5, $6)
       ON CONFLICT (account_id, key) DO UPDATE
          SET request_hash = excluded.request_hash, status = excluded.status, body = excluded.body,
              created_at = excluded.created_at
        WHERE idempotency_keys.created_at <= $7"""
)
SWEEP = write("DELETE FROM idempotency_keys WHERE created_at <= $1")


async def begin(db: Db, account_id: int, key: str, request_hash: bytes, wall: datetime) -> Answered | None:
    """Take the key for this transaction; what the first call was answered, if there was one.

    Refused: `idempotency.in_flight` while another call holds it, `idempotency.key_reused` for another request.
    """
    if not await LOCK.sole(db, account_id, key):
        raise Refused("idempotency.in_flight")
    earlier = await FIND.one(db, account_id, key, wall - KEPT)
    if earlier is not None and earlier.request_hash != request_hash:
        raise Refused("idempotency.key_reused")
    return earlier


async def keep(db: Db, account_id: int, key: str, answered: Answered, wall: datetime) -> None:
    """Store the answer in the transaction of its effect."""
    kept = await KEEP.run(db, account_id, key, answered.request_hash, answered.status, answered.body, wall, wall - KEPT)
    if not kept:
        # Another node committed the same key first; its effect stands and ours is rolled back.
        raise Refused("idempotency.in_flight")


async def sweep(db: Db, wall: datetime) -> int:
    """Forget keys older than seven days; how many."""
    return await SWEEP.run(db, wall - KEPT)
