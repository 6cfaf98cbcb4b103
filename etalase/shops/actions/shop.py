"""Verbs on the shop itself."""

from datetime import datetime

from etalase.base import events, live
from etalase.base.actor import Actor, only_operators
from etalase.base.db import Db, rows, value, write
from etalase.base.errors import Invalid, NotFound, Refused
from etalase.base.markets import MARKETS
from etalase.base.markets.tax_numbers import checked_tax_number
from etalase.base.texts import N_
from etalase.media.queries import known_keys
from etalase.shops import queries, rules
from etalase.shops.queries import SHOP_COLUMNS, Shop

OPEN = rows(
    Shop,
    f"""INSERT INTO shops (shop_id, owner_account_id, name, market, currency, seller_type, description, created_at)
        SELECT $1, $2, $3, $4, $5, $6, $7, $8
        WHERE NOT EXISTS (SELECT FROM shops s JOIN shop_staff w USING (shop_id)
                          WHERE w.account_id = $2 AND w.role = 'OWNER' AND s.market = $4 AND s.status = 'CLOSED')
        RETURNING {SHOP_COLUMNS}""",
)
ADD_OWNER = write("INSERT INTO shop_staff (shop_id, account_id, role, since) VALUES ($1, $2, 'OWNER', $3)")
# NO KEY: rows that point at the shop may still be inserted meanwhile.
LOCK = rows(Shop, f"SELECT {SHOP_COLUMNS} FROM shops WHERE shop_id = $1 FOR NO KEY UPDATE")
# Many may hold it together; nobody can close or suspend the shop meanwhile.
SHARE = rows(Shop, f"SELECT {SHOP_COLUMNS} FROM shops WHERE shop_id = $1 FOR SHARE")
SET_NAME = value(int, "UPDATE shops SET name = $2 WHERE shop_id = $1 AND name <> $2 RETURNING shop_id")
EDIT = rows(
    Shop,
    f"""UPDATE shops SET description = coalesce($2, description), logo_key = coalesce($3, logo_key),
               seller_type = coalesce($4, seller_type),
               tax_number = CASE WHEN $5::text IS NULL THEN tax_number ELSE nullif($5, '') END
        WHERE shop_id = $1 RETURNING {SHOP_COLUMNS}""",
)
MOVE = rows(
    Shop,
    f"UPDATE shops SET status = $2 WHERE shop_id = $1 AND status = ANY($3::text[]) RETURNING {SHOP_COLUMNS}",
)
CLOSE = rows(
    Shop,
    f"""UPDATE shops SET status = 'CLOSED', closed_at = $2 WHERE shop_id = $1 AND status = ANY($3::text[])
        RETURNING {SHOP_COLUMNS}""",
)
SET_STANDING = rows(
    Shop,
    f"""UPDATE shops SET verified = coalesce($2, verified), probation = coalesce($3, probation)
        WHERE shop_id = $1 RETURNING {SHOP_COLUMNS}""",
)


async def found_shop(
    db: Db,
    actor: Actor,
    *,
    name: str,
    market: str,
    now: datetime,
    seller_type: str = "INDIVIDUAL",
    description: str = "",
) -> Shop:
    """Low-level: a shop without a warehouse. Doors call `stock.actions.open_shop`.

    It starts unverified and on probation (R-SHOP-2). Who closed a shop cannot open another in that market (R-LINK-46).
    """
    found = MARKETS.get(market)
    if found is None:
        raise Invalid({"market": N_("Use one of %(markets)s.")}, markets=", ".join(sorted(MARKETS)))
    if seller_type not in rules.SELLER_TYPES:
        raise Invalid({"seller_type": N_("Use INDIVIDUAL or BUSINESS.")})
    opened = await OPEN.one(
        db,
        await db.new_id(),
        actor.account_id,
        rules.checked_name(name),
        market,
        found.currency,
        seller_type,
        rules.checked_description(description),
        now,
    )
    if opened is None:
        raise Refused("shops.closed_in_this_market", market=market)
    await ADD_OWNER.run(db, opened.shop_id, actor.account_id, now)
    await events.record(db, "shop.opened", at=now, shop_id=opened.shop_id, account_id=actor.account_id)
    return opened


async def lock(db: Db, shop_id: int) -> Shop:
    """The shop, held until the end of the transaction; NotFound. Account rows are locked before it, never after."""
    found = await LOCK.one(db, shop_id)
    if found is None:
        raise NotFound
    return found


async def share(db: Db, shop_id: int) -> Shop:
    """The shop, whose status cannot change until the end of the transaction; NotFound. For sales: many hold it together."""
    found = await SHARE.one(db, shop_id)
    if found is None:
        raise NotFound
    return found


async def set_name(db: Db, shop_id: int, name: str, now: datetime) -> bool:
    """Low-level: the name alone; True when it changed. The verb with its consequences is `links.actions.rename_shop`."""
    if await SET_NAME.get(db, shop_id, rules.checked_name(name)) is None:
        return False
    await events.record(db, "shop.renamed", at=now, shop_id=shop_id)
    return True


async def edit_shop(
    db: Db,
    actor: Actor,
    *,
    shop_id: int,
    now: datetime,
    description: str | None = None,
    logo_key: str | None = None,
    seller_type: str | None = None,
    tax_number: str | None = None,
) -> Shop:
    """Change what the shop says of itself; None leaves a field as it is, an empty tax number takes it away."""
    found = await queries.permit(db, actor, shop_id, "shop.edit")
    if seller_type is not None and seller_type not in rules.SELLER_TYPES:
        raise Invalid({"seller_type": N_("Use INDIVIDUAL or BUSINESS.")})
    if logo_key is not None and not await known_keys(db, [logo_key]):
        raise Invalid({"logo": N_("Upload the picture first.")})
    text = None if description is None else rules.checked_description(description)
    number = None if tax_number is None else checked_tax_number(found.market, tax_number)
    edited = await EDIT.sole(db, shop_id, text, logo_key, seller_type, number)
    await events.record(db, "shop.edited", at=now, shop_id=shop_id, account_id=actor.account_id)
    return edited


async def set_status(db: Db, actor: Actor, *, shop_id: int, status: str, now: datetime) -> Shop:
    """Go on holiday or open again (R-SHOW-34: on holiday nothing of it is shown). The same status again changes nothing."""
    found = await queries.permit(db, actor, shop_id, "shop.edit")
    if status not in rules.MOVES:
        raise Invalid({"status": N_("Use OPEN, HOLIDAY or CLOSED.")})
    if found.status == status:
        return found
    moved = await MOVE.one(db, shop_id, status, rules.moves_to(status))
    if moved is None:
        raise Refused("shops.cannot_move", from_status=found.status, to_status=status)
    await events.record(
        db, "shop.status_changed", at=now, shop_id=shop_id, account_id=actor.account_id, facts={"status": status}
    )
    await live.announce(db, live.shop(shop_id))
    return moved


async def mark_closed(db: Db, shop_id: int, now: datetime) -> Shop:
    """Low-level: the status alone. The verb with its checklist and consequences is `closures.actions.close_shop`."""
    closed = await CLOSE.one(db, shop_id, now, list(rules.CLOSES_FROM))
    if closed is None:
        raise Refused("shops.closed")
    return closed


async def set_suspended(db: Db, actor: Actor, *, shop_id: int, suspended: bool, now: datetime) -> Shop:
    """The platform stops a shop, or lets it go on; operators only."""
    only_operators(actor)
    found = await queries.shop(db, shop_id)
    status, starts = ("SUSPENDED", ["OPEN", "HOLIDAY"]) if suspended else ("OPEN", ["SUSPENDED"])
    moved = await MOVE.one(db, shop_id, status, starts)
    if moved is None:
        raise Refused("shops.cannot_move", from_status=found.status, to_status=status)
    await events.record(db, "shop.status_changed", at=now, shop_id=shop_id, facts={"status": status})
    await live.announce(db, live.shop(shop_id))
    return moved


async def end_probation(db: Db, shop_id: int, now: datetime) -> Shop:
    """The shop has proved itself (R-SHOP-2)."""
    return await set_standing(db, shop_id, now, probation=False)


async def set_standing(
    db: Db, shop_id: int, now: datetime, *, verified: bool | None = None, probation: bool | None = None
) -> Shop:
    """What a reviewer or time does to a shop, without their questions: for the sandbox and jobs."""
    changed = await SET_STANDING.one(db, shop_id, verified, probation)
    if changed is None:
        raise NotFound
    await events.record(
        db,
        "shop.standing_changed",
        at=now,
        shop_id=shop_id,
        facts={"verified": changed.verified, "probation": changed.probation},
    )
    await live.announce(db, live.shop(shop_id))
    return changed
