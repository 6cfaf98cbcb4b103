"""Shoes without laces: sandals, slippers, loafers, high heels. Toe to the right."""

import random

from etalase.demo.art.canvas import Canvas
from etalase.demo.art.colours import INK, Colour, Palette


def sandal(canvas: Canvas, palette: Palette, dice: random.Random) -> None:
    """A walking sandal: a contoured bed, three straps, buckles."""
    far = palette.second.shift(-0.14)
    canvas.body("M252 600C240 540 260 500 300 486L330 508C308 530 306 570 320 606Z", far, round_by=12)
    canvas.body("M560 610C570 570 600 540 640 532L676 548C650 566 634 596 630 622Z", far, round_by=12)
    bed = "M136 606C130 574 152 560 190 566C300 590 400 616 520 616C650 616 760 592 836 604C880 612 884 636 856 646C640 690 340 690 166 650C146 644 138 628 136 606Z"
    canvas.body(bed, palette.accent.shift(0.02), round_by=20)
    foam = "M138 618C128 660 136 694 170 702L806 702C850 700 880 676 870 634C860 640 846 646 820 650C600 676 340 672 166 636C150 632 142 626 138 618Z"
    canvas.body(foam, palette.base, round_by=16, shade=0.34)
    canvas.fill("M150 684C154 696 160 701 170 702L806 702C830 701 850 692 862 680C640 694 360 694 150 684Z", INK)
    for strap in (
        "M196 640C180 560 190 470 236 420C252 406 280 410 284 430C262 480 262 560 286 652Z",
        "M420 664C420 580 470 500 552 470C580 462 604 476 608 496C560 530 528 590 524 668Z",
        "M628 664C640 600 680 552 740 536C772 530 790 548 788 566C756 586 734 620 728 656Z",
    ):
        canvas.body(strap, palette.main, round_by=22)
    canvas.body(
        "M212 470C320 440 450 440 590 500L580 540C450 488 330 488 220 520Z", palette.main.shift(-0.03), round_by=16
    )
    _buckle(canvas, 420, 470, -2)
    _buckle(canvas, 700, 600, 60)
    canvas.stitch("M214 478C320 450 450 450 584 508", palette.main.shift(0.16))
    canvas.stitch("M438 656C440 588 486 520 560 488", palette.main.shift(0.16))
    del dice


def slipper(canvas: Canvas, palette: Palette, dice: random.Random) -> None:
    """A soft house slipper with a broad strap."""
    bed = "M132 624C128 592 154 580 196 586C320 604 420 626 540 622C680 616 790 600 846 614C884 624 884 646 858 656C640 694 330 694 160 664C142 658 134 644 132 624Z"
    canvas.body(bed, palette.second, round_by=26)
    canvas.fill(bed, canvas.weave(palette.second.shift(-0.2), step=14, opacity=0.3), 0.8)
    canvas.body(
        "M134 634C126 668 134 696 168 703L806 703C852 701 880 678 870 642C862 650 846 656 816 660C600 682 340 680 160 652C148 648 140 642 134 634Z",
        palette.base,
        round_by=16,
    )
    strap = "M398 662C396 560 452 470 560 452C680 436 800 520 842 622C846 634 842 646 830 652C700 680 540 684 398 662Z"
    canvas.body(strap, palette.main, round_by=46, shade=0.36)
    canvas.add(f"<g {canvas.clip(strap)}>")
    tuft = palette.main.shift(0.07)
    for _ in range(240):
        x, y = dice.uniform(400, 840), dice.uniform(452, 670)
        canvas.line(
            f"M{x:.0f} {y:.0f}q{dice.uniform(-6, 6):.0f} {dice.uniform(3, 8):.0f} {dice.uniform(-5, 9):.0f} {dice.uniform(8, 16):.0f}",
            tuft if dice.random() < 0.6 else palette.main.shift(-0.1),
            4,
            0.45,
        )
    canvas.shut()
    canvas.body(
        "M404 588C412 532 448 476 500 460C470 490 440 540 432 664L398 662C396 636 398 612 404 588Z",
        palette.accent,
        round_by=12,
    )


def loafer(canvas: Canvas, palette: Palette, dice: random.Random) -> None:
    """A leather loafer with a saddle strap."""
    canvas.body(
        "M184 470C200 452 210 456 222 466C300 484 420 488 530 496L470 560L230 560Z",
        palette.main.shift(-0.1),
        round_by=8,
    )
    canvas.fill("M206 476C300 494 420 498 520 506L470 560L240 560Z", palette.main.shift(-0.32))
    canvas.fill("M206 476C300 494 420 498 520 506L514 516C410 508 300 506 210 490Z", palette.second.shift(-0.04))
    upper = "M164 644C154 580 156 520 176 466C182 450 204 450 212 464C240 520 350 560 470 528C500 518 520 502 548 496C620 486 700 520 770 552C836 580 862 606 862 646Z"
    canvas.body(upper, palette.main, round_by=36, gloss=0.42, shade=0.42)
    apron = "M520 512C600 476 720 528 786 564C800 574 792 588 774 588C690 584 590 566 520 512Z"
    canvas.body(apron, palette.main.shift(0.02), round_by=14, gloss=0.5)
    for step in range(15):
        x = 528 + step * 18
        y = 524 + 58 * (step / 15) ** 0.75
        canvas.line(f"M{x} {y:.0f}l4 12", palette.main.shift(-0.16), 4, 0.8)
    canvas.body(
        "M420 642C400 580 420 520 470 494C500 482 548 490 560 506C520 540 510 590 520 646Z",
        palette.main.shift(-0.05),
        round_by=18,
        gloss=0.4,
    )
    canvas.fill("M452 560C470 548 500 548 516 556L506 586C490 578 470 578 454 588Z", palette.main.shift(-0.24))
    canvas.line("M212 470C240 524 350 562 466 530", palette.main.shift(-0.14), 7, 0.9)
    canvas.stitch("M186 480C190 540 190 590 200 640", palette.main.shift(0.14))
    canvas.glow(720, 574, 60, 9, 0.5, 18, 6)
    canvas.glow(250, 580, 14, 44, 0.22, 4, 9)
    canvas.body(
        "M152 640C148 660 152 676 170 678L806 678C850 676 874 664 866 642C640 652 380 652 152 640Z",
        palette.base.shift(-0.04),
        round_by=8,
    )
    canvas.body("M158 668L330 668L324 706L166 706Z", palette.main.shift(-0.2), round_by=10)
    canvas.fill(
        "M330 678L806 678C840 677 860 670 866 656C872 690 850 704 806 704L460 704C420 704 380 690 330 678Z",
        palette.main.shift(-0.22),
    )
    del dice


def high_heel(canvas: Canvas, palette: Palette, dice: random.Random) -> None:
    """A pointed pump on a slender heel."""
    heel = "M196 470C190 540 214 600 220 702L256 702C262 620 290 560 326 510Z"
    canvas.body(heel, palette.main.shift(-0.08), round_by=14, gloss=0.4)
    canvas.fill("M219 690L220 704L256 704L257 690Z", INK)
    inside = "M206 372C300 372 420 470 520 560C560 590 620 606 660 610L560 640C420 610 300 500 214 420Z"
    canvas.body(inside, palette.second, round_by=14)
    sole = "M188 470C280 486 380 570 460 634C520 676 600 700 690 704L850 704C882 702 890 692 872 684C760 680 640 690 560 640C460 576 360 470 190 440Z"
    canvas.body(sole, palette.accent, round_by=8)
    upper = "M180 470C168 430 172 384 196 364C206 358 214 366 218 380C236 440 300 506 370 556C430 600 520 628 600 606C640 596 664 590 690 600C760 624 840 664 884 684C890 690 886 696 874 696C760 694 640 708 560 660C460 600 350 486 180 470Z"
    canvas.body(upper, palette.main, round_by=28, gloss=0.55, shade=0.4)
    canvas.glow(700, 640, 76, 8, 0.6, 18, 6)
    canvas.glow(214, 430, 9, 38, 0.4, -18, 6)
    if dice.random() < 0.6:
        _bow(canvas, palette.accent)


def _bow(canvas: Canvas, colour: Colour) -> None:
    canvas.body("M640 600C610 566 572 560 560 580C556 604 590 620 636 610Z", colour, round_by=10)
    canvas.body("M648 600C664 562 700 548 716 566C724 590 692 614 652 612Z", colour, round_by=10)
    canvas.body("M630 596C640 588 656 590 660 602C660 616 644 620 634 614Z", colour.shift(-0.08), round_by=6)


def _buckle(canvas: Canvas, x: int, y: int, turn: int) -> None:
    steel = canvas.linear([(0, "#fdfdfb", 1), (0.5, "#b9b6ae", 1), (1, "#8b877e", 1)])
    canvas.add(
        f'<g transform="translate({x} {y}) rotate({turn})"><rect x="-22" y="-26" width="44" height="52" rx="9" fill="none" stroke="{steel}" stroke-width="9"/><path d="M-20 0H16" stroke="{steel}" stroke-width="7" stroke-linecap="round"/></g>'
    )
