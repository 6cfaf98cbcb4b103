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
    refunds_for_somebody,
    refunds_of,
)
from etalase.payments.queries.standing import (
    STANDING_COLUMNS,
    MethodsSeen,
    cod_standings,
    is_offered,
    methods_of_market,
    payment_methods,
    standing_of,
    standing_since,
)
from etalase.payments.queries.sweeps import SWEEPS, Unbalanced

__all__ = [
    "STANDING_COLUMNS",
    "SWEEPS",
    "Attempt",
    "MethodsSeen",
    "Payment",
    "PaymentSeen",
    "Refund",
    "Unbalanced",
    "attempt",
    "attempts",
    "cod_standings",
    "find_payment",
    "is_offered",
    "methods_of_market",
    "my_payment",
    "payment",
    "payment_methods",
    "refund_row",
    "refunds_for_somebody",
    "refunds_of",
    "standing_of",
    "standing_since",
]
