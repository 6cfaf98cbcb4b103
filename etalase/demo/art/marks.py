"""Marks of shops and covers of Showcases: geometry instead of letters, so they need no font and no language."""

import random
from collections.abc import Callable
from typing import Final

from etalase.demo.art.canvas import Canvas
from etalase.demo.art.colours import CHALK, COLOURWAYS, Colour, Palette
from etalase.demo.art.products import product_picture

Shape = Callable[[Canvas, Colour, Colour], None]


def brand_mark(name: str, seed: int = 0) -> str:
    """A square SVG mark; the same name and seed give the same mark."""
    dice = random.Random(f"{name}/{seed}")
    palette = dice.choice(list(COLOURWAYS.values()))
    canvas = Canvas()
    field = palette.main if palette.main.light < 0.8 else palette.accent
    canvas.add(
        f'<rect width="1000" height="1000" fill="{canvas.linear([(0, field.shift(0.04), 1), (1, field.shift(-0.06), 1)], x2=0.5)}"/>'
    )
    ink = CHALK if field.light < 0.72 else Colour(0.26, 0.03, 60)
    dice.choice(SHAPES)(canvas, ink, field)
    return canvas.svg()


def cover(
    seed: int, palette: Palette | None = None, kinds: tuple[str, ...] = ("sneaker", "running_shoe", "boot")
) -> str:
    """A wide SVG (21 : 9) with up to three products side by side."""
    dice = random.Random(seed)
    chosen = palette or dice.choice(list(COLOURWAYS.values()))
    canvas = Canvas(2100, 900)
    tone = chosen.ground
    canvas.add(
        f'<rect width="2100" height="900" fill="{canvas.linear([(0, tone.shift(0.03), 1), (1, tone.shift(-0.1, 0.05), 1)], x2=0.7)}"/>'
    )
    for place, size in ((260, 330), (1180, 460), (1840, 260)):
        canvas.add(
            f'<circle cx="{place}" cy="{dice.randint(200, 700)}" r="{size}" fill="{tone.shift(-0.05, 0.05).hex()}" opacity="0.5"/>'
        )
    colours = dice.sample(list(COLOURWAYS.values()), len(kinds))
    for place, (kind, dressed) in enumerate(zip(kinds, colours, strict=True)):
        x = 2100 / len(kinds) * (place + 0.5) - 390
        framed = Palette(dressed.main, dressed.second, dressed.accent, dressed.base, tone)
        canvas.add(
            f'<svg x="{x:.0f}" y="60" width="780" height="780" viewBox="40 60 920 920" overflow="visible">{_inner(product_picture(kind, seed + place, framed), place)}</svg>'
        )
    return canvas.svg()


def _inner(svg: str, place: int) -> str:
    """A product without its ground, its names made different from its neighbours'."""
    inside = svg[svg.index(">") + 1 : -len("</svg>")]
    inside = inside.replace('id="d', f'id="p{place}d').replace("url(#d", f"url(#p{place}d")
    start = inside.index("</defs>") + len("</defs>")
    cut = inside.index("<g transform", start)
    last = inside.rindex("<rect")
    return inside[:start] + inside[cut:last]


def _awning(canvas: Canvas, ink: Colour, field: Colour) -> None:
    canvas.fill(
        "M270 260H730L800 470A65 65 0 0 1 670 470A65 65 0 0 1 540 470 65 65 0 0 1 460 470A65 65 0 0 1 330 470A65 65 0 0 1 200 470Z",
        ink,
    )
    canvas.fill("M280 580H720V740H280Z", ink, 0.9)
    canvas.fill("M420 620H580V740H420Z", field)


def _leaves(canvas: Canvas, ink: Colour, field: Colour) -> None:
    del field
    for turn in range(0, 360, 60):
        canvas.fill(
            "M500 480C400 380 420 260 500 190C580 260 600 380 500 480Z",
            ink,
            0.92,
            f'transform="rotate({turn} 500 500)"',
        )


def _steps(canvas: Canvas, ink: Colour, field: Colour) -> None:
    del field
    for step in range(4):
        canvas.fill(f"M{230 + step * 140} 760V{620 - step * 130}a60 60 0 0 1 120 0V760Z", ink, 1 - step * 0.12)


def _wave(canvas: Canvas, ink: Colour, field: Colour) -> None:
    del field
    for row in range(3):
        canvas.line(f"M200 {360 + row * 140}q75 -110 150 0t150 0 150 0 150 0", ink, 56, 1 - row * 0.22)


def _moon(canvas: Canvas, ink: Colour, field: Colour) -> None:
    canvas.add(
        f'<circle cx="480" cy="500" r="280" fill="{ink.hex()}"/><circle cx="580" cy="430" r="220" fill="{field.shift(-0.01).hex()}"/>'
    )
    canvas.add(f'<circle cx="660" cy="420" r="52" fill="{ink.hex()}"/>')


def _mountain(canvas: Canvas, ink: Colour, field: Colour) -> None:
    canvas.fill("M180 720L420 320L560 540L640 430L820 720Z", ink)
    canvas.fill("M420 320L480 416L430 450L380 400Z", field)
    canvas.add(f'<circle cx="700" cy="300" r="64" fill="{ink.hex()}"/>')


def _rings(canvas: Canvas, ink: Colour, field: Colour) -> None:
    del field
    for x, y in ((400, 420), (600, 420), (500, 590)):
        canvas.add(
            f'<circle cx="{x}" cy="{y}" r="150" fill="none" stroke="{ink.hex()}" stroke-width="52" opacity="0.94"/>'
        )


def _spark(canvas: Canvas, ink: Colour, field: Colour) -> None:
    del field
    canvas.fill(
        "M500 180C530 400 600 470 820 500C600 530 530 600 500 820C470 600 400 530 180 500C400 470 470 400 500 180Z", ink
    )
    canvas.fill(
        "M760 210C768 270 786 288 846 296C786 304 768 322 760 382C752 322 734 304 674 296C734 288 752 270 760 210Z",
        ink,
        0.85,
    )


SHAPES: Final[tuple[Shape, ...]] = (_awning, _leaves, _steps, _wave, _moon, _mountain, _rings, _spark)
