"""The cart, the till, and the moves of an order."""

from etalase.orders.actions.asked import Cart, CartLine, Placed, PlacedOrder, Via
from etalase.orders.actions.buying import buy_cart, cart_to_buy
from etalase.orders.actions.cart import merge_cart, put_in_cart, set_quantity, take_out
from etalase.orders.actions.dropping import drop_pieces, settle_dropped
from etalase.orders.actions.facts import StockMoved
from etalase.orders.actions.meeting import Asking, Met, meet
from etalase.orders.actions.moving import (
    cancel,
    cancel_as_buyer,
    cancel_as_seller,
    complete,
    give_up,
    name_carrier,
    progress,
    release_hold,
)
from etalase.orders.actions.packing import pack_pieces, pieces_came_back, ship_pieces
from etalase.orders.actions.paying import pay_again, pay_checkout
from etalase.orders.actions.placing import buy, check_cart, place
from etalase.orders.actions.quoting import Quoted, quote_cart

__all__ = [
    "Asking",
    "Cart",
    "CartLine",
    "Met",
    "Placed",
    "PlacedOrder",
    "Quoted",
    "StockMoved",
    "Via",
    "buy",
    "buy_cart",
    "cancel",
    "cancel_as_buyer",
    "cancel_as_seller",
    "cart_to_buy",
    "check_cart",
    "complete",
    "drop_pieces",
    "give_up",
    "meet",
    "merge_cart",
    "name_carrier",
    "pack_pieces",
    "pay_again",
    "pay_checkout",
    "pieces_came_back",
    "place",
    "progress",
    "put_in_cart",
    "quote_cart",
    "release_hold",
    "set_quantity",
    "settle_dropped",
    "ship_pieces",
    "take_out",
]
