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
# An open return holds its order back.
WAITED = """t.settled_at IS NULL AND t.due_at <= $1 AND t.cash_due_at IS NULL AND o.paid_at IS NOT NULL
           AND NOT EXISTS (SELECT 1 FROM returns r
                WHERE r.shop_id = t.shop_id AND r.order_id = t.order_id AND r.closed_at IS NULL)"""
HANDED_OVER = "t.cash_due_at <= $1"
KEPT = "t.reserve_left_minor > 0 AND t.reserve_until <= $1"
THIS = "t.shop_id = $2 AND t.order_id = $3"
TO_SETTLE = rows(
    Due,
    f"""SELECT {COLUMNS} FROM {JOINS} WHERE {WAITED} AND (t.due_at, t.order_id) > ($2, $3)
         ORDER BY t.due_at, t.order_id LIMIT 200""",
)
CASH = rows(
    Due,
    f"""SELECT {COLUMNS} FROM {JOINS} WHERE {HANDED_OVER} AND (t.cash_due_at, t.order_id) > ($2, $3)
         ORDER BY t.cash_due_at, t.order_id LIMIT 200""",
)
RESERVES = rows(
    Due,
    f"""SELECT {COLUMNS} FROM {JOINS} WHERE {KEPT} AND (t.reserve_until, t.order_id) > ($2, $3)
         ORDER BY t.reserve_until, t.order_id LIMIT 200""",
)
STILL_TO_SETTLE = rows(Due, f"SELECT {COLUMNS} FROM {JOINS} WHERE {WAITED} AND {THIS}")
STILL_CASH = rows(Due, f"SELECT {COLUMNS} FROM {JOINS} WHERE {HANDED_OVER} AND {THIS}")
STILL_RESERVED = rows(Due, f"SELECT {COLUMNS} FROM {JOINS} WHERE {KEPT} AND {THIS}")
ONE = rows(Due, f"SELECT {COLUMNS} FROM {JOINS} WHERE t.shop_id = $1 AND t.order_id = $2 AND t.settled_at IS NOT NULL")
OPEN_DAYS = rows(
    OpenDay,
    """SELECT shop_id, min(at) AS first_at FROM statement_entries
        WHERE statement_id IS NULL AND at < $1 AND shop_id > $2 GROUP BY shop_id ORDER BY shop_id LIMIT 200""",
)
DEBTS = rows(
    Debt,
    """SELECT b.shop_id, b.currency, b.balance_minor, b.negative_since FROM balances b JOIN shops s ON s.shop_id = b.shop_id
        WHERE s.market = $1 AND b.negative_since <= $2 AND (b.negative_since, b.shop_id) > ($3, $4)
        ORDER BY b.negative_since, b.shop_id LIMIT 200""",
)


async def to_settle(db: Db, now: datetime, after: Place) -> list[Due]:
    """The next orders whose waiting is over and that nothing holds back."""
    return await TO_SETTLE.all(db, now, after.at, after.row_id)


async def still_to_settle(db: Db, now: datetime, due: Due) -> Due | None:
    """One of them as it is now that its order is locked; None when it is none of them any more."""
    return await STILL_TO_SETTLE.one(db, now, due.shop_id, due.order_id)


async def cash_due(db: Db, now: datetime, after: Place) -> list[Due]:
    """The next orders paid at the door whose cash the carrier hands over now."""
    return await CASH.all(db, now, after.at, after.row_id)


async def still_cash_due(db: Db, now: datetime, due: Due) -> Due | None:
    """One of them as it is now that its order is locked; None when it is none of them any more."""
    return await STILL_CASH.one(db, now, due.shop_id, due.order_id)


async def reserves_due(db: Db, now: datetime, after: Place) -> list[Due]:
    """The next orders whose reserve is to be released."""
    return await RESERVES.all(db, now, after.at, after.row_id)


async def still_reserved(db: Db, now: datetime, due: Due) -> Due | None:
    """One of them as it is now that its order is locked; None when it is none of them any more."""
    return await STILL_RESERVED.one(db, now, due.shop_id, due.order_id)


async def settled(db: Db, shop_id: int, order_id: int) -> Due | None:
    """An order's settlement, if it has been settled."""
    return await ONE.one(db, shop_id, order_id)


async def open_days(db: Db, before: datetime, after: Place) -> list[OpenDay]:
    """The next shops with entries from before that midnight which no statement holds."""
    return await OPEN_DAYS.all(db, before, after.row_id)


async def debts(db: Db, market: str, before: datetime, after: Place) -> list[Debt]:
    """The next shops of a market that have owed since before that time."""
    return await DEBTS.all(db, market, before, after.at, after.row_id)
