"""Ways of paying, states of what is owed, and what may be said about it.

states.py    payments, attempts, refunds: their states and moves     methods.py    who takes the money
cod.py       R-COD-1                                                  calling.py    how patient we are with a provider
"""

from typing import Final

from etalase.base.texts import N_
from etalase.payments.rules.cod import CodStanding, blocked_until, check_cod
from etalase.payments.rules.methods import (
    AT_ONCE,
    BY_HAND,
    METHOD_HINTS,
    METHOD_ICONS,
    METHOD_NAMES,
    PROVIDER_NAMES,
    PROVIDERS,
    Offered,
    methods_of,
    pay_until,
)
from etalase.payments.rules.states import (
    ALIVE,
    ATTEMPT_MOVES,
    MOVES,
    REFUND_MOVES,
    AttemptStatus,
    Method,
    RefundStatus,
    Status,
    Step,
    Word,
    attempt_key,
    opening_status,
    read_key,
    refund_key,
    surplus_key,
)

__all__ = [
    "ALIVE",
    "ATTEMPT_MOVES",
    "AT_ONCE",
    "BY_HAND",
    "METHOD_HINTS",
    "METHOD_ICONS",
    "METHOD_NAMES",
    "MOVES",
    "PROVIDERS",
    "PROVIDER_NAMES",
    "REFUND_MOVES",
    "REFUSALS",
    "AttemptStatus",
    "CodStanding",
    "Method",
    "Offered",
    "RefundStatus",
    "Status",
    "Step",
    "Word",
    "attempt_key",
    "blocked_until",
    "check_cod",
    "methods_of",
    "opening_status",
    "pay_until",
    "read_key",
    "refund_key",
    "surplus_key",
]

REFUSALS: Final = {
    "payments.method_not_offered": N_("This way of paying is not offered for this order."),
    "payments.cod_too_large": N_("This order is too large to be paid on delivery."),
    "payments.cod_phone_not_verified": N_("Verify your phone number to pay on delivery."),
    "payments.cod_category_excluded": N_("Something in this order cannot be paid on delivery."),
    "payments.cod_after_failed_deliveries": N_(
        "Several parcels came back unpaid, so nothing can be paid on delivery until %(until)s."
    ),
    "payments.declined": N_("The payment was declined. Nothing was taken; try again or choose another way."),
    "payments.not_open": N_("There is nothing left to pay on this order."),
    "payments.too_many_attempts": N_("This order was tried too often. Place it again."),
    "payments.provider_away": N_("The payment service does not answer. Nothing was taken; try again in a moment."),
    "payments.refund_too_large": N_("No more can be given back than was paid."),
    "payments.refund_not_failed": N_("Only a refund that failed can be tried again."),
    "payments.refund_not_by_hand": N_("This refund is not one to be paid by hand."),
}
