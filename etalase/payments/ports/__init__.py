"""Who takes money for us, and which of them this process is set up with.

provider.py   the Protocol, and what is said to and by a provider     signing.py   signatures of webhooks
sandbox/      the provider that ships                                 stripe.py    Stripe, through its SDK
"""

from datetime import date
from functools import cache

from etalase.base.db import Db
from etalase.base.settings import Settings
from etalase.payments.ports.provider import (
    Charge,
    DayRow,
    NotGenuine,
    Provider,
    Return,
    Returned,
    Spoken,
    Told,
    Unanswered,
)
from etalase.payments.ports.sandbox import SandboxProvider
from etalase.payments.rules.methods import SANDBOX, STRIPE

__all__ = [
    "Charge",
    "DayRow",
    "NotGenuine",
    "Provider",
    "Return",
    "Returned",
    "Spoken",
    "Told",
    "Unanswered",
    "day_file",
    "provider_of",
    "providers_set_up",
    "sandbox_on",
    "set_up",
]

_given: list[Settings] = []


def set_up(settings: Settings) -> None:
    """Let this process use these settings; without it they are read from the environment."""
    _given[:] = [settings]
    _stripe.cache_clear()


def sandbox_on() -> bool:
    """Whether nobody real pays here."""
    return _settings().sandbox


def providers_set_up() -> frozenset[str]:
    """The providers that may be offered to a buyer."""
    named = {SANDBOX: _settings().sandbox, STRIPE: bool(_settings().stripe_key)}
    return frozenset(name for name, there in named.items() if there)


def provider_of(db: Db, name: str) -> Provider:
    """The provider of that name. LookupError for one that does not exist.

    `db` is the way to the sandbox provider, which is another party that happens to live next door: a connection outside
    of any transaction.
    """
    if name == SANDBOX:
        return SandboxProvider(db)
    if name == STRIPE:
        return _stripe()
    raise LookupError(name)


async def day_file(db: Db, provider: str, day: date) -> list[DayRow]:
    """What a provider booked on one day (UTC): what the ledger is compared with."""
    return await provider_of(db, provider).day_file(day)


def _settings() -> Settings:
    return _given[0] if _given else _loaded()


@cache
def _loaded() -> Settings:
    return Settings.load()


@cache
def _stripe() -> Provider:
    # The SDK takes 40 MiB, which a process that never speaks to Stripe need not pay.
    from etalase.payments.ports.stripe import StripeProvider

    return StripeProvider(_settings())
