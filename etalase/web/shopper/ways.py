"""The ways of paying as forms show and name them: those of the market, and in the sandbox also cards that misbehave."""

from typing import Any, Final

import msgspec

from etalase.base.markets import Policy
from etalase.base.texts import N_
from etalase.payments.ports import providers_set_up
from etalase.payments.rules import METHOD_HINTS, METHOD_ICONS, METHOD_NAMES, Method, methods_of
from etalase.web.frame import Asked
from etalase.web.pages import say


class Way(msgspec.Struct, frozen=True):
    """A way of paying as the form names it."""

    method: Method
    card: str = "approve"


WAYS: Final[dict[str, Way]] = {
    "card": Way("SANDBOX_CARD"),
    "declined-card": Way("SANDBOX_CARD", "decline"),
    "slow-card": Way("SANDBOX_CARD", "delay"),
    "wallet": Way("SANDBOX_WALLET"),
    "transfer": Way("BANK_TRANSFER"),
    "qr": Way("QR"),
    "stripe": Way("STRIPE_CARD"),
    "cod": Way("COD"),
}
OWN_WORDS: Final = {
    "declined-card": (N_("Test card that is declined"), N_("To see what happens when a bank says no.")),
    "slow-card": (N_("Test card that takes its time"), N_("Its bank answers after half a minute.")),
}
TOO_LARGE: Final = N_("This order is too large to be paid on delivery.")


def ways_of(request: Asked, policy: Policy, total_minor: int) -> list[dict[str, Any]]:
    """The market's ways of paying this sum, as choices (R-COD-1)."""
    offered = {each.method: each for each in methods_of(policy, providers_set_up())}
    choices: list[dict[str, Any]] = []
    for name, way in WAYS.items():
        found = offered.get(way.method)
        if found is None:
            continue
        label, hint = OWN_WORDS.get(name, (METHOD_NAMES[way.method], METHOD_HINTS[way.method]))
        large = found.most_minor is not None and total_minor > found.most_minor
        choices.append(
            {
                "value": name,
                "label": say(request, label),
                "icon": METHOD_ICONS[way.method],
                "hint": say(request, TOO_LARGE if large else hint),
                "disabled": large,
            }
        )
    return choices


def way_of(text: str) -> Way | None:
    """The way of paying that a form names."""
    return WAYS.get(text)
