"""The verbs of closures, and the change of a shop that may close it."""

from datetime import datetime

import msgspec

from etalase.affiliate.actions import end_plans_of_shop
from etalase.base import events, live
from etalase.base.actor import Actor, only_operators
from etalase.base.db import Db, write
from etalase.base.errors import Refused
from etalase.closures import rules
from etalase.closures.queries import standing
from etalase.closures.rules import Check
from etalase.links.actions import rename_shop, revoke_links_of_shop
from etalase.shops.actions import edit_shop, mark_closed, set_status
from etalase.shops.queries import Shop, permit, shop

RECORD = write(
    "INSERT INTO closures (shop_id, closed_by, reason, at, checklist) VALUES ($1, $2, $3, $4, $5::text::jsonb)"
)
SHOP_CLOSED = "SHOP_CLOSED"


class ShopChange(msgspec.Struct, frozen=True):
    """None leaves a field as it is. `status`: OPEN, HOLIDAY or CLOSED."""

    name: str | None = None
    status: str | None = None
    description: str | None = None
    logo_key: str | None = None
    seller_type: str | None = None
    tax_number: str | None = None


async def change_shop(db: Db, actor: Actor, *, shop_id: int, change: ShopChange, now: datetime) -> Shop:
    """Change what is named, all or nothing. A new name is the official account's too (R-LINK-32); CLOSED closes the shop."""
    changed = await permit(db, actor, shop_id, "shop.edit")
    if change.name is not None:
        changed = await rename_shop(db, actor, shop_id=shop_id, name=change.name, now=now)
    if any(said is not None for said in (change.description, change.logo_key, change.seller_type, change.tax_number)):
        changed = await edit_shop(
            db,
            actor,
            shop_id=shop_id,
            description=change.description,
            logo_key=change.logo_key,
            seller_type=change.seller_type,
            tax_number=change.tax_number,
            now=now,
        )
    if change.status == "CLOSED":
        return await close_shop(db, actor, shop_id=shop_id, now=now)
    if change.status is not None:
        changed = await set_status(db, actor, shop_id=shop_id, status=change.status, now=now)
    return changed


async def close_shop(db: Db, actor: Actor, *, shop_id: int, now: datetime, reason: str = "") -> Shop:
    """Close a shop for good, by its owner (R-LINK-46). Every link and every plan of it ends in the same commit (R-LINK-47).

    Refused: `shops.closed`, and the first line of the checklist that is not done: `closures.orders_open`, `…after_sales_open`,
    `…disputes_open`, `…orders_unsettled`, `…reserve_held`, `…payout_under_way`, `…balance_left`, `…debt_left`.
    """
    await permit(db, actor, shop_id, "shop.close")
    return await _close(db, shop_id, actor.account_id, rules.checked_reason(reason), now)


async def close_by_platform(db: Db, actor: Actor, *, shop_id: int, now: datetime, reason: str) -> Shop:
    """The platform closes a shop, with the same checklist; operators only."""
    only_operators(actor)
    await shop(db, shop_id)
    return await _close(db, shop_id, 0, rules.checked_reason(reason), now)


async def _close(db: Db, shop_id: int, closed_by: int, reason: str, now: datetime) -> Shop:
    await _clean(db, shop_id)
    # Both lock accounts before the shop, as everybody does.
    await end_plans_of_shop(db, shop_id=shop_id, reason=SHOP_CLOSED, now=now)
    await revoke_links_of_shop(db, shop_id=shop_id, reason=SHOP_CLOSED, now=now)
    closed = await mark_closed(db, shop_id, now)
    # Under the shop's lock: an order that came in since then counts.
    checklist = await _clean(db, shop_id)
    await RECORD.run(db, shop_id, closed_by, reason, now, msgspec.json.encode(checklist).decode())
    await events.record(db, "shop.closed", at=now, shop_id=shop_id, account_id=closed_by or None)
    await live.announce(db, live.shop(shop_id))
    return closed


async def _clean(db: Db, shop_id: int) -> list[Check]:
    checklist = await standing(db, shop_id)
    for check in checklist:
        if check.left:
            raise Refused(check.code, **check.facts)
    return checklist
