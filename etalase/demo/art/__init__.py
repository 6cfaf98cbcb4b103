"""The demo's own pictures, drawn by programs: products in a studio, portraits, shop marks, covers.

svg = product_picture("running_shoe", seed=7, palette=COLOURWAYS["Mango"], view=1)
webp = render(svg, 1200)
"""

from etalase.demo.art.colours import COLOURWAYS, Palette, any_palette
from etalase.demo.art.marks import brand_mark, cover
from etalase.demo.art.people import avatar
from etalase.demo.art.pixels import render
from etalase.demo.art.products import KINDS, VIEWS, product_picture

__all__ = [
    "COLOURWAYS",
    "KINDS",
    "VIEWS",
    "Palette",
    "any_palette",
    "avatar",
    "brand_mark",
    "cover",
    "product_picture",
    "render",
]
