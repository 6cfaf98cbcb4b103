"""What limits are counted with: one statement per table, however many orders redeem."""

from datetime import datetime

import msgspec

from etalase.base.db import rows, write
from etalase.promotions.rules import Redemption, Source


class Limit(msgspec.Struct, frozen=True):
    """A locked limit: `most` over all buyers and `most_each` of one, -1 without; `taken` so far."""

    shop_id: int
    source: Source
    source_id: int
    product_id: int
    sku_id: int
    most: int
    most_each: int
    taken: int
    currency: str
    new_customers: bool

    @property
    def key(self) -> tuple[int, Source, int, int, int]:
        """Which limit it is."""
        return self.shop_id, self.source, self.source_id, self.product_id, self.sku_id


class Use(msgspec.Struct, frozen=True):
    """What one buyer has had of a limit."""

    shop_id: int
    source: Source
    source_id: int
    product_id: int
    sku_id: int
    account_id: int
    quantity: int


class Known(msgspec.Struct, frozen=True):
    """When somebody last bought from a shop, or was welcomed there as new."""

    shop_id: int
    account_id: int
    at: datetime | None


LOCK_ITEMS = rows(
    Limit,
    """SELECT i.shop_id, 'PROMOTION' AS source, i.promotion_id AS source_id, i.product_id, i.sku_id, i.quantity_limit AS most,
              i.buyer_limit AS most_each, i.sold AS taken, m.currency, false AS new_customers
         FROM promotion_items i
         JOIN unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::bigint[]) AS u (shop_id, promotion_id, product_id, sku_id)
              USING (shop_id, promotion_id, product_id, sku_id)
         JOIN shop_promotions m USING (shop_id, promotion_id)
        WHERE m.status = 'LAUNCHED'
        ORDER BY i.shop_id, i.promotion_id, i.product_id, i.sku_id FOR UPDATE OF i""",
)
LOCK_VOUCHERS = rows(
    Limit,
    """SELECT v.shop_id, 'VOUCHER' AS source, v.voucher_id AS source_id, 0::bigint AS product_id, 0::bigint AS sku_id,
              v.quantity_limit AS most, v.buyer_limit AS most_each, v.used AS taken, v.currency, v.new_customers
         FROM vouchers v JOIN unnest($1::bigint[], $2::bigint[]) AS u (shop_id, voucher_id) USING (shop_id, voucher_id)
        WHERE v.status = 'LAUNCHED' ORDER BY v.shop_id, v.voucher_id FOR UPDATE OF v""",
)
ITEM_USES = rows(
    Use,
    """SELECT shop_id, 'PROMOTION' AS source, promotion_id AS source_id, product_id, sku_id, account_id, quantity
         FROM promotion_uses
         JOIN unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[])
              AS u (shop_id, promotion_id, product_id, sku_id, account_id)
              USING (shop_id, promotion_id, product_id, sku_id, account_id)""",
)
VOUCHER_USES = rows(
    Use,
    """SELECT shop_id, 'VOUCHER' AS source, voucher_id AS source_id, 0::bigint AS product_id, 0::bigint AS sku_id, account_id,
              orders AS quantity
         FROM voucher_uses
         JOIN unnest($1::bigint[], $2::bigint[], $3::bigint[]) AS u (shop_id, voucher_id, account_id)
              USING (shop_id, voucher_id, account_id)""",
)
# A row for each who comes as new, locked: two new-customer vouchers of one shop are told apart by it.
LOCK_CUSTOMERS = rows(
    Known,
    """INSERT INTO shop_customers AS c (shop_id, account_id)
       SELECT u.shop_id, u.account_id FROM unnest($1::bigint[], $2::bigint[]) AS u (shop_id, account_id)
        ORDER BY u.shop_id, u.account_id
       ON CONFLICT (shop_id, account_id) DO UPDATE SET account_id = excluded.account_id
       RETURNING c.shop_id, c.account_id, greatest(c.bought_at, c.welcomed_at) AS at""",
)
COUNT_ITEMS = write(
    """UPDATE promotion_items i SET sold = i.sold + u.quantity
         FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::bigint[], $5::int[])
              AS u (shop_id, promotion_id, product_id, sku_id, quantity)
        WHERE i.shop_id = u.shop_id AND i.promotion_id = u.promotion_id AND i.product_id = u.product_id
          AND i.sku_id = u.sku_id"""
)
COUNT_ITEM_USES = write(
    """INSERT INTO promotion_uses (shop_id, promotion_id, product_id, sku_id, account_id, quantity)
       SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[], $6::int[])
       ON CONFLICT (shop_id, promotion_id, product_id, sku_id, account_id)
       DO UPDATE SET quantity = promotion_uses.quantity + excluded.quantity"""
)
UNCOUNT_ITEM_USES = write(
    """UPDATE promotion_uses p SET quantity = p.quantity - u.quantity
         FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[], $6::int[])
              AS u (shop_id, promotion_id, product_id, sku_id, account_id, quantity)
        WHERE p.shop_id = u.shop_id AND p.promotion_id = u.promotion_id AND p.product_id = u.product_id
          AND p.sku_id = u.sku_id AND p.account_id = u.account_id"""
)
COUNT_VOUCHERS = write(
    """UPDATE vouchers v SET used = v.used + u.orders
         FROM unnest($1::bigint[], $2::bigint[], $3::int[]) AS u (shop_id, voucher_id, orders)
        WHERE v.shop_id = u.shop_id AND v.voucher_id = u.voucher_id"""
)
COUNT_VOUCHER_USES = write(
    """INSERT INTO voucher_uses (shop_id, voucher_id, account_id, orders)
       SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::int[])
       ON CONFLICT (shop_id, voucher_id, account_id) DO UPDATE SET orders = voucher_uses.orders + excluded.orders"""
)
UNCOUNT_VOUCHER_USES = write(
    """UPDATE voucher_uses v SET orders = v.orders - u.orders
         FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::int[]) AS u (shop_id, voucher_id, account_id, orders)
        WHERE v.shop_id = u.shop_id AND v.voucher_id = u.voucher_id AND v.account_id = u.account_id"""
)
WELCOME = write(
    """UPDATE shop_customers c SET welcomed_at = $4, welcome_order_id = u.order_id
         FROM unnest($1::bigint[], $2::bigint[], $3::bigint[]) AS u (shop_id, account_id, order_id)
        WHERE c.shop_id = u.shop_id AND c.account_id = u.account_id"""
)
NOTE = write(
    """INSERT INTO redemptions (shop_id, order_id, source, source_id, product_id, sku_id, account_id, quantity,
              amount_minor, at)
       SELECT *, $10::timestamptz FROM unnest($1::bigint[], $2::bigint[], $3::text[], $4::bigint[], $5::bigint[],
              $6::bigint[], $7::bigint[], $8::int[], $9::bigint[])"""
)
# Of the shop's limits and the platform's, held: who gives back twice at once gives back once.
TAKEN = rows(
    Redemption,
    """SELECT shop_id, order_id, source, source_id, product_id, sku_id, account_id, quantity, amount_minor FROM redemptions
        WHERE shop_id = ANY(ARRAY[0, $1::bigint]) AND order_id = $2 AND released_at IS NULL
        ORDER BY shop_id, source, source_id, product_id, sku_id FOR UPDATE""",
)
# Quantity 0: all of it is given back, and what it was stays to be read.
RELEASE = write(
    """UPDATE redemptions r SET released_at = CASE WHEN u.quantity = 0 THEN $2::timestamptz END,
              quantity = CASE WHEN u.quantity = 0 THEN r.quantity ELSE u.quantity END,
              amount_minor = CASE WHEN u.quantity = 0 THEN r.amount_minor ELSE u.amount_minor END
         FROM unnest($3::bigint[], $4::text[], $5::bigint[], $6::bigint[], $7::bigint[], $8::int[], $9::bigint[])
              AS u (shop_id, source, source_id, product_id, sku_id, quantity, amount_minor)
        WHERE r.order_id = $1 AND r.shop_id = u.shop_id AND r.source = u.source AND r.source_id = u.source_id
          AND r.product_id = u.product_id AND r.sku_id = u.sku_id AND r.released_at IS NULL"""
)
UNWELCOME = write(
    """UPDATE shop_customers SET welcomed_at = NULL, welcome_order_id = NULL
        WHERE shop_id = ANY($1::bigint[]) AND account_id = ANY($2::bigint[]) AND welcome_order_id = $3"""
)
