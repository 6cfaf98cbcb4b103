"""A promotion's rows, and whether what it names is the shop's."""

from collections.abc import Sequence
from datetime import datetime

from etalase.base.db import Db, rows, value, write
from etalase.base.errors import Invalid, NotFound
from etalase.base.markets import policy
from etalase.promotions.actions.asked import NewItem, NewPromotion
from etalase.promotions.queries.own import Promotion
from etalase.promotions.rules import Tier, shapes
from etalase.shops.queries import Shop

CREATE = write(
    """INSERT INTO shop_promotions (shop_id, promotion_id, kind, level, title, status, currency, starts_at, ends_at,
              minimum_minor, shipping_off_minor, created_by, created_at)
       VALUES ($1, $2, $3, $4, $5, 'DRAFT', $6, $7, $8, $9, $10, $11, $12)"""
)
CHANGE = write(
    """UPDATE shop_promotions SET level = $3, title = $4, starts_at = $5, ends_at = $6, minimum_minor = $7,
              shipping_off_minor = $8
        WHERE shop_id = $1 AND promotion_id = $2"""
)
ADD_ITEMS = write(
    """INSERT INTO promotion_items (shop_id, promotion_id, product_id, sku_id, price_minor, off_bp, quantity_limit, buyer_limit)
       SELECT $1, $2, * FROM unnest($3::bigint[], $4::bigint[], $5::bigint[], $6::int[], $7::int[], $8::int[])"""
)
CLEAR_ITEMS = write("DELETE FROM promotion_items WHERE shop_id = $1 AND promotion_id = $2")
ADD_TIERS = write(
    """INSERT INTO promotion_tiers (shop_id, promotion_id, position, from_quantity, from_minor, off_bp, off_minor)
       SELECT $1, $2, * FROM unnest($3::smallint[], $4::int[], $5::bigint[], $6::int[], $7::bigint[])"""
)
CLEAR_TIERS = write("DELETE FROM promotion_tiers WHERE shop_id = $1 AND promotion_id = $2")
OWN_PRODUCTS = value(
    int,
    """SELECT product_id FROM products
        WHERE shop_id = $1 AND product_id = ANY($2::bigint[]) AND status <> 'DELETED'""",
)
OWN_SKUS = value(
    int,
    """SELECT k.sku_id FROM skus k JOIN unnest($2::bigint[], $3::bigint[]) AS u (product_id, sku_id) USING (product_id, sku_id)
        WHERE k.shop_id = $1 AND k.deleted_at IS NULL""",
)
LOCK = rows(
    Promotion,
    """SELECT m.shop_id, m.promotion_id, m.kind, m.level, m.title, m.status AS stored, m.currency, m.starts_at, m.ends_at,
              m.minimum_minor, m.shipping_off_minor, m.platform_bp, m.created_at, m.launched_at, m.deactivated_at,
              0 AS reach, 0 AS sold, true AS effective, $1::timestamptz AS at
         FROM shop_promotions m WHERE m.shop_id = $2 AND m.promotion_id = $3 FOR UPDATE""",
)
ITEMS = rows(
    NewItem,
    """SELECT product_id, sku_id, price_minor, off_bp, quantity_limit, buyer_limit FROM promotion_items
        WHERE shop_id = $1 AND promotion_id = $2 ORDER BY product_id, sku_id""",
)
TIERS = rows(
    Tier,
    """SELECT from_quantity, from_minor, off_bp, off_minor FROM promotion_tiers
        WHERE shop_id = $1 AND promotion_id = $2 ORDER BY position""",
)


async def held(db: Db, shop_id: int, promotion_id: int, now: datetime) -> Promotion:
    """The promotion, locked, as if all it covers were on sale; NotFound."""
    found = await LOCK.one(db, now, shop_id, promotion_id)
    if found is None:
        raise NotFound
    return found


async def as_asked(db: Db, found: Promotion) -> NewPromotion:
    """What a promotion is, as if it were asked for."""
    key = found.shop_id, found.promotion_id
    return NewPromotion(
        found.kind,
        found.level,
        found.title,
        found.starts_at,
        found.ends_at,
        tuple(await ITEMS.all(db, *key)),
        tuple(await TIERS.all(db, *key)),
        found.minimum_minor,
        found.shipping_off_minor,
    )


async def check(db: Db, shop: Shop, new: NewPromotion, now: datetime) -> None:
    """Invalid where its shape is wrong; NotFound when a product or SKU is not the shop's."""
    numbers = await policy(db, shop.market, now)
    most = numbers.save_more_products_max if new.kind == "BUY_MORE_SAVE_MORE" else shapes.ITEMS_MAX
    wrong = (
        shapes.wrong_title(new.title)
        | shapes.wrong_times(new.kind, new.starts_at, new.ends_at, numbers.discount_min_s, numbers.discount_max_s)
        | shapes.wrong_items(new.kind, new.level, new.items, most)
        | shapes.wrong_tiers(new.kind, new.tiers)
        | shapes.wrong_shipping(new.kind, new.minimum_minor, new.shipping_off_minor)
    )
    if wrong:
        raise Invalid(wrong)
    await refuse_foreign(db, shop.shop_id, new.items)


async def refuse_foreign(db: Db, shop_id: int, items: Sequence[NewItem]) -> None:
    """NotFound unless every product and SKU is the shop's and not deleted."""
    products = sorted({item.product_id for item in items if item.product_id})
    if len(await OWN_PRODUCTS.all(db, shop_id, products)) != len(products):
        raise NotFound
    skus = [item for item in items if item.sku_id]
    pairs = [item.product_id for item in skus], [item.sku_id for item in skus]
    if skus and len(await OWN_SKUS.all(db, shop_id, *pairs)) != len(skus):
        raise NotFound


async def write_parts(db: Db, shop_id: int, promotion_id: int, new: NewPromotion) -> None:
    """Its items and tiers, in place of those it had."""
    await CLEAR_ITEMS.run(db, shop_id, promotion_id)
    await CLEAR_TIERS.run(db, shop_id, promotion_id)
    await ADD_ITEMS.run(
        db,
        shop_id,
        promotion_id,
        [each.product_id for each in new.items],
        [each.sku_id for each in new.items],
        [each.price_minor for each in new.items],
        [each.off_bp for each in new.items],
        [each.quantity_limit for each in new.items],
        [each.buyer_limit for each in new.items],
    )
    if new.tiers:
        await ADD_TIERS.run(
            db,
            shop_id,
            promotion_id,
            list(range(1, len(new.tiers) + 1)),
            [each.from_quantity for each in new.tiers],
            [each.from_minor for each in new.tiers],
            [each.off_bp for each in new.tiers],
            [each.off_minor for each in new.tiers],
        )
