"""Returns with their lines, their history, and what both sides said."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final, get_args

import msgspec

from etalase.aftersales.queries.disputes import Dispute, disputes_of
from etalase.aftersales.rules.returning import Kind, Status
from etalase.base.actor import Actor
from etalase.base.db import Db, rows, value
from etalase.base.errors import NotFound
from etalase.base.jobs import Place
from etalase.base.pages import LIMIT_DEFAULT, Page, below_of, page_of
from etalase.shops.queries import permit

EVERY: Final[tuple[Status, ...]] = get_args(Status)


class Return(msgspec.Struct, frozen=True):
    """A request to return. Amounts in minor units of `currency`; `due_at`: when silence decides the pending step."""

    shop_id: int
    return_id: int
    order_id: int
    account_id: int
    buyer_handle: str
    shop_name: str
    market: str
    kind: Kind
    status: Status
    request_number: int
    reason: str
    note: str | None
    currency: str
    asked_minor: int
    offered_minor: int | None
    refund_minor: int | None
    refund_id: int | None
    requested_at: datetime
    due_at: datetime | None
    decided_at: datetime | None
    seller_note: str | None
    carrier: str | None
    tracking_number: str | None
    sent_back_at: datetime | None
    restocked: bool
    closed_at: datetime | None


class ReturnLine(msgspec.Struct, frozen=True):
    """So many pieces of a line, and what was asked for them."""

    return_id: int
    line_id: int
    product_id: int
    sku_id: int
    warehouse_id: int
    title: str
    options: str
    picture_key: str | None
    quantity: int
    bought: int
    asked_minor: int
    left_minor: int


class ReturnEntry(msgspec.Struct, frozen=True):
    """When a return came into a state, and by whose act."""

    status: Status
    decision: str | None
    at: datetime
    by_side: str
    by_handle: str | None
    note: str | None


class Evidence(msgspec.Struct, frozen=True):
    """What one side said, with pictures of the media room."""

    evidence_id: int
    dispute_id: int | None
    side: str
    handle: str
    text: str | None
    picture_keys: list[str]
    at: datetime


class Replacement(msgspec.Struct, frozen=True):
    """The free parcel of an approved replacement."""

    status: str
    promised_at: datetime
    ship_by: datetime
    carrier: str | None
    tracking_number: str | None
    shipped_at: datetime | None


class ReturnDetail(msgspec.Struct, frozen=True):
    """A return with everything a page or the API tells of it."""

    request: Return
    lines: list[ReturnLine]
    history: list[ReturnEntry]
    evidence: list[Evidence]
    disputes: list[Dispute]
    replacement: Replacement | None


COLUMNS = """r.shop_id, r.return_id, r.order_id, r.account_id, a.handle AS buyer_handle, s.name AS shop_name, s.market, r.kind,
       r.status, r.request_number, r.reason, r.note, r.currency, r.asked_minor, r.offered_minor, r.refund_minor, r.refund_id,
       r.requested_at, r.due_at, r.decided_at, r.seller_note, r.carrier, r.tracking_number, r.sent_back_at, r.restocked,
       r.closed_at"""
JOINS = "JOIN accounts a ON a.account_id = r.account_id JOIN shops s ON s.shop_id = r.shop_id"
ONE = rows(Return, f"SELECT {COLUMNS} FROM returns r {JOINS} WHERE r.return_id = $1")
OF_ORDER = rows(
    Return,
    f"SELECT {COLUMNS} FROM returns r {JOINS} WHERE r.shop_id = $1 AND r.order_id = $2 ORDER BY r.return_id DESC",
)
MINE = rows(
    Return,
    f"""SELECT {COLUMNS} FROM account_orders m JOIN returns r ON r.shop_id = m.shop_id AND r.order_id = m.order_id {JOINS}
        WHERE m.account_id = $1 AND r.return_id < $2 ORDER BY r.return_id DESC LIMIT $3""",
)
OF_SHOP = rows(
    Return,
    f"""SELECT {COLUMNS} FROM returns r {JOINS}
        WHERE r.shop_id = $1 AND r.status = ANY($2::text[]) AND r.return_id < $3 AND ($5 = false OR r.closed_at IS NULL)
        ORDER BY r.return_id DESC LIMIT $4""",
)
URGENT = rows(
    Return,
    f"""SELECT {COLUMNS} FROM returns r {JOINS}
        WHERE r.shop_id = $1 AND r.status = ANY($2::text[]) AND r.closed_at IS NULL
        ORDER BY r.due_at NULLS LAST, r.return_id LIMIT $3""",
)
DUE = rows(
    Return,
    f"""SELECT {COLUMNS} FROM returns r {JOINS} WHERE r.closed_at IS NULL AND r.due_at <= $1
          AND (r.due_at, r.return_id) > ($2, $3) ORDER BY r.due_at, r.return_id LIMIT 200""",
)
LINES = rows(
    ReturnLine,
    """SELECT n.return_id, l.line_id, l.product_id, l.sku_id, l.warehouse_id, l.title, l.options::text AS options, l.picture_key,
              n.quantity, l.quantity AS bought, n.asked_minor, l.paid_minor - l.refunded_minor AS left_minor
         FROM return_lines n JOIN order_lines l ON l.shop_id = n.shop_id AND l.line_id = n.line_id
        WHERE n.shop_id = ANY($1::bigint[]) AND n.return_id = ANY($2::bigint[]) ORDER BY l.line_id""",
)
HISTORY = rows(
    ReturnEntry,
    """SELECT h.status, h.decision, h.at, h.by_side, a.handle AS by_handle, h.note
         FROM return_history h LEFT JOIN accounts a ON a.account_id = h.by_account_id
        WHERE h.shop_id = $1 AND h.return_id = $2 ORDER BY h.at, h.entry_id""",
)
EVIDENCE = rows(
    Evidence,
    """SELECT e.evidence_id, e.dispute_id, e.side, a.handle, e.text, e.picture_keys, e.at
         FROM evidence e JOIN accounts a ON a.account_id = e.account_id
        WHERE e.shop_id = $1 AND e.return_id = $2 ORDER BY e.evidence_id""",
)
REPLACEMENT = rows(
    Replacement,
    """SELECT status, promised_at, ship_by, carrier, tracking_number, shipped_at FROM replacements
        WHERE shop_id = $1 AND return_id = $2""",
)


class Count(msgspec.Struct, frozen=True):
    """How many open returns of a shop are in a state."""

    status: Status
    returns: int


COUNTS = rows(
    Count, "SELECT status, count(*)::int AS returns FROM returns WHERE shop_id = $1 AND closed_at IS NULL GROUP BY 1"
)
# Whether the order of a shop still has something open that keeps it from being completed (R-ORD-3).
OPEN_OF_ORDER = value(
    int, "SELECT return_id FROM returns WHERE shop_id = $1 AND order_id = $2 AND closed_at IS NULL LIMIT 1"
)


async def return_row(db: Db, return_id: int) -> Return:
    """One return, whoever asks; NotFound when there is none."""
    found = await ONE.one(db, return_id)
    if found is None:
        raise NotFound
    return found


async def my_return_row(db: Db, actor: Actor, return_id: int) -> Return:
    """A return of this buyer; NotFound for everybody else."""
    found = await return_row(db, return_id)
    if found.account_id != actor.account_id:
        raise NotFound
    return found


async def shop_return_row(db: Db, shop_id: int, return_id: int) -> Return:
    """A return of this shop."""
    found = await return_row(db, return_id)
    if found.shop_id != shop_id:
        raise NotFound
    return found


async def return_detail(db: Db, actor: Actor, *, return_id: int) -> ReturnDetail:
    """A return for its buyer, for the staff of its shop, and for an operator; NotFound for all others."""
    found = await return_row(db, return_id)
    if found.account_id != actor.account_id and not actor.is_operator:
        await permit(db, actor, found.shop_id, "aftersales.read")
    return await detail_of(db, found)


async def detail_of(db: Db, found: Return) -> ReturnDetail:
    """All that is told of a return."""
    key = (found.shop_id, found.return_id)
    return ReturnDetail(
        found,
        (await lines_of(db, [found]))[found.return_id],
        await HISTORY.all(db, *key),
        await EVIDENCE.all(db, *key),
        await disputes_of(db, found.shop_id, found.return_id),
        await REPLACEMENT.one(db, *key),
    )


async def lines_of(db: Db, found: Sequence[Return]) -> dict[int, list[ReturnLine]]:
    """Return id to its lines."""
    lines: dict[int, list[ReturnLine]] = {each.return_id: [] for each in found}
    for line in await LINES.all(db, [each.shop_id for each in found], [each.return_id for each in found]):
        lines[line.return_id].append(line)
    return lines


async def returns_of(db: Db, shop_id: int, order_id: int) -> list[Return]:
    """Of one order, newest first."""
    return await OF_ORDER.all(db, shop_id, order_id)


async def my_returns(db: Db, actor: Actor, *, limit: int = LIMIT_DEFAULT, cursor: str | None = None) -> Page[Return]:
    """The caller's, newest first."""
    found = await MINE.all(db, actor.account_id, _below(cursor), limit + 1)
    return page_of(found, limit, lambda each: (each.return_id,))


async def shop_returns(
    db: Db,
    actor: Actor,
    *,
    shop_id: int,
    statuses: Sequence[Status] = EVERY,
    only_open: bool = False,
    limit: int = LIMIT_DEFAULT,
    cursor: str | None = None,
) -> Page[Return]:
    """A shop's, newest first."""
    await permit(db, actor, shop_id, "aftersales.read")
    found = await OF_SHOP.all(db, shop_id, list(statuses), _below(cursor), limit + 1, only_open)
    return page_of(found, limit, lambda each: (each.return_id,))


async def urgent_returns(
    db: Db, actor: Actor, *, shop_id: int, statuses: Sequence[Status] = EVERY, limit: int = 50
) -> list[Return]:
    """A shop's open ones, the nearest deadline first."""
    await permit(db, actor, shop_id, "aftersales.read")
    return await URGENT.all(db, shop_id, list(statuses), limit)


async def return_counts(db: Db, actor: Actor, *, shop_id: int) -> dict[Status, int]:
    """How many open returns of a shop are in each state; states without any are missing."""
    await permit(db, actor, shop_id, "aftersales.read")
    return {each.status: each.returns for each in await COUNTS.all(db, shop_id)}


async def due_returns(db: Db, now: datetime, after: Place) -> list[Return]:
    """The next returns whose pending step is past its time."""
    return await DUE.all(db, now, after.at, after.row_id)


async def open_return_of(db: Db, shop_id: int, order_id: int) -> int | None:
    """The open return of an order."""
    return await OPEN_OF_ORDER.get(db, shop_id, order_id)


def _below(cursor: str | None) -> int:
    return below_of(cursor)
