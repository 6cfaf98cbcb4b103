"""A product in a grid, whichever list it comes from."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

import msgspec

from etalase.base.money import Money
from etalase.promotions.queries import PriceShown
from etalase.showcase.queries import Card

NO_SALES: Final[Mapping[int, PriceShown]] = {}


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
    was: Money | None = None
    off_percent: int = 0
    flash_left_s: int | None = None  # a tile is kept as it was drawn, so the seconds are a part of it

    @property
    def flash_left(self) -> str:
        """Hours, minutes and seconds of a flash deal, for who reads without script."""
        left = self.flash_left_s or 0
        return f"{left // 3600:02}:{left % 3600 // 60:02}:{left % 60:02}"


def tile_of(card: Card, handle: str = "", sale: PriceShown | None = None) -> Tile:
    """A card as a tile; with a handle it leads to the product through that Showcase."""
    path = f"/p/{card.product_id}"
    tile = Tile(
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
    return on_sale(tile, sale)


def on_sale(tile: Tile, sale: PriceShown | None) -> Tile:
    """The tile with its sale price, the list price struck; a flash deal says until when."""
    if sale is None:
        return tile
    return msgspec.structs.replace(
        tile,
        in_stock=tile.in_stock or sale.keeps,
        now=Money(sale.price_minor, sale.currency),
        was=Money(sale.struck_minor, sale.currency),
        off_percent=sale.off_percent,
        flash_left_s=sale.ends_in_s if sale.kind == "FLASHSALE" else None,
    )


def tiles_of(cards: Iterable[Card], handle: str = "", sales: Mapping[int, PriceShown] = NO_SALES) -> list[Tile]:
    """All of them, in order, with the sale prices of the moment."""
    return [tile_of(card, handle, sales.get(card.product_id)) for card in cards]


def without(cards: Sequence[Card], product_id: int, most: int) -> list[Card]:
    """At most so many, and not the product that the page is about."""
    return [card for card in cards if card.product_id != product_id][:most]
