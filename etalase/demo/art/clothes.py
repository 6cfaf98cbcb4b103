"""Things to wear and carry: shirts, batik, dresses, scarves, bags, caps. They hang or stand in the middle of the picture."""

import random

from etalase.demo.art.canvas import Canvas
from etalase.demo.art.colours import CHALK, Palette

TEE = "M372 236C420 280 580 280 628 236L700 262C760 286 800 340 838 430L730 484L700 436L706 690C706 704 694 706 684 706L316 706C306 706 294 704 294 690L300 436L270 484L162 430C200 340 240 286 300 262Z"

SCARF = "M500 180C650 180 706 300 690 420C684 470 720 520 764 580C720 660 600 690 500 690C400 690 280 660 236 580C280 520 316 470 310 420C294 300 350 180 500 180Z"


def t_shirt(canvas: Canvas, palette: Palette, dice: random.Random) -> None:
    """A cotton T-shirt with a print."""
    _hanger(canvas, 268)
    canvas.fill("M372 236C420 258 580 258 628 236L600 262C560 300 440 300 400 262Z", palette.main.shift(-0.22))
    canvas.body(TEE, palette.main, round_by=44, shade=0.3)
    canvas.line("M372 236C420 300 580 300 628 236", palette.main.shift(-0.07), 18)
    canvas.line("M372 236C420 300 580 300 628 236", palette.main.shift(0.05), 6, 0.7)
    _folds(canvas, palette)
    dice.choice((_sun, _stripes, _letterless))(canvas, palette)
    canvas.stitch("M300 690L700 690", palette.main.shift(-0.2))
    canvas.stitch("M176 424L268 470", palette.main.shift(-0.2))
    canvas.stitch("M824 424L732 470", palette.main.shift(-0.2))


def batik_shirt(canvas: Canvas, palette: Palette, dice: random.Random) -> None:
    """A buttoned shirt in our own kawung-like pattern of four leaves."""
    _hanger(canvas, 262)
    cloth = TEE.replace("M372 236C420 280 580 280 628 236", "M392 236L500 330L608 236")
    canvas.body(cloth, palette.main.shift(-0.04), round_by=30)
    canvas.add(f"<g {canvas.clip(cloth)}>")
    leaf, dot = palette.second.hex(), palette.accent.hex()
    for row in range(10):
        for column in range(14):
            x, y = 150 + column * 56 + (row % 2) * 28, 230 + row * 54
            petals = "".join(
                f'<ellipse cx="0" cy="-16" rx="8" ry="14" transform="rotate({turn})"/>' for turn in (45, 135, 225, 315)
            )
            canvas.add(f'<g transform="translate({x} {y})" fill="{leaf}">{petals}<circle r="4" fill="{dot}"/></g>')
    canvas.line(cloth, palette.main.shift(-0.3), 90, 0.35, f'{canvas.blur(34)} transform="translate(-14 -24)"')
    canvas.shut()
    _folds(canvas, palette)
    canvas.line("M500 330V704", palette.main.shift(-0.25), 3, 0.7)
    for y in range(370, 700, 70):
        canvas.add(
            f'<circle cx="512" cy="{y}" r="8" fill="{CHALK.hex()}"/><circle cx="512" cy="{y}" r="3" fill="#8a7a66"/>'
        )
    canvas.body("M392 236C380 226 400 210 420 214L500 300L470 360L380 262Z", palette.main.shift(-0.1), round_by=12)
    canvas.body("M608 236C620 226 600 210 580 214L500 300L530 360L620 262Z", palette.main.shift(-0.1), round_by=12)
    del dice


def dress(canvas: Canvas, palette: Palette, dice: random.Random) -> None:
    """A sleeveless dress with a gathered skirt."""
    _hanger(canvas, 168)
    canvas.line("M398 214L424 156", palette.main.shift(-0.05), 14)
    canvas.line("M602 214L576 156", palette.main.shift(-0.05), 14)
    canvas.body(
        "M404 200C430 260 570 260 596 200L622 214C630 280 612 330 604 380C680 480 736 590 760 690C640 728 360 728 240 690C264 590 320 480 396 380C388 330 370 280 378 214Z",
        palette.main,
        round_by=46,
    )
    for step in range(9):
        x = 290 + step * 52
        canvas.line(
            f"M{450 + step * 12} 400C{430 + step * 17} 500 {x} 600 {x} 700",
            palette.main.shift(-0.14),
            7,
            0.32,
            canvas.blur(3),
        )
    canvas.body("M392 366C460 386 540 386 608 366L606 408C540 426 460 426 394 408Z", palette.accent, round_by=10)
    for _ in range(34):
        x, y = dice.uniform(330, 670), dice.uniform(450, 690)
        if abs(x - 500) < 100 + (y - 400) * 0.42:
            canvas.add(f'<circle cx="{x:.0f}" cy="{y:.0f}" r="7" fill="{palette.second.hex()}" opacity="0.85"/>')


def hijab(canvas: Canvas, palette: Palette, dice: random.Random) -> None:
    """A scarf on a stand."""
    canvas.body("M470 600L530 600L540 704L460 704Z", palette.base.shift(-0.1), round_by=12)
    canvas.body(SCARF, palette.main, round_by=56)
    canvas.fill(
        "M500 264C580 264 606 330 596 400C586 462 540 500 500 500C460 500 414 462 404 400C394 330 420 264 500 264Z",
        palette.main.shift(-0.26),
    )
    canvas.body(
        "M500 276C566 276 586 336 578 392C568 446 536 480 500 480C464 480 432 446 422 392C414 336 434 276 500 276Z",
        CHALK.shift(-0.08, 0.02),
        round_by=30,
    )
    canvas.add(f"<g {canvas.clip(SCARF)}>")
    for start, bend, end in ((404, 360, 300), (430, 420, 380), (470, 480, 470), (540, 540, 560), (590, 620, 690)):
        canvas.line(f"M{start} 470C{bend} 540 {bend} 600 {end} 668", palette.main.shift(-0.12), 10, 0.4, canvas.blur(4))
    canvas.line("M420 470C470 560 600 560 700 520", palette.main.shift(0.08), 12, 0.5, canvas.blur(4))
    canvas.shut()
    canvas.add(
        f'<circle cx="604" cy="508" r="13" fill="{palette.accent.hex()}"/><circle cx="600" cy="503" r="4" fill="#fff" opacity="0.8"/>'
    )
    del dice


def tote_bag(canvas: Canvas, palette: Palette, dice: random.Random) -> None:
    """A canvas bag."""
    canvas.line("M410 392C410 176 610 176 616 392", palette.second.shift(-0.16), 24)
    bag = "M262 380L738 380L770 670C774 694 758 706 738 706L262 706C242 706 226 694 230 670Z"
    canvas.body(bag, palette.main, round_by=40)
    canvas.fill(bag, canvas.weave(palette.main.shift(-0.2), step=8, opacity=0.3, turn=45), 0.8)
    canvas.line("M376 470L376 400C376 170 596 170 602 400L602 470", palette.second, 26)
    for x in (376, 602):
        canvas.line(f"M{x - 8} 452l16 16m0 -16l-16 16", palette.second.shift(-0.25), 3)
    canvas.stitch("M262 404L738 404", palette.main.shift(-0.25))
    canvas.open("translate(0 160)")
    dice.choice((_sun, _letterless))(canvas, palette)
    canvas.shut()


def backpack(canvas: Canvas, palette: Palette, dice: random.Random) -> None:
    """A daypack with a front pocket."""
    canvas.line("M440 210C440 150 560 150 560 210", palette.main.shift(-0.18), 22)
    canvas.body("M300 330C240 380 220 560 250 690L330 690L330 340Z", palette.main.shift(-0.14), round_by=18)
    canvas.body("M700 330C760 380 780 560 750 690L670 690L670 340Z", palette.main.shift(-0.14), round_by=18)
    canvas.body(
        "M290 400C290 260 380 200 500 200C620 200 710 260 710 400L722 660C722 694 700 706 670 706L330 706C300 706 278 694 278 660Z",
        palette.main,
        round_by=52,
    )
    canvas.body(
        "M330 500C330 470 350 456 380 456L620 456C650 456 670 470 670 500L678 640C678 664 664 674 644 674L356 674C336 674 322 664 322 640Z",
        palette.second,
        round_by=28,
    )
    canvas.line("M318 390C340 300 420 262 500 262C580 262 660 300 682 390", palette.main.shift(-0.22), 10)
    canvas.line("M346 510L654 510", palette.second.shift(-0.22), 8)
    canvas.body("M636 500L652 500L656 560L632 560Z", palette.accent, round_by=6)
    canvas.body("M656 380L676 384L680 440L660 440Z", palette.accent, round_by=6)
    canvas.body("M440 580L560 580L556 624L444 624Z", palette.accent, round_by=8)
    del dice


def cap(canvas: Canvas, palette: Palette, dice: random.Random) -> None:
    """A baseball cap, brim to the right."""
    canvas.body(
        "M560 620C700 590 840 610 906 668C912 690 880 700 840 700C740 690 660 690 560 704Z", palette.second, round_by=20
    )
    crown = "M190 690C170 500 270 360 440 350C620 344 700 480 700 640C560 610 380 640 190 690Z"
    canvas.body(crown, palette.main, round_by=50)
    canvas.line("M440 352C400 450 390 560 400 648", palette.main.shift(-0.16), 5, 0.7)
    canvas.line("M440 352C540 420 590 520 600 626", palette.main.shift(-0.16), 5, 0.7)
    canvas.stitch("M196 668C390 620 560 592 698 622", palette.main.shift(-0.2))
    canvas.add(f'<ellipse cx="440" cy="352" rx="22" ry="12" fill="{palette.accent.hex()}"/>')
    canvas.open("translate(296 246) scale(0.56)")
    _sun(canvas, palette)
    canvas.shut()
    del dice


def _hanger(canvas: Canvas, y: int) -> None:
    canvas.line(f"M500 {y - 40}V{y - 76}c0 -20 34 -20 34 -44a26 26 0 0 0 -52 -4", "#8f8a82", 7)
    canvas.line(f"M390 {y}L500 {y - 44}L610 {y}", "#b88a57", 16)


def _folds(canvas: Canvas, palette: Palette) -> None:
    for d in (
        "M330 470C350 540 350 620 336 690",
        "M660 470C640 560 648 630 660 690",
        "M430 330C420 420 450 500 430 600",
        "M300 270C320 330 312 390 302 440",
    ):
        canvas.line(d, palette.main.shift(-0.2), 14, 0.22, canvas.blur(7))
    canvas.line("M560 350C580 450 560 560 580 660", "#ffffff", 16, 0.16, canvas.blur(8))


def _sun(canvas: Canvas, palette: Palette) -> None:
    canvas.add(f'<circle cx="500" cy="450" r="62" fill="{palette.accent.hex()}"/>')
    canvas.fill("M420 470C450 440 470 490 500 462C530 434 550 486 580 456L580 540L420 540Z", palette.second)


def _stripes(canvas: Canvas, palette: Palette) -> None:
    canvas.add(f"<g {canvas.clip(TEE)}>")
    for y in (380, 440, 500):
        canvas.fill(f"M140 {y}H860V{y + 26}H140Z", palette.accent, 0.92)
    canvas.shut()


def _letterless(canvas: Canvas, palette: Palette) -> None:
    for step, width in enumerate((120, 84, 48)):
        canvas.line(f"M{500 - width} {420 + step * 34}q{width * 0.5} -28 {width} 0t{width} 0", palette.accent, 13)
