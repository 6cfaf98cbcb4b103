"""The shape of a demo shop and of what it sells."""

from typing import Final

import msgspec

SHOE_SIZES: Final = ("38", "39", "40", "41", "42", "43")
KIDS_SIZES: Final = ("26", "28", "30", "32")
CLOTHES: Final = ("S", "M", "L", "XL")
NO_SIZES: Final[tuple[str, ...]] = ()


class Good(msgspec.Struct, frozen=True):
    """A product: how it is drawn (kind and colourway), what it costs in major units, and how it is told."""

    title: str
    kind: str
    colour: str
    price: int | str
    text: str
    sold: int = 0
    sizes: tuple[str, ...] = NO_SIZES
    stock: int = 24


class Stall(msgspec.Struct, frozen=True):
    """A shop of the demo world."""

    name: str
    owner: str
    market: str
    category: str
    text: str
    goods: tuple[Good, ...]
    size_word: str = "Ukuran"
