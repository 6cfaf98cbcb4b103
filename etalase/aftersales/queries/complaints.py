"""Complaints, for those who made them and for the operator."""

from datetime import datetime

import msgspec

from etalase.aftersales.rules.talking import About, ComplaintStatus
from etalase.base.actor import Actor, only_operators
from etalase.base.db import Db, Rows, rows, value
from etalase.base.errors import NotFound
from etalase.base.pages import LIMIT_DEFAULT, Page, below_of, decode_cursor, page_of


class Complaint(msgspec.Struct, frozen=True):
    """What somebody told the operator, and the answer."""

    complaint_id: int
    account_id: int
    handle: str
    about: About
    about_id: int
    shop_id: int
    shop_name: str
    reason: str
    text: str
    status: ComplaintStatus
    made_at: datetime
    answered_at: datetime | None
    answer: str | None


class Subject(msgspec.Struct, frozen=True):
    """What a complaint may be about: its name, empty for an order, and its shop's."""

    name: str
    shop_name: str


# A shop is anybody's, a product too unless it is a draft, an order its buyer's.
SUBJECTS: dict[About, Rows[Subject]] = {
    "SHOP": rows(
        Subject,
        """SELECT name, name AS shop_name FROM shops WHERE shop_id = $1 AND $2::bigint IS NOT NULL""",
    ),
    "PRODUCT": rows(
        Subject,
        """SELECT p.title AS name, s.name AS shop_name FROM products p JOIN shops s ON s.shop_id = p.shop_id
            WHERE p.product_id = $1 AND p.status <> 'DRAFT' AND $2::bigint IS NOT NULL""",
    ),
    "ORDER": rows(
        Subject,
        """SELECT '' AS name, s.name AS shop_name FROM account_orders m JOIN shops s ON s.shop_id = m.shop_id
            WHERE m.order_id = $1 AND m.account_id = $2""",
    ),
}
COLUMNS = """c.complaint_id, c.account_id, a.handle, c.about, c.about_id, c.shop_id, s.name AS shop_name, c.reason, c.text,
       c.status, c.made_at, c.answered_at, c.answer
  FROM complaints c JOIN accounts a ON a.account_id = c.account_id JOIN shops s ON s.shop_id = c.shop_id"""
ONE = rows(Complaint, f"SELECT {COLUMNS} WHERE c.complaint_id = $1")
MINE = rows(
    Complaint, f"SELECT {COLUMNS} WHERE c.account_id = $1 AND c.complaint_id < $2 ORDER BY c.complaint_id DESC LIMIT $3"
)
WAITING = rows(
    Complaint, f"SELECT {COLUMNS} WHERE c.status = 'OPEN' AND c.complaint_id > $1 ORDER BY c.complaint_id LIMIT $2"
)
HOW_MANY = value(int, "SELECT count(*) FROM complaints WHERE status = 'OPEN'")


async def complaint_row(db: Db, complaint_id: int) -> Complaint:
    """One complaint, whoever asks; NotFound when there is none."""
    found = await ONE.one(db, complaint_id)
    if found is None:
        raise NotFound
    return found


async def complaint_subject(db: Db, actor: Actor, *, about: About, about_id: int) -> Subject:
    """What somebody is about to complain of; NotFound for what does not exist or is somebody else's order."""
    found = await SUBJECTS[about].one(db, about_id, actor.account_id)
    if found is None:
        raise NotFound
    return found


async def my_complaints(
    db: Db, actor: Actor, *, limit: int = LIMIT_DEFAULT, cursor: str | None = None
) -> Page[Complaint]:
    """The caller's, newest first."""
    found = await MINE.all(db, actor.account_id, below_of(cursor), limit + 1)
    return page_of(found, limit, lambda each: (each.complaint_id,))


async def waiting_complaints(
    db: Db, actor: Actor, *, limit: int = LIMIT_DEFAULT, cursor: str | None = None
) -> Page[Complaint]:
    """What waits for an operator, oldest first; NotAllowed for others."""
    only_operators(actor)
    key = decode_cursor(cursor, tuple[int])
    found = await WAITING.all(db, key[0] if key else 0, limit + 1)
    return page_of(found, limit, lambda each: (each.complaint_id,))


async def complaints_waiting(db: Db) -> int:
    """How many wait for an operator."""
    return await HOW_MANY.sole(db)
