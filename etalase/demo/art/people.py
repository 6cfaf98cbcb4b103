"""Portraits of people who do not exist: friendly, flat, of all kinds."""

import random
from typing import Final

from etalase.demo.art.canvas import Canvas
from etalase.demo.art.colours import COLOURWAYS, Colour, Palette

SKINS: Final = (
    Colour(0.83, 0.06, 62),
    Colour(0.75, 0.075, 58),
    Colour(0.66, 0.08, 54),
    Colour(0.56, 0.075, 50),
    Colour(0.45, 0.06, 48),
)
HAIRS: Final = (
    Colour(0.2, 0.02, 50),
    Colour(0.26, 0.03, 45),
    Colour(0.34, 0.06, 48),
    Colour(0.45, 0.08, 60),
    Colour(0.72, 0.01, 80),
)


def avatar(seed: int, name: str = "") -> str:
    """A square SVG portrait; the same seed and name give the same face."""
    dice = random.Random(f"{seed}/{name}")
    canvas = Canvas()
    palette = dice.choice(list(COLOURWAYS.values()))
    skin, hair = dice.choice(SKINS), dice.choice(HAIRS)
    _behind(canvas, palette, dice)
    head = dice.choice((_scarf, _scarf, _long, _long, _short, _short, _curly, _bun, _cap))
    if head is _long:
        canvas.body("M290 420C270 220 390 150 500 150C610 150 730 220 710 420L740 760L260 760Z", hair, round_by=40)
    if head is _bun:
        canvas.body("M420 160a80 80 0 1 1 160 0a80 80 0 1 1 -160 0Z", hair, round_by=24)
    _shoulders(canvas, palette, skin)
    _face(canvas, skin, hair, dice)
    head(canvas, palette, hair)
    return canvas.svg()


def _behind(canvas: Canvas, palette: Palette, dice: random.Random) -> None:
    tone = palette.ground.shift(-0.06, 0.05)
    paint = canvas.linear([(0, tone.shift(0.06), 1), (1, tone.shift(-0.05, 0.03), 1)], x2=0.6)
    canvas.add(f'<rect width="1000" height="1000" fill="{paint}"/>')
    x, y = dice.choice(((250, 250), (750, 260), (500, 420)))
    canvas.add(
        f'<circle cx="{x}" cy="{y}" r="{dice.randint(220, 380)}" fill="{palette.accent.shift(0.1).hex()}" opacity="0.28"/>'
    )


def _shoulders(canvas: Canvas, palette: Palette, skin: Colour) -> None:
    canvas.body("M420 600L580 600L590 760L410 760Z", skin.shift(-0.05), round_by=26)
    canvas.body(
        "M120 1010C130 820 250 740 410 720C450 770 550 770 590 720C750 740 870 820 880 1010Z", palette.main, round_by=60
    )
    canvas.line("M410 720C450 790 550 790 590 720", palette.second, 24)


def _face(canvas: Canvas, skin: Colour, hair: Colour, dice: random.Random) -> None:
    for x in (318, 682):
        canvas.body(f"M{x - 32} 450a32 46 0 1 1 64 0a32 46 0 1 1 -64 0Z", skin.shift(-0.05), round_by=10)
    canvas.body(
        "M500 210C640 210 692 310 684 440C676 570 600 668 500 668C400 668 324 570 316 440C308 310 360 210 500 210Z",
        skin,
        round_by=50,
        shade=0.24,
    )
    for x in (428, 572):
        canvas.add(
            f'<ellipse cx="{x}" cy="440" rx="15" ry="19" fill="#22180f"/><circle cx="{x + 5}" cy="433" r="5" fill="#fff"/>'
        )
        canvas.line(f"M{x - 30} 392q30 -20 60 0", hair, 13, 0.9)
    for x in (386, 614):
        canvas.add(f'<ellipse cx="{x}" cy="520" rx="36" ry="24" fill="#e2604e" opacity="0.26" {canvas.blur(9)}/>')
    canvas.line("M500 450q-16 44 2 50", skin.shift(-0.14), 10, 0.8)
    mouth = dice.choice(
        ("M440 560Q500 620 560 560", "M448 566Q504 604 556 556", "M446 556Q500 632 554 556Q500 576 446 556")
    )
    canvas.add(
        f'<path d="{mouth}" fill="{"#fff" if mouth.count("Q") > 1 else "none"}" stroke="#7c3325" stroke-width="11" stroke-linecap="round" stroke-linejoin="round"/>'
    )
    if dice.random() < 0.28:
        frame = 'fill="#ffffff" fill-opacity="0.16" stroke="#2b2118" stroke-width="10"'
        canvas.add(
            f'<circle cx="424" cy="442" r="56" {frame}/><circle cx="576" cy="442" r="56" {frame}/><path d="M480 436q20 -12 40 0" {frame}/>'
        )


def _short(canvas: Canvas, palette: Palette, hair: Colour) -> None:
    del palette
    canvas.body(
        "M306 420C280 250 380 150 520 160C660 160 720 270 694 420C680 360 650 320 610 300C540 340 420 330 370 300C340 330 320 370 306 420Z",
        hair,
        round_by=30,
    )


def _long(canvas: Canvas, palette: Palette, hair: Colour) -> None:
    del palette
    canvas.body(
        "M300 440C280 250 390 160 500 160C610 160 720 250 700 440C690 360 620 300 560 250C500 320 400 340 340 350C320 370 308 400 300 440Z",
        hair,
        round_by=30,
    )


def _bun(canvas: Canvas, palette: Palette, hair: Colour) -> None:
    _long(canvas, palette, hair)
    canvas.line("M440 214q60 -26 120 0", palette.accent, 20)


def _curly(canvas: Canvas, palette: Palette, hair: Colour) -> None:
    del palette
    for x, y, r in (
        (330, 350, 70),
        (360, 260, 84),
        (440, 210, 88),
        (530, 200, 92),
        (620, 240, 88),
        (672, 330, 74),
        (500, 270, 70),
    ):
        canvas.body(f"M{x - r} {y}a{r} {r} 0 1 1 {2 * r} 0a{r} {r} 0 1 1 -{2 * r} 0Z", hair, round_by=22)


def _cap(canvas: Canvas, palette: Palette, hair: Colour) -> None:
    _short(canvas, palette, hair)
    canvas.body(
        "M300 330C290 190 400 130 500 130C600 130 710 190 700 330C600 290 400 290 300 330Z", palette.accent, round_by=30
    )
    canvas.body(
        "M296 326C400 286 600 286 760 330C780 350 760 366 730 360C600 326 420 326 300 352Z",
        palette.accent.shift(-0.1),
        round_by=12,
    )


def _scarf(canvas: Canvas, palette: Palette, hair: Colour) -> None:
    del hair
    veil = "M500 120C680 120 760 270 746 440C736 600 700 720 800 860C640 960 360 960 200 860C300 720 264 600 254 440C240 270 320 120 500 120ZM500 236C380 236 332 330 338 440C346 560 410 650 500 650C590 650 654 560 662 440C668 330 620 236 500 236Z"
    canvas.add('<g fill-rule="evenodd" clip-rule="evenodd">')
    canvas.fill(veil, canvas.linear([(0, palette.second.shift(0.02), 1), (1, palette.second.shift(-0.12), 1)], x2=0.5))
    canvas.shut()
    for d in (
        "M300 700C420 800 560 820 720 760",
        "M270 800C400 880 580 900 760 840",
        "M330 240C380 190 440 170 520 172",
    ):
        canvas.line(d, palette.second.shift(-0.12), 14, 0.45, canvas.blur(5))
    canvas.line("M380 640C420 700 580 700 620 640", palette.second.shift(-0.2), 20, 0.35, canvas.blur(8))
