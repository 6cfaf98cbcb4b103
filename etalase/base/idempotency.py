"""Idempotency keys: a write that a network repeats happens once and answers the same (kept for seven days).

The key's row is written in the transaction of its effect. Two calls at once are told apart by an advisory lock, so a crash
leaves nothing behind; the primary key has the last word where locks are not shared between nodes.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

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


class Call(msgspec.Struct, frozen=True):
    """One of several calls that are asked about, or kept, in one statement."""

    account_id: int
    key: str
    answered: Answered


class Earlier(msgspec.Struct, frozen=True):
    """What is known of a key. `free` False: another call holds it. Without a first call all that follows is None."""

    free: bool
    request_hash: bytes | None
    status: int | None
    body: bytes | None
    created_at: datetime | None

    @property
    def answered(self) -> Answered | None:
        """What the first call was answered."""
        if self.request_hash is None or self.status is None or self.body is None:
            return None
        return Answered(self.request_hash, self.status, self.body)


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
# A row that is committed between this statement's snapshot and its lock is not seen here; KEPT_FRAGMENT then keeps fewer rows
# than it was given, and the caller runs the whole again.
#
# For a statement that has calls `n (account_id, key)`: the fields of Earlier, the key taken for this transaction. `admitted`: who
# may ask; `since`: older keys are forgotten. Without a key nothing is taken.
BEGIN_COLUMNS: Final = """CASE WHEN {admitted} THEN coalesce(pg_try_advisory_xact_lock(hashtextextended(n.key, n.account_id)), true)
                    ELSE false END AS free, k.request_hash, k.status, k.body, k.created_at"""
BEGIN_JOIN: Final = """LEFT JOIN idempotency_keys k ON k.account_id = n.account_id AND k.key = n.key AND k.created_at > {since}
                    AND {admitted}"""
# For a statement that has `answers (account_id, key, request_hash, status, body, created_at)` among its CTEs: `kept` has a row
# per answer that was stored. One that is missing was given to another call meanwhile, and all of it must be undone.
KEPT_FRAGMENT: Final = """kept AS (
           INSERT INTO idempotency_keys (account_id, key, request_hash, status, body, created_at)
           SELECT account_id, key, request_hash, status, body, created_at FROM answers ORDER BY account_id, key
           ON CONFLICT (account_id, key) DO UPDATE
              SET request_hash = excluded.request_hash, status = excluded.status, body = excluded.body,
                  created_at = excluded.created_at
            WHERE idempotency_keys.created_at <= excluded.created_at - interval '7 days'
           RETURNING account_id)"""
KEEP_ALL = value(
    int,
    f"""WITH answers AS (
           SELECT * , $6::timestamptz AS created_at
             FROM unnest($1::bigint[], $2::text[], $3::bytea[], $4::smallint[], $5::bytea[])
                  AS n (account_id, key, request_hash, status, body)),
       {KEPT_FRAGMENT}
       SELECT count(*) FROM kept""",
)
REPLACE = write("UPDATE idempotency_keys SET status = $3, body = $4 WHERE account_id = $1 AND key = $2")
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


def columns(calls: Sequence[Call]) -> tuple[list[object], ...]:
    """The calls as the first five columns of `answers`."""
    return (
        [call.account_id for call in calls],
        [call.key for call in calls],
        [call.answered.request_hash for call in calls],
        [call.answered.status for call in calls],
        [call.answered.body for call in calls],
    )


async def keep_all(db: Db, calls: Sequence[Call], wall: datetime) -> None:
    """Store answers in the transaction of their effects. Refused: `idempotency.in_flight` when a key was taken meanwhile."""
    if calls and await KEEP_ALL.sole(db, *columns(calls), wall) < len(calls):
        raise Refused("idempotency.in_flight")


async def replace(db: Db, call: Call) -> None:
    """The call went on after its first answer was kept: keep what it was answered in the end."""
    await REPLACE.run(db, call.account_id, call.key, call.answered.status, call.answered.body)


async def sweep(db: Db, wall: datetime) -> int:
    """Forget keys older than seven days; how many."""
    return await SWEEP.run(db, wall - KEPT)
