"""Who stands at the till, for all calls of a batch in one statement.

Is the token valid, what was the key answered before, how many orders and what failures with cash are there: each is a lookup by
account, and asking once costs a rush a fifth of what asking four times does (docs/checkout-speed.md).
"""

from collections.abc import Sequence
from datetime import datetime

import msgspec

from etalase.accounts.queries import BEARER_HOLDS, BEARER_JOIN
from etalase.base import idempotency
from etalase.base.db import Db, rows
from etalase.base.idempotency import Earlier
from etalase.base.markets import MARKETS, policy
from etalase.orders.actions.asked import Cart
from etalase.payments.queries import STANDING_COLUMNS, standing_of, standing_since
from etalase.payments.rules import CodStanding


class Asking(msgspec.Struct, frozen=True):
    """One call. `bearer`: the hash of its token's secret; None: whose call it is was found out already. No `key` for a cart that
    is only looked at."""

    cart: Cart
    key: str | None = None
    bearer: bytes | None = None


class Buyer(msgspec.Struct, frozen=True):
    """What a price and cash on delivery depend on: orders placed before, counted as far as a fee depends on them
    (R-ORD-6), and what decides whether this buyer may pay in cash (R-COD-1)."""

    earlier: int
    standing: CodStanding


class Met(msgspec.Struct, frozen=True):
    """What is known of a call. `admitted`: its token holds; without that nothing else counts."""

    admitted: bool
    known: Earlier
    buyer: Buyer


class Seen(Earlier, frozen=True):
    """The same as it is read: first what is known of the key."""

    admitted: bool
    earlier: int
    phone_verified: bool
    failures: list[datetime]


# Arrays behind subqueries: see facts.py. Of earlier orders only whether there were few is of interest, so no more are counted.
MEET = rows(
    Seen,
    f"""SELECT {idempotency.BEGIN_COLUMNS.format(admitted=BEARER_HOLDS)}, {BEARER_HOLDS} AS admitted,
               (SELECT count(*) FROM (SELECT FROM account_orders o WHERE o.account_id = a.account_id
                                            LIMIT (SELECT $4::bigint)) few)::int AS earlier,
               {STANDING_COLUMNS.format(since="$7")}
          FROM unnest((SELECT $1::bigint[]), (SELECT $2::text[]), (SELECT $3::bytea[]))
                    WITH ORDINALITY AS n (account_id, key, bearer, at)
               {BEARER_JOIN.format(wall="$5")}
               LEFT JOIN accounts a ON a.account_id = n.account_id AND {BEARER_HOLDS}
               {idempotency.BEGIN_JOIN.format(since="$6", admitted=BEARER_HOLDS)}
         ORDER BY n.at""",
)


async def meet(db: Db, asked: Sequence[Asking], *, now: datetime, wall: datetime) -> list[Met]:
    """Take the keys for this transaction and say what is known of each call; in order. A key may come twice.

    Two checkouts of one buyer at the same moment in two processes may both be the fourth: the buyer is a fee better off.
    """
    if not asked:
        return []
    found = await MEET.all(
        db,
        [each.cart.account_id for each in asked],
        [each.key for each in asked],
        [each.bearer for each in asked],
        await _few(db, asked, now),
        wall,
        wall - idempotency.KEPT,
        standing_since(now),
    )
    return [
        Met(each.admitted, each, Buyer(each.earlier, standing_of(each.phone_verified, each.failures))) for each in found
    ]


async def buyers_of(db: Db, carts: Sequence[Cart], *, now: datetime) -> dict[int, Buyer]:
    """Account to what a price and cash depend on; of carts whose calls were not met."""
    met = await meet(db, [Asking(cart) for cart in carts], now=now, wall=now)
    return {cart.account_id: each.buyer for cart, each in zip(carts, met, strict=True)}


async def _few(db: Db, asked: Sequence[Asking], now: datetime) -> int:
    """How many earlier orders are worth counting."""
    markets = {str(each.cart.address.get("country")) for each in asked} & set(MARKETS)
    numbers = [await policy(db, market, now) for market in sorted(markets)]
    return max((each.service_fee_from_order for each in numbers if each.service_fee_minor), default=0)
