"""A creator takes part in a plan, leaves it, or declines an invitation (R-AFF-5, R-AFF-10)."""

from datetime import datetime

import msgspec

from etalase.affiliate import rules
from etalase.affiliate.actions.parting import END_OF_ACCOUNT, after_parting
from etalase.affiliate.queries import Participation, creator_by_id, find_plan
from etalase.affiliate.queries.participations import participation_of
from etalase.affiliate.queries.plans import PlanKey
from etalase.base import events, live
from etalase.base.actor import Actor
from etalase.base.db import Db, rows, value, write
from etalase.base.errors import NotFound, Refused
from etalase.base.markets import policy
from etalase.links.actions import add_affiliate_plan, lock_account


class Offer(msgspec.Struct, frozen=True):
    """What a join depends on; `invited` is the status of the creator's invitation."""

    kind: str
    status: str
    ends_at: datetime | None
    needs_approval: bool
    market: str
    shop_status: str
    invited: str | None


# Shared: a plan cannot end while a creator is joining it, and whoever comes after its end sees that.
HOLD = write("SELECT plan_id FROM plans WHERE shop_id = $1 AND plan_id = $2 FOR SHARE")
OFFER = rows(
    Offer,
    """SELECT p.kind, p.status, p.ends_at, p.needs_approval, s.market, s.status AS shop_status, i.status AS invited
         FROM plans p JOIN shops s ON s.shop_id = p.shop_id
         LEFT JOIN plan_invitees i ON i.shop_id = p.shop_id AND i.plan_id = p.plan_id AND i.account_id = $3
        WHERE p.shop_id = $1 AND p.plan_id = $2""",
)
JOIN = value(
    int,
    """INSERT INTO participations (account_id, participation_id, shop_id, plan_id, status, requested_at, joined_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7)
       ON CONFLICT (account_id, plan_id) WHERE status IN ('REQUESTED', 'APPROVED') DO NOTHING
       RETURNING participation_id""",
)
ANSWER = value(
    int,
    """UPDATE plan_invitees SET status = $4, answered_at = $5
        WHERE shop_id = $1 AND plan_id = $2 AND account_id = $3 AND status = ANY($6::text[]) RETURNING plan_id""",
)


async def join(db: Db, actor: Actor, *, plan_id: int, now: datetime) -> Participation:
    """Take part in a plan: at once, or as a request when the seller approves each creator of an open plan.

    Refused, in this order: `affiliate.plan_ended`, `affiliate.official_account` (R-LINK-8), `affiliate.not_invited`,
    `affiliate.not_eligible` with its reason, `affiliate.already_joined`.
    """
    key = await find_plan(db, plan_id)
    claims = await lock_account(db, actor.account_id)
    await HOLD.run(db, key.shop_id, plan_id)
    offer = await OFFER.sole(db, key.shop_id, plan_id, actor.account_id)
    _refuse(offer, now, official=claims.official_shop_id is not None)
    numbers = await policy(db, offer.market, now)
    rules.refuse_creator(await creator_by_id(db, actor.account_id), offer.market, numbers, now)
    return await _write(db, actor, key, offer, now)


async def leave(db: Db, actor: Actor, *, plan_id: int, now: datetime) -> None:
    """Leave a plan, or withdraw the request. Refused: `affiliate.not_participating`; NotFound for a plan that is none."""
    await find_plan(db, plan_id)
    await lock_account(db, actor.account_id)
    parted = await END_OF_ACCOUNT.all(db, actor.account_id, plan_id, now, None)
    if not parted:
        raise Refused("affiliate.not_participating")
    await after_parting(db, parted, None, now)


async def decline_invitation(db: Db, actor: Actor, *, plan_id: int, now: datetime) -> None:
    """Decline a targeted plan's invitation. NotFound when there is none; Refused: `affiliate.answered_already`."""
    key = await find_plan(db, plan_id)
    offer = await OFFER.sole(db, key.shop_id, plan_id, actor.account_id)
    if offer.invited is None or offer.invited == "WITHDRAWN":
        raise NotFound
    if not await _answer(db, key, actor.account_id, "DECLINED", now, ["INVITED"]):
        raise Refused("affiliate.answered_already")
    told = {"plan_id": str(plan_id)}
    await events.record(db, "plan.declined", at=now, shop_id=key.shop_id, account_id=actor.account_id, facts=told)
    await live.announce(db, live.shop(key.shop_id))


def _refuse(offer: Offer, now: datetime, *, official: bool) -> None:
    over = offer.ends_at is not None and offer.ends_at <= now
    if offer.status != "LIVE" or over or offer.shop_status in {"CLOSED", "SUSPENDED"}:
        raise Refused("affiliate.plan_ended")
    if official:
        raise Refused("affiliate.official_account")
    if offer.kind == rules.TARGETED and offer.invited not in {"INVITED", "ACCEPTED"}:
        raise Refused("affiliate.not_invited")


async def _write(db: Db, actor: Actor, key: PlanKey, offer: Offer, now: datetime) -> Participation:
    # An invitation is the seller's approval already.
    waits = offer.needs_approval and offer.kind == rules.OPEN
    status, joined_at = ("REQUESTED", None) if waits else ("APPROVED", now)
    participation_id = await db.new_id()
    row = (actor.account_id, participation_id, key.shop_id, key.plan_id, status, now, joined_at)
    if await JOIN.get(db, *row) is None:
        raise Refused("affiliate.already_joined")
    if not await add_affiliate_plan(db, actor.account_id):
        raise Refused("affiliate.official_account")
    invited_again = offer.kind == rules.TARGETED and not await _answer(
        db, key, actor.account_id, "ACCEPTED", now, ["INVITED", "ACCEPTED"]
    )
    if invited_again:
        raise Refused("affiliate.not_invited")
    facts = {"plan_id": str(key.plan_id), "participation_id": str(participation_id)}
    name = "participation.requested" if waits else "participation.joined"
    await events.record(db, name, at=now, shop_id=key.shop_id, account_id=actor.account_id, facts=facts)
    await live.announce(db, live.shop(key.shop_id))
    await live.announce(db, live.account(actor.account_id))
    return await participation_of(db, actor.account_id, participation_id)


async def _answer(db: Db, key: PlanKey, account_id: int, answer: str, now: datetime, sources: list[str]) -> bool:
    return await ANSWER.get(db, key.shop_id, key.plan_id, account_id, answer, now, sources) is not None
