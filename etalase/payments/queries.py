"""Payments as their buyer sees them, and what must never be found in their tables."""

from datetime import datetime
from typing import Final

import msgspec

from etalase.base.db import Db, rows
from etalase.base.errors import NotFound


class Payment(msgspec.Struct, frozen=True):
    """A payment. `amount_minor` is the whole checkout's."""

    account_id: int
    payment_id: int
    checkout_id: int
    method: str
    status: str
    amount_minor: int
    currency: str
    created_at: datetime
    paid_at: datetime | None


class Unbalanced(msgspec.Struct, frozen=True):
    """A payment whose shares are not its amount."""

    payment_id: int
    amount_minor: int
    shared_minor: int


FIND = rows(
    Payment,
    """SELECT account_id, payment_id, checkout_id, method, status, amount_minor, currency, created_at, paid_at
         FROM payments WHERE account_id = $1 AND payment_id = $2""",
)
UNBALANCED = rows(
    Unbalanced,
    """SELECT p.payment_id, p.amount_minor, coalesce(sum(s.amount_minor), 0)::bigint AS shared_minor
         FROM payments p LEFT JOIN payment_shares s ON s.payment_id = p.payment_id
        GROUP BY p.account_id, p.payment_id, p.amount_minor
       HAVING p.amount_minor <> coalesce(sum(s.amount_minor), 0)""",
)
SWEEPS: Final = (("payments.amount_is_the_sum_of_its_shares", UNBALANCED),)


async def payment(db: Db, account_id: int, payment_id: int) -> Payment:
    """One payment of one buyer."""
    found = await FIND.one(db, account_id, payment_id)
    if found is None:
        raise NotFound
    return found
