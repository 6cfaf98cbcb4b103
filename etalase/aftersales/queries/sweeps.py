"""What must never be found in the tables of after-sales."""

from typing import Final

import msgspec

from etalase.base.db import rows


class Wrong(msgspec.Struct, frozen=True):
    """A row that breaks a promise."""

    shop_id: int
    id: int


NO_RECORD = rows(
    Wrong,
    """SELECT c.shop_id, c.cancellation_id AS id FROM cancellations c
         JOIN orders o ON o.shop_id = c.shop_id AND o.order_id = c.order_id
        WHERE c.status IN ('CANCELLATION_REQUEST_SUCCESS', 'CANCELLATION_REQUEST_COMPLETE') AND o.status <> 'CANCELLED'""",
)
PIECES = rows(
    Wrong,
    """SELECT p.shop_id, p.line_id AS id FROM returned_pieces p
         LEFT JOIN (SELECT n.shop_id, n.line_id, sum(n.quantity) AS wanted
                      FROM return_lines n JOIN returns r ON r.shop_id = n.shop_id AND r.return_id = n.return_id
                     WHERE r.closed_at IS NULL OR r.status IN ('RETURN_OR_REFUND_REQUEST_COMPLETE',
                           'REPLACEMENT_REQUEST_COMPLETE', 'REPLACEMENT_REQUEST_REFUND_SUCCESS')
                     GROUP BY 1, 2) w ON w.shop_id = p.shop_id AND w.line_id = p.line_id
        WHERE p.claimed <> coalesce(w.wanted, 0)""",
)
REFUND = rows(
    Wrong,
    """SELECT r.shop_id, r.return_id AS id FROM returns r
         LEFT JOIN order_refunds f ON f.shop_id = r.shop_id AND f.cause = 'return' AND f.cause_id = r.return_id
        WHERE coalesce(f.amount_minor, 0) <> coalesce(r.refund_minor, 0) OR f.refund_id IS DISTINCT FROM r.refund_id""",
)
COMPLETED_TOO_EARLY = rows(
    Wrong,
    """SELECT r.shop_id, r.return_id AS id FROM returns r
         JOIN orders o ON o.shop_id = r.shop_id AND o.order_id = r.order_id
        WHERE r.closed_at IS NULL AND o.status NOT IN ('DELIVERED')""",
)
NO_STATE = rows(
    Wrong,
    """SELECT r.shop_id, r.return_id AS id FROM returns r
        WHERE NOT EXISTS (SELECT 1 FROM return_history h
               WHERE h.shop_id = r.shop_id AND h.return_id = r.return_id AND h.status = r.status)""",
)
NO_DEADLINE = rows(
    Wrong,
    """SELECT r.shop_id, r.return_id AS id FROM returns r
        WHERE r.closed_at IS NULL AND r.due_at IS NULL AND r.status <> 'RETURN_OR_REFUND_REQUEST_SUCCESS'
          AND NOT EXISTS (SELECT 1 FROM disputes d
               WHERE d.shop_id = r.shop_id AND d.return_id = r.return_id AND d.status = 'IN_PROGRESS')""",
)
RATINGS = rows(
    Wrong,
    """SELECT f.shop_id, f.product_id AS id FROM product_figures f
         JOIN (SELECT shop_id, product_id, count(*) FILTER (WHERE hidden_at IS NULL) AS many,
                      coalesce(sum(stars) FILTER (WHERE hidden_at IS NULL), 0) AS stars
                 FROM reviews GROUP BY 1, 2) v ON v.shop_id = f.shop_id AND v.product_id = f.product_id
        WHERE f.rating_count < v.many OR f.rating_sum < v.stars""",
)
UNMIRRORED = rows(
    Wrong,
    """SELECT c.shop_id, c.conversation_id AS id FROM conversations c
        WHERE NOT EXISTS (SELECT 1 FROM account_conversations m
               WHERE m.account_id = c.account_id AND m.shop_id = c.shop_id AND m.conversation_id = c.conversation_id)""",
)
SWEEPS: Final = (
    ("aftersales.a_granted_cancellation_has_a_cancelled_order", NO_RECORD),
    ("aftersales.claimed_pieces_are_those_of_open_and_granted_returns", PIECES),
    ("aftersales.a_return_refunds_what_its_order_refunded_for_it", REFUND),
    ("aftersales.an_order_completes_after_its_returns", COMPLETED_TOO_EARLY),
    ("aftersales.state_stands_in_the_history", NO_STATE),
    ("aftersales.every_pending_step_has_a_deadline", NO_DEADLINE),
    ("aftersales.shown_reviews_are_counted", RATINGS),
    ("aftersales.buyer_has_a_mirror_row_of_a_conversation", UNMIRRORED),
)
