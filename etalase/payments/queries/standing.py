"""Who may pay in cash, and which ways of paying there are."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Final

import msgspec

from etalase.base.actor import Actor
from etalase.base.db import Db, rows
from etalase.base.errors import NotFound
from etalase.base.markets import MARKETS, policy
from etalase.payments.ports import providers_set_up, sandbox_on
from etalase.payments.rules import CodStanding, Method, Offered, methods_of


class Known(msgspec.Struct, frozen=True):
    """What is known of one buyer."""

    account_id: int
    phone_verified: bool
    failures: list[datetime]


# The longest that any market looks back: what is older can hold nobody back.
LONGEST = timedelta(days=2 * 365)
# For a statement that has `accounts a`.
STANDING_COLUMNS: Final = """a.phone_verified_at IS NOT NULL AS phone_verified,
              ARRAY(SELECT f.at FROM cod_failures f WHERE f.account_id = a.account_id AND f.at > {since}) AS failures"""
STANDINGS = rows(
    Known,
    f"""SELECT a.account_id, {STANDING_COLUMNS.format(since="$2")}
         FROM accounts a WHERE a.account_id = ANY($1::bigint[])""",
)


async def cod_standings(db: Db, account_ids: Collection[int], *, now: datetime) -> dict[int, CodStanding]:
    """Account to what `rules.check_cod` must know of it (R-COD-1), in one statement."""
    found = await STANDINGS.all(db, list(account_ids), standing_since(now))
    return {each.account_id: standing_of(each.phone_verified, each.failures) for each in found}


def standing_since(now: datetime) -> datetime:
    """From when failures are of interest."""
    return now - LONGEST


def standing_of(phone_verified: bool, failures: Sequence[datetime]) -> CodStanding:
    """What was read of an account, as `rules.check_cod` takes it. The sandbox counts phones as verified."""
    return CodStanding(phone_verified or sandbox_on(), tuple(sorted(failures)))


def is_offered(market_methods: Collection[Offered], method: Method) -> bool:
    """Whether a way of paying is among them."""
    return any(each.method == method for each in market_methods)


async def payment_methods(db: Db, market: str, *, now: datetime) -> list[Offered]:
    """The ways of paying of a market on this server; none for a market we do not know."""
    if market not in MARKETS:
        return []
    return methods_of(await policy(db, market, now), providers_set_up())


class MethodsSeen(msgspec.Struct, frozen=True):
    """The ways of paying of a market, and its currency."""

    offered: list[Offered]
    currency: str


async def methods_of_market(db: Db, actor: Actor | None, *, market: str, now: datetime) -> MethodsSeen:
    """The same for whoever asks; NotFound for a market we do not know."""
    if market not in MARKETS:
        raise NotFound
    return MethodsSeen(await payment_methods(db, market, now=now), MARKETS[market].currency)
