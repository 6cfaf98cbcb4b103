"""Methods, states and moves of a payment."""

from typing import Final, Literal

from etalase.base.texts import N_

Method = Literal["COD", "SANDBOX_CARD"]
Status = Literal["PENDING", "PAID", "FAILED", "DUE_ON_DELIVERY", "CANCELLED", "REFUNDED"]
METHOD_NAMES: Final = {"COD": N_("Cash on delivery"), "SANDBOX_CARD": N_("Test card (sandbox)")}
# From which states a payment may come into each state.
MOVES: Final[dict[Status, tuple[Status, ...]]] = {
    "PAID": ("PENDING", "FAILED", "DUE_ON_DELIVERY"),
    "FAILED": ("PENDING",),
    "CANCELLED": ("PENDING", "FAILED", "DUE_ON_DELIVERY"),
    "REFUNDED": ("PAID",),
}
REFUSALS: Final = {
    "payments.method_not_offered": N_("This way of paying is not offered for this order."),
    "payments.cod_too_large": N_("This order is too large to be paid on delivery."),
    "payments.declined": N_("The card was declined. Nothing was taken; try again or choose another way."),
    "payments.not_open": N_("There is nothing left to pay on this order."),
}


def opening_status(method: Method) -> Status:
    """The state in which a payment is opened."""
    return "DUE_ON_DELIVERY" if method == "COD" else "PENDING"
