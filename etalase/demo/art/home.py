"""Things for the house: mug, lamp, plant, cushion, rice cooker, blender, kettle."""

import random

from etalase.demo.art.canvas import Canvas
from etalase.demo.art.colours import CHALK, COCOA, GUM, INK, LEAF, Palette

STEEL_STOPS = (
    (0, "#8d8f92", 1.0),
    (0.2, "#f3f4f4", 1.0),
    (0.45, "#b9bbbe", 1.0),
    (0.8, "#e8e9ea", 1.0),
    (1, "#7d7f83", 1.0),
)


def mug(canvas: Canvas, palette: Palette, dice: random.Random) -> None:
    """A stoneware mug with a dipped glaze."""
    canvas.line("M676 440C800 420 800 620 664 610", palette.main.shift(-0.05), 44)
    canvas.line("M676 430C786 414 786 610 664 600", palette.main.shift(0.06), 12, 0.5)
    body = "M300 362L700 362L688 640C684 684 640 702 500 702C360 702 316 684 312 640Z"
    canvas.body(body, palette.second.shift(-0.03), round_by=46)
    canvas.body(
        "M300 362L700 362L693 520C640 560 600 500 540 536C480 570 430 520 380 548C350 564 320 540 307 524Z",
        palette.main,
        round_by=40,
        gloss=0.45,
    )
    canvas.add(f'<ellipse cx="500" cy="362" rx="200" ry="46" fill="{palette.main.shift(0.05).hex()}"/>')
    canvas.add(f'<ellipse cx="500" cy="366" rx="182" ry="37" fill="{palette.main.shift(-0.2).hex()}"/>')
    canvas.add(f'<ellipse cx="500" cy="378" rx="164" ry="26" fill="{COCOA.hex()}"/>')
    canvas.glow(372, 500, 18, 90, 0.45, 3)
    for x, lean in ((440, 18), (500, -16), (560, 14)):
        canvas.line(f"M{x} 320c{lean} -40 {-lean} -70 {lean} -130", "#ffffff", 14, 0.35, canvas.blur(9))
    del dice


def lamp(canvas: Canvas, palette: Palette, dice: random.Random) -> None:
    """A table lamp that is on."""
    canvas.add(f'<ellipse cx="500" cy="380" rx="420" ry="330" fill="#fff1cf" opacity="0.55" {canvas.blur(70)}/>')
    canvas.body("M478 420L522 420L522 650L478 650Z", palette.base.shift(-0.12), round_by=10)
    canvas.body(
        "M500 500C580 500 610 570 590 650L410 650C390 570 420 500 500 500Z", palette.second, round_by=34, gloss=0.4
    )
    canvas.body(
        "M390 650L610 650C640 650 656 676 656 702L344 702C344 676 360 650 390 650Z",
        palette.accent.shift(-0.05),
        round_by=14,
    )
    shade = "M390 180L610 180L724 440L276 440Z"
    canvas.body(shade, palette.main.shift(0.06), round_by=30, shade=0.16)
    canvas.fill(shade, canvas.radial([(0, "#fff6dc", 0.85), (1, "#fff6dc", 0)], cy=0.8, r=0.7))
    for step in range(9):
        canvas.line(f"M{400 + step * 25} 186L{292 + step * 52} 436", palette.main.shift(-0.12), 3, 0.3)
    canvas.line("M276 440L724 440", palette.main.shift(-0.1), 8)
    del dice


def plant_pot(canvas: Canvas, palette: Palette, dice: random.Random) -> None:
    """A plant with broad leaves in a pot."""
    for turn in (-64, -40, -20, 4, 24, 46, 68):
        reach = dice.uniform(0.88, 1.12)
        green = LEAF.shift(dice.uniform(-0.08, 0.08), 0.01, dice.uniform(-12, 10))
        canvas.open(f"translate(500 470) rotate({turn}) scale({reach:.2f})")
        canvas.line("M0 0C4 -60 0 -100 0 -140", green.shift(-0.1), 9)
        canvas.body("M0 -330C70 -280 90 -200 0 -110C-90 -200 -70 -280 0 -330Z", green, round_by=18)
        canvas.line("M0 -316V-116", green.shift(0.12), 4, 0.7)
        canvas.shut()
    canvas.body(
        "M316 460L684 460L640 690C638 700 626 704 612 704L388 704C374 704 362 700 360 690Z", palette.main, round_by=44
    )
    canvas.body(
        "M296 430L704 430C714 430 718 440 716 450L708 490C706 498 700 502 690 502L310 502C300 502 294 498 292 490L284 450C282 440 286 430 296 430Z",
        palette.main.shift(0.03),
        round_by=20,
    )
    canvas.line("M344 580C440 610 560 610 656 580", palette.accent, 10, 0.9)


def cushion(canvas: Canvas, palette: Palette, dice: random.Random) -> None:
    """A square cushion with piping."""
    shape = "M240 300C340 330 660 330 760 300C790 292 800 306 794 330C770 430 770 560 794 664C800 694 790 706 760 698C660 674 340 674 240 698C210 706 200 694 206 664C230 560 230 430 206 330C200 306 210 292 240 300Z"
    canvas.body(shape, palette.main, round_by=72, gloss=0.4)
    canvas.add(f"<g {canvas.clip(shape)}>")
    kind = dice.randrange(2)
    for step in range(7):
        if kind:
            canvas.line(
                f"M{180 + step * 110} 260C{260 + step * 100} 400 {140 + step * 110} 560 {200 + step * 110} 740",
                palette.second,
                26,
                0.75,
            )
        else:
            canvas.line(
                f"M180 {320 + step * 64}q40 -44 80 0t80 0 80 0 80 0 80 0 80 0 80 0 80 0", palette.second, 12, 0.8
            )
    canvas.line(shape, palette.main.shift(-0.3), 120, 0.3, f'{canvas.blur(46)} transform="translate(-20 -34)"')
    canvas.shut()
    canvas.line(shape, palette.accent, 8, 0.85)


def rice_cooker(canvas: Canvas, palette: Palette, dice: random.Random) -> None:
    """A rounded rice cooker with one switch."""
    canvas.body(
        "M250 420C240 400 760 400 750 420C800 480 800 620 736 680C720 700 690 704 660 704L340 704C310 704 280 700 264 680C200 620 200 480 250 420Z",
        palette.main,
        round_by=64,
        gloss=0.5,
    )
    canvas.body(
        "M236 424C240 310 360 262 500 262C640 262 760 310 764 424C700 452 300 452 236 424Z",
        palette.second.shift(-0.01),
        round_by=40,
        gloss=0.5,
    )
    steel = canvas.linear(list(STEEL_STOPS), x2=1, y2=0)
    canvas.fill("M234 414C300 446 700 446 766 414L768 436C700 468 300 468 232 436Z", steel)
    canvas.body("M430 268C430 220 570 220 570 268L556 282L444 282Z", palette.accent, round_by=12)
    canvas.body(
        "M420 520L580 520C600 520 610 530 610 548L606 640C604 656 594 664 580 664L420 664C406 664 396 656 394 640L390 548C390 530 400 520 420 520Z",
        INK.shift(0.06),
        round_by=12,
    )
    canvas.add(
        f'<circle cx="446" cy="560" r="9" fill="{palette.accent.hex()}"/><circle cx="446" cy="560" r="20" fill="{palette.accent.hex()}" opacity="0.3"/>'
    )
    canvas.line("M480 560H572", CHALK, 7, 0.85)
    canvas.body("M450 600L550 600L544 640L456 640Z", palette.main.shift(0.05), round_by=8)
    canvas.glow(290, 540, 20, 84, 0.5, 4)
    del dice


def blender(canvas: Canvas, palette: Palette, dice: random.Random) -> None:
    """A blender with fruit in its jar."""
    canvas.line("M636 250C740 250 730 440 632 460", "#dfe8ea", 26, 0.9)
    jar = "M350 210L650 210L610 520L390 520Z"
    canvas.fill(jar, canvas.linear([(0, "#f6fbfb", 0.95), (0.5, "#dcebed", 0.85), (1, "#c4d9dc", 0.9)], x2=1, y2=0))
    canvas.add(f"<g {canvas.clip(jar)}>")
    canvas.fill("M340 340C420 310 560 370 660 330L640 540L360 540Z", palette.accent, 0.92)
    for _ in range(12):
        x, y = dice.uniform(390, 610), dice.uniform(350, 510)
        canvas.body(
            f"M{x - 26:.0f} {y:.0f}a26 26 0 1 1 52 0a26 26 0 1 1 -52 0Z",
            palette.accent.shift(dice.uniform(-0.06, 0.1), 0, dice.uniform(-20, 20)),
            round_by=8,
        )
    canvas.shut()
    canvas.line("M376 230L408 500", "#ffffff", 12, 0.7, canvas.blur(3))
    canvas.body("M340 176L660 176L654 222L346 222Z", palette.main.shift(-0.1), round_by=14)
    canvas.body("M450 140L550 140L556 178L444 178Z", palette.main.shift(-0.14), round_by=10)
    canvas.body("M380 516L620 516L640 560L360 560Z", INK.shift(0.08), round_by=12)
    canvas.body(
        "M356 556L644 556L690 690C692 700 686 704 676 704L324 704C314 704 308 700 310 690Z",
        palette.main,
        round_by=34,
        gloss=0.45,
    )
    steel = canvas.linear(list(STEEL_STOPS), x2=1, y2=0)
    canvas.add(
        f'<circle cx="500" cy="634" r="36" fill="{steel}"/><path d="M500 634V606" stroke="#444" stroke-width="7" stroke-linecap="round"/>'
    )


def kettle(canvas: Canvas, palette: Palette, dice: random.Random) -> None:
    """A gooseneck kettle."""
    canvas.line("M360 560C240 560 300 380 190 350", palette.main.shift(-0.03), 30)
    canvas.line("M352 548C248 540 300 376 196 344", palette.main.shift(0.12), 7, 0.6)
    canvas.line("M640 400C800 360 800 620 650 630", INK.shift(0.05), 34)
    canvas.body(
        "M380 370L620 370L680 670C684 694 670 704 650 704L350 704C330 704 316 694 320 670Z",
        palette.main,
        round_by=52,
        gloss=0.5,
    )
    canvas.body("M370 350C380 310 620 310 630 350L634 384L366 384Z", palette.second, round_by=16, gloss=0.5)
    canvas.body("M470 280C470 256 530 256 530 280L524 316L476 316Z", GUM, round_by=10)
    canvas.fill(
        "M318 676L682 676C684 694 670 704 650 704L350 704C330 704 316 694 318 676Z",
        canvas.linear(list(STEEL_STOPS), x2=1, y2=0),
    )
    canvas.glow(420, 520, 16, 110, 0.55, 8)
    del dice
