"""Things from a shelf: cosmetics, food, gadgets, paper, toys."""

import random

from etalase.demo.art.canvas import Canvas
from etalase.demo.art.colours import CHALK, CHILI, COCOA, INK, LEAF, MANGO, Palette

GOLD_STOPS = (
    (0, "#8a6a2c", 1.0),
    (0.25, "#f6e3ae", 1.0),
    (0.5, "#c9a04e", 1.0),
    (0.8, "#f0d694", 1.0),
    (1, "#8a6a2c", 1.0),
)


def lipstick(canvas: Canvas, palette: Palette, dice: random.Random) -> None:
    """A lipstick beside its cap."""
    canvas.body(
        "M430 330C430 250 520 200 560 210C574 214 574 226 574 240L574 430L430 430Z",
        palette.accent if palette.accent.chroma > 0.1 else CHILI,
        round_by=20,
        gloss=0.5,
    )
    canvas.fill("M424 400L580 400L580 500L424 500Z", canvas.linear(list(GOLD_STOPS), x2=1, y2=0))
    canvas.body(
        "M404 490L600 490L600 690C600 700 592 704 584 704L420 704C412 704 404 700 404 690Z",
        palette.main,
        round_by=30,
        gloss=0.5,
    )
    canvas.fill("M404 508L600 508L600 526L404 526Z", canvas.linear(list(GOLD_STOPS), x2=1, y2=0))
    canvas.shadow(760, 702, 110, 10, 0.35, 8)
    canvas.body(
        "M670 490C670 470 842 470 842 490L842 690C842 700 834 704 826 704L686 704C678 704 670 700 670 690Z",
        palette.main.shift(0.02),
        round_by=28,
        gloss=0.5,
    )
    canvas.glow(446, 600, 8, 80, 0.6, 0, 6)
    canvas.glow(706, 590, 8, 80, 0.6, 0, 6)
    del dice


def serum_bottle(canvas: Canvas, palette: Palette, dice: random.Random) -> None:
    """A dropper bottle."""
    glass = palette.main.shift(-0.06, 0.02)
    canvas.body("M474 130C474 96 526 96 526 130L536 240L464 240Z", palette.accent, round_by=14, gloss=0.4)
    canvas.fill("M444 232L556 232L556 312L444 312Z", canvas.linear(list(GOLD_STOPS), x2=1, y2=0))
    canvas.body(
        "M450 308L550 308L554 350C640 366 676 400 676 460L676 672C676 694 662 704 640 704L360 704C338 704 324 694 324 672L324 460C324 400 360 366 446 350Z",
        glass,
        round_by=46,
        gloss=0.6,
    )
    canvas.fill("M372 470H628V640H372Z", CHALK, 0.94)
    canvas.add(f'<circle cx="500" cy="526" r="26" fill="{palette.accent.hex()}"/>')
    canvas.line("M430 582H570", palette.main.shift(-0.25), 7, 0.8)
    canvas.line("M456 606H544", palette.main.shift(-0.25), 5, 0.5)
    canvas.glow(352, 540, 10, 120, 0.7, 0, 6)
    del dice


def soap(canvas: Canvas, palette: Palette, dice: random.Random) -> None:
    """Two bars of soap with a band, and bubbles."""
    for x, y, colour in ((60, -118, palette.second), (0, 0, palette.main)):
        canvas.open(f"translate({x} {y})")
        canvas.body(
            "M240 620C236 586 250 574 280 572L700 572C740 574 760 590 758 622C762 670 752 700 712 704L284 704C246 700 238 672 240 620Z",
            colour,
            round_by=34,
            gloss=0.5,
        )
        canvas.body("M400 570L580 570L590 706L392 706Z", CHALK.shift(-0.03), round_by=14, shade=0.2)
        canvas.add(f'<circle cx="490" cy="638" r="30" fill="{palette.accent.hex()}"/>')
        canvas.shut()
    for _ in range(9):
        x, y, r = dice.uniform(180, 840), dice.uniform(240, 430), dice.uniform(12, 46)
        canvas.add(
            f'<circle cx="{x:.0f}" cy="{y:.0f}" r="{r:.0f}" fill="{canvas.radial([(0.6, "#ffffff", 0.05), (1, "#ffffff", 0.75)])}"/>'
        )
        canvas.glow(x - r * 0.35, y - r * 0.35, r * 0.22, r * 0.14, 0.95, -40, 1)


def coffee_bag(canvas: Canvas, palette: Palette, dice: random.Random) -> None:
    """A bag of beans."""
    canvas.body(
        "M310 236L690 236L706 670C708 696 694 704 672 704L328 704C306 704 292 696 294 670Z", palette.main, round_by=44
    )
    canvas.body("M304 170L696 170L692 250L308 250Z", palette.main.shift(-0.05), round_by=14)
    canvas.line("M306 196H694", palette.main.shift(-0.2), 5, 0.7)
    canvas.body("M280 206L720 206L720 232L280 232Z", palette.accent, round_by=6)
    canvas.fill("M360 340H640V610H360Z", CHALK, 0.95)
    canvas.fill("M360 340H640V440H360Z", palette.second if palette.second.light < 0.85 else palette.accent)
    canvas.line("M400 490H600M400 520H560M400 550H580", INK, 7, 0.75)
    canvas.add('<circle cx="500" cy="290" r="13" fill="#00000033"/>')
    for _ in range(13):
        x, y, turn = dice.uniform(700, 900), dice.uniform(676, 716), dice.uniform(0, 180)
        canvas.open(f"translate({x:.0f} {y:.0f}) rotate({turn:.0f})")
        canvas.body("M-24 0C-24 -18 24 -18 24 0C24 18 -24 18 -24 0Z", COCOA.shift(-0.04), round_by=6)
        canvas.line("M-20 0C-8 -6 8 6 20 0", COCOA.shift(-0.18), 4)
        canvas.shut()


def snack_jar(canvas: Canvas, palette: Palette, dice: random.Random) -> None:
    """A jar of crisps."""
    jar = "M320 290L680 290C720 320 726 380 726 440L726 650C726 690 706 704 670 704L330 704C294 704 274 690 274 650L274 440C274 380 280 320 320 290Z"
    canvas.fill(jar, "#f2f6f5", 0.8)
    canvas.add(f"<g {canvas.clip(jar)}>")
    for _ in range(95):
        x, y, turn = dice.uniform(280, 720), dice.uniform(330, 700), dice.uniform(0, 360)
        canvas.open(f"translate({x:.0f} {y:.0f}) rotate({turn:.0f})")
        canvas.body(
            "M-34 0C-30 -22 30 -22 34 0C24 16 -24 16 -34 0Z",
            MANGO.shift(dice.uniform(-0.1, 0.06), -0.03, dice.uniform(-12, 8)),
            round_by=8,
        )
        canvas.shut()
    canvas.line(jar, "#6b4a1c", 90, 0.22, f'{canvas.blur(30)} transform="translate(-16 -20)"')
    canvas.shut()
    canvas.line("M306 400V640", "#ffffff", 16, 0.75, canvas.blur(5))
    canvas.body(
        "M300 206C300 196 700 196 700 206L700 292C700 302 300 302 300 292Z", palette.main, round_by=24, gloss=0.45
    )
    canvas.body("M372 440L628 440L628 600L372 600Z", palette.second.shift(-0.01), round_by=12, shade=0.15)
    canvas.add(f'<circle cx="500" cy="520" r="50" fill="{palette.accent.hex()}"/>')
    canvas.fill("M460 530q20 -28 40 0t40 0v24h-80Z", CHALK)


def sambal_bottle(canvas: Canvas, palette: Palette, dice: random.Random) -> None:
    """A bottle of chili sauce."""
    canvas.body(
        "M440 130L560 130L566 220L434 220Z",
        palette.accent if palette.accent.light < 0.9 else LEAF,
        round_by=16,
        gloss=0.4,
    )
    canvas.body(
        "M448 216L552 216C556 300 650 320 656 420L656 666C656 694 642 704 620 704L380 704C358 704 344 694 344 666L344 420C350 320 444 300 448 216Z",
        CHILI.shift(-0.06, 0.02),
        round_by=44,
        gloss=0.55,
    )
    for _ in range(50):
        x, y = dice.uniform(370, 630), dice.uniform(430, 690)
        canvas.add(
            f'<ellipse cx="{x:.0f}" cy="{y:.0f}" rx="5" ry="3" fill="{MANGO.shift(0.05).hex()}" opacity="0.75"/>'
        )
    canvas.body("M342 450L658 450L658 626L342 626Z", CHALK.shift(-0.02, 0.015), round_by=18, shade=0.2)
    canvas.fill("M342 450H658V472H342ZM342 604H658V626H342Z", palette.main)
    canvas.line("M440 540C480 500 560 510 574 566", CHILI, 26)
    canvas.line("M436 542C426 530 428 520 434 512", LEAF, 10)
    canvas.glow(376, 560, 9, 110, 0.6, 0, 6)


def phone_case(canvas: Canvas, palette: Palette, dice: random.Random) -> None:
    """A phone case from behind."""
    canvas.body(
        "M380 130L620 130C664 130 690 156 690 200L690 634C690 678 664 704 620 704L380 704C336 704 310 678 310 634L310 200C310 156 336 130 380 130Z",
        palette.main,
        round_by=30,
        gloss=0.4,
    )
    canvas.body(
        "M356 166L470 166C490 166 500 176 500 196L500 310C500 330 490 340 470 340L356 340C344 340 336 330 336 312L336 196C336 176 344 166 356 166Z",
        palette.main.shift(-0.12),
        round_by=12,
    )
    for x, y in ((380, 214), (456, 214), (380, 292)):
        canvas.add(
            f'<circle cx="{x}" cy="{y}" r="32" fill="#1b1d22"/><circle cx="{x}" cy="{y}" r="18" fill="#30343d"/><circle cx="{x - 7}" cy="{y - 8}" r="6" fill="#b7c4d8"/>'
        )
    canvas.add('<circle cx="456" cy="292" r="12" fill="#fff4d6"/>')
    for _ in range(16):
        x, y, turn = dice.uniform(350, 650), dice.uniform(400, 670), dice.uniform(0, 360)
        canvas.open(f"translate({x:.0f} {y:.0f}) rotate({turn:.0f}) scale(0.8)")
        canvas.fill(
            "M0 -26C20 -10 20 12 0 26C-20 12 -20 -10 0 -26Z",
            palette.accent if dice.random() < 0.6 else palette.second,
            0.92,
        )
        canvas.shut()


def headphones(canvas: Canvas, palette: Palette, dice: random.Random) -> None:
    """Over-ear headphones."""
    canvas.line("M290 520C240 120 760 120 710 520", palette.main.shift(-0.05), 46)
    canvas.line("M300 500C262 160 738 160 700 500", palette.main.shift(0.1), 10, 0.5)
    canvas.line("M360 270C430 190 570 190 640 270", palette.second, 52, 0.95)
    for x, flip in ((290, 1), (710, -1)):
        canvas.open(f"translate({x} 560) scale({flip} 1)")
        canvas.line("M0 -90V-40", "#c9cacd", 20)
        canvas.body("M20 -130C74 -130 92 -70 92 0C92 70 74 130 20 130Z", palette.second.shift(-0.04), round_by=22)
        canvas.body(
            "M30 -140C-60 -140 -90 -80 -90 0C-90 80 -60 140 30 140C46 140 46 -140 30 -140Z",
            palette.main,
            round_by=34,
            gloss=0.5,
        )
        canvas.add(
            f'<ellipse cx="-30" cy="0" rx="32" ry="60" fill="none" stroke="{palette.accent.hex()}" stroke-width="7"/>'
        )
        canvas.shut()
    del dice


def power_bank(canvas: Canvas, palette: Palette, dice: random.Random) -> None:
    """A power bank with its cable."""
    canvas.line("M620 420C760 360 860 480 800 600C770 660 720 690 760 700", palette.accent, 18)
    canvas.body(
        "M376 220L600 220C636 220 656 240 656 276L656 650C656 686 636 704 600 704L376 704C340 704 320 686 320 650L320 276C320 240 340 220 376 220Z",
        palette.main,
        round_by=34,
        gloss=0.45,
    )
    canvas.fill("M320 560H656V650C656 686 636 704 600 704H376C340 704 320 686 320 650Z", palette.main.shift(-0.07), 0.6)
    for place in range(4):
        canvas.add(
            f'<circle cx="{430 + place * 40}" cy="300" r="9" fill="{CHALK.hex() if place < 3 else palette.main.shift(-0.2).hex()}"/>'
        )
    canvas.body("M440 212L540 212L540 232L440 232Z", INK, round_by=4)
    canvas.body("M590 396L640 396L640 444L590 444Z", palette.second, round_by=8)
    canvas.fill("M500 420L450 500H486L472 570L530 480H494Z", palette.accent)
    canvas.glow(352, 460, 10, 130, 0.45, 0, 7)
    del dice


def notebook(canvas: Canvas, palette: Palette, dice: random.Random) -> None:
    """A clothbound notebook with a pencil."""
    canvas.open("rotate(-6 500 480)")
    canvas.fill("M300 200H720V706H300Z", "#f4eede")
    canvas.body(
        "M290 190L690 190C704 190 710 196 710 210L710 680C710 694 704 700 690 700L290 700Z",
        palette.main,
        round_by=22,
        gloss=0.2,
    )
    canvas.fill("M290 190H690V700H290Z", canvas.weave(palette.main.shift(-0.16), step=7), 0.7)
    canvas.body("M290 190L350 190L350 700L290 700Z", palette.main.shift(-0.08), round_by=10)
    canvas.body("M636 186L660 186L660 704L636 704Z", palette.accent, round_by=5)
    canvas.fill("M420 300H590V380H420Z", CHALK, 0.95)
    canvas.line("M446 328H564M446 352H530", INK, 5, 0.7)
    canvas.shut()
    canvas.open("translate(60 30) rotate(16 800 500)")
    canvas.body("M776 240L816 240L816 640L776 640Z", palette.second.shift(-0.05), round_by=8)
    canvas.fill("M776 640L796 704L816 640Z", "#e8c79a")
    canvas.fill("M789 682L796 704L803 682Z", INK)
    canvas.fill("M776 214H816V246H776Z", CHILI)
    canvas.shut()
    del dice


def toy(canvas: Canvas, palette: Palette, dice: random.Random) -> None:
    """A wooden truck."""
    canvas.body("M180 470L560 470L560 620L180 620Z", palette.main, round_by=24)
    for x in (230, 310, 390, 470):
        canvas.line(f"M{x} 490V600", palette.main.shift(-0.1), 5, 0.5)
    canvas.body(
        "M580 400C580 380 590 370 610 370L700 370C720 370 736 380 744 398L780 490C830 500 840 520 840 550L840 620L580 620Z",
        palette.accent,
        round_by=26,
    )
    canvas.body("M624 412L696 412L726 490L624 490Z", palette.second.shift(0.02), round_by=10)
    for x, y, colour in (
        (250, 430, palette.second),
        (350, 420, palette.accent),
        (460, 430, palette.second.shift(-0.1)),
    ):
        canvas.body(f"M{x - 50} {y}a50 50 0 1 1 100 0a50 50 0 1 1 -100 0Z", colour, round_by=20, gloss=0.5)
    canvas.body("M180 468L560 468L560 500L180 500Z", palette.main.shift(0.03), round_by=8)
    for x in (280, 690):
        canvas.body(f"M{x - 74} 630a74 74 0 1 1 148 0a74 74 0 1 1 -148 0Z", INK.shift(0.08), round_by=20)
        canvas.body(f"M{x - 34} 630a34 34 0 1 1 68 0a34 34 0 1 1 -68 0Z", palette.base.shift(-0.03), round_by=10)
    del dice


def ball(canvas: Canvas, palette: Palette, dice: random.Random) -> None:
    """A ball in panels."""
    circle = "M250 454a250 250 0 1 1 500 0a250 250 0 1 1 -500 0Z"
    canvas.body(circle, palette.main, round_by=70, gloss=0.5)
    canvas.add(f"<g {canvas.clip(circle)}>")
    canvas.fill("M500 204C400 300 400 610 500 704C600 610 600 300 500 204Z", palette.second)
    canvas.fill("M250 454C330 380 420 420 444 454C420 500 330 530 250 454Z", palette.accent)
    canvas.fill("M750 454C670 380 580 420 556 454C580 500 670 530 750 454Z", palette.accent)
    canvas.line(
        "M500 204C400 300 400 610 500 704M500 204C600 300 600 610 500 704M250 454C340 380 660 380 750 454",
        palette.main.shift(-0.25),
        5,
        0.6,
    )
    canvas.line(circle, "#2b1c10", 150, 0.34, f'{canvas.blur(50)} transform="translate(-36 -46)"')
    canvas.shut()
    canvas.glow(410, 330, 70, 44, 0.6, -36, 22)
    del dice
