"""Sums that must agree: each statement returns nothing while all is well."""

from typing import Final

from etalase.base.db import value

SWEEPS: Final = (
    (
        "an item's sold pieces are those redeemed and not released",
        value(
            int,
            """SELECT i.promotion_id FROM promotion_items i
                 LEFT JOIN (SELECT shop_id, source_id, product_id, sku_id, sum(quantity) AS quantity FROM redemptions
                             WHERE source = 'PROMOTION' AND released_at IS NULL
                             GROUP BY shop_id, source_id, product_id, sku_id) r
                   ON r.shop_id = i.shop_id AND r.source_id = i.promotion_id AND r.product_id = i.product_id
                      AND r.sku_id = i.sku_id
                WHERE i.sold <> coalesce(r.quantity, 0)""",
        ),
    ),
    (
        "a voucher's uses are its redemptions, over all and by buyer",
        value(
            int,
            """SELECT v.voucher_id FROM vouchers v
                 LEFT JOIN (SELECT shop_id, source_id, count(*) AS orders FROM redemptions
                             WHERE source = 'VOUCHER' AND released_at IS NULL GROUP BY shop_id, source_id) r
                   ON r.shop_id = v.shop_id AND r.source_id = v.voucher_id
                 LEFT JOIN (SELECT shop_id, voucher_id, sum(orders) AS orders FROM voucher_uses GROUP BY shop_id, voucher_id) u
                   ON u.shop_id = v.shop_id AND u.voucher_id = v.voucher_id
                WHERE v.used <> coalesce(r.orders, 0) OR v.used <> coalesce(u.orders, 0)""",
        ),
    ),
    (
        "a buyer has had no more of an item than its limit",
        value(
            int,
            """SELECT i.promotion_id FROM promotion_items i
                 JOIN promotion_uses u USING (shop_id, promotion_id, product_id, sku_id)
                WHERE i.buyer_limit <> -1 AND u.quantity > i.buyer_limit""",
        ),
    ),
    (
        "an order uses one voucher of its seller and one of the platform",
        value(
            int,
            """SELECT order_id FROM redemptions WHERE source = 'VOUCHER'
                GROUP BY shop_id, order_id HAVING count(*) > 1""",
        ),
    ),
)
