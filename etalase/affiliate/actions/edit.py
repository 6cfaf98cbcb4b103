"""A seller changes a live plan: its words, its rate, its end, which products it lists, whom it invites."""

from datetime import datetime, timedelta

import msgspec
from msgspec import UNSET, UnsetType

from etalase.accounts.rules import plain_handle
from etalase.affiliate import rules
from etalase.affiliate.actions.conflicts import lock_plans, refuse_conflicts
from etalase.affiliate.actions.create import (
    ADD_PRODUCTS,
    INVITE,
    find_creators,
    refuse_foreign_products,
    tell_invited,
)
from etalase.affiliate.queries import Plan, find_plan, plan_of
from etalase.base import events, live
from etalase.base.actor import Actor
from etalase.base.db import Db, rows, value, write
from etalase.base.errors import Invalid, Refused
from etalase.base.markets import Policy, policy
from etalase.base.texts import N_
from etalase.shops.queries import permit


class PlanChanges(msgspec.Struct, frozen=True):
    """What is to change; UNSET stays. `product_ids` is the whole list (None: ALL); `handles` are invited in addition."""

    rate_bp: int | UnsetType = UNSET
    name: str | UnsetType = UNSET
    message: str | UnsetType = UNSET
    needs_approval: bool | UnsetType = UNSET
    ends_at: datetime | UnsetType | None = UNSET
    product_ids: list[int] | UnsetType | None = UNSET
    handles: list[str] | UnsetType = UNSET


class Terms(msgspec.Struct, frozen=True):
    """A plan's terms as they are now."""

    kind: str
    name: str
    rate_bp: int
    all_products: bool
    needs_approval: bool
    status: str
    message: str
    ends_at: datetime | None


class Change(msgspec.Struct, frozen=True):
    """One edit under way: where, of what, by which numbers, when."""

    shop_id: int
    plan_id: int
    terms: Terms
    policy: Policy
    now: datetime


LOCK = rows(
    Terms,
    """SELECT kind, name, rate_bp, all_products, needs_approval, status, message, ends_at
         FROM plans WHERE shop_id = $1 AND plan_id = $2 FOR UPDATE""",
)
EDIT = write(
    """UPDATE plans SET name = $3, rate_bp = $4, needs_approval = $5, message = $6, ends_at = $7
        WHERE shop_id = $1 AND plan_id = $2 AND status = 'LIVE'"""
)
# Put back what is leaving within its notice period, instead of listing it twice.
KEEP_PRODUCTS = write(
    """UPDATE plan_products SET removed_at = NULL
        WHERE shop_id = $1 AND plan_id = $2 AND product_id = ANY($3::bigint[]) AND removed_at > $4"""
)
REMOVE_PRODUCTS = write(
    """UPDATE plan_products SET removed_at = $4
        WHERE shop_id = $1 AND plan_id = $2 AND product_id <> ALL($3::bigint[]) AND removed_at IS NULL"""
)
CURRENT_PRODUCTS = value(
    int,
    """SELECT product_id FROM plan_products
        WHERE shop_id = $1 AND plan_id = $2 AND (removed_at IS NULL OR removed_at > $3) ORDER BY product_id""",
)
CURRENT_INVITEES = value(
    int,
    """SELECT account_id FROM plan_invitees
        WHERE shop_id = $1 AND plan_id = $2 AND status IN ('INVITED', 'ACCEPTED') ORDER BY account_id""",
)


async def edit_plan(db: Db, actor: Actor, *, shop_id: int, plan_id: int, changes: PlanChanges, now: datetime) -> Plan:
    """Change a live plan. A product taken out leaves at the end of the market's notice period (R-AFF-9).

    Refused: `affiliate.plan_ended`, `affiliate.scope_is_fixed` (from ALL to a list or back), and what refuses a new plan.
    """
    shop = await permit(db, actor, shop_id, "plan.write")
    key = await find_plan(db, plan_id, shop_id)
    if key.kind == rules.TARGETED:
        await lock_plans(db, shop_id)
    terms = await LOCK.sole(db, shop_id, plan_id)
    if terms.status != "LIVE" or (terms.ends_at is not None and terms.ends_at <= now):
        raise Refused("affiliate.plan_ended")
    change = Change(shop_id, plan_id, terms, await policy(db, shop.market, now), now)
    await _edit_terms(db, change, changes)
    await _edit_cover(db, change, changes)
    await events.record(db, "plan.edited", at=now, shop_id=shop_id, facts={"plan_id": str(plan_id)})
    await live.announce(db, live.shop(shop_id))
    return await plan_of(db, plan_id, now)


async def _edit_terms(db: Db, change: Change, changes: PlanChanges) -> None:
    old = change.terms
    rate_bp = old.rate_bp if changes.rate_bp is UNSET else changes.rate_bp
    name = old.name if changes.name is UNSET else changes.name.strip()
    message = old.message if changes.message is UNSET else changes.message.strip()
    ends_at = old.ends_at if changes.ends_at is UNSET else changes.ends_at
    approval = old.needs_approval if changes.needs_approval is UNSET else changes.needs_approval
    wrong = rules.wrong_words(name, message)
    if ends_at is not None and ends_at <= change.now:
        wrong["ends_at"] = N_("Choose a time in the future.")
    if wrong:
        raise Invalid(wrong)
    rules.refuse_rate(rate_bp, change.policy)
    await EDIT.run(db, change.shop_id, change.plan_id, name, rate_bp, approval, message, ends_at)


async def _edit_cover(db: Db, change: Change, changes: PlanChanges) -> None:
    where = (change.shop_id, change.plan_id)
    had = None if change.terms.all_products else await CURRENT_PRODUCTS.all(db, *where, change.now)
    product_ids = had if changes.product_ids is UNSET else _wanted(change, changes.product_ids)
    invited = await CURRENT_INVITEES.all(db, *where)
    added = await _new_creators(db, change, changes, invited)
    everyone = sorted({*invited, *added})
    rules.refuse_size(change.terms.kind, len(product_ids or ()), len(everyone), change.policy)
    if product_ids != had:
        await refuse_foreign_products(db, change.shop_id, sorted(set(product_ids or ()) - set(had or ())))
    if change.terms.kind == rules.TARGETED:
        await refuse_conflicts(db, change.shop_id, everyone, product_ids, change.now, change.plan_id)
    if product_ids is not None and product_ids != had:
        await _list(db, change, product_ids)
    if added:
        await INVITE.run(db, *where, added, change.now)
        await tell_invited(db, *where, added, change.now)


def _wanted(change: Change, product_ids: list[int] | None) -> list[int] | None:
    if (product_ids is None) != change.terms.all_products:
        raise Refused("affiliate.scope_is_fixed")
    wanted = None if product_ids is None else sorted(set(product_ids))
    wrong = rules.wrong_terms(rules.OPEN, wanted, [], None, change.now)
    if wrong:
        raise Invalid(wrong)
    return wanted


async def _new_creators(db: Db, change: Change, changes: PlanChanges, invited: list[int]) -> list[int]:
    if changes.handles is UNSET or change.terms.kind != rules.TARGETED:
        return []
    found = await find_creators(db, sorted({plain_handle(handle) for handle in changes.handles}))
    return [account_id for account_id in found if account_id not in invited]


async def _list(db: Db, change: Change, product_ids: list[int]) -> None:
    where = (change.shop_id, change.plan_id)
    leaves_at = change.now + timedelta(seconds=change.policy.plan_end_notice_s)
    await REMOVE_PRODUCTS.run(db, *where, product_ids, leaves_at)
    await KEEP_PRODUCTS.run(db, *where, product_ids, change.now)
    await ADD_PRODUCTS.run(db, *where, product_ids, change.now)
