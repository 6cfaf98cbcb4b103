"""Ways of paying: what they are called, who takes the money, where and how long they can be used."""

from collections.abc import Set
from datetime import datetime, timedelta
from typing import Final

import msgspec

from etalase.base.markets import Policy
from etalase.base.texts import N_
from etalase.payments.rules.states import Method

SANDBOX: Final = "SANDBOX"
STRIPE: Final = "STRIPE"
# Cash that goes back does not go through a provider: somebody of the operator's transfers it.
BY_HAND: Final = "BY_HAND"
METHOD_NAMES: Final[dict[Method, str]] = {
    "SANDBOX_CARD": N_("Test card (sandbox)"),
    "SANDBOX_WALLET": N_("Test wallet (sandbox)"),
    "BANK_TRANSFER": N_("Bank transfer"),
    "QR": N_("QR code"),
    "STRIPE_CARD": N_("Card"),
    "COD": N_("Cash on delivery"),
}
METHOD_HINTS: Final[dict[Method, str]] = {
    "SANDBOX_CARD": N_("Pays at once. No real money moves."),
    "SANDBOX_WALLET": N_("You confirm in the test wallet."),
    "BANK_TRANSFER": N_("You get an account number of your own to transfer to."),
    "QR": N_("Scan it with your banking app."),
    "STRIPE_CARD": N_("Your card number goes to Stripe only, never to us."),
    "COD": N_("Pay the courier in cash."),
}
METHOD_ICONS: Final[dict[Method, str]] = {
    "SANDBOX_CARD": "credit-card",
    "SANDBOX_WALLET": "wallet",
    "BANK_TRANSFER": "landmark",
    "QR": "qr-code",
    "STRIPE_CARD": "credit-card",
    "COD": "banknote",
}
PROVIDER_NAMES: Final = {SANDBOX: N_("Sandbox provider"), STRIPE: "Stripe", BY_HAND: N_("By hand")}
PROVIDERS: Final[dict[Method, str]] = {
    "SANDBOX_CARD": SANDBOX,
    "SANDBOX_WALLET": SANDBOX,
    "BANK_TRANSFER": SANDBOX,
    "QR": SANDBOX,
    "STRIPE_CARD": STRIPE,
}
# Answered in the call itself; the others answer a next step.
AT_ONCE: Final[tuple[Method, ...]] = ("SANDBOX_CARD",)


class Offered(msgspec.Struct, frozen=True):
    """A way of paying in one market. `most_minor`: the greatest sum it takes, None for any."""

    method: Method
    most_minor: int | None = None


def methods_of(policy: Policy, providers: Set[str]) -> list[Offered]:
    """The ways of paying of a market, where these providers are set up; cash last."""
    taken = [Offered(method) for method, provider in PROVIDERS.items() if provider in providers]
    return [*taken, Offered("COD", policy.cod_max_minor)] if policy.cod_allowed else taken


def pay_until(policy: Policy, method: Method, unpaid_until: datetime | None, now: datetime) -> datetime | None:
    """Until when one attempt can be paid: never longer than its orders wait (R-ORD-8)."""
    ttl_s = {"QR": policy.qr_ttl_s, "SANDBOX_WALLET": policy.qr_ttl_s}.get(method)
    if ttl_s is None:
        return unpaid_until
    own = now + timedelta(seconds=ttl_s)
    return own if unpaid_until is None else min(own, unpaid_until)
