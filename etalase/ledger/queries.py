"""Balances and transfers of a shop's books, and what must never be found in them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

import msgspec

from etalase.base.db import Db, rows, value
from etalase.ledger.rules import Kind


class Posted(msgspec.Struct, frozen=True):
    """A transfer as it was posted."""

    shop_id: int
    transfer_id: int
    debit: Kind
    credit: Kind
    amount_minor: int
    currency: str
    cause: str
    cause_id: int
    leg: int
    order_id: int | None
    line_id: int | None
    account_id: int | None
    rule: str
    reverses: int | None
    at: datetime


class Balance(msgspec.Struct, frozen=True):
    """What came to an account less what left it."""

    kind: Kind
    currency: str
    balance_minor: int


class Wrong(msgspec.Struct, frozen=True):
    """A shop's account or transfer that breaks a promise, and by how much."""

    shop_id: int
    what: str
    minor: int


COLUMNS = """shop_id, transfer_id, debit, credit, amount_minor, currency, cause, cause_id, leg, order_id, line_id,
       account_id, rule, reverses, at"""
BALANCES = rows(
    Balance,
    """SELECT kind, currency, sum(minor)::bigint AS balance_minor
         FROM (SELECT credit AS kind, currency, amount_minor AS minor FROM transfers WHERE shop_id = $1
               UNION ALL SELECT debit, currency, -amount_minor FROM transfers WHERE shop_id = $1) AS moved
        GROUP BY kind, currency ORDER BY kind, currency""",
)
PLATFORM = rows(
    Balance,
    """SELECT kind, currency, sum(minor)::bigint AS balance_minor
         FROM (SELECT credit AS kind, currency, amount_minor AS minor FROM transfers
               UNION ALL SELECT debit, currency, -amount_minor FROM transfers) AS moved
        GROUP BY kind, currency ORDER BY currency, kind""",
)
AVAILABLE = value(
    int, "SELECT balance_minor FROM balances WHERE shop_id = $1 AND kind = 'seller_available' AND currency = $2"
)
OF_ORDERS = rows(
    Posted,
    f"""SELECT {COLUMNS} FROM transfers WHERE shop_id = ANY($1::bigint[]) AND order_id = ANY($2::bigint[])
         ORDER BY shop_id, transfer_id""",
)
OF_SHOP = rows(
    Posted,
    f"""SELECT {COLUMNS} FROM transfers
         WHERE shop_id = $1 AND transfer_id < $2 AND ($3::text IS NULL OR debit = $3 OR credit = $3)
           AND ($5::timestamptz IS NULL OR at >= $5) AND ($6::timestamptz IS NULL OR at < $6)
         ORDER BY transfer_id DESC LIMIT $4""",
)
CLEARING = rows(
    Posted,
    f"""SELECT {COLUMNS} FROM transfers
         WHERE at >= $1 AND at < $2 AND (debit = 'clearing' OR credit = 'clearing') ORDER BY shop_id, transfer_id""",
)
HAPPENED = value(int, "SELECT leg FROM transfers WHERE shop_id = $1 AND order_id = $2 AND cause = $3 LIMIT 1")

SUMS = rows(
    Wrong,
    """SELECT 0::bigint AS shop_id, currency AS what, sum(minor)::bigint AS minor
         FROM (SELECT currency, amount_minor AS minor FROM transfers
               UNION ALL SELECT currency, -amount_minor FROM transfers) AS moved
        GROUP BY currency HAVING sum(minor) <> 0""",
)
CACHED = rows(
    Wrong,
    """SELECT coalesce(b.shop_id, t.shop_id) AS shop_id, coalesce(b.currency, t.currency) AS what,
              (coalesce(b.balance_minor, 0) - coalesce(t.minor, 0))::bigint AS minor
         FROM balances b FULL JOIN (SELECT shop_id, currency, sum(minor) AS minor
                FROM (SELECT shop_id, currency, amount_minor AS minor FROM transfers WHERE credit = 'seller_available'
                      UNION ALL
                      SELECT shop_id, currency, -amount_minor FROM transfers WHERE debit = 'seller_available') AS moved
               GROUP BY shop_id, currency) AS t ON t.shop_id = b.shop_id AND t.currency = b.currency
        WHERE coalesce(b.balance_minor, 0) <> coalesce(t.minor, 0)""",
)
REVERSED = rows(
    Wrong,
    """SELECT t.shop_id, t.cause || ' ' || t.transfer_id AS what, (sum(r.amount_minor) - t.amount_minor)::bigint AS minor
         FROM transfers r JOIN transfers t ON t.shop_id = r.shop_id AND t.transfer_id = r.reverses
        GROUP BY t.shop_id, t.transfer_id, t.cause, t.amount_minor HAVING sum(r.amount_minor) > t.amount_minor""",
)
MIXED = rows(
    Wrong,
    """SELECT shop_id, cause || ' ' || cause_id AS what, count(DISTINCT currency)::bigint AS minor
         FROM transfers GROUP BY shop_id, cause, cause_id HAVING count(DISTINCT currency) > 1""",
)
NEGATIVE = rows(
    Wrong,
    """SELECT shop_id, kind AS what, sum(minor)::bigint AS minor
         FROM (SELECT shop_id, credit AS kind, amount_minor AS minor FROM transfers
               UNION ALL SELECT shop_id, debit, -amount_minor FROM transfers) AS moved
        WHERE kind IN ('seller_pending', 'seller_reserve', 'payout_transit', 'affiliate_pending', 'tax')
        GROUP BY shop_id, kind HAVING sum(minor) < 0""",
)
SWEEPS: Final = (
    ("ledger.accounts_sum_to_zero_per_currency", SUMS),
    ("ledger.available_balance_is_the_sum_of_its_transfers", CACHED),
    ("ledger.nothing_is_reversed_beyond_its_amount", REVERSED),
    ("ledger.an_event_moves_one_currency", MIXED),
    ("ledger.what_is_owed_is_never_negative", NEGATIVE),
)


async def balances(db: Db, shop_id: int) -> dict[Kind, int]:
    """Every account of a shop that ever moved. A shop has one currency."""
    return {each.kind: each.balance_minor for each in await BALANCES.all(db, shop_id)}


async def platform_balances(db: Db) -> list[Balance]:
    """Every account over all shops, by currency: the platform's trial balance."""
    return await PLATFORM.all(db)


async def available(db: Db, shop_id: int, currency: str) -> int:
    """What the seller may have now; negative when it owes."""
    return await AVAILABLE.get(db, shop_id, currency) or 0


async def of_orders(db: Db, orders: Sequence[tuple[int, int]]) -> list[Posted]:
    """All transfers of these (shop, order)s, oldest first."""
    return await OF_ORDERS.all(db, [shop for shop, _ in orders], [order for _, order in orders])


async def of_shop(
    db: Db,
    shop_id: int,
    *,
    below: int,
    limit: int,
    kind: Kind | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
) -> list[Posted]:
    """A shop's transfers, newest first, of one account if it is named."""
    return await OF_SHOP.all(db, shop_id, below, kind, limit, since, until)


async def clearing(db: Db, since: datetime, until: datetime) -> list[Posted]:
    """What moved at the payment provider in that time."""
    return await CLEARING.all(db, since, until)


async def happened(db: Db, shop_id: int, order_id: int, cause: str) -> bool:
    """Whether an event of that name has moved money of the order."""
    return await HAPPENED.get(db, shop_id, order_id, cause) is not None
