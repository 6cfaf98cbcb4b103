"""What must never be found when orders, their lines and the books are laid side by side."""

from typing import Final

import msgspec

from etalase.base.db import rows
from etalase.orders.rules import MOVES


class Differs(msgspec.Struct, frozen=True):
    """An order that says something else than its lines or the books."""

    shop_id: int
    order_id: int


ALLOCATED = rows(
    Differs,
    """SELECT o.shop_id, o.order_id FROM orders o JOIN order_lines l ON l.shop_id = o.shop_id AND l.order_id = o.order_id
        GROUP BY o.shop_id, o.order_id
       HAVING (o.subtotal_minor, o.seller_discount_minor, o.platform_discount_minor, o.shipping_minor, o.tax_minor,
               o.buyer_fee_minor, o.tax_included_minor, o.refunded_minor)
           <> (sum(l.quantity * l.unit_price_minor), sum(l.seller_discount_minor), sum(l.platform_discount_minor),
               sum(l.shipping_minor), sum(l.tax_minor), sum(l.buyer_fee_minor), sum(l.tax_included_minor),
               sum(l.refunded_minor))""",
)
BUYERS_MONEY = """SELECT shop_id, order_id,
              coalesce(sum(amount_minor) FILTER (WHERE cause = 'order.captured'
                  AND debit IN ('clearing', 'carrier_cash')), 0) AS captured,
              coalesce(sum(amount_minor) FILTER (WHERE cause = 'order.refunded'
                  AND credit IN ('clearing', 'carrier_cash', 'bank')), 0) AS refunded
         FROM transfers WHERE cause IN ('order.captured', 'order.refunded') GROUP BY shop_id, order_id"""
CAPTURED = rows(
    Differs,
    f"""SELECT o.shop_id, o.order_id FROM orders o
         LEFT JOIN ({BUYERS_MONEY}) b ON b.shop_id = o.shop_id AND b.order_id = o.order_id
        WHERE coalesce(b.captured, 0) <> CASE WHEN o.paid_at IS NULL THEN 0 ELSE o.total_minor END
           OR coalesce(b.refunded, 0) <> o.refunded_minor""",
)
REFUNDED = rows(
    Differs,
    """SELECT o.shop_id, o.order_id FROM orders o
         LEFT JOIN (SELECT shop_id, order_id, sum(amount_minor) AS minor FROM order_refunds GROUP BY 1, 2) r
              ON r.shop_id = o.shop_id AND r.order_id = o.order_id
        WHERE coalesce(r.minor, 0) <> o.refunded_minor""",
)
REFUNDED_LINES = rows(
    Differs,
    """SELECT l.shop_id, l.order_id FROM order_lines l
         LEFT JOIN (SELECT shop_id, line_id, sum(amount_minor) AS minor FROM order_refund_lines GROUP BY 1, 2) r
              ON r.shop_id = l.shop_id AND r.line_id = l.line_id
        WHERE coalesce(r.minor, 0) <> l.refunded_minor""",
)
KNOWN_MOVES: Final = ", ".join(f"('{start}', '{end}')" for end, starts in MOVES.items() for start in starts)
JUMPED = rows(
    Differs,
    f"""SELECT h.shop_id, h.order_id
          FROM (SELECT shop_id, order_id, status,
                       lag(status) OVER (PARTITION BY shop_id, order_id ORDER BY at, entry_id) AS earlier
                  FROM order_history) h
         WHERE h.earlier IS NOT NULL AND (h.earlier, h.status) NOT IN ({KNOWN_MOVES})
            OR h.earlier IS NULL AND h.status NOT IN ('UNPAID', 'ON_HOLD')""",
)
BOOK_SWEEPS: Final = (
    ("orders.amounts_are_the_sums_of_the_lines", ALLOCATED),
    ("orders.books_hold_what_was_paid_and_refunded", CAPTURED),
    ("orders.refunds_are_the_sum_of_their_rows", REFUNDED),
    ("orders.refunds_of_a_line_are_the_sum_of_their_rows", REFUNDED_LINES),
    ("orders.no_state_out_of_its_table", JUMPED),
)
