"""The facts of a case, read in two statements: one about the account, one about the shop."""

from datetime import datetime, timedelta

import msgspec

from etalase.accounts.queries import account_by_handle
from etalase.accounts.rules import plain_handle
from etalase.base.actor import Actor
from etalase.base.db import Db, rows
from etalase.base.errors import NotFound
from etalase.base.markets import Policy, policy
from etalase.links import rules
from etalase.shops.queries import Shop, permit

ACCOUNT_FACTS = rows(
    rules.AccountFacts,
    """SELECT a.account_id, a.handle, a.name, a.market, a.standing, a.verified, a.birth_date, a.followers,
              c.official_shop_id, c.marketing_shop_id, coalesce(c.affiliate_plans, 0) AS affiliate_plans,
              (SELECT count(*)::integer FROM account_links l
                WHERE l.account_id = a.account_id AND l.kind = 'MARKETING' AND l.linked_at > $2) AS recent_links
         FROM accounts a LEFT JOIN account_claims c ON c.account_id = a.account_id
        WHERE a.account_id = $1""",
)
SHOP_FACTS = rows(
    rules.ShopFacts,
    """SELECT s.shop_id, s.name, s.market, s.status, s.verified, s.probation, s.seller_type,
              count(*) FILTER (WHERE l.status = 'LINKED' AND l.kind = 'OFFICIAL')::integer AS official_linked,
              count(*) FILTER (WHERE l.status = 'LINKED' AND l.kind = 'MARKETING')::integer AS marketing_linked,
              count(*) FILTER (WHERE l.kind = 'MARKETING' AND l.linked_at > $5)::integer AS recent_links,
              coalesce(bool_or(l.status = 'LINKED' AND l.account_id = $2), false) AS linked_here,
              coalesce(bool_or(l.status = 'PENDING' AND l.account_id = $2 AND l.kind = $3 AND l.expires_at > $4), false)
                  AS invited_here
         FROM shops s
         LEFT JOIN shop_links l
           ON l.shop_id = s.shop_id AND (l.status IN ('PENDING', 'LINKED') OR l.linked_at > $5)
        WHERE s.shop_id = $1
        GROUP BY s.shop_id""",
)


class Eligibility(msgspec.Struct, frozen=True):
    """Every condition of an invitation with its answer; `eligible` when all say yes."""

    account_id: int
    handle: str
    name: str
    avatar_key: str | None
    kind: str
    eligible: bool
    affiliate_plans: int
    verdicts: list[rules.Verdict]


async def case_of(db: Db, *, kind: str, account_id: int, shop: tuple[int, str], now: datetime) -> rules.Case:
    """The case of an account and a shop (its id and market), read now. Asked under the locks it decides exactly."""
    shop_id, market = shop
    numbers = await policy(db, market, now)
    since = now - window(numbers)
    account = await ACCOUNT_FACTS.one(db, account_id, since)
    facts = await SHOP_FACTS.one(db, shop_id, account_id, kind, now, since)
    if account is None or facts is None:
        raise NotFound
    return rules.Case(kind, account, facts, numbers, now)


def window(numbers: Policy) -> timedelta:
    """How far back marketing links are counted (R-LINK-42)."""
    return timedelta(days=numbers.marketing_links_window_days)


async def eligibility(db: Db, actor: Actor, *, shop_id: int, handle: str, kind: str, now: datetime) -> Eligibility:
    """Rule by rule, whether this account could be invited now. NotFound for an unknown handle and for a shop not yours."""
    shop: Shop = await permit(db, actor, shop_id, "link.write")
    account = await account_by_handle(db, plain_handle(handle))
    case = await case_of(db, kind=kind, account_id=account.account_id, shop=(shop_id, shop.market), now=now)
    found = rules.verdicts(case)
    return Eligibility(
        case.account.account_id,
        case.account.handle,
        case.account.name,
        account.avatar_key,
        kind,
        all(verdict.ok for verdict in found),
        case.account.affiliate_plans,
        found,
    )
