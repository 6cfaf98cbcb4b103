"""How participations end, whoever ends them: the row keeps when and why, claims are freed, promotions close."""

from collections.abc import Sequence
from datetime import datetime

import msgspec

from etalase.base import events, live
from etalase.base.db import Db, rows, value, write
from etalase.links.actions import drop_affiliate_plans


class Parted(msgspec.Struct, frozen=True):
    """A participation that just ended; `status` is what became of it."""

    account_id: int
    participation_id: int
    shop_id: int
    plan_id: int
    status: str


# The end of a plan refuses what was waiting and removes who took part.
END_OF_PLAN = rows(
    Parted,
    """UPDATE participations
          SET status = CASE status WHEN 'APPROVED' THEN 'REMOVED' ELSE 'REJECTED' END, ended_at = $2, end_reason = $3
        WHERE plan_id = $1 AND status IN ('REQUESTED', 'APPROVED')
       RETURNING account_id, participation_id, shop_id, plan_id, status""",
)
# A creator leaves where they took part and withdraws what was waiting; $2 null: every plan.
END_OF_ACCOUNT = rows(
    Parted,
    """UPDATE participations
          SET status = CASE status WHEN 'APPROVED' THEN 'LEFT' ELSE 'WITHDRAWN' END, ended_at = $3, end_reason = $4
        WHERE account_id = $1 AND status IN ('REQUESTED', 'APPROVED') AND ($2::bigint IS NULL OR plan_id = $2)
       RETURNING account_id, participation_id, shop_id, plan_id, status""",
)
END_ONE = rows(
    Parted,
    """UPDATE participations SET status = $3, ended_at = $4, end_reason = $5
        WHERE account_id = $1 AND participation_id = $2 AND status = ANY($6::text[])
       RETURNING account_id, participation_id, shop_id, plan_id, status""",
)
PARTICIPANTS = value(
    int,
    """SELECT DISTINCT account_id FROM participations
        WHERE plan_id = ANY($1::bigint[]) AND status IN ('REQUESTED', 'APPROVED')""",
)
CLOSE_PROMOTIONS = write(
    """UPDATE promotions SET until = greatest(since, $3)
        WHERE account_id = $1 AND plan_id = $2 AND until IS NULL"""
)


async def after_parting(db: Db, parted: Sequence[Parted], reason: str | None, at: datetime) -> None:
    """Free the claims (locked by the caller, in id order), close promotions, tell both sides."""
    if not parted:
        return
    await drop_affiliate_plans(db, [each.account_id for each in parted])
    await CLOSE_PROMOTIONS.each(db, [(each.account_id, each.plan_id, at) for each in parted])
    await events.record_all(db, [_news(each, reason, at) for each in parted])
    for topic in sorted(
        {live.account(each.account_id) for each in parted} | {live.shop(each.shop_id) for each in parted}
    ):
        await live.announce(db, topic)


def _news(parted: Parted, reason: str | None, at: datetime) -> events.News:
    facts = {"plan_id": str(parted.plan_id), "participation_id": str(parted.participation_id), "reason": reason}
    return events.News(f"participation.{parted.status.lower()}", at, parted.shop_id, parted.account_id, facts)
