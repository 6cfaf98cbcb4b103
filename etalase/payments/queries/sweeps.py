"""What must never be found in the tables of payments."""

from typing import Final

import msgspec

from etalase.base.db import rows


class Unbalanced(msgspec.Struct, frozen=True):
    """A payment whose shares are not its amount."""

    payment_id: int
    amount_minor: int
    shared_minor: int


class Wrong(msgspec.Struct, frozen=True):
    """A payment that breaks a promise."""

    account_id: int
    payment_id: int


UNBALANCED = rows(
    Unbalanced,
    """SELECT p.payment_id, p.amount_minor, coalesce(sum(s.amount_minor), 0)::bigint AS shared_minor
         FROM payments p LEFT JOIN payment_shares s ON s.payment_id = p.payment_id
        GROUP BY p.account_id, p.payment_id, p.amount_minor
       HAVING p.amount_minor <> coalesce(sum(s.amount_minor), 0)""",
)
NOT_ITS_SHARES = rows(
    Wrong,
    """SELECT p.account_id, p.payment_id FROM payments p LEFT JOIN payment_shares s ON s.payment_id = p.payment_id
        GROUP BY p.account_id, p.payment_id, p.paid_minor, p.refunded_minor
       HAVING p.paid_minor <> coalesce(sum(s.paid_minor), 0) OR p.refunded_minor <> coalesce(sum(s.refunded_minor), 0)""",
)
NOT_ITS_REFUNDS = rows(
    Wrong,
    """SELECT p.account_id, p.payment_id FROM payments p
         LEFT JOIN payment_refunds r ON r.account_id = p.account_id AND r.payment_id = p.payment_id
        GROUP BY p.account_id, p.payment_id, p.refunded_minor HAVING p.refunded_minor <> coalesce(sum(r.amount_minor), 0)""",
)
PAID_WITHOUT_AN_ATTEMPT = rows(
    Wrong,
    """SELECT p.account_id, p.payment_id FROM payments p
        WHERE p.method <> 'COD' AND p.amount_minor > 0 AND (p.paid_minor > 0) <> EXISTS (SELECT 1 FROM payment_attempts a
               WHERE a.account_id = p.account_id AND a.payment_id = p.payment_id AND a.status = 'PAID')""",
)
SWEEPS: Final = (
    ("payments.amount_is_the_sum_of_its_shares", UNBALANCED),
    ("payments.books_are_those_of_its_shares", NOT_ITS_SHARES),
    ("payments.given_back_is_the_sum_of_its_refunds", NOT_ITS_REFUNDS),
    ("payments.paid_once_by_one_attempt", PAID_WITHOUT_AN_ATTEMPT),
)
