"""Reads of carts and orders."""

from etalase.orders.queries.cart import CartRow, cart_count, cart_lines, cart_seen, given_lines, last_address
from etalase.orders.queries.charged import fees_charged, taxes_charged
from etalase.orders.queries.desk import COUNT_MAX, Sought, carriers_in_use, desk_orders, sought_by_words
from etalase.orders.queries.lists import Sales, counts, my_orders, open_orders, sales, shop_orders, to_ship
from etalase.orders.queries.one import (
    HistoryEntry,
    OrderDetail,
    OrderLine,
    OrderRow,
    any_order,
    held_orders,
    my_order,
    order_row,
    order_row_of_shop,
    orders_of_checkout,
    shop_order,
)
from etalase.orders.queries.sweeps import SWEEPS

__all__ = [
    "COUNT_MAX",
    "SWEEPS",
    "CartRow",
    "HistoryEntry",
    "OrderDetail",
    "OrderLine",
    "OrderRow",
    "Sales",
    "Sought",
    "any_order",
    "carriers_in_use",
    "cart_count",
    "cart_lines",
    "cart_seen",
    "counts",
    "desk_orders",
    "fees_charged",
    "given_lines",
    "held_orders",
    "last_address",
    "my_order",
    "my_orders",
    "open_orders",
    "order_row",
    "order_row_of_shop",
    "orders_of_checkout",
    "sales",
    "shop_order",
    "shop_orders",
    "sought_by_words",
    "taxes_charged",
    "to_ship",
]
