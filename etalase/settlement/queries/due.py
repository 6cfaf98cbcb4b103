"""What time has come for: orders to settle, cash to be handed over, reserves to release, days to close."""

from datetime import datetime

import msgspec

from etalase.base.db import Db, rows
from etalase.base.jobs import Place


class Due(msgspec.Struct, frozen=True):
    """An order that waits to be settled, or whose reserve is kept."""

    shop_id: int
    order_id: int
    market: str
    currency: str
    rule: str
    paid_at: datetime
    due_at: datetime
    reserve_bp: int
    reserve_days: int
    reserve_left_minor: int
    cash_due_at: datetime | None
    reserve_until: datetime | None


class OpenDay(msgspec.Struct, frozen=True):
    """A shop with entries of a time that no statement holds yet; `first_at` the oldest."""

    shop_id: int
    first_at: datetime


class Debt(msgspec.Struct, frozen=True):
    """A shop that owes."""

    shop_id: int
    currency: str
    balance_minor: int
    negative_since: datetime


COLUMNS = """t.shop_id, t.order_id, s.market, t.currency, t.rule, o.paid_at, t.due_at, t.reserve_bp, t.reserve_days,
       t.reserve_left_minor, t.cash_due_at, t.reserve_until"""
JOINS = """settlements t JOIN orders o ON o.shop_id = t.shop_id AND o.order_id = t.order_id
       JOIN shops s ON s.shop_id = t.shop_id"""
# SKIP LOCKED: an order somebody is refunding right now is settled at the next tick. An open return holds its order back.
TO_SETTLE = rows(
    Due,
    f"""SELECT {COLUMNS} FROM {JOINS}
         WHERE t.settled_at IS NULL AND t.due_at <= $1 AND t.cash_due_at IS NULL AND o.paid_at IS NOT NULL
           AND NOT EXISTS (SELECT 1 FROM returns r
                WHERE r.shop_id = t.shop_id AND r.order_id = t.order_id AND r.closed_at IS NULL)
           AND (t.due_at, t.order_id) > ($2, $3) ORDER BY t.due_at, t.order_id LIMIT 1 FOR UPDATE OF o SKIP LOCKED""",
)
CASH = rows(
    Due,
    f"""SELECT {COLUMNS} FROM {JOINS}
         WHERE t.cash_due_at <= $1 AND (t.cash_due_at, t.order_id) > ($2, $3)
         ORDER BY t.cash_due_at, t.order_id LIMIT 1 FOR UPDATE OF o SKIP LOCKED""",
)
RESERVES = rows(
    Due,
    f"""SELECT {COLUMNS} FROM {JOINS}
         WHERE t.reserve_left_minor > 0 AND t.reserve_until <= $1 AND (t.reserve_until, t.order_id) > ($2, $3)
         ORDER BY t.reserve_until, t.order_id LIMIT 1 FOR UPDATE OF o SKIP LOCKED""",
)
ONE = rows(Due, f"SELECT {COLUMNS} FROM {JOINS} WHERE t.shop_id = $1 AND t.order_id = $2 AND t.settled_at IS NOT NULL")
OPEN_DAYS = rows(
    OpenDay,
    """SELECT shop_id, min(at) AS first_at FROM statement_entries
        WHERE statement_id IS NULL AND at < $1 AND shop_id > $2 GROUP BY shop_id ORDER BY shop_id LIMIT 1""",
)
DEBTS = rows(
    Debt,
    """SELECT b.shop_id, b.currency, b.balance_minor, b.negative_since FROM balances b JOIN shops s ON s.shop_id = b.shop_id
        WHERE s.market = $1 AND b.negative_since <= $2 AND (b.negative_since, b.shop_id) > ($3, $4)
        ORDER BY b.negative_since, b.shop_id LIMIT 1""",
)


async def to_settle(db: Db, now: datetime, after: Place) -> Due | None:
    """The next order whose waiting is over and that nothing holds back, locked."""
    return await TO_SETTLE.one(db, now, after.at, after.row_id)


async def cash_due(db: Db, now: datetime, after: Place) -> Due | None:
    """The next order paid at the door whose cash the carrier hands over now, locked."""
    return await CASH.one(db, now, after.at, after.row_id)


async def reserve_due(db: Db, now: datetime, after: Place) -> Due | None:
    """The next order whose reserve is to be released, locked."""
    return await RESERVES.one(db, now, after.at, after.row_id)


async def settled(db: Db, shop_id: int, order_id: int) -> Due | None:
    """An order's settlement, if it has been settled."""
    return await ONE.one(db, shop_id, order_id)


async def open_day(db: Db, before: datetime, after: Place) -> OpenDay | None:
    """The next shop with entries from before that midnight which no statement holds."""
    return await OPEN_DAYS.one(db, before, after.row_id)


async def debt(db: Db, market: str, before: datetime, after: Place) -> Debt | None:
    """The next shop of a market that has owed since before that time."""
    return await DEBTS.one(db, market, before, after.at, after.row_id)
