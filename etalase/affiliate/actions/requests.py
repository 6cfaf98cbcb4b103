"""What a seller decides about one creator of a plan: approve or reject the request, remove the participant (R-AFF-5)."""

from datetime import datetime

import msgspec

from etalase.affiliate import rules
from etalase.affiliate.actions.parting import END_ONE, after_parting
from etalase.affiliate.queries import Participation, find_plan
from etalase.affiliate.queries.participations import participation_of
from etalase.base import events, live
from etalase.base.actor import Actor
from etalase.base.db import Db, rows, value, write
from etalase.base.errors import NotFound, Refused
from etalase.links.actions import lock_account
from etalase.shops.queries import permit


class Member(msgspec.Struct, frozen=True):
    """Where a participation lies."""

    account_id: int
    participation_id: int
    shop_id: int
    plan_id: int


FIND = rows(
    Member,
    """SELECT account_id, participation_id, shop_id, plan_id FROM participations
        WHERE plan_id = $1 AND participation_id = $2 AND shop_id = $3""",
)
APPROVE = value(
    int,
    """UPDATE participations SET status = 'APPROVED', joined_at = $3
        WHERE account_id = $1 AND participation_id = $2 AND status = ANY($4::text[]) RETURNING participation_id""",
)
WITHDRAW_INVITATION = write(
    """UPDATE plan_invitees SET status = 'WITHDRAWN', answered_at = $4
        WHERE shop_id = $1 AND plan_id = $2 AND account_id = $3"""
)


async def approve(
    db: Db, actor: Actor, *, shop_id: int, plan_id: int, participation_id: int, now: datetime
) -> Participation:
    """Let a creator in who asked. Refused: `affiliate.not_requested`."""
    member = await _find(db, actor, shop_id, plan_id, participation_id)
    await lock_account(db, member.account_id)
    sources = rules.participation_sources("APPROVED")
    if await APPROVE.get(db, member.account_id, participation_id, now, sources) is None:
        raise Refused("affiliate.not_requested")
    facts = {"plan_id": str(plan_id), "participation_id": str(participation_id)}
    for name in ("participation.approved", "participation.joined"):
        await events.record(db, name, at=now, shop_id=shop_id, account_id=member.account_id, facts=facts)
    await live.announce(db, live.account(member.account_id))
    await live.announce(db, live.shop(shop_id))
    return await participation_of(db, member.account_id, participation_id)


async def reject(
    db: Db, actor: Actor, *, shop_id: int, plan_id: int, participation_id: int, now: datetime
) -> Participation:
    """Refuse a creator who asked. Refused: `affiliate.not_requested`."""
    member = await _find(db, actor, shop_id, plan_id, participation_id)
    return await _part(db, member, "REJECTED", "affiliate.not_requested", now)


async def remove_creator(
    db: Db, actor: Actor, *, shop_id: int, plan_id: int, participation_id: int, now: datetime
) -> Participation:
    """Remove a creator from a plan. An open plan can be joined again (R-AFF-5); a targeted one needs a new invitation.

    Refused: `affiliate.not_participating`.
    """
    member = await _find(db, actor, shop_id, plan_id, participation_id)
    removed = await _part(db, member, "REMOVED", "affiliate.not_participating", now)
    await WITHDRAW_INVITATION.run(db, shop_id, plan_id, member.account_id, now)
    return removed


async def _find(db: Db, actor: Actor, shop_id: int, plan_id: int, participation_id: int) -> Member:
    await permit(db, actor, shop_id, "plan.write")
    await find_plan(db, plan_id, shop_id)
    member = await FIND.one(db, plan_id, participation_id, shop_id)
    if member is None:
        raise NotFound
    return member


async def _part(db: Db, member: Member, status: str, otherwise: str, now: datetime) -> Participation:
    await lock_account(db, member.account_id)
    where = (member.account_id, member.participation_id)
    parted = await END_ONE.all(db, *where, status, now, None, rules.participation_sources(status))
    if not parted:
        raise Refused(otherwise)
    await after_parting(db, parted, None, now)
    return await participation_of(db, *where)
