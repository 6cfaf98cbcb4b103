"""What a holder does with the Showcase: add, remove, order, pin, collect."""

from etalase.showcase.actions.adding import Answer, add_all_of_shop, add_items
from etalase.showcase.actions.arranging import set_order, set_pins
from etalase.showcase.actions.collecting import create_collection, delete_collection, edit_collection
from etalase.showcase.actions.moving import move_among, pin, unpin
from etalase.showcase.actions.removing import remove_items

__all__ = [
    "Answer",
    "add_all_of_shop",
    "add_items",
    "create_collection",
    "delete_collection",
    "edit_collection",
    "move_among",
    "pin",
    "remove_items",
    "set_order",
    "set_pins",
    "unpin",
]
