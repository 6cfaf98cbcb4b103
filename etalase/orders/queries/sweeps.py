"""What must never be found in the tables of orders."""

from typing import Final

import msgspec

from etalase.base.db import rows
from etalase.orders.queries.books import BOOK_SWEEPS


class Wrong(msgspec.Struct, frozen=True):
    """An order that breaks a promise."""

    shop_id: int
    order_id: int


NOT_ITS_LINES = rows(
    Wrong,
    """SELECT o.shop_id, o.order_id FROM orders o
         LEFT JOIN order_lines l ON l.shop_id = o.shop_id AND l.order_id = o.order_id
        GROUP BY o.shop_id, o.order_id, o.total_minor HAVING o.total_minor <> coalesce(sum(l.paid_minor), 0)""",
)
NOT_ITS_SHARE = rows(
    Wrong,
    """SELECT o.shop_id, o.order_id FROM orders o
         LEFT JOIN payment_shares p ON p.shop_id = o.shop_id AND p.payment_id = o.payment_id AND p.order_id = o.order_id
        WHERE p.amount_minor IS DISTINCT FROM o.total_minor""",
)
NOT_ITS_HISTORY = rows(
    Wrong,
    """SELECT o.shop_id, o.order_id FROM orders o
        WHERE NOT EXISTS (SELECT 1 FROM order_history h
               WHERE h.shop_id = o.shop_id AND h.order_id = o.order_id AND h.status = o.status)""",
)
UNMIRRORED = rows(
    Wrong,
    """SELECT o.shop_id, o.order_id FROM orders o
        WHERE NOT EXISTS (SELECT 1 FROM account_orders m
               WHERE m.account_id = o.buyer_account_id AND m.order_id = o.order_id AND m.shop_id = o.shop_id)""",
)
RESERVED_WRONG = rows(
    Wrong,
    """SELECT r.shop_id, r.sku_id AS order_id
         FROM (SELECT v.shop_id, v.sku_id, sum(v.reserved) AS reserved FROM stock_levels v GROUP BY 1, 2) r
              LEFT JOIN (SELECT l.shop_id, l.sku_id, sum(l.quantity - l.shipped_quantity - l.cancelled_quantity) AS wanted
                           FROM order_lines l JOIN orders o ON o.shop_id = l.shop_id AND o.order_id = l.order_id
                          WHERE o.status <> 'CANCELLED' GROUP BY 1, 2) w ON w.shop_id = r.shop_id AND w.sku_id = r.sku_id
        WHERE r.reserved <> coalesce(w.wanted, 0)""",
)
NOT_GIVEN_BACK = rows(
    Wrong,
    """SELECT o.shop_id, o.order_id FROM orders o
         JOIN payment_shares p ON p.shop_id = o.shop_id AND p.payment_id = o.payment_id AND p.order_id = o.order_id
        WHERE o.status = 'CANCELLED' AND p.refunded_minor < p.paid_minor""",
)
NOT_PAID_FOR = rows(
    Wrong,
    """SELECT o.shop_id, o.order_id FROM orders o
         JOIN payment_shares p ON p.shop_id = o.shop_id AND p.payment_id = o.payment_id AND p.order_id = o.order_id
        WHERE p.amount_minor > 0 AND (o.paid_at IS NOT NULL) <> (p.paid_minor > 0)
           OR o.refunded_minor <> p.refunded_minor""",
)
# A LIVE's set-aside is for whoever watches it; what a campaign keeps is for lines that have its price.
NOT_ITS_DEAL = rows(
    Wrong,
    """SELECT l.shop_id, l.order_id FROM stock_moves m
         JOIN stock_set_asides a ON a.shop_id = m.shop_id AND a.set_aside_id = m.set_aside_id AND a.purpose = 'CAMPAIGN'
         JOIN order_lines l ON l.shop_id = m.shop_id AND l.line_id = m.order_line_id
        WHERE m.kind = 'ASIDE_RESERVED' AND (m.quantity <> l.quantity
              OR NOT l.promotions @> jsonb_build_array(jsonb_build_object('id', a.purpose_ref::text, 'quantity', l.quantity)))""",
)
SWEEPS: Final = (
    ("orders.total_is_the_sum_of_its_lines", NOT_ITS_LINES),
    ("orders.share_of_the_payment_is_the_total", NOT_ITS_SHARE),
    ("orders.state_stands_in_the_history", NOT_ITS_HISTORY),
    ("orders.buyer_has_a_mirror_row", UNMIRRORED),
    ("orders.reserved_stock_is_what_open_orders_want", RESERVED_WRONG),
    ("orders.what_a_deal_keeps_is_sold_whole_at_its_price", NOT_ITS_DEAL),
    ("orders.what_was_paid_for_a_cancelled_order_went_back", NOT_GIVEN_BACK),
    ("orders.paid_and_refunded_as_the_payment_says", NOT_PAID_FOR),
    *BOOK_SWEEPS,
)
