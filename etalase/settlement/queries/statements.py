"""Statements, what they hold, and the transfers each of their lines opens down to (R-FIN-1)."""

from collections.abc import Sequence
from datetime import date, datetime

import msgspec

from etalase.base.actor import Actor
from etalase.base.db import Db, rows
from etalase.base.errors import NotFound
from etalase.base.pages import LIMIT_DEFAULT, Page, below_of, decode_cursor, page_of
from etalase.ledger.queries import Posted, of_orders
from etalase.settlement.queries.parts import Part, parts_of
from etalase.shops.queries import permit


class Statement(msgspec.Struct, frozen=True):
    """One UTC day of a shop. `payout_status` None: not in a payout yet."""

    shop_id: int
    statement_id: int
    day: date
    currency: str
    revenue_minor: int
    fees_minor: int
    adjustments_minor: int
    settlement_minor: int
    closed_at: datetime
    payout_id: int | None
    payout_status: str | None


class EntryRow(msgspec.Struct, frozen=True):
    """An entry of a statement as it is stored."""

    shop_id: int
    entry_id: int
    kind: str
    cause_id: int
    order_id: int | None
    line_id: int
    title: str | None
    quantity: int | None
    currency: str
    revenue_minor: int
    fees_minor: int
    adjustment_minor: int
    at: datetime


class StatementLine(msgspec.Struct, frozen=True):
    """An entry with the transfers it is made of: they sum to it."""

    entry: EntryRow
    parts: list[Part]


COLUMNS = """s.shop_id, s.statement_id, s.day, s.currency, s.revenue_minor, s.fees_minor, s.adjustments_minor,
       s.settlement_minor, s.closed_at, s.payout_id, p.status AS payout_status"""
JOINS = "statements s LEFT JOIN payouts p ON p.shop_id = s.shop_id AND p.payout_id = s.payout_id"
ONE = rows(Statement, f"SELECT {COLUMNS} FROM {JOINS} WHERE s.shop_id = $1 AND s.statement_id = $2")
OF_SHOP = rows(
    Statement,
    f"""SELECT {COLUMNS} FROM {JOINS} WHERE s.shop_id = $1 AND s.statement_id < $2
         ORDER BY s.statement_id DESC LIMIT $3""",
)
OF_PAYOUT = rows(
    Statement,
    f"""SELECT {COLUMNS} FROM {JOINS}
          JOIN payout_statements m ON m.shop_id = s.shop_id AND m.statement_id = s.statement_id
         WHERE m.shop_id = $1 AND m.payout_id = $2 ORDER BY s.statement_id""",
)
ENTRY = """e.shop_id, e.entry_id, e.kind, e.cause_id, e.order_id, e.line_id, l.title, l.quantity, e.currency,
       e.revenue_minor, e.fees_minor, e.adjustment_minor, e.at"""
WITH_LINE = "statement_entries e LEFT JOIN order_lines l ON l.shop_id = e.shop_id AND l.line_id = e.line_id"
ENTRIES = rows(
    EntryRow,
    f"""SELECT {ENTRY} FROM {WITH_LINE} WHERE e.shop_id = $1 AND e.statement_id = $2 AND e.entry_id > $3
         ORDER BY e.entry_id LIMIT $4""",
)
OPEN_ENTRIES = rows(
    EntryRow,
    f"""SELECT {ENTRY} FROM {WITH_LINE} WHERE e.shop_id = $1 AND e.statement_id IS NULL AND e.entry_id > $2
         ORDER BY e.entry_id LIMIT $3""",
)
OF_ORDER = rows(
    EntryRow, f"SELECT {ENTRY} FROM {WITH_LINE} WHERE e.shop_id = $1 AND e.order_id = $2 ORDER BY e.entry_id"
)


async def statements(
    db: Db, actor: Actor, *, shop_id: int, limit: int = LIMIT_DEFAULT, cursor: str | None = None
) -> Page[Statement]:
    """A shop's closed days, newest first."""
    await permit(db, actor, shop_id, "finance.read")
    found = await OF_SHOP.all(db, shop_id, below_of(cursor), limit + 1)
    return page_of(found, limit, lambda each: (each.statement_id,))


async def statement(db: Db, actor: Actor, *, shop_id: int, statement_id: int) -> Statement:
    """One closed day; NotFound."""
    await permit(db, actor, shop_id, "finance.read")
    found = await ONE.one(db, shop_id, statement_id)
    if found is None:
        raise NotFound
    return found


async def statements_of_payout(db: Db, actor: Actor, *, shop_id: int, payout_id: int) -> list[Statement]:
    """The statements a payout was made of."""
    await permit(db, actor, shop_id, "finance.read")
    return await OF_PAYOUT.all(db, shop_id, payout_id)


async def statement_lines(
    db: Db, actor: Actor, *, shop_id: int, statement_id: int, limit: int = LIMIT_DEFAULT, cursor: str | None = None
) -> Page[StatementLine]:
    """What a statement holds, oldest first, each opened down to its transfers."""
    await statement(db, actor, shop_id=shop_id, statement_id=statement_id)
    after = decode_cursor(cursor, tuple[int])
    found = await ENTRIES.all(db, shop_id, statement_id, after[0] if after else 0, limit + 1)
    return await _opened(db, shop_id, found, limit)


async def open_lines(
    db: Db, actor: Actor, *, shop_id: int, limit: int = LIMIT_DEFAULT, cursor: str | None = None
) -> Page[StatementLine]:
    """What came in since the last day was closed."""
    await permit(db, actor, shop_id, "finance.read")
    after = decode_cursor(cursor, tuple[int])
    found = await OPEN_ENTRIES.all(db, shop_id, after[0] if after else 0, limit + 1)
    return await _opened(db, shop_id, found, limit)


async def lines_of_order(db: Db, actor: Actor, *, shop_id: int, order_id: int) -> list[StatementLine]:
    """Everything one order did to the seller's available money."""
    await permit(db, actor, shop_id, "finance.read")
    found = await OF_ORDER.all(db, shop_id, order_id)
    return (await _opened(db, shop_id, found, len(found))).items


async def _opened(db: Db, shop_id: int, found: Sequence[EntryRow], limit: int) -> Page[StatementLine]:
    orders = sorted({each.order_id for each in found if each.order_id is not None})
    by_order: dict[int | None, list[Posted]] = {}
    for each in await of_orders(db, [(shop_id, order) for order in orders]) if orders else []:
        by_order.setdefault(each.order_id, []).append(each)
    lines = [
        StatementLine(
            each, parts_of(each.kind, each.cause_id, each.order_id, each.line_id, by_order.get(each.order_id, []))
        )
        for each in found
    ]
    return page_of(lines, limit, lambda line: (line.entry.entry_id,))
