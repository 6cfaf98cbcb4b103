"""Give money back: written at once, asked of the provider by a job after the commit."""

from datetime import datetime
from typing import Final

import msgspec

from etalase.base import events
from etalase.base.actor import Actor, only_operators
from etalase.base.db import Db, rows, value
from etalase.base.errors import NotFound, Refused
from etalase.payments.rules import BY_HAND

WRITE = value(
    int,
    """INSERT INTO payment_refunds (shop_id, refund_id, account_id, payment_id, order_id, amount_minor, currency, provider,
              status, created_at, next_try_at, settled_at, reason)
       SELECT $1, $2, $3, $4, $5, $6::bigint, p.currency, coalesce(a.provider, 'BY_HAND'),
              CASE WHEN $8::text IS NULL THEN 'PENDING' ELSE 'SUCCESS' END, $7::timestamptz,
              CASE WHEN a.provider IS NULL OR $8 IS NOT NULL THEN NULL ELSE $7::timestamptz END,
              CASE WHEN $8 IS NOT NULL THEN $7::timestamptz END, $8
         FROM payments p LEFT JOIN payment_attempts a
              ON a.account_id = p.account_id AND a.payment_id = p.payment_id AND a.status = 'PAID'
        WHERE p.account_id = $3 AND p.payment_id = $4
       ON CONFLICT (shop_id, refund_id) DO NOTHING RETURNING refund_id""",
)
GIVE = value(
    int,
    """UPDATE payment_shares SET refunded_minor = refunded_minor + $4
        WHERE shop_id = $1 AND payment_id = $2 AND order_id = $3 AND refunded_minor + $4 <= paid_minor
        RETURNING refunded_minor""",
)
COUNT = value(
    int,
    """UPDATE payments SET refunded_minor = refunded_minor + $3,
              status = CASE WHEN refunded_minor + $3 = paid_minor THEN 'REFUNDED' ELSE status END
        WHERE account_id = $1 AND payment_id = $2 AND refunded_minor + $3 <= paid_minor RETURNING refunded_minor""",
)
AGAIN = value(
    int,
    """UPDATE payment_refunds SET status = 'PENDING', settled_at = NULL, reason = NULL, tries = 0, next_try_at = $3
        WHERE shop_id = $1 AND refund_id = $2 AND status = 'FAILED' RETURNING account_id""",
)
BY_HAND_DONE = value(
    int,
    """UPDATE payment_refunds SET status = 'SUCCESS', settled_at = $3, reason = $4
        WHERE shop_id = $1 AND refund_id = $2 AND status = 'PENDING' AND provider = 'BY_HAND' RETURNING account_id""",
)
NEVER_COLLECTED: Final = "NEVER_COLLECTED"


class Known(msgspec.Struct, frozen=True):
    """Whether there is such a refund."""

    status: str


KNOWN = rows(Known, "SELECT status FROM payment_refunds WHERE shop_id = $1 AND refund_id = $2")


async def refund(
    db: Db,
    *,
    shop_id: int,
    account_id: int,
    payment_id: int,
    order_id: int,
    amount_minor: int,
    refund_id: int,
    now: datetime,
    owed: bool = True,
) -> None:
    """Owe a buyer a part of what an order's share was paid with: PENDING now, at the provider after the commit.

    Not `owed` is what was to be collected at the door and never was: it is settled with the same stroke.

    `refund_id` makes it once: asked again, nothing more is owed. Refused: `payments.refund_too_large` beyond what was
    paid for that order and not given back yet.
    """
    # A savepoint: a caller that goes on after the refusal has owed nothing.
    async with db.transaction():
        done = None if owed else NEVER_COLLECTED
        written = await WRITE.get(db, shop_id, refund_id, account_id, payment_id, order_id, amount_minor, now, done)
        if written is None:
            return
        # The payment before its shares, as when it is taken.
        counted = await COUNT.get(db, account_id, payment_id, amount_minor)
        if counted is None or await GIVE.get(db, shop_id, payment_id, order_id, amount_minor) is None:
            raise Refused("payments.refund_too_large")


async def retry_refund(db: Db, actor: Actor, *, shop_id: int, refund_id: int, now: datetime) -> None:
    """An operator has a failed refund tried again. Refused: `payments.refund_not_failed`."""
    await _operator_and_refund(db, actor, shop_id, refund_id)
    if await AGAIN.get(db, shop_id, refund_id, now) is None:
        raise Refused("payments.refund_not_failed")


async def pay_by_hand(db: Db, actor: Actor, *, shop_id: int, refund_id: int, note: str, now: datetime) -> None:
    """An operator has given cash back by hand and says how. Refused: `payments.refund_not_by_hand`."""
    await _operator_and_refund(db, actor, shop_id, refund_id)
    account_id = await BY_HAND_DONE.get(db, shop_id, refund_id, now, note.strip()[:200] or BY_HAND)
    if account_id is None:
        raise Refused("payments.refund_not_by_hand")
    facts: dict[str, events.FactValue] = {"refund_id": str(refund_id)}
    await events.record(db, "refund.paid", at=now, shop_id=shop_id, account_id=account_id, facts=facts)


async def _operator_and_refund(db: Db, actor: Actor, shop_id: int, refund_id: int) -> None:
    only_operators(actor)
    if await KNOWN.one(db, shop_id, refund_id) is None:
        raise NotFound
