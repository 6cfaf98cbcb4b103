"""A seller publishes a plan: open to every eligible creator, or targeted at named ones."""

from collections.abc import Sequence
from datetime import datetime

import msgspec

from etalase.accounts.rules import plain_handle
from etalase.affiliate import rules
from etalase.affiliate.actions.conflicts import lock_plans, refuse_conflicts
from etalase.affiliate.queries import Plan, plan_of
from etalase.base import events, live
from etalase.base.actor import Actor
from etalase.base.db import Db, rows, value, write
from etalase.base.errors import Invalid, NotFound
from etalase.base.markets import policy
from etalase.base.texts import N_
from etalase.shops.queries import permit


class NewPlan(msgspec.Struct, frozen=True):
    """What the seller asks for. `product_ids` None is every product, future ones too; `handles` only for TARGETED."""

    kind: str
    rate_bp: int
    product_ids: list[int] | None
    handles: list[str] = []
    ends_at: datetime | None = None
    needs_approval: bool = False
    name: str = ""
    message: str = ""


class Named(msgspec.Struct, frozen=True):
    """An account found by its handle."""

    account_id: int
    handle: str


NAMED = rows(Named, "SELECT account_id, handle FROM accounts WHERE handle = ANY($1::text[]) ORDER BY account_id")
LISTED = value(
    int,
    """SELECT count(*)::integer FROM products
        WHERE shop_id = $1 AND product_id = ANY($2::bigint[]) AND status <> 'DELETED'""",
)
CREATE = write(
    """INSERT INTO plans (shop_id, plan_id, kind, name, rate_bp, all_products, needs_approval, status, message,
                          created_by, created_at, ends_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, 'LIVE', $8, $9, $10, $11)"""
)
ADD_PRODUCTS = write(
    """INSERT INTO plan_products (shop_id, plan_id, product_id, added_at)
       SELECT $1, $2, unnest($3::bigint[]), $4
       ON CONFLICT (shop_id, plan_id, product_id) WHERE removed_at IS NULL DO NOTHING"""
)
INVITE = write(
    """INSERT INTO plan_invitees (shop_id, plan_id, account_id, status, invited_at)
       SELECT $1, $2, unnest($3::bigint[]), 'INVITED', $4
       ON CONFLICT (shop_id, plan_id, account_id) DO UPDATE
          SET status = 'INVITED', invited_at = excluded.invited_at, answered_at = NULL
        WHERE plan_invitees.status IN ('DECLINED', 'WITHDRAWN')"""
)


async def create_plan(db: Db, actor: Actor, *, shop_id: int, new: NewPlan, now: datetime) -> Plan:
    """Publish a plan; it is live at once.

    Invalid shape; NotFound for products that are not the shop's. Refused: `affiliate.rate_out_of_range` (R-AFF-1),
    `affiliate.too_many_products`, `affiliate.too_many_creators`, `affiliate.targeted_conflict` with the pairs (R-AFF-3).
    """
    shop = await permit(db, actor, shop_id, "plan.write")
    product_ids = None if new.product_ids is None else sorted(set(new.product_ids))
    handles = sorted({plain_handle(handle) for handle in new.handles}) if new.kind == rules.TARGETED else []
    _check_shape(new, product_ids, handles, now)
    numbers = await policy(db, shop.market, now)
    rules.refuse_rate(new.rate_bp, numbers)
    rules.refuse_size(new.kind, len(product_ids or ()), len(handles), numbers)
    account_ids = await find_creators(db, handles)
    await refuse_foreign_products(db, shop_id, product_ids)
    if new.kind == rules.TARGETED:
        await lock_plans(db, shop_id)
        await refuse_conflicts(db, shop_id, account_ids, product_ids, now)
    return await _write(db, actor, shop_id, new, (product_ids, account_ids), now)


def _check_shape(new: NewPlan, product_ids: list[int] | None, handles: list[str], now: datetime) -> None:
    wrong = rules.wrong_terms(new.kind, product_ids, handles, new.ends_at, now)
    wrong |= rules.wrong_words(new.name, new.message)
    if wrong:
        raise Invalid(wrong)


async def find_creators(db: Db, handles: Sequence[str]) -> list[int]:
    """The accounts of these handles, in id order; Invalid with those that nobody has."""
    found = await NAMED.all(db, list(handles)) if handles else []
    unknown = sorted(set(handles) - {each.handle for each in found})
    if unknown:
        raise Invalid({"handles": N_("Nobody has some of these handles.")}, unknown=unknown)
    return [each.account_id for each in found]


async def refuse_foreign_products(db: Db, shop_id: int, product_ids: Sequence[int] | None) -> None:
    """NotFound unless every product is the shop's and not deleted."""
    if product_ids and await LISTED.sole(db, shop_id, list(product_ids)) != len(product_ids):
        raise NotFound


async def _write(
    db: Db, actor: Actor, shop_id: int, new: NewPlan, covered: tuple[list[int] | None, list[int]], now: datetime
) -> Plan:
    product_ids, account_ids = covered
    plan_id = await db.new_id()
    terms = (new.kind, new.name.strip(), new.rate_bp, product_ids is None, new.needs_approval, new.message.strip())
    await CREATE.run(db, shop_id, plan_id, *terms, actor.account_id, now, new.ends_at)
    if product_ids:
        await ADD_PRODUCTS.run(db, shop_id, plan_id, product_ids, now)
    if account_ids:
        await INVITE.run(db, shop_id, plan_id, account_ids, now)
    await events.record(db, "plan.created", at=now, shop_id=shop_id, facts={"plan_id": str(plan_id), "kind": new.kind})
    await tell_invited(db, shop_id, plan_id, account_ids, now)
    await live.announce(db, live.shop(shop_id))
    return await plan_of(db, plan_id, now)


async def tell_invited(db: Db, shop_id: int, plan_id: int, account_ids: Sequence[int], now: datetime) -> None:
    """Record an invitation for each creator and wake their pages."""
    told = {"plan_id": str(plan_id)}
    await events.record_all(db, [events.News("plan.offered", now, shop_id, each, told) for each in account_ids])
    for account_id in account_ids:
        await live.announce(db, live.account(account_id))
