"""States and moves of a payment, of an attempt to be paid, of a refund; and the names the three have at a provider."""

from typing import Final, Literal

import msgspec

Method = Literal["COD", "SANDBOX_CARD", "SANDBOX_WALLET", "BANK_TRANSFER", "QR", "STRIPE_CARD"]
Status = Literal["PENDING", "PAID", "FAILED", "DUE_ON_DELIVERY", "CANCELLED", "REFUNDED"]
AttemptStatus = Literal["OPENING", "OPEN", "PAID", "FAILED", "CLOSING", "CLOSED", "SURPLUS", "RETURNED"]
RefundStatus = Literal["PENDING", "SUCCESS", "FAILED"]
Word = Literal["OPEN", "PAID", "FAILED", "CLOSED"]

# From which states a payment may come into each state. PAID and REFUNDED follow the money: a late payment of something
# cancelled is taken into the books before it goes back, and on delivery each order of a checkout is paid for itself.
MOVES: Final[dict[Status, tuple[Status, ...]]] = {
    "PENDING": ("FAILED",),
    "PAID": ("PENDING", "FAILED", "DUE_ON_DELIVERY", "CANCELLED", "REFUNDED"),
    "FAILED": ("PENDING",),
    "DUE_ON_DELIVERY": ("PENDING", "FAILED"),  # chosen after all
    "CANCELLED": ("PENDING", "FAILED", "DUE_ON_DELIVERY"),
    "REFUNDED": ("PAID",),
}
ATTEMPT_MOVES: Final[dict[AttemptStatus, tuple[AttemptStatus, ...]]] = {
    "OPEN": ("OPENING",),
    "PAID": ("OPENING", "OPEN", "CLOSING", "CLOSED", "FAILED"),
    "FAILED": ("OPENING", "OPEN"),
    "CLOSING": ("OPENING", "OPEN"),
    "CLOSED": ("OPENING", "OPEN", "CLOSING"),
    "SURPLUS": ("OPENING", "OPEN", "CLOSING", "CLOSED", "FAILED"),
    "RETURNED": ("SURPLUS",),
}
REFUND_MOVES: Final[dict[RefundStatus, tuple[RefundStatus, ...]]] = {
    "SUCCESS": ("PENDING",),
    "FAILED": ("PENDING",),
    "PENDING": ("FAILED",),  # an operator has it tried again
}
# An attempt in one of these may still take the buyer's money.
ALIVE: Final[tuple[AttemptStatus, ...]] = ("OPENING", "OPEN", "CLOSING")
KEY_PARTS: Final = 3


class Step(msgspec.Struct, frozen=True, omit_defaults=True):
    """What the buyer does next. `kind`: virtual_account, qr, redirect, stripe or wait (for the provider's word).

    `url` begins with a slash when it is a page of this server. `client_secret` and `publishable_key` are what Stripe's own
    script takes; no card number ever comes here.
    """

    kind: Literal["virtual_account", "qr", "redirect", "stripe", "wait"]
    url: str = ""
    account_number: str = ""
    bank: str = ""
    qr: str = ""
    client_secret: str = ""
    publishable_key: str = ""


def opening_status(method: Method) -> Status:
    """The state in which a payment is opened."""
    return "DUE_ON_DELIVERY" if method == "COD" else "PENDING"


def attempt_key(account_id: int, payment_id: int, attempt: int) -> str:
    """The name of an attempt at its provider, who sends it back with every word about it."""
    return f"{account_id}-{payment_id}-{attempt}"


def read_key(key: str) -> tuple[int, int, int] | None:
    """The account, payment and attempt of such a name; None for any other text."""
    parts = key.split("-")
    if len(parts) != KEY_PARTS or not all(part.isascii() and part.isdigit() and len(part) <= 16 for part in parts):
        return None
    account_id, payment_id, attempt = map(int, parts)
    return (account_id, payment_id, attempt) if 0 < attempt <= 99 else None


def refund_key(shop_id: int, refund_id: int) -> str:
    """The name of a refund at its provider: asked again with it, nothing is given back twice."""
    return f"{shop_id}-{refund_id}"


def surplus_key(key: str) -> str:
    """The name of the refund that gives back an attempt which paid what was paid already."""
    return f"{key}-back"
