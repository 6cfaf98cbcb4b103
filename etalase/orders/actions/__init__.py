"""The cart, the till, and the moves of an order."""

from etalase.orders.actions.asked import Cart, CartLine, Placed, PlacedOrder, Via
from etalase.orders.actions.buying import buy_cart
from etalase.orders.actions.cart import merge_cart, put_in_cart, set_quantity, take_out
from etalase.orders.actions.moving import (
    arrange_shipment,
    cancel,
    cancel_as_buyer,
    cancel_as_seller,
    complete,
    confirm_delivery,
    hand_over,
    release_hold,
)
from etalase.orders.actions.paying import pay_again
from etalase.orders.actions.placing import buy, place

__all__ = [
    "Cart",
    "CartLine",
    "Placed",
    "PlacedOrder",
    "Via",
    "arrange_shipment",
    "buy",
    "buy_cart",
    "cancel",
    "cancel_as_buyer",
    "cancel_as_seller",
    "complete",
    "confirm_delivery",
    "hand_over",
    "merge_cart",
    "pay_again",
    "place",
    "put_in_cart",
    "release_hold",
    "set_quantity",
    "take_out",
]
