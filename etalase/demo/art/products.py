"""Every kind of product that can be pictured."""

from typing import Final

from etalase.demo.art import clothes, home, open_shoes, shelf, shoes
from etalase.demo.art.colours import Palette, any_palette
from etalase.demo.art.studio import Draw, picture

# kind → how it is drawn, and half its width on the floor (0: it hangs)
_KINDS: Final[dict[str, tuple[Draw, int]]] = {
    "sneaker": (shoes.sneaker, 352),
    "running_shoe": (shoes.running_shoe, 372),
    "sandal": (open_shoes.sandal, 350),
    "boot": (shoes.boot, 348),
    "high_heel": (open_shoes.high_heel, 300),
    "loafer": (open_shoes.loafer, 344),
    "kids_shoe": (shoes.kids_shoe, 296),
    "football_boot": (shoes.football_boot, 340),
    "slipper": (open_shoes.slipper, 350),
    "t_shirt": (clothes.t_shirt, 0),
    "batik_shirt": (clothes.batik_shirt, 0),
    "dress": (clothes.dress, 0),
    "hijab": (clothes.hijab, 120),
    "tote_bag": (clothes.tote_bag, 270),
    "backpack": (clothes.backpack, 250),
    "cap": (clothes.cap, 350),
    "mug": (home.mug, 180),
    "lamp": (home.lamp, 170),
    "plant_pot": (home.plant_pot, 150),
    "cushion": (home.cushion, 290),
    "rice_cooker": (home.rice_cooker, 240),
    "blender": (home.blender, 200),
    "kettle": (home.kettle, 190),
    "lipstick": (shelf.lipstick, 110),
    "serum_bottle": (shelf.serum_bottle, 180),
    "soap": (shelf.soap, 260),
    "coffee_bag": (shelf.coffee_bag, 220),
    "snack_jar": (shelf.snack_jar, 230),
    "sambal_bottle": (shelf.sambal_bottle, 160),
    "phone_case": (shelf.phone_case, 190),
    "headphones": (shelf.headphones, 290),
    "power_bank": (shelf.power_bank, 180),
    "notebook": (shelf.notebook, 220),
    "toy": (shelf.toy, 330),
    "ball": (shelf.ball, 120),
}
KINDS: Final = tuple(_KINDS)
VIEWS: Final = 4


def product_picture(kind: str, seed: int, palette: Palette | None = None, view: int = 0) -> str:
    """A square SVG, the same for the same arguments. `view` 0 … VIEWS-1; without a palette the seed chooses one.

    KeyError for a kind that is not in KINDS.
    """
    draw, wide = _KINDS[kind]
    return picture(draw, palette or any_palette(seed), seed, view, wide=wide)
