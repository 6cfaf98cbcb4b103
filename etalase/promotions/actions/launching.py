"""A promotion is launched when every rule of its kind holds; it can be stopped at any time."""

from datetime import datetime, timedelta

from etalase.base import events, live
from etalase.base.actor import Actor
from etalase.base.db import Db, value, write
from etalase.base.errors import Invalid, NotFound, Refused
from etalase.base.markets import policy
from etalase.base.money import Money
from etalase.ledger.queries import available
from etalase.promotions.actions import writing
from etalase.promotions.actions.asked import NewPromotion
from etalase.promotions.actions.ending import give_back_pieces
from etalase.promotions.actions.flashing import check_standing
from etalase.promotions.queries.lowest import Lowest, lowest_prices
from etalase.promotions.queries.own import Whole, promotion_of
from etalase.promotions.rules import ItemOffer, shapes, unit_off
from etalase.shops.queries import Shop, permit

LAUNCH = write(
    """UPDATE shop_promotions SET status = 'LAUNCHED', launched_at = $3
        WHERE shop_id = $1 AND promotion_id = $2 AND status = 'DRAFT'"""
)
STOP = write(
    """UPDATE shop_promotions SET status = 'DEACTIVATED', deactivated_at = $3, deactivated_by = $4
        WHERE shop_id = $1 AND promotion_id = $2 AND status IN ('DRAFT', 'LAUNCHED') AND (status = 'DRAFT' OR ends_at > $3)"""
)
# A free slot: never used, over, or this promotion's own.
TAKE_SLOT = value(
    int,
    """INSERT INTO promotion_slots AS s (shop_id, slot, promotion_id, until) VALUES ($1, $2, $3, $4)
       ON CONFLICT (shop_id, slot) DO UPDATE SET promotion_id = excluded.promotion_id, until = excluded.until
        WHERE s.until <= $5 OR s.promotion_id = excluded.promotion_id
       RETURNING slot""",
)
OWN_SLOT = value(int, "SELECT slot FROM promotion_slots WHERE shop_id = $1 AND promotion_id = $2 AND until > $3")
LEAVE_SLOT = write("UPDATE promotion_slots SET until = $3 WHERE shop_id = $1 AND promotion_id = $2 AND until > $3")


async def launch(db: Db, actor: Actor, *, shop_id: int, promotion_id: int, now: datetime) -> Whole:
    """Put a draft into force: at once or when its time comes.

    Refused: `promotions.wrong_state`, `promotions.already_over`, `promotions.no_discount`, `promotions.not_below_lowest`
    (R-PRO-3), `promotions.too_many_active` (R-PRO-4), `promotions.shop_on_probation`, `promotions.balance_not_positive` (R-PRO-7),
    `promotions.rating_too_low`, `promotions.owes_too_much` (R-LIVE-8).
    """
    shop = await permit(db, actor, shop_id, "promotion.write")
    found = await writing.held(db, shop_id, promotion_id, now)
    if found.stored != "DRAFT":
        raise Refused("promotions.wrong_state", promotion_status=found.status)
    await check_launch(db, shop, promotion_id, await writing.as_asked(db, found), now)
    await LAUNCH.run(db, shop_id, promotion_id, now)
    facts = {"promotion_id": str(promotion_id), "kind": found.kind}
    await events.record(db, "promotion.launched", at=now, shop_id=shop_id, account_id=actor.account_id, facts=facts)
    await live.announce(db, live.shop(shop_id))
    return await promotion_of(db, shop_id, promotion_id, now)


async def deactivate(db: Db, actor: Actor, *, shop_id: int, promotion_id: int, now: datetime) -> Whole:
    """Stop a promotion, or give up a draft: for good. Prices are as before in the same commit, and what was set aside on sale."""
    await permit(db, actor, shop_id, "promotion.write")
    found = await writing.held(db, shop_id, promotion_id, now)
    if not await STOP.run(db, shop_id, promotion_id, now, actor.account_id):
        raise Refused("promotions.wrong_state", promotion_status=found.status)
    await LEAVE_SLOT.run(db, shop_id, promotion_id, now)
    await give_back_pieces(db, shop_id, promotion_id, now=now)
    facts = {"promotion_id": str(promotion_id), "kind": found.kind}
    await events.record(db, "promotion.deactivated", at=now, shop_id=shop_id, account_id=actor.account_id, facts=facts)
    await live.announce(db, live.shop(shop_id))
    return await promotion_of(db, shop_id, promotion_id, now)


async def check_launch(db: Db, shop: Shop, promotion_id: int, new: NewPromotion, now: datetime) -> None:
    """Every rule that a promotion in force must keep; a "buy more, save more" takes its slot."""
    await writing.check(db, shop, new, now)
    if new.ends_at <= now:
        raise Refused("promotions.already_over")
    numbers = await policy(db, shop.market, now)
    if new.kind == "SHIPPING_DISCOUNT":
        await _check_shipping(db, shop, needs_balance=numbers.shipping_discount_needs_balance)
    elif new.kind == "BUY_MORE_SAVE_MORE":
        await _take_slot(db, shop.shop_id, promotion_id, new.ends_at, numbers.save_more_active_max, now)
    else:
        if new.kind == "FLASHSALE":
            await check_standing(db, shop, numbers)
        await _check_prices(db, shop, promotion_id, new, numbers.flash_lowest_days, now)


async def check_running(db: Db, shop: Shop, promotion_id: int, new: NewPromotion, now: datetime) -> None:
    """What may change while it runs: the title, and the end, which stays in the future."""
    numbers = await policy(db, shop.market, now)
    times = new.starts_at, new.ends_at, numbers.discount_min_s, numbers.discount_max_s
    wrong = shapes.wrong_title(new.title) | shapes.wrong_times(new.kind, *times)
    if wrong:
        raise Invalid(wrong)
    if new.ends_at <= now:
        raise Refused("promotions.already_over")
    if new.kind == "BUY_MORE_SAVE_MORE":
        await _take_slot(db, shop.shop_id, promotion_id, new.ends_at, numbers.save_more_active_max, now)


async def _check_shipping(db: Db, shop: Shop, *, needs_balance: bool) -> None:
    if shop.probation:
        raise Refused("promotions.shop_on_probation")
    if needs_balance and await available(db, shop.shop_id, shop.currency) <= 0:
        raise Refused("promotions.balance_not_positive")


async def _take_slot(db: Db, shop_id: int, promotion_id: int, until: datetime, most: int, now: datetime) -> None:
    own = await OWN_SLOT.get(db, shop_id, promotion_id, now)
    for slot in [own] if own is not None else range(1, most + 1):
        if await TAKE_SLOT.get(db, shop_id, slot, promotion_id, until, now) is not None:
            return
    raise Refused("promotions.too_many_active", most=most)


async def _check_prices(db: Db, shop: Shop, promotion_id: int, new: NewPromotion, days: int, now: datetime) -> None:
    items = [ItemOffer(each.product_id, each.sku_id, each.price_minor, each.off_bp) for each in new.items]
    found = await lowest_prices(
        db,
        shop.shop_id,
        product_ids=sorted({each.product_id for each in items if not each.sku_id}),
        sku_ids=sorted({each.sku_id for each in items if each.sku_id}),
        except_promotion_id=promotion_id,
        since=now - timedelta(days=days),
        now=now,
    )
    for item in (each for each in items if each.product_id):
        covered = [sku for sku in found if item.covers(sku.product_id, sku.sku_id)]
        if not covered:
            raise NotFound
        _check_item(new.kind, item, covered, shop.currency, days)


def _check_item(kind: str, item: ItemOffer, covered: list[Lowest], currency: str, days: int) -> None:
    if all(unit_off(item, sku.price_minor) <= 0 for sku in covered):
        raise Refused("promotions.no_discount", product_id=str(item.product_id))
    if kind != "FLASHSALE":
        return
    for sku in covered:
        if sku.price_minor - unit_off(item, sku.price_minor) >= sku.lowest_minor:
            lowest = f"{Money(sku.lowest_minor, currency).decimal()} {currency}"
            raise Refused("promotions.not_below_lowest", product_id=str(sku.product_id), days=days, lowest=lowest)
