"""Draw every picture of the demo world, on all cores, and keep them in the media storage."""

import asyncio
import os
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from datetime import datetime
from typing import Final

import msgspec

from etalase.base.pool import Pool
from etalase.demo.art import COLOURWAYS, avatar, brand_mark, product_picture, render
from etalase.demo.cast import EVERYBODY
from etalase.demo.goods import STALLS, Good
from etalase.media.actions import Rendered, store_rendered
from etalase.media.actions.drawing import draw_now
from etalase.media.ports import Storage

PRODUCT_PX: Final = 640
SMALL_PX: Final = 320
SHOES: Final = {
    "sneaker",
    "running_shoe",
    "sandal",
    "boot",
    "high_heel",
    "loafer",
    "kids_shoe",
    "football_boot",
    "slipper",
}
# Widths whose files a small picture does not need are made all the same: a page may ask for any of them.
STEP: Final = 25


class Drawing(msgspec.Struct, frozen=True):
    """What to draw: a product (kind, colourway, view), a portrait or a mark; `name` is how the scenes ask for it."""

    name: str
    kind: str
    colour: str
    seed: int
    view: int = 0


Shelf = dict[str, str]  # the name of a drawing → its media key


def of_good(shop: str, good: Good, view: int) -> str:
    """The name of a product's picture."""
    return f"good:{shop}:{good.title}:{view}"


def views_of(good: Good) -> int:
    """How many pictures a product has."""
    return 2 if good.kind in SHOES else 1


def wanted() -> list[Drawing]:
    """Everything the world shows."""
    drawings = [Drawing(f"face:{player.handle}", "face", "", seed) for seed, player in enumerate(EVERYBODY)]
    for number, stall in enumerate(STALLS):
        drawings.append(Drawing(f"mark:{stall.name}", "mark", stall.name, number))
        drawings += [
            Drawing(of_good(stall.name, good, view), good.kind, good.colour, number * 100 + place, view)
            for place, good in enumerate(stall.goods)
            for view in range(views_of(good))
        ]
    return drawings


def draw(drawing: Drawing) -> Rendered:
    """One picture in every width."""
    if drawing.kind == "face":
        return draw_now(render(avatar(drawing.seed), SMALL_PX))
    if drawing.kind == "mark":
        return draw_now(render(brand_mark(drawing.colour, drawing.seed), SMALL_PX))
    svg = product_picture(drawing.kind, drawing.seed, COLOURWAYS[drawing.colour], drawing.view)
    return draw_now(render(svg, PRODUCT_PX))


async def draw_all(pool: Pool, storage: Storage, now: datetime, say: Callable[[str], None]) -> Shelf:
    """Draw and keep them all; the key of each by name."""
    drawings = wanted()
    loop, shelf = asyncio.get_running_loop(), Shelf()
    with ProcessPoolExecutor(max_workers=os.cpu_count()) as painters:
        for start in range(0, len(drawings), STEP):
            batch = drawings[start : start + STEP]
            painted = await asyncio.gather(*(loop.run_in_executor(painters, draw, each) for each in batch))
            async with pool.transaction() as db:
                await store_rendered(db, storage, painted, now)
            shelf.update((each.name, picture.key) for each, picture in zip(batch, painted, strict=True))
            say(f"  pictures drawn: {min(start + STEP, len(drawings))} of {len(drawings)}")
    return shelf
