"""Colours in OKLCH, where "a little lighter" means the same for every hue, and the colourways of the demo's products."""

import math
import random
from typing import Final

import msgspec


class Colour(msgspec.Struct, frozen=True):
    """Lightness 0…1, chroma 0…0.3, hue in degrees."""

    light: float
    chroma: float
    hue: float

    def shift(self, light: float = 0.0, chroma: float = 0.0, hue: float = 0.0) -> "Colour":
        """A neighbour, kept inside what a screen can show."""
        return Colour(
            min(0.99, max(0.05, self.light + light)), min(0.27, max(0.0, self.chroma + chroma)), (self.hue + hue) % 360
        )

    def hex(self) -> str:
        """As #rrggbb, clipped into sRGB."""
        a = self.chroma * math.cos(math.radians(self.hue))
        b = self.chroma * math.sin(math.radians(self.hue))
        long = (self.light + 0.3963377774 * a + 0.2158037573 * b) ** 3
        middle = (self.light - 0.1055613458 * a - 0.0638541728 * b) ** 3
        short = (self.light - 0.0894841775 * a - 1.2914855480 * b) ** 3
        linear = (
            4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short,
            -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short,
            -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short,
        )
        return "#" + "".join(f"{round(255 * _gamma(part)):02x}" for part in linear)


def _gamma(linear: float) -> float:
    part = min(1.0, max(0.0, linear))
    return 12.92 * part if part <= 0.0031308 else 1.055 * part ** (1 / 2.4) - 0.055


class Palette(msgspec.Struct, frozen=True):
    """What a product is painted with: main and second material, an accent, its sole or base, and the studio's ground."""

    main: Colour
    second: Colour
    accent: Colour
    base: Colour
    ground: Colour


INK: Final = Colour(0.25, 0.02, 60)
CHALK: Final = Colour(0.96, 0.01, 90)
CREAM: Final = Colour(0.93, 0.03, 88)
GUM: Final = Colour(0.66, 0.09, 65)
MANGO: Final = Colour(0.80, 0.16, 70)
CHILI: Final = Colour(0.60, 0.20, 28)
LEAF: Final = Colour(0.55, 0.11, 152)
SEA: Final = Colour(0.55, 0.12, 240)
SKY: Final = Colour(0.82, 0.07, 235)
NIGHT: Final = Colour(0.34, 0.07, 265)
CLAY: Final = Colour(0.62, 0.12, 42)
COCOA: Final = Colour(0.40, 0.06, 50)
ROSE: Final = Colour(0.78, 0.10, 10)
PLUM: Final = Colour(0.45, 0.12, 345)
LILAC: Final = Colour(0.80, 0.08, 305)
MINT: Final = Colour(0.87, 0.07, 168)
STONE: Final = Colour(0.72, 0.015, 80)
SAND: Final = Colour(0.84, 0.05, 80)
OLIVE: Final = Colour(0.52, 0.07, 115)


def _way(main: Colour, second: Colour, accent: Colour, base: Colour, ground: Colour) -> Palette:
    return Palette(main, second, accent, base, Colour(0.91, min(0.045, ground.chroma), ground.hue))


# By the names that shops give their colours.
COLOURWAYS: Final = {
    "Mango": _way(MANGO, CHALK, CHILI, CHALK, Colour(0.9, 0.04, 75)),
    "Ink": _way(INK, Colour(0.36, 0.02, 60), MANGO, CHALK, Colour(0.9, 0.02, 75)),
    "Chalk": _way(CHALK, Colour(0.88, 0.02, 85), LEAF, CREAM, Colour(0.9, 0.035, 150)),
    "Chili": _way(CHILI, CHALK, INK, CHALK, Colour(0.9, 0.035, 25)),
    "Leaf": _way(LEAF, CREAM, MANGO, CREAM, Colour(0.9, 0.04, 120)),
    "Sea": _way(SEA, SKY, CHALK, CHALK, Colour(0.9, 0.035, 235)),
    "Sky": _way(SKY, CHALK, SEA, CHALK, Colour(0.92, 0.02, 220)),
    "Night": _way(NIGHT, SEA, MANGO, CHALK, Colour(0.9, 0.03, 265)),
    "Clay": _way(CLAY, COCOA, CREAM, GUM, Colour(0.9, 0.04, 50)),
    "Cocoa": _way(COCOA, CLAY, CREAM, Colour(0.3, 0.04, 50), Colour(0.9, 0.035, 60)),
    "Rose": _way(ROSE, CREAM, PLUM, CHALK, Colour(0.92, 0.035, 5)),
    "Plum": _way(PLUM, ROSE, MANGO, CREAM, Colour(0.9, 0.03, 330)),
    "Lilac": _way(LILAC, CHALK, PLUM, CHALK, Colour(0.91, 0.035, 300)),
    "Mint": _way(MINT, CHALK, LEAF, CHALK, Colour(0.92, 0.03, 165)),
    "Stone": _way(STONE, CHALK, CHILI, CREAM, Colour(0.91, 0.012, 85)),
    "Sand": _way(SAND, CREAM, CLAY, GUM, Colour(0.91, 0.03, 85)),
    "Olive": _way(OLIVE, SAND, INK, GUM, Colour(0.9, 0.035, 100)),
}


def any_palette(seed: int) -> Palette:
    """One of the colourways, the same for the same seed."""
    return random.Random(seed).choice(list(COLOURWAYS.values()))
