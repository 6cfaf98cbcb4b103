"""The plans a creator may look at, and whether the creator may take part."""

from datetime import datetime

import msgspec

from etalase.affiliate import rules
from etalase.affiliate.queries.plans import PLAN_COLUMNS, PLAN_FROM
from etalase.base.actor import Actor
from etalase.base.db import Db, rows, value
from etalase.base.errors import NotFound
from etalase.base.markets import policy
from etalase.base.pages import LIMIT_DEFAULT, Page, below_of, page_of


class OfferedPlan(msgspec.Struct, frozen=True):
    """A plan as a creator sees it. `mine` is the status of the creator's open participation, `invited` that of the invitation."""

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
    mine: str | None
    invited: str | None


CREATOR = rows(
    rules.Creator,
    "SELECT account_id, handle, market, standing, birth_date, followers FROM accounts WHERE account_id = $1",
)
OFFICIAL = value(bool, "SELECT official_shop_id IS NOT NULL FROM account_claims WHERE account_id = $1")
# An official account has no access to the affiliate market (R-LINK-8).
OFFERED = rows(
    OfferedPlan,
    f"""SELECT {PLAN_COLUMNS}, t.status AS mine, i.status AS invited
        {PLAN_FROM}
        LEFT JOIN participations t
          ON t.account_id = $2 AND t.plan_id = p.plan_id AND t.status IN ('REQUESTED', 'APPROVED')
        LEFT JOIN plan_invitees i ON i.shop_id = p.shop_id AND i.plan_id = p.plan_id AND i.account_id = $2
       WHERE p.status = 'LIVE' AND NOT over AND p.plan_id < $3 AND s.market = $4 AND s.status IN ('OPEN', 'HOLIDAY')
         AND (p.kind = 'OPEN' OR i.status IN ('INVITED', 'ACCEPTED'))
         AND NOT EXISTS (SELECT FROM account_claims c WHERE c.account_id = $2 AND c.official_shop_id IS NOT NULL)
       ORDER BY p.plan_id DESC LIMIT $5""",
)

INVITING = rows(
    OfferedPlan,
    f"""SELECT {PLAN_COLUMNS}, NULL::text AS mine, i.status AS invited
        {PLAN_FROM}
        JOIN plan_invitees i ON i.shop_id = p.shop_id AND i.plan_id = p.plan_id AND i.account_id = $2
       WHERE p.status = 'LIVE' AND NOT over AND s.status IN ('OPEN', 'HOLIDAY') AND i.status = 'INVITED'
         AND NOT EXISTS (SELECT FROM account_claims c WHERE c.account_id = $2 AND c.official_shop_id IS NOT NULL)
         AND NOT EXISTS (SELECT FROM participations t
                          WHERE t.account_id = $2 AND t.plan_id = p.plan_id AND t.status IN ('REQUESTED', 'APPROVED'))
       ORDER BY i.invited_at DESC, p.plan_id LIMIT 100""",
)


async def creator_by_id(db: Db, account_id: int) -> rules.Creator:
    """What the conditions ask of this account; NotFound."""
    found = await CREATOR.one(db, account_id)
    if found is None:
        raise NotFound
    return found


async def creator_status(db: Db, actor: Actor, *, now: datetime) -> str | None:
    """Why the actor may not join plans of their own market: `official_account` or a word of rules.REASONS; None: they may."""
    if await OFFICIAL.get(db, actor.account_id):
        return "official_account"
    creator = await creator_by_id(db, actor.account_id)
    return rules.not_eligible_because(creator, creator.market, await policy(db, creator.market, now), now)


async def plans_open_to(
    db: Db, actor: Actor, *, now: datetime, limit: int = LIMIT_DEFAULT, cursor: str | None = None
) -> Page[OfferedPlan]:
    """Live plans of the actor's market, newest first: the open ones and those that invite the actor."""
    before = below_of(cursor)
    market = (await creator_by_id(db, actor.account_id)).market
    found = await OFFERED.all(db, now, actor.account_id, before, market, limit + 1)
    return page_of(found, limit, lambda each: (each.plan_id,))


async def plans_inviting(db: Db, actor: Actor, *, now: datetime) -> list[OfferedPlan]:
    """Live plans that invite the actor by name and wait for an answer, the latest invitation first (100 at most)."""
    return await INVITING.all(db, now, actor.account_id)
