"""A shop's plans with what they cover and how many take part."""

from datetime import datetime

import msgspec

from etalase.base.actor import Actor
from etalase.base.db import Db, rows, value
from etalase.base.errors import NotFound
from etalase.base.pages import LIMIT_DEFAULT, Page, below_of, page_of
from etalase.shops.queries import permit, role_in


class Plan(msgspec.Struct, frozen=True):
    """A plan. `product_ids` is empty when it covers all products; `creators` take part, `requests` wait for the seller."""

    plan_id: int
    shop_id: int
    shop_name: str
    market: str
    logo_key: str | None
    kind: str
    name: str
    rate_bp: int
    all_products: bool
    product_ids: list[int]
    needs_approval: bool
    status: str
    message: str
    created_at: datetime
    ends_at: datetime | None
    ended_at: datetime | None
    end_reason: str | None
    creators: int
    requests: int


class PlanKey(msgspec.Struct, frozen=True):
    """Where a plan lies."""

    shop_id: int
    plan_id: int
    kind: str
    status: str


class Invitee(msgspec.Struct, frozen=True):
    """A creator whom a targeted plan invites."""

    account_id: int
    handle: str
    name: str
    avatar_key: str | None
    status: str
    invited_at: datetime
    answered_at: datetime | None


# A plan whose time is over is expired, whether or not the timed job has written it down yet.
PLAN_COLUMNS = """p.plan_id, p.shop_id, s.name AS shop_name, s.market, s.logo_key, p.kind, p.name, p.rate_bp, p.all_products,
       ARRAY(SELECT i.product_id FROM plan_products i
              WHERE i.shop_id = p.shop_id AND i.plan_id = p.plan_id AND (i.removed_at IS NULL OR i.removed_at > $1)
              ORDER BY i.product_id) AS product_ids,
       p.needs_approval, CASE WHEN over THEN 'EXPIRED' ELSE p.status END AS status, p.message, p.created_at, p.ends_at,
       CASE WHEN over THEN p.ends_at ELSE p.ended_at END AS ended_at, p.end_reason"""
PLAN_FROM = """FROM plans p
         CROSS JOIN LATERAL (SELECT p.status = 'LIVE' AND p.ends_at IS NOT NULL AND p.ends_at <= $1 AS over) AS clock
         JOIN shops s ON s.shop_id = p.shop_id"""
COUNTS = """(SELECT count(*)::integer FROM participations t WHERE t.plan_id = p.plan_id AND t.status = 'APPROVED') AS creators,
       (SELECT count(*)::integer FROM participations t WHERE t.plan_id = p.plan_id AND t.status = 'REQUESTED') AS requests"""
PLAN = f"SELECT {PLAN_COLUMNS}, {COUNTS} {PLAN_FROM}"
ONE = rows(Plan, PLAN + " WHERE p.plan_id = $2 AND p.status <> 'DELETED'")
OF_SHOP = rows(
    Plan,
    PLAN + " WHERE p.shop_id = $2 AND p.plan_id < $3 AND p.status <> 'DELETED' ORDER BY p.plan_id DESC LIMIT $4",
)
KEY = rows(PlanKey, "SELECT shop_id, plan_id, kind, status FROM plans WHERE plan_id = $1 AND status <> 'DELETED'")
INVITEES = rows(
    Invitee,
    """SELECT i.account_id, a.handle, a.name, a.avatar_key, i.status, i.invited_at, i.answered_at
         FROM plan_invitees i JOIN accounts a ON a.account_id = i.account_id
        WHERE i.shop_id = $1 AND i.plan_id = $2 ORDER BY a.handle""",
)
INVITED = rows(
    PlanKey,
    """SELECT p.shop_id, p.plan_id, p.kind, i.status FROM plans p
         JOIN plan_invitees i ON i.shop_id = p.shop_id AND i.plan_id = p.plan_id
        WHERE p.plan_id = $1 AND i.account_id = $2 AND i.status <> 'WITHDRAWN'""",
)
REQUESTS_WAITING = value(
    int,
    """SELECT count(*) FROM participations t
         JOIN plans p ON p.shop_id = t.shop_id AND p.plan_id = t.plan_id
        WHERE p.shop_id = $1 AND p.status = 'LIVE' AND t.status = 'REQUESTED'""",
)


async def find_plan(db: Db, plan_id: int, shop_id: int | None = None) -> PlanKey:
    """Where a plan lies, whoever asks; NotFound, also when it is not one of `shop_id`."""
    found = await KEY.one(db, plan_id)
    if found is None or (shop_id is not None and found.shop_id != shop_id):
        raise NotFound
    return found


async def plan_of(db: Db, plan_id: int, now: datetime) -> Plan:
    """A plan, whoever asks; NotFound when there is none."""
    found = await ONE.one(db, now, plan_id)
    if found is None:
        raise NotFound
    return found


async def plan(db: Db, actor: Actor, *, plan_id: int, now: datetime) -> Plan:
    """One plan, for its shop's staff and for the creators who may see it: everyone (open), the invited (targeted)."""
    key = await find_plan(db, plan_id)
    hidden = key.kind == "TARGETED" and await INVITED.one(db, plan_id, actor.account_id) is None
    if hidden and await role_in(db, actor, key.shop_id) is None:
        raise NotFound
    return await plan_of(db, plan_id, now)


async def plans_of_shop(
    db: Db, actor: Actor, *, shop_id: int, now: datetime, limit: int = LIMIT_DEFAULT, cursor: str | None = None
) -> Page[Plan]:
    """The shop's plans, newest first, ended ones included."""
    await permit(db, actor, shop_id, "plan.read")
    before = below_of(cursor)
    return page_of(await OF_SHOP.all(db, now, shop_id, before, limit + 1), limit, lambda each: (each.plan_id,))


async def invitees_of_plan(db: Db, actor: Actor, *, shop_id: int, plan_id: int) -> list[Invitee]:
    """Whom a targeted plan invites (50 at most), for the shop's staff."""
    await permit(db, actor, shop_id, "plan.read")
    await find_plan(db, plan_id, shop_id)
    return await INVITEES.all(db, shop_id, plan_id)


async def requests_waiting(db: Db, actor: Actor, *, shop_id: int) -> int:
    """How many creators wait for the shop's answer, over all its live plans."""
    await permit(db, actor, shop_id, "plan.read")
    return await REQUESTS_WAITING.sole(db, shop_id)
