"""Who takes part in which plan, from both sides; ended participations are history and stay."""

from datetime import datetime

import msgspec

from etalase.affiliate.queries.plans import find_plan
from etalase.base.actor import Actor
from etalase.base.db import Db, rows
from etalase.base.errors import NotFound
from etalase.base.pages import LIMIT_DEFAULT, Page, below_of, page_of
from etalase.links.queries import find_key
from etalase.shops.queries import permit


class Participation(msgspec.Struct, frozen=True):
    """A creator in a plan. `rate_bp` is the plan's rate now."""

    participation_id: int
    account_id: int
    handle: str
    account_name: str
    avatar_key: str | None
    followers: int
    shop_id: int
    shop_name: str
    plan_id: int
    plan_kind: str
    plan_name: str
    plan_status: str
    rate_bp: int
    all_products: bool
    status: str
    requested_at: datetime
    joined_at: datetime | None
    ended_at: datetime | None
    end_reason: str | None


PARTICIPATION = """SELECT t.participation_id, t.account_id, a.handle, a.name AS account_name, a.avatar_key, a.followers,
       t.shop_id, s.name AS shop_name, t.plan_id, p.kind AS plan_kind, p.name AS plan_name, p.status AS plan_status,
       p.rate_bp, p.all_products, t.status, t.requested_at, t.joined_at, t.ended_at, t.end_reason
  FROM participations t
  JOIN plans p ON p.shop_id = t.shop_id AND p.plan_id = t.plan_id
  JOIN shops s ON s.shop_id = t.shop_id
  JOIN accounts a ON a.account_id = t.account_id"""
ONE = rows(Participation, PARTICIPATION + " WHERE t.account_id = $1 AND t.participation_id = $2")
OF_PLAN = rows(
    Participation,
    PARTICIPATION + " WHERE t.plan_id = $1 AND t.participation_id < $2 ORDER BY t.participation_id DESC LIMIT $3",
)
OF_ACCOUNT = rows(
    Participation,
    PARTICIPATION + " WHERE t.account_id = $1 AND t.participation_id < $2 ORDER BY t.participation_id DESC LIMIT $3",
)
OPEN_OF_ACCOUNT = rows(
    Participation,
    PARTICIPATION + " WHERE t.account_id = $1 AND t.status IN ('REQUESTED', 'APPROVED') ORDER BY t.participation_id",
)


async def participation_of(db: Db, account_id: int, participation_id: int) -> Participation:
    """One participation, for actions that have checked the actor."""
    return await ONE.sole(db, account_id, participation_id)


async def participations_of_plan(
    db: Db, actor: Actor, *, shop_id: int, plan_id: int, limit: int = LIMIT_DEFAULT, cursor: str | None = None
) -> Page[Participation]:
    """Everyone who takes or took part in a plan or asked to, newest first, for the shop's staff."""
    await permit(db, actor, shop_id, "plan.read")
    await find_plan(db, plan_id, shop_id)
    before = below_of(cursor)
    found = await OF_PLAN.all(db, plan_id, before, limit + 1)
    return page_of(found, limit, lambda each: (each.participation_id,))


async def my_participations(
    db: Db, actor: Actor, *, limit: int = LIMIT_DEFAULT, cursor: str | None = None
) -> Page[Participation]:
    """The plans the actor takes or took part in, newest first."""
    before = below_of(cursor)
    found = await OF_ACCOUNT.all(db, actor.account_id, before, limit + 1)
    return page_of(found, limit, lambda each: (each.participation_id,))


async def what_acceptance_ends(db: Db, actor: Actor, *, link_id: int) -> list[Participation]:
    """The participations that end when the actor accepts this invitation: all of them for an official one, none else.

    NotFound for everybody but the invitation's holder.
    """
    key = await find_key(db, link_id)
    if key.account_id != actor.account_id:
        raise NotFound
    return await OPEN_OF_ACCOUNT.all(db, actor.account_id) if key.kind == "OFFICIAL" else []
