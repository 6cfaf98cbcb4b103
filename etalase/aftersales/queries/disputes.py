"""Disputes, as the two sides and the operator read them."""

from datetime import datetime

import msgspec

from etalase.aftersales.rules.arbitrating import DisputeStatus
from etalase.base.actor import Actor, only_operators
from etalase.base.db import Db, rows, value
from etalase.base.errors import NotFound
from etalase.base.jobs import Place
from etalase.base.pages import LIMIT_DEFAULT, Page, decode_cursor, page_of


class Dispute(msgspec.Struct, frozen=True):
    """An arbitration about one return. `answer_by`: silence supports the buyer then."""

    shop_id: int
    dispute_id: int
    return_id: int
    order_id: int
    number: int
    status: DisputeStatus
    opened_by: str
    opened_at: datetime
    answer_by: datetime
    closed_at: datetime | None
    verdict: str | None


COLUMNS = (
    "shop_id, dispute_id, return_id, order_id, number, status, opened_by, opened_at, answer_by, closed_at, verdict"
)
ONE = rows(Dispute, f"SELECT {COLUMNS} FROM disputes WHERE dispute_id = $1")
OF_RETURN = rows(Dispute, f"SELECT {COLUMNS} FROM disputes WHERE shop_id = $1 AND return_id = $2 ORDER BY dispute_id")
OPEN = rows(Dispute, f"SELECT {COLUMNS} FROM disputes WHERE shop_id = $1 AND return_id = $2 AND status = 'IN_PROGRESS'")
WAITING = rows(
    Dispute,
    f"""SELECT {COLUMNS} FROM disputes WHERE status = 'IN_PROGRESS' AND dispute_id > $1
        ORDER BY dispute_id LIMIT $2""",
)
DECIDED = rows(
    Dispute,
    f"""SELECT {COLUMNS} FROM disputes WHERE status <> 'IN_PROGRESS' AND dispute_id < $1
        ORDER BY dispute_id DESC LIMIT $2""",
)
DUE = rows(
    Dispute,
    f"""SELECT {COLUMNS} FROM disputes WHERE status = 'IN_PROGRESS' AND answer_by <= $1
          AND (answer_by, dispute_id) > ($2, $3) ORDER BY answer_by, dispute_id LIMIT 200""",
)
HOW_MANY = value(int, "SELECT count(*) FROM disputes WHERE status = 'IN_PROGRESS'")


async def dispute_row(db: Db, dispute_id: int) -> Dispute:
    """One dispute, whoever asks; NotFound when there is none."""
    found = await ONE.one(db, dispute_id)
    if found is None:
        raise NotFound
    return found


async def disputes_of(db: Db, shop_id: int, return_id: int) -> list[Dispute]:
    """Of one return, oldest first."""
    return await OF_RETURN.all(db, shop_id, return_id)


async def open_dispute(db: Db, shop_id: int, return_id: int) -> Dispute | None:
    """The dispute of a return that waits for the operator."""
    return await OPEN.one(db, shop_id, return_id)


async def waiting_disputes(
    db: Db, actor: Actor, *, limit: int = LIMIT_DEFAULT, cursor: str | None = None
) -> Page[Dispute]:
    """What waits for the operator, oldest first; NotAllowed for others."""
    only_operators(actor)
    key = decode_cursor(cursor, tuple[int])
    return page_of(await WAITING.all(db, key[0] if key else 0, limit + 1), limit, lambda each: (each.dispute_id,))


async def disputes_waiting(db: Db) -> int:
    """How many wait for the operator."""
    return await HOW_MANY.sole(db)


async def due_disputes(db: Db, now: datetime, after: Place) -> list[Dispute]:
    """The next disputes the operator has not decided in time."""
    return await DUE.all(db, now, after.at, after.row_id)
