"""Try to be paid: one attempt at one provider, begun before it is called and moved on by what it says, once."""

from datetime import datetime, timedelta
from typing import Final, Literal

import msgspec

from etalase.base.db import Db, rows, value, write
from etalase.base.errors import Refused
from etalase.payments.actions.opening import CLOSE_ATTEMPTS, hold_payment
from etalase.payments.ports import Told
from etalase.payments.queries.one import ATTEMPT, ATTEMPT_COLUMNS, Attempt
from etalase.payments.rules import ATTEMPT_MOVES, PROVIDERS, AttemptStatus, Method

ATTEMPTS_MAX: Final = 20
# How long a call to a provider may take before a job asks what became of it.
ASK_AFTER: Final = timedelta(seconds=45)
Outcome = Literal["PAID", "SURPLUS", "FAILED", "OPEN", "NOTHING", "DIFFERS", "UNKNOWN"]

COUNT = value(
    int,
    """UPDATE payments SET attempts = attempts + 1, method = $3, status = 'PENDING' WHERE account_id = $1 AND payment_id = $2
       RETURNING attempts""",
)
BEGIN = rows(
    Attempt,
    f"""INSERT INTO payment_attempts (account_id, payment_id, attempt, method, provider, card, amount_minor, currency, status,
               created_at, expires_at, next_try_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'OPENING', $9, $10, $11) RETURNING {ATTEMPT_COLUMNS}""",
)
MOVE = value(
    int,
    """UPDATE payment_attempts SET status = $4, provider_ref = coalesce(nullif($6, ''), provider_ref),
              step = coalesce($7::jsonb, step), reason = coalesce($8, reason), next_try_at = $9, tries = 0,
              settled_at = CASE WHEN $4 = 'OPEN' THEN settled_at ELSE $10 END
        WHERE account_id = $1 AND payment_id = $2 AND attempt = $3 AND status = ANY($5::text[]) RETURNING attempt""",
)
FAIL = write(
    """UPDATE payments SET status = 'FAILED' WHERE account_id = $1 AND payment_id = $2 AND attempts = $3
          AND status = 'PENDING'"""
)


class Word(msgspec.Struct, frozen=True):
    """What a provider said of one of our attempts."""

    account_id: int
    payment_id: int
    attempt: int
    told: Told


async def begin_attempt(
    db: Db,
    account_id: int,
    payment_id: int,
    *,
    method: Method,
    card: str | None,
    expires_at: datetime | None,
    now: datetime,
) -> Attempt:
    """Write down that a provider is about to be called, and have every earlier attempt closed. The orders are held already.

    Refused: `payments.not_open`, `payments.too_many_attempts`.
    """
    held = await hold_payment(db, account_id, payment_id)
    if held is None or held.status not in {"PENDING", "FAILED"} or held.amount_minor == 0:
        raise Refused("payments.not_open")
    if held.attempts >= ATTEMPTS_MAX:
        raise Refused("payments.too_many_attempts")
    number = await COUNT.sole(db, account_id, payment_id, method)
    await CLOSE_ATTEMPTS.run(db, account_id, payment_id, number, now)
    return await BEGIN.sole(
        db,
        account_id,
        payment_id,
        number,
        method,
        PROVIDERS[method],
        card,
        held.amount_minor,
        held.currency,
        now,
        expires_at,
        now + ASK_AFTER,
    )


async def apply_word(db: Db, word: Word, *, now: datetime) -> Outcome:
    """Move an attempt and its payment on by what its provider said. The orders it pays for are held already.

    PAID: this is the payment's money; the caller takes it for the orders. SURPLUS: the payment needs none any more, so a job
    gives this back. NOTHING: it was known already, or comes too late to matter. DIFFERS: another sum than we asked for.
    UNKNOWN: we have no such attempt, yet.
    """
    held = await hold_payment(db, word.account_id, word.payment_id)
    found = await ATTEMPT.one(db, word.account_id, word.payment_id, word.attempt)
    if held is None or found is None:
        return "UNKNOWN"
    told = word.told
    if told.word == "PAID":
        if (told.amount_minor, told.currency) != (found.amount_minor, found.currency):
            return "DIFFERS"
        needed = held.status in {"PENDING", "FAILED", "CANCELLED"} and held.paid_minor == 0
        return await _paid(db, word, needed=needed, now=now)
    if told.word == "OPEN":
        return "OPEN" if await _move(db, word, "OPEN", now=now) else "NOTHING"
    if not await _move(db, word, told.word, now=now):
        return "NOTHING"
    await FAIL.run(db, word.account_id, word.payment_id, word.attempt)
    return "FAILED"


async def returned(db: Db, attempt: Attempt, ref: str | None, *, now: datetime) -> bool:
    """A surplus went back whole."""
    word = Word(
        attempt.account_id,
        attempt.payment_id,
        attempt.attempt,
        Told("CLOSED", "", attempt.amount_minor, attempt.currency, reason=ref),
    )
    return await _move(db, word, "RETURNED", now=now)


async def _paid(db: Db, word: Word, *, needed: bool, now: datetime) -> Outcome:
    to: AttemptStatus = "PAID" if needed else "SURPLUS"
    if not await _move(db, word, to, now=now, next_try_at=None if needed else now):
        return "NOTHING"
    if needed:
        await CLOSE_ATTEMPTS.run(db, word.account_id, word.payment_id, word.attempt, now)
        return "PAID"
    return "SURPLUS"


async def _move(db: Db, word: Word, to: AttemptStatus, *, now: datetime, next_try_at: datetime | None = None) -> bool:
    told = word.told
    step = None if told.step is None else msgspec.json.encode(told.step).decode()
    moved = await MOVE.get(
        db,
        word.account_id,
        word.payment_id,
        word.attempt,
        to,
        list(ATTEMPT_MOVES[to]),
        told.ref,
        step,
        told.reason[:100] if told.reason else None,
        next_try_at,
        now,
    )
    return moved is not None
