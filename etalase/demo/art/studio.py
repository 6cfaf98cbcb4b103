"""The place where products are pictured: a seamless ground, one of a few quiet sets, soft shadows."""

import random
from collections.abc import Callable
from typing import Final

from etalase.demo.art.canvas import CLEAR, SIZE, Canvas
from etalase.demo.art.colours import Colour, Palette

FLOOR: Final = 700  # where things stand
Draw = Callable[[Canvas, Palette, random.Random], None]


def ground(canvas: Canvas, tone: Colour) -> None:
    """A wall that runs into the floor without an edge."""
    wall = canvas.radial(
        [(0, tone.shift(0.055, -0.01), 1), (0.65, tone, 1), (1, tone.shift(-0.055, 0.008), 1)], cx=0.36, cy=0.3, r=0.95
    )
    canvas.add(f'<rect width="{SIZE}" height="{SIZE}" fill="{wall}"/>')
    floor = canvas.linear(
        [(0, tone.shift(-0.05, 0.005), 0), (0.25, tone.shift(-0.045, 0.005), 0.55), (1, tone.shift(0.02), 0.2)]
    )
    canvas.add(f'<rect y="{FLOOR - 120}" width="{SIZE}" height="{SIZE - FLOOR + 120}" fill="{floor}"/>')


def window_light(canvas: Canvas) -> None:
    """Sun through a shop window."""
    canvas.add(f'<g fill="#fffaf0" opacity="0.5" transform="skewX(-22) translate(300 0)" {canvas.blur(9)}>')
    for column in range(2):
        for row in range(3):
            canvas.add(f'<rect x="{250 + column * 190}" y="{60 + row * 178}" width="172" height="160"/>')
    canvas.shut()


def disc(canvas: Canvas, tone: Colour) -> None:
    """A large round panel behind."""
    paint = canvas.linear([(0, tone.shift(-0.02, 0.03), 1), (1, tone.shift(-0.1, 0.045), 1)])
    canvas.add(f'<circle cx="500" cy="450" r="330" fill="{paint}" opacity="0.85"/>')


def arch(canvas: Canvas, tone: Colour) -> None:
    """A niche behind."""
    paint = canvas.linear([(0, tone.shift(-0.085, 0.03), 1), (1, tone.shift(-0.03, 0.02), 1)])
    canvas.fill(f"M210 {FLOOR + 6}V430a290 290 0 0 1 580 0V{FLOOR + 6}Z", paint, 0.9)


def plinth(canvas: Canvas, tone: Colour) -> None:
    """A low round stand; its top is the floor."""
    side = canvas.linear(
        [(0, tone.shift(0.0, 0.02), 1), (0.35, tone.shift(0.03, 0.012), 1), (1, tone.shift(-0.14, 0.03), 1)], x2=1, y2=0
    )
    canvas.shadow(520, FLOOR + 118, 430, 30, 0.32, 22)
    canvas.fill(f"M80 {FLOOR + 6}v84c0 44 188 76 420 76s420-32 420-76v-84Z", side)
    canvas.add(f'<ellipse cx="500" cy="{FLOOR + 6}" rx="420" ry="70" fill="{tone.shift(0.035, 0.005).hex()}"/>')


SETS: Final = (None, disc, arch, plinth)


def picture(draw: Draw, palette: Palette, seed: int, view: int, *, wide: float = 340) -> str:
    """A product in the studio. `view`: 0 as in a shop's grid, 1 turned, 2 two of them, 3 close up.

    `wide` is half its width on the floor; 0 hangs it on the wall.
    """
    dice = random.Random(f"{seed}/{view}")
    canvas = Canvas()
    ground(canvas, palette.ground)
    if dice.random() < 0.4:
        window_light(canvas)
    sets = SETS if wide else SETS[:3]
    backdrop = sets[dice.randrange(len(sets))] if view != 3 else None
    if backdrop is not None:
        backdrop(canvas, palette.ground)
    _place(canvas, draw, palette, seed, view, wide)
    canvas.add(f'<rect width="{SIZE}" height="{SIZE}" fill="{_vignette(canvas)}"/>')
    return canvas.svg()


def _place(canvas: Canvas, draw: Draw, palette: Palette, seed: int, view: int, wide: float) -> None:
    dice = random.Random(seed)
    if view == 2:
        canvas.open("translate(150 -78) scale(0.8)", 0.98)
        _standing(canvas, draw, palette, random.Random(seed), wide)
        canvas.shut()
        canvas.open("translate(-10 76) scale(0.88)")
    elif view == 1:
        canvas.open("translate(1000 0) scale(-1 1)")
    elif view == 3:
        canvas.open("translate(-640 -480) scale(1.75)")
    else:
        canvas.open()
    _standing(canvas, draw, palette, dice, wide)
    canvas.shut()


def _standing(canvas: Canvas, draw: Draw, palette: Palette, dice: random.Random, wide: float) -> None:
    if wide:
        canvas.shadow(530, FLOOR + 14, wide * 1.12, 34, 0.2, 30)
        canvas.shadow(508, FLOOR + 2, wide, 13, 0.5, 9)
    else:
        canvas.shadow(540, 510, 250, 210, 0.22, 44)
    draw(canvas, palette, dice)


def _vignette(canvas: Canvas) -> str:
    return canvas.radial([(0, CLEAR, 0), (0.7, CLEAR, 0), (1, "#3a2412", 0.1)], cx=0.45, cy=0.42, r=0.8)
