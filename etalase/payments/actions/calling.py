"""Calls that are owed to providers: claimed and committed, then made outside any transaction, then written down."""

from datetime import datetime
from typing import Final

import structlog

from etalase.base import events
from etalase.base.db import Db, rows, value, write
from etalase.payments.actions.attempts import returned
from etalase.payments.actions.hearing import tell
from etalase.payments.ports import Charge, Provider, Return, Returned, Told, Unanswered, provider_of
from etalase.payments.queries.one import ATTEMPT_COLUMNS, REFUND_COLUMNS, Attempt, Refund
from etalase.payments.rules import attempt_key, refund_key, surplus_key

BATCH: Final = 20
TRIES_MAX: Final = 12
# A claim is a postponement: whoever dies between the call and its result leaves the row to the next look. It grows from
# five seconds to an hour.
LATER: Final = "interval '1 second' * least(3600, 5 * power(2, least(tries, 10)))"
CLAIM_ATTEMPTS = rows(
    Attempt,
    f"""UPDATE payment_attempts SET tries = least(tries + 1, 1000), next_try_at = $1::timestamptz + {LATER}
         WHERE (account_id, payment_id, attempt) IN (
               SELECT account_id, payment_id, attempt FROM payment_attempts WHERE next_try_at <= $1
                ORDER BY next_try_at LIMIT $2 FOR UPDATE SKIP LOCKED)
        RETURNING {ATTEMPT_COLUMNS}""",
)
CLAIM_REFUNDS = rows(
    Refund,
    f"""UPDATE payment_refunds SET tries = tries + 1, next_try_at = $1::timestamptz + {LATER}
         WHERE (shop_id, refund_id) IN (
               SELECT shop_id, refund_id FROM payment_refunds WHERE next_try_at <= $1
                ORDER BY next_try_at LIMIT $2 FOR UPDATE SKIP LOCKED)
        RETURNING {REFUND_COLUMNS}""",
)

PAID_ATTEMPT = rows(
    Attempt,
    f"""SELECT {ATTEMPT_COLUMNS} FROM payment_attempts WHERE account_id = $1 AND payment_id = $2 AND status = 'PAID'""",
)
SETTLE = value(
    int,
    """UPDATE payment_refunds SET status = $3, provider_ref = $4, reason = $5, settled_at = $6, next_try_at = NULL
        WHERE shop_id = $1 AND refund_id = $2 AND status = 'PENDING' RETURNING order_id""",
)
LET_GO = write(
    "UPDATE payment_attempts SET next_try_at = NULL WHERE account_id = $1 AND payment_id = $2 AND attempt = $3"
)
log = structlog.get_logger()


async def call_providers(db: Db, now: datetime) -> None:
    """Make the calls that are due. `db` is outside any transaction. One that fails is nobody else's failure."""
    for attempt in await CLAIM_ATTEMPTS.all(db, now, BATCH):
        try:
            await _look_after(db, attempt, now)
        except Unanswered as silent:
            log.warning("payments.unanswered", attempt=key_of(attempt), error=str(silent))
        except Exception:
            log.exception("payments.call_failed", attempt=key_of(attempt))
    for refund in await CLAIM_REFUNDS.all(db, now, BATCH):
        try:
            await _pay_back(db, refund, now)
        except Unanswered as silent:
            log.warning("payments.unanswered", refund=refund.refund_id, error=str(silent))
            if refund.tries >= TRIES_MAX:
                await _settle(db, refund, Returned("FAILED", reason="no_answer"), now)
        except Exception:
            log.exception("payments.call_failed", refund=refund.refund_id)


def charge_of(attempt: Attempt) -> Charge:
    """An attempt as its provider knows it."""
    return Charge(
        key_of(attempt),
        attempt.method,
        attempt.amount_minor,
        attempt.currency,
        attempt.card,
        attempt.provider_ref,
        attempt.expires_at,
    )


def key_of(attempt: Attempt) -> str:
    """The name of an attempt at its provider."""
    return attempt_key(attempt.account_id, attempt.payment_id, attempt.attempt)


async def _look_after(db: Db, attempt: Attempt, now: datetime) -> None:
    provider = provider_of(db, attempt.provider)
    if attempt.status == "SURPLUS":
        await _return_surplus(db, provider, attempt, now)
        return
    told = await _asked(provider, attempt, now) if attempt.status in {"OPENING", "CLOSING"} else None
    if told is None:
        # Nothing is owed any more: it was settled since.
        await LET_GO.run(db, attempt.account_id, attempt.payment_id, attempt.attempt)
        return
    async with db.transaction():
        await tell(db, attempt.provider, f"asked:{key_of(attempt)}:{told.word}", key_of(attempt), told, now=now)
        if told.word == "OPEN":
            await LET_GO.run(db, attempt.account_id, attempt.payment_id, attempt.attempt)


async def _asked(provider: Provider, attempt: Attempt, now: datetime) -> Told:
    """How an attempt stands that nobody knows the result of, or that is to be closed."""
    charge = charge_of(attempt)
    if attempt.status == "OPENING":
        found = await provider.find(charge, now=now)
        if found is not None:
            return found
    # It never arrived, or is not wanted any more. Closed there, it cannot arrive later either.
    return await provider.close(charge, now=now)


async def _return_surplus(db: Db, provider: Provider, attempt: Attempt, now: datetime) -> None:
    key = key_of(attempt)
    asked = Return(surplus_key(key), key, attempt.provider_ref, attempt.amount_minor, attempt.currency)
    done = await provider.give_back(asked, now=now)
    if done.word == "SUCCESS":
        await returned(db, attempt, done.ref, now=now)
    elif done.word == "FAILED":
        log.error("payments.surplus_not_returned", attempt=key, reason=done.reason)


async def _pay_back(db: Db, refund: Refund, now: datetime) -> None:
    paid = await PAID_ATTEMPT.one(db, refund.account_id, refund.payment_id)
    if paid is None:
        await _settle(db, refund, Returned("FAILED", reason="nothing_was_taken"), now)
        return
    asked = Return(
        refund_key(refund.shop_id, refund.refund_id),
        key_of(paid),
        paid.provider_ref,
        refund.amount_minor,
        refund.currency,
    )
    done = await provider_of(db, refund.provider).give_back(asked, now=now)
    if done.word != "PENDING":
        await _settle(db, refund, done, now)


async def _settle(db: Db, refund: Refund, done: Returned, now: datetime) -> None:
    async with db.transaction():
        settled = await SETTLE.get(db, refund.shop_id, refund.refund_id, done.word, done.ref, done.reason, now)
        if settled is None:
            return
        facts: dict[str, events.FactValue] = {"refund_id": str(refund.refund_id), "order_id": str(refund.order_id)}
        name = "refund.paid" if done.word == "SUCCESS" else "refund.failed"
        await events.record(db, name, at=now, shop_id=refund.shop_id, account_id=refund.account_id, facts=facts)
