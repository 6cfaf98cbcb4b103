"""What must never be found in the tables of parcels."""

from typing import Final

import msgspec

from etalase.base.db import rows


class Wrong(msgspec.Struct, frozen=True):
    """A line, package or order that breaks a promise."""

    shop_id: int
    broken_id: int


PACKED_WRONG = rows(
    Wrong,
    """SELECT o.shop_id, o.line_id AS broken_id FROM order_lines o
         LEFT JOIN (SELECT l.shop_id, l.line_id, sum(l.quantity) AS packed,
                           sum(l.quantity) FILTER (WHERE p.handed_at IS NOT NULL) AS shipped
                      FROM package_lines l JOIN packages p ON p.shop_id = l.shop_id AND p.package_id = l.package_id
                     WHERE p.status <> 'CANCELLED' OR p.returned_at IS NOT NULL GROUP BY 1, 2) k
           ON k.shop_id = o.shop_id AND k.line_id = o.line_id
        WHERE o.packed_quantity <> coalesce(k.packed, 0) OR o.shipped_quantity <> coalesce(k.shipped, 0)""",
)
FOREIGN_LINES = rows(
    Wrong,
    """SELECT l.shop_id, l.package_id AS broken_id FROM package_lines l
         JOIN packages p ON p.shop_id = l.shop_id AND p.package_id = l.package_id
         JOIN order_lines n ON n.shop_id = l.shop_id AND n.line_id = l.line_id
         JOIN orders o ON o.shop_id = l.shop_id AND o.order_id = l.order_id
        WHERE n.order_id <> l.order_id OR o.buyer_account_id <> p.buyer_account_id""",
)
NOT_ITS_PACKAGES = rows(
    Wrong,
    """SELECT o.shop_id, o.order_id AS broken_id FROM orders o
         LEFT JOIN (SELECT l.shop_id, l.order_id, sum(l.quantity - l.cancelled_quantity) AS pieces FROM order_lines l
                     GROUP BY 1, 2) n
           ON n.shop_id = o.shop_id AND n.order_id = o.order_id
         LEFT JOIN (SELECT l.shop_id, l.order_id, sum(l.quantity) FILTER (WHERE p.arranged_at IS NOT NULL) AS arranged,
                           sum(l.quantity) FILTER (WHERE p.status = 'COMPLETED' OR p.returned_at IS NOT NULL) AS finished
                      FROM package_lines l JOIN packages p ON p.shop_id = l.shop_id AND p.package_id = l.package_id
                     WHERE p.status <> 'CANCELLED' OR p.returned_at IS NOT NULL GROUP BY 1, 2) k
           ON k.shop_id = o.shop_id AND k.order_id = o.order_id
        WHERE (o.status IN ('UNPAID', 'ON_HOLD') AND k.order_id IS NOT NULL)
           OR (o.status = 'AWAITING_SHIPMENT' AND coalesce(k.arranged, 0) > 0)
           OR (o.status = 'PARTIALLY_SHIPPING' AND coalesce(k.arranged, 0) NOT BETWEEN 1 AND n.pieces - 1)
           OR (o.status IN ('AWAITING_COLLECTION', 'IN_TRANSIT') AND k.arranged IS DISTINCT FROM n.pieces)
           OR (o.status IN ('DELIVERED', 'COMPLETED') AND k.finished IS DISTINCT FROM n.pieces)""",
)
SWEEPS: Final = (
    ("parcels.every_piece_is_in_one_package_at_most", PACKED_WRONG),
    ("parcels.a_package_holds_orders_of_its_buyer", FOREIGN_LINES),
    ("parcels.an_order_is_as_far_as_its_packages", NOT_ITS_PACKAGES),
)
