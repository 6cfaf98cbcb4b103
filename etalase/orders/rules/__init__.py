"""States, codes and moves of an order, what its price is made of, and what may be said at checkout.

states.py     R-ORD-1, 2, 7, 8             pricing.py    every amount of an order, once, on its lines (R-ORD-6)
taxes.py      market and state, with dates  fees.py       what a market has buyers pay besides
"""

from typing import Final

from etalase.base.texts import N_
from etalase.orders.rules.states import (
    ADDRESS_HIDDEN,
    CANCELS_APPROVED,
    CODES,
    LINE_STATUS_NAMES,
    MAY_CANCEL,
    MOVES,
    OPEN_STATES,
    STATUS_NAMES,
    LineStatus,
    Side,
    Status,
    ViaKind,
    commerce_platform,
    line_status,
    may_cancel,
    paid_for_dropped,
    path,
    state_of,
)

__all__ = [
    "ADDRESS_HIDDEN",
    "CANCELS_APPROVED",
    "CODES",
    "LINE_STATUS_NAMES",
    "MAY_CANCEL",
    "MOVES",
    "OPEN_STATES",
    "REFUSALS",
    "STATUS_NAMES",
    "LineStatus",
    "Side",
    "Status",
    "ViaKind",
    "commerce_platform",
    "line_status",
    "may_cancel",
    "paid_for_dropped",
    "path",
    "state_of",
]

REFUSALS: Final = {
    "orders.out_of_stock": N_("There is not enough stock: %(available)s left."),
    "orders.product_unavailable": N_("This product is not on sale now."),
    "orders.market_differs": N_("This shop does not sell to the country of the address."),
    "orders.too_many_lines": N_("An order holds %(most)s different products at most."),
    "orders.quantity_too_large": N_("You can order %(most)s of one product at most."),
    "orders.wrong_state": N_("The order is %(order_status)s, so this cannot be done now."),
    "orders.pieces_packed": N_("Some of these pieces lie in a package already, or are not in this order."),
    "orders.purchase_limit": N_("One buyer may order %(most)s of this product; %(left)s are left for you."),
    "orders.total_changed": N_("The total has changed. Look it over and place the order again."),
    "orders.cart_empty": N_("Your cart is empty."),
    "orders.not_paid": N_("Nothing was paid for this order, so nothing can go back."),
    "orders.refund_too_large": N_("This is more than what is left of the amount paid."),
}
