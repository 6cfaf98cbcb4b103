"""Reads of payments."""

from etalase.payments.queries.one import (
    Attempt,
    Payment,
    PaymentSeen,
    Refund,
    attempt,
    attempts,
    find_payment,
    my_payment,
    payment,
    refund_row,
    refunds_of,
)
from etalase.payments.queries.standing import cod_standings, is_offered, payment_methods
from etalase.payments.queries.sweeps import SWEEPS, Unbalanced

__all__ = [
    "SWEEPS",
    "Attempt",
    "Payment",
    "PaymentSeen",
    "Refund",
    "Unbalanced",
    "attempt",
    "attempts",
    "cod_standings",
    "find_payment",
    "is_offered",
    "my_payment",
    "payment",
    "payment_methods",
    "refund_row",
    "refunds_of",
]
