"""The lowest price of SKUs over a time: list prices as they were noted, and what promotions made of them (R-PRO-3)."""

from collections.abc import Sequence
from datetime import datetime

import msgspec

from etalase.base.db import Db, rows
from etalase.promotions.rules import ItemOffer, unit_off


class Lowest(msgspec.Struct, frozen=True):
    """A SKU with its list price now and the lowest it was listed at since then."""

    product_id: int
    sku_id: int
    price_minor: int
    lowest_minor: int


class PastItem(msgspec.Struct, frozen=True):
    """An item of a promotion that was in force at some time since then."""

    product_id: int
    sku_id: int
    price_minor: int | None
    off_bp: int | None


# The row before the time says what the price was when the time began.
LISTED = rows(
    Lowest,
    """SELECT k.product_id, k.sku_id, k.price_minor,
              least(k.price_minor,
                (SELECT min(l.price_minor) FROM price_lows l
                  WHERE l.shop_id = k.shop_id AND l.sku_id = k.sku_id AND l.day >= ($4::timestamptz AT TIME ZONE 'UTC')::date),
                (SELECT l.last_minor FROM price_lows l
                  WHERE l.shop_id = k.shop_id AND l.sku_id = k.sku_id AND l.day < ($4::timestamptz AT TIME ZONE 'UTC')::date
                  ORDER BY l.day DESC LIMIT 1)) AS lowest_minor
         FROM skus k
        WHERE k.shop_id = $1 AND k.deleted_at IS NULL
          AND (k.product_id = ANY($2::bigint[]) OR k.sku_id = ANY($3::bigint[]))
        ORDER BY k.product_id, k.sku_id""",
)
PAST = rows(
    PastItem,
    """SELECT i.product_id, i.sku_id, i.price_minor, i.off_bp
         FROM shop_promotions m
         JOIN promotion_items i ON i.shop_id = m.shop_id AND i.promotion_id = m.promotion_id
        WHERE m.shop_id = $1 AND m.promotion_id <> $2 AND m.kind IN ('FIXED_PRICE', 'DIRECT_DISCOUNT', 'FLASHSALE')
          AND m.launched_at IS NOT NULL AND greatest(m.starts_at, m.launched_at) <= $4
          AND least(m.ends_at, m.deactivated_at) > greatest(m.starts_at, m.launched_at, $3)
          AND i.product_id = ANY($5::bigint[] || 0::bigint)""",
)


async def lowest_prices(
    db: Db,
    shop_id: int,
    *,
    product_ids: Sequence[int],
    sku_ids: Sequence[int],
    except_promotion_id: int,
    since: datetime,
    now: datetime,
) -> list[Lowest]:
    """Every SKU of these products, and these SKUs, with the lowest price at which it was offered since then."""
    listed = await LISTED.all(db, shop_id, list(product_ids), list(sku_ids), since)
    products = sorted({each.product_id for each in listed})
    past = await PAST.all(db, shop_id, except_promotion_id, since, now, products)
    offers = [ItemOffer(each.product_id, each.sku_id, each.price_minor, each.off_bp) for each in past]
    return [_lowest(each, offers) for each in listed]


def _lowest(sku: Lowest, offers: Sequence[ItemOffer]) -> Lowest:
    offs = [unit_off(each, sku.price_minor) for each in offers if each.covers(sku.product_id, sku.sku_id)]
    sold_at = sku.price_minor - max(offs, default=0)
    return msgspec.structs.replace(sku, lowest_minor=min(sku.lowest_minor, sold_at))
