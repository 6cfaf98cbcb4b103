"""A seller writes a promotion, changes it, or copies one."""

from datetime import datetime, timedelta
from typing import Final

import msgspec
from msgspec import UNSET

from etalase.base import events, live
from etalase.base.actor import Actor, only_operators
from etalase.base.db import Db, write
from etalase.base.errors import Invalid, Refused
from etalase.base.money import WHOLE_BP
from etalase.base.texts import N_
from etalase.promotions.actions import writing
from etalase.promotions.actions.asked import InCurrency, NewPromotion, PromotionChanges, in_currency
from etalase.promotions.actions.launching import check_launch, check_running, launch
from etalase.promotions.queries.own import Whole, promotion_of
from etalase.promotions.rules import TITLE_MAX
from etalase.shops.queries import permit

COPY_OF: Final = N_("Copy of %(title)s")
FUND = write("UPDATE shop_promotions SET platform_bp = $3 WHERE shop_id = $1 AND promotion_id = $2")


async def create_promotion(
    db: Db,
    actor: Actor,
    *,
    shop_id: int,
    new: NewPromotion | InCurrency[NewPromotion],
    now: datetime,
    at_once: bool = False,
) -> Whole:
    """A draft, or `at_once` launched. Invalid shape; NotFound for products that are not the shop's; refused as at launch."""
    shop = await permit(db, actor, shop_id, "promotion.write")
    new = in_currency(new, shop.currency)
    await writing.check(db, shop, new, now)
    promotion_id = await db.new_id()
    terms = new.kind, new.level, new.title.strip(), shop.currency, new.starts_at, new.ends_at
    await writing.CREATE.run(
        db, shop_id, promotion_id, *terms, new.minimum_minor, new.shipping_off_minor, actor.account_id, now
    )
    await writing.write_parts(db, shop_id, promotion_id, new)
    await _tell(db, actor, "promotion.created", shop_id, promotion_id, now)
    if at_once:
        return await launch(db, actor, shop_id=shop_id, promotion_id=promotion_id, now=now)
    return await promotion_of(db, shop_id, promotion_id, now)


async def edit_promotion(
    db: Db,
    actor: Actor,
    *,
    shop_id: int,
    promotion_id: int,
    changes: PromotionChanges | InCurrency[PromotionChanges],
    now: datetime,
) -> Whole:
    """Change a draft or a promotion that has not begun; of a running one only the title and the end.

    Refused `promotions.wrong_state` otherwise, and as at launch when it was launched.
    """
    shop = await permit(db, actor, shop_id, "promotion.write")
    changes = in_currency(changes, shop.currency)
    found = await writing.held(db, shop_id, promotion_id, now)
    status = found.status
    if status in {"EXPIRED", "DEACTIVATED"} or (status == "ONGOING" and not changes.only_words_and_end()):
        raise Refused("promotions.wrong_state", promotion_status=status)
    given = {name: each for name in changes.__struct_fields__ if (each := getattr(changes, name)) is not UNSET}
    new = msgspec.structs.replace(await writing.as_asked(db, found), **given)
    if status == "ONGOING":
        await check_running(db, shop, promotion_id, new, now)
    elif found.stored == "LAUNCHED":
        await check_launch(db, shop, promotion_id, new, now)
    else:
        await writing.check(db, shop, new, now)
    terms = new.level, new.title.strip(), new.starts_at, new.ends_at, new.minimum_minor, new.shipping_off_minor
    await writing.CHANGE.run(db, shop_id, promotion_id, *terms)
    if status != "ONGOING":
        await writing.write_parts(db, shop_id, promotion_id, new)
    await _tell(db, actor, "promotion.edited", shop_id, promotion_id, now)
    return await promotion_of(db, shop_id, promotion_id, now)


async def duplicate_promotion(
    db: Db, actor: Actor, *, shop_id: int, promotion_id: int, now: datetime, copy_of: str = COPY_OF
) -> Whole:
    """A draft like it: it begins in an hour and lasts as long. Products that are gone are left out.

    `copy_of` is the title's pattern in the seller's language.
    """
    shop = await permit(db, actor, shop_id, "promotion.write")
    found = await promotion_of(db, shop_id, promotion_id, now)
    asked = await writing.as_asked(db, await writing.held(db, shop_id, promotion_id, now))
    starts_at = now.replace(second=0, microsecond=0) + timedelta(hours=1)
    gone = {(each.product_id, each.sku_id) for each in found.items if each.product_id and not each.on_sale}
    new = msgspec.structs.replace(
        asked,
        title=(copy_of % {"title": asked.title})[:TITLE_MAX],
        starts_at=starts_at,
        ends_at=starts_at + (asked.ends_at - asked.starts_at),
        items=tuple(each for each in asked.items if (each.product_id, each.sku_id) not in gone),
    )
    return await create_promotion(db, actor, shop_id=shop.shop_id, new=new, now=now)


async def fund_promotion(
    db: Db, actor: Actor, *, shop_id: int, promotion_id: int, platform_bp: int, now: datetime
) -> Whole:
    """The operator takes a share of what a promotion costs, in basis points, from the next order on."""
    only_operators(actor)
    if not 0 <= platform_bp <= WHOLE_BP:
        raise Invalid({"platform_bp": N_("Choose from 0 to 100 percent.")})
    await writing.held(db, shop_id, promotion_id, now)
    await FUND.run(db, shop_id, promotion_id, platform_bp)
    await _tell(db, actor, "promotion.funded", shop_id, promotion_id, now)
    return await promotion_of(db, shop_id, promotion_id, now)


async def _tell(db: Db, actor: Actor, name: str, shop_id: int, promotion_id: int, now: datetime) -> None:
    facts = {"promotion_id": str(promotion_id)}
    await events.record(db, name, at=now, shop_id=shop_id, account_id=actor.account_id, facts=facts)
    await live.announce(db, live.shop(shop_id))
