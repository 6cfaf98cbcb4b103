"""A product in a grid, whichever list it comes from."""

from collections.abc import Iterable, Sequence

import msgspec

from etalase.base.money import Money
from etalase.showcase.queries import Card


class Tile(msgspec.Struct, frozen=True):
    """What `shopper/tiles.html` draws. `source` and `rate_bp` are for the holder's eyes."""

    href: str
    title: str
    now: Money
    image: str | None
    sold: int
    shop: str
    in_stock: bool
    pinned: bool = False
    source: str = ""
    rate_bp: int = 0


def tile_of(card: Card, handle: str = "") -> Tile:
    """A card as a tile; with a handle it leads to the product through that Showcase."""
    path = f"/p/{card.product_id}"
    return Tile(
        f"{path}?showcase={handle}" if handle else path,
        card.title,
        Money(card.price_minor, card.currency),
        card.picture_key,
        card.sold,
        card.shop_name,
        card.in_stock,
        card.pinned,
        card.source,
        card.rate_bp,
    )


def tiles_of(cards: Iterable[Card], handle: str = "") -> list[Tile]:
    """All of them, in order."""
    return [tile_of(card, handle) for card in cards]


def without(cards: Sequence[Card], product_id: int, most: int) -> list[Card]:
    """At most so many, and not the product that the page is about."""
    return [card for card in cards if card.product_id != product_id][:most]
