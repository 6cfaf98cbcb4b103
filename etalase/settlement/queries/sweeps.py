"""What must never be found in the tables of settlement."""

from typing import Final

import msgspec

from etalase.base.db import rows


class Wrong(msgspec.Struct, frozen=True):
    """A shop's row that breaks a promise, and by how much."""

    shop_id: int
    what_id: int
    minor: int


NOT_ITS_ENTRIES = rows(
    Wrong,
    """SELECT s.shop_id, s.statement_id AS what_id,
              (s.settlement_minor - coalesce(sum(e.revenue_minor + e.fees_minor + e.adjustment_minor), 0))::bigint AS minor
         FROM statements s LEFT JOIN statement_entries e ON e.shop_id = s.shop_id AND e.statement_id = s.statement_id
        GROUP BY s.shop_id, s.statement_id, s.settlement_minor, s.revenue_minor, s.fees_minor
       HAVING s.settlement_minor <> coalesce(sum(e.revenue_minor + e.fees_minor + e.adjustment_minor), 0)
           OR s.revenue_minor <> coalesce(sum(e.revenue_minor), 0) OR s.fees_minor <> coalesce(sum(e.fees_minor), 0)""",
)
NOT_ITS_STATEMENTS = rows(
    Wrong,
    """SELECT p.shop_id, p.payout_id AS what_id, (p.amount_minor - coalesce(sum(s.settlement_minor), 0))::bigint AS minor
         FROM payouts p LEFT JOIN statements s ON s.shop_id = p.shop_id AND s.payout_id = p.payout_id
        WHERE p.status <> 'FAILED' GROUP BY p.shop_id, p.payout_id, p.amount_minor
       HAVING p.amount_minor <> coalesce(sum(s.settlement_minor), 0)""",
)
NOT_THE_BOOKS = rows(
    Wrong,
    """SELECT e.shop_id, e.shop_id AS what_id, (e.minor - coalesce(t.minor, 0))::bigint AS minor
         FROM (SELECT shop_id, sum(revenue_minor + fees_minor + adjustment_minor) AS minor FROM statement_entries
                GROUP BY shop_id) e
              LEFT JOIN (SELECT shop_id, sum(CASE WHEN credit = 'seller_available' THEN amount_minor ELSE -amount_minor END)
                     AS minor FROM transfers
                    WHERE 'seller_available' IN (debit, credit) AND cause NOT LIKE 'payout.%' GROUP BY shop_id) t
              ON t.shop_id = e.shop_id
        WHERE e.minor <> coalesce(t.minor, 0)
          AND NOT EXISTS (SELECT 1 FROM pgqueuer q WHERE q.entrypoint = 'settlement.reverse_fees')""",
)
STILL_PENDING = rows(
    Wrong,
    """SELECT t.shop_id, t.order_id AS what_id,
              sum(CASE WHEN x.credit = 'seller_pending' THEN x.amount_minor ELSE -x.amount_minor END)::bigint AS minor
         FROM settlements t JOIN transfers x ON x.shop_id = t.shop_id AND x.order_id = t.order_id
        WHERE t.settled_at IS NOT NULL AND 'seller_pending' IN (x.debit, x.credit)
        GROUP BY t.shop_id, t.order_id
       HAVING sum(CASE WHEN x.credit = 'seller_pending' THEN x.amount_minor ELSE -x.amount_minor END) <> 0""",
)
RESERVE_WRONG = rows(
    Wrong,
    """SELECT r.shop_id, r.shop_id AS what_id, (r.minor - coalesce(t.minor, 0))::bigint AS minor
         FROM (SELECT shop_id, sum(reserve_left_minor) AS minor FROM settlements GROUP BY shop_id) r
              LEFT JOIN (SELECT shop_id, sum(CASE WHEN credit = 'seller_reserve' THEN amount_minor ELSE -amount_minor END)
                     AS minor FROM transfers WHERE 'seller_reserve' IN (debit, credit) GROUP BY shop_id) t
              ON t.shop_id = r.shop_id
        WHERE r.minor <> coalesce(t.minor, 0)""",
)
ON_THE_WAY = rows(
    Wrong,
    """SELECT p.shop_id, p.shop_id AS what_id, (p.minor - coalesce(t.minor, 0))::bigint AS minor
         FROM (SELECT shop_id, coalesce(sum(amount_minor) FILTER (WHERE status = 'PROCESSING'), 0) AS minor
                 FROM payouts GROUP BY shop_id) p
              LEFT JOIN (SELECT shop_id, sum(CASE WHEN credit = 'payout_transit' THEN amount_minor ELSE -amount_minor END)
                     AS minor FROM transfers WHERE 'payout_transit' IN (debit, credit) GROUP BY shop_id) t
              ON t.shop_id = p.shop_id
        WHERE p.minor <> coalesce(t.minor, 0)""",
)
# What the bank paid is a payout that is PAID, once and to the last minor unit; nothing else but cash moves there.
NOT_PAID_OUT = rows(
    Wrong,
    """SELECT coalesce(p.shop_id, t.shop_id) AS shop_id, coalesce(p.payout_id, t.cause_id) AS what_id,
              (coalesce(p.amount_minor, 0) - coalesce(t.minor, 0))::bigint AS minor
         FROM (SELECT shop_id, payout_id, amount_minor FROM payouts WHERE status = 'PAID') p
              FULL JOIN (SELECT shop_id, cause_id, sum(amount_minor) AS minor FROM transfers
                          WHERE (debit = 'bank' OR credit = 'bank') AND cause = 'payout.paid' AND debit = 'payout_transit'
                          GROUP BY shop_id, cause_id) t ON t.shop_id = p.shop_id AND t.cause_id = p.payout_id
        WHERE coalesce(p.amount_minor, 0) <> coalesce(t.minor, 0)""",
)
STRAY = rows(
    Wrong,
    """SELECT shop_id, transfer_id AS what_id, amount_minor AS minor FROM transfers
        WHERE (debit = 'bank' OR credit = 'bank')
          AND (cause, debit, credit) NOT IN (('payout.paid', 'payout_transit', 'bank'), ('cash.remitted', 'bank', 'carrier_cash'))
          AND NOT (cause = 'order.refunded' AND credit = 'bank')""",
)
FEES_KEPT = rows(
    Wrong,
    """SELECT f.shop_id, f.transfer_id AS what_id, (f.amount_minor - coalesce(sum(r.amount_minor), 0))::bigint AS minor
         FROM transfers f JOIN order_lines l ON l.shop_id = f.shop_id AND l.line_id = f.line_id
              JOIN settlement_lines b ON b.shop_id = l.shop_id AND b.line_id = l.line_id
              LEFT JOIN transfers r ON r.shop_id = f.shop_id AND r.reverses = f.transfer_id
        WHERE f.cause = 'order.settled' AND f.credit = 'platform_fee' AND b.left_minor > 0
          AND l.refunded_minor = l.paid_minor
          AND NOT EXISTS (SELECT 1 FROM pgqueuer q WHERE q.entrypoint = 'settlement.reverse_fees')
        GROUP BY f.shop_id, f.transfer_id, f.amount_minor
       HAVING f.amount_minor <> coalesce(sum(r.amount_minor), 0)""",
)
SWEEPS: Final = (
    ("settlement.statement_is_the_sum_of_its_entries", NOT_ITS_ENTRIES),
    ("settlement.payout_is_the_sum_of_its_statements", NOT_ITS_STATEMENTS),
    ("settlement.entries_are_what_the_books_say", NOT_THE_BOOKS),
    ("settlement.nothing_is_pending_of_a_settled_order", STILL_PENDING),
    ("settlement.reserve_is_what_the_books_say", RESERVE_WRONG),
    ("settlement.payouts_on_their_way_are_what_the_books_say", ON_THE_WAY),
    ("settlement.what_the_bank_paid_is_a_paid_payout", NOT_PAID_OUT),
    ("settlement.only_payouts_and_cash_move_at_the_bank", STRAY),
    ("settlement.fees_of_a_refunded_line_went_back", FEES_KEPT),
)
