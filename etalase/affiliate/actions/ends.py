"""How plans end: by the seller, by their date, with their shop. Participations end in the same transaction (R-AFF-9)."""

from datetime import datetime, timedelta

import msgspec

from etalase.affiliate import rules
from etalase.affiliate.actions.parting import END_OF_PLAN, PARTICIPANTS, after_parting
from etalase.affiliate.queries import Plan, find_plan, plan_of
from etalase.affiliate.queries.plans import PlanKey
from etalase.base import events, live
from etalase.base.actor import SYSTEM, Actor
from etalase.base.db import Db, rows, value
from etalase.base.errors import Refused
from etalase.base.markets import policy
from etalase.links.actions import lock_accounts
from etalase.shops.queries import permit


class Due(msgspec.Struct, frozen=True):
    """A plan whose date has come."""

    plan_id: int
    shop_id: int
    ends_at: datetime


END = value(
    int,
    """UPDATE plans SET status = $3, ended_at = $4, ended_by = $5, end_reason = $6
        WHERE shop_id = $1 AND plan_id = $2 AND status = ANY($7::text[]) RETURNING plan_id""",
)
GIVE_NOTICE = value(
    int,
    """UPDATE plans SET ends_at = least(coalesce(ends_at, $3), $3)
        WHERE shop_id = $1 AND plan_id = $2 AND status = 'LIVE' RETURNING plan_id""",
)
DUE = rows(
    Due,
    "SELECT plan_id, shop_id, ends_at FROM plans WHERE status = 'LIVE' AND ends_at <= $1 ORDER BY plan_id LIMIT 100",
)
LIVE_OF_SHOP = value(int, "SELECT plan_id FROM plans WHERE shop_id = $1 AND status = 'LIVE' ORDER BY plan_id")


class Ending(msgspec.Struct, frozen=True):
    """How a plan ends: what it becomes, by whom (None: system or clock), why, when."""

    status: str
    by: int | None
    reason: str | None
    at: datetime


async def end_plan(db: Db, actor: Actor, *, shop_id: int, plan_id: int, now: datetime) -> Plan:
    """End a live plan: at once, or at the end of the market's notice period. Refused: `affiliate.plan_ended`."""
    shop = await permit(db, actor, shop_id, "plan.write")
    await find_plan(db, plan_id, shop_id)
    notice_s = (await policy(db, shop.market, now)).plan_end_notice_s
    if notice_s:
        await _give_notice(db, shop_id, plan_id, now + timedelta(seconds=notice_s), now)
    else:
        await _end(db, shop_id, plan_id, Ending("ENDED", actor.account_id, None, now))
    return await plan_of(db, plan_id, now)


async def delete_plan(db: Db, actor: Actor, *, shop_id: int, plan_id: int, now: datetime) -> PlanKey:
    """End a live plan at once and take it out of the lists; its participations stay in everybody's history."""
    await permit(db, actor, shop_id, "plan.write")
    key = await find_plan(db, plan_id, shop_id)
    await _end(db, shop_id, plan_id, Ending("DELETED", actor.account_id, None, now))
    return msgspec.structs.replace(key, status="DELETED")


async def end_plans_of_shop(db: Db, *, shop_id: int, reason: str, now: datetime) -> int:
    """End every live plan of a shop, for `reason` (a word such as SHOP_CLOSED); how many (R-LINK-47)."""
    plan_ids = await LIVE_OF_SHOP.all(db, shop_id)
    await _hold_participants(db, plan_ids)
    ended = [await _try_end(db, shop_id, plan_id, Ending("ENDED", None, reason, now)) for plan_id in plan_ids]
    return sum(ended)


async def expire_plans(db: Db, now: datetime) -> int:
    """End the plans whose date has come (at most a hundred a time); how many. They ended at their date, not now."""
    due = await DUE.all(db, now)
    await _hold_participants(db, [each.plan_id for each in due])
    ended = [
        await _try_end(db, each.shop_id, each.plan_id, Ending("EXPIRED", None, "PLAN_EXPIRED", each.ends_at))
        for each in due
    ]
    return sum(ended)


async def _hold_participants(db: Db, plan_ids: list[int]) -> None:
    # Accounts first, then the plan: the order in which a join locks them.
    await lock_accounts(db, await PARTICIPANTS.all(db, plan_ids))


async def _end(db: Db, shop_id: int, plan_id: int, ending: Ending) -> None:
    await _hold_participants(db, [plan_id])
    if not await _try_end(db, shop_id, plan_id, ending):
        raise Refused("affiliate.plan_ended")


async def _try_end(db: Db, shop_id: int, plan_id: int, ending: Ending) -> bool:
    """End a plan whose participants are held; False when somebody has ended it already."""
    by = None if ending.by == SYSTEM.account_id else ending.by
    sources = rules.plan_sources(ending.status)
    if await END.get(db, shop_id, plan_id, ending.status, ending.at, by, ending.reason, sources) is None:
        return False
    reason = ending.reason or "PLAN_ENDED"
    await after_parting(db, await END_OF_PLAN.all(db, plan_id, ending.at, reason), reason, ending.at)
    facts = {"plan_id": str(plan_id), "reason": ending.reason}
    await events.record(db, f"plan.{ending.status.lower()}", at=ending.at, shop_id=shop_id, facts=facts)
    await live.announce(db, live.shop(shop_id))
    return True


async def _give_notice(db: Db, shop_id: int, plan_id: int, ends_at: datetime, now: datetime) -> None:
    if await GIVE_NOTICE.get(db, shop_id, plan_id, ends_at) is None:
        raise Refused("affiliate.plan_ended")
    await events.record(db, "plan.ending", at=now, shop_id=shop_id, facts={"plan_id": str(plan_id)})
    await live.announce(db, live.shop(shop_id))
