"""Reads of the Showcase: the public side, the holder's side, what may be added."""

from etalase.showcase.queries.candidates import Candidate, candidates
from etalase.showcase.queries.cards import IN_STOCK, PROMOTED_UNTIL, Card
from etalase.showcase.queries.gathered import Gathered, own_collection
from etalase.showcase.queries.head import Head, head
from etalase.showcase.queries.held import HeldItem, held_items
from etalase.showcase.queries.keeping import with_kept
from etalase.showcase.queries.owner import Owner, chosen_items, owner_by_handle, owner_by_id
from etalase.showcase.queries.sales import PricedCard, priced_page, sales_of
from etalase.showcase.queries.shown import (
    Collection,
    ShownRight,
    collection_by_token,
    collection_cards,
    collections_of,
    page_of_owner,
    showcase_page,
    shown_rights,
)
from etalase.showcase.queries.sweeps import SWEEPS
from etalase.showcase.queries.windows import FilledShowcase, filled_showcases, shop_window

__all__ = [
    "IN_STOCK",
    "PROMOTED_UNTIL",
    "SWEEPS",
    "Candidate",
    "Card",
    "Collection",
    "FilledShowcase",
    "Gathered",
    "Head",
    "HeldItem",
    "Owner",
    "PricedCard",
    "ShownRight",
    "candidates",
    "chosen_items",
    "collection_by_token",
    "collection_cards",
    "collections_of",
    "filled_showcases",
    "head",
    "held_items",
    "own_collection",
    "owner_by_handle",
    "owner_by_id",
    "page_of_owner",
    "priced_page",
    "sales_of",
    "shop_window",
    "showcase_page",
    "shown_rights",
    "with_kept",
]
