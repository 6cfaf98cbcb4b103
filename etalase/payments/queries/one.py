"""Payments as their buyer sees them."""

from datetime import datetime

import msgspec

from etalase.base.actor import Actor, only_operators
from etalase.base.db import Db, rows
from etalase.base.errors import NotFound
from etalase.base.pages import LIMIT_DEFAULT, Page, decode_cursor, page_of
from etalase.payments.rules import AttemptStatus, Method, RefundStatus, Status, Step


class Payment(msgspec.Struct, frozen=True):
    """A payment. `amount_minor` is the whole checkout's."""

    account_id: int
    payment_id: int
    checkout_id: int
    method: Method
    status: Status
    amount_minor: int
    currency: str
    created_at: datetime
    paid_at: datetime | None
    attempts: int
    paid_minor: int
    refunded_minor: int


class Attempt(msgspec.Struct, frozen=True):
    """One try to be paid at a provider. `step` is JSON of a Step."""

    account_id: int
    payment_id: int
    attempt: int
    method: Method
    provider: str
    provider_ref: str | None
    card: str | None
    amount_minor: int
    currency: str
    status: AttemptStatus
    step: str | None
    reason: str | None
    created_at: datetime
    expires_at: datetime | None
    settled_at: datetime | None
    tries: int

    @property
    def next_step(self) -> Step | None:
        """What the buyer has to do, while it can be paid."""
        if self.step is None or self.status not in {"OPENING", "OPEN"}:
            return None
        return msgspec.json.decode(self.step, type=Step)


class Refund(msgspec.Struct, frozen=True):
    """What goes back to a buyer of one order's share."""

    shop_id: int
    refund_id: int
    account_id: int
    payment_id: int
    order_id: int
    amount_minor: int
    currency: str
    provider: str
    status: RefundStatus
    reason: str | None
    created_at: datetime
    settled_at: datetime | None
    tries: int


class PaymentSeen(msgspec.Struct, frozen=True):
    """A payment with its last attempt."""

    payment: Payment
    attempt: Attempt | None


PAYMENT_COLUMNS = """account_id, payment_id, checkout_id, method, status, amount_minor, currency, created_at, paid_at, attempts,
       paid_minor, refunded_minor"""
ATTEMPT_COLUMNS = """account_id, payment_id, attempt, method, provider, provider_ref, card, amount_minor, currency, status,
       step::text AS step, reason, created_at, expires_at, settled_at, tries"""
REFUND_COLUMNS = """shop_id, refund_id, account_id, payment_id, order_id, amount_minor, currency, provider, status, reason,
       created_at, settled_at, tries"""
FIND = rows(Payment, f"SELECT {PAYMENT_COLUMNS} FROM payments WHERE account_id = $1 AND payment_id = $2")
ATTEMPT = rows(
    Attempt,
    f"SELECT {ATTEMPT_COLUMNS} FROM payment_attempts WHERE account_id = $1 AND payment_id = $2 AND attempt = $3",
)
ATTEMPTS = rows(
    Attempt,
    f"SELECT {ATTEMPT_COLUMNS} FROM payment_attempts WHERE account_id = $1 AND payment_id = $2 ORDER BY attempt",
)
REFUND = rows(Refund, f"SELECT {REFUND_COLUMNS} FROM payment_refunds WHERE shop_id = $1 AND refund_id = $2")
OF_SHARE = rows(
    Refund,
    f"""SELECT {REFUND_COLUMNS} FROM payment_refunds
         WHERE shop_id = $1 AND payment_id = $2 AND order_id = $3 ORDER BY refund_id""",
)

FOR_SOMEBODY = rows(
    Refund,
    f"""SELECT {REFUND_COLUMNS} FROM payment_refunds
         WHERE (status = 'FAILED' OR status = 'PENDING' AND provider = 'BY_HAND') AND refund_id > $1
         ORDER BY refund_id LIMIT $2""",
)


async def find_payment(db: Db, account_id: int, payment_id: int) -> Payment | None:
    """One payment; None when there is none, yet."""
    return await FIND.one(db, account_id, payment_id)


async def payment(db: Db, account_id: int, payment_id: int) -> Payment:
    """One payment of one buyer."""
    found = await FIND.one(db, account_id, payment_id)
    if found is None:
        raise NotFound
    return found


async def attempt(db: Db, account_id: int, payment_id: int, number: int) -> Attempt | None:
    """One attempt; None when there is none of that number."""
    return await ATTEMPT.one(db, account_id, payment_id, number)


async def attempts(db: Db, account_id: int, payment_id: int) -> list[Attempt]:
    """Every attempt of a payment, first to last."""
    return await ATTEMPTS.all(db, account_id, payment_id)


async def my_payment(db: Db, actor: Actor, *, payment_id: int) -> PaymentSeen:
    """A payment of the caller's with its last attempt; NotFound for anybody else's."""
    found = await payment(db, actor.account_id, payment_id)
    last = await attempt(db, actor.account_id, payment_id, found.attempts) if found.attempts else None
    return PaymentSeen(found, last)


async def refund_row(db: Db, shop_id: int, refund_id: int) -> Refund | None:
    """One refund."""
    return await REFUND.one(db, shop_id, refund_id)


async def refunds_of(db: Db, shop_id: int, payment_id: int, order_id: int) -> list[Refund]:
    """Everything that goes back of one order's share, oldest first."""
    return await OF_SHARE.all(db, shop_id, payment_id, order_id)


async def refunds_for_somebody(
    db: Db, actor: Actor, *, limit: int = LIMIT_DEFAULT, cursor: str | None = None
) -> Page[Refund]:
    """Refunds that no job can carry out: those a provider refused, and cash; oldest first. NotAllowed for all but operators."""
    only_operators(actor)
    (after,) = decode_cursor(cursor, tuple[int]) or (0,)
    found = await FOR_SOMEBODY.all(db, after, limit + 1)
    return page_of(found, limit, lambda refund: (refund.refund_id,))
