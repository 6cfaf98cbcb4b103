"""Tell the operator about a shop, a product or an order; answer."""

from datetime import datetime
from typing import Final

from etalase.aftersales.queries.complaints import Complaint, complaint_row
from etalase.aftersales.rules import said
from etalase.aftersales.rules.talking import ANSWER_MAX, COMPLAINT_MAX, COMPLAINTS_MADE, About, Outcome
from etalase.aftersales.rules.talking import Complaint as Reason
from etalase.base import events, limits, live
from etalase.base.actor import Actor, only_operators
from etalase.base.db import Db, Value, value
from etalase.base.errors import NotFound, Refused

# Whose it is: a shop its own, a product its shop's, an order of the caller's its shop's.
SHOP: Final = value(int, "SELECT shop_id FROM shops WHERE shop_id = $1 AND $2::bigint IS NOT NULL")
PRODUCT: Final = value(
    int, "SELECT shop_id FROM products WHERE product_id = $1 AND status <> 'DRAFT' AND $2::bigint IS NOT NULL"
)
ORDER: Final = value(int, "SELECT shop_id FROM account_orders WHERE order_id = $1 AND account_id = $2")
SUBJECTS: Final[dict[About, Value[int]]] = {"SHOP": SHOP, "PRODUCT": PRODUCT, "ORDER": ORDER}
# One open complaint of an account about one thing: the index complaints_one_open.
MAKE = value(
    int,
    """INSERT INTO complaints (account_id, complaint_id, about, about_id, shop_id, reason, text, status, made_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, 'OPEN', $8)
       ON CONFLICT (account_id, about, about_id) WHERE status = 'OPEN' DO NOTHING RETURNING complaint_id""",
)
ANSWER = value(
    int,
    """UPDATE complaints SET status = $3, answered_at = $4, answered_by = $5, answer = $6
        WHERE account_id = $1 AND complaint_id = $2 AND status = 'OPEN' RETURNING complaint_id""",
)


async def complain(
    db: Db, actor: Actor, *, about: About, about_id: int, reason: Reason, text: str, now: datetime, wall: datetime
) -> Complaint:
    """Tell the operator; NotFound for what does not exist or is somebody else's order. Refused `aftersales.complaint_open`."""
    told = said("text", text, COMPLAINT_MAX, needed=True)
    shop_id = await SUBJECTS[about].get(db, about_id, actor.account_id)
    if shop_id is None:
        raise NotFound
    await limits.hit(db, COMPLAINTS_MADE, str(actor.account_id), wall=wall)
    key = (actor.account_id, await db.new_id())
    made = await MAKE.get(db, *key, about, about_id, shop_id, reason, told, now)
    if made is None:
        raise Refused("aftersales.complaint_open")
    await _tell(db, "complaint.made", made, shop_id, actor.account_id, now=now)
    return await complaint_row(db, made)


async def answer_complaint(
    db: Db, actor: Actor, *, complaint_id: int, outcome: Outcome, answer: str, now: datetime
) -> Complaint:
    """The operator's answer; NotAllowed for others. Refused: `aftersales.complaint_answered`."""
    only_operators(actor)
    words = said("answer", answer, ANSWER_MAX, needed=True)
    found = await complaint_row(db, complaint_id)
    if await ANSWER.get(db, found.account_id, complaint_id, outcome, now, actor.account_id, words) is None:
        raise Refused("aftersales.complaint_answered")
    await _tell(db, "complaint.answered", complaint_id, found.shop_id, found.account_id, now=now)
    return await complaint_row(db, complaint_id)


async def _tell(db: Db, name: str, complaint_id: int, shop_id: int, account_id: int, *, now: datetime) -> None:
    facts: dict[str, events.FactValue] = {"complaint_id": str(complaint_id)}
    await events.record(db, name, at=now, shop_id=shop_id, account_id=account_id, facts=facts)
    await live.announce(db, live.account(account_id))
