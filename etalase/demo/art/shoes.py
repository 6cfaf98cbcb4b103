"""Shoes with laces, seen from the side: sneakers, runners, boots. Toe to the right, soles on the floor."""

import random

from etalase.demo.art.canvas import Canvas
from etalase.demo.art.colours import CHALK, INK, Palette

# The outline of a low shoe's upper, from the heel's foot over collar, tongue and toe.
UPPER = "M158 640C148 580 150 500 172 432C176 414 198 412 206 428C226 464 300 478 352 446C386 424 404 396 424 380C436 372 452 374 462 386C500 432 556 482 622 506C700 528 806 532 846 596C856 612 860 630 858 644Z"
THROAT = "M352 446C386 424 404 396 424 380C436 372 452 374 462 386C500 432 556 482 622 506C614 536 590 558 560 562C474 552 396 516 340 482C334 468 338 456 352 446Z"
TOE = "M716 527C698 566 694 606 704 644L858 644C860 630 856 612 846 596C822 556 768 538 716 527Z"
HEEL = "M158 640C148 580 150 500 172 432C176 414 198 412 206 428C212 440 224 450 238 456C226 520 240 590 276 644Z"
MUDGUARD = "M560 562C620 566 668 574 704 612L704 644L440 644C470 606 510 574 560 562Z"


def sneaker(canvas: Canvas, palette: Palette, dice: random.Random) -> None:
    """A low everyday sneaker with a cupsole."""
    _tongue(canvas, palette)
    canvas.body(UPPER, palette.main, round_by=30)
    mark = dice.choice((_ribbon, _leaf, _dots, _band))
    mark(canvas, palette)
    for piece in (HEEL, TOE):
        canvas.body(piece, palette.second, round_by=20, shade=0.3)
    canvas.body(THROAT, palette.second, round_by=14, shade=0.24)
    _seams(canvas, palette)
    _laces(canvas, palette, ((404, 452), (440, 484), (482, 512), (530, 536), (580, 552)))
    sole = "M140 634C136 668 144 698 170 704L806 704C852 704 878 680 872 642C868 628 850 630 836 634C620 646 380 646 158 628C148 626 141 628 140 634Z"
    canvas.body(sole, palette.base, round_by=14, shade=0.3)
    canvas.line("M150 672C380 682 640 682 866 668", palette.base.shift(-0.12), 4, 0.7)
    canvas.fill(
        "M146 688C150 700 158 704 170 704L806 704C832 704 852 696 862 684C640 694 360 696 146 688Z",
        palette.accent.shift(-0.03),
    )


def running_shoe(canvas: Canvas, palette: Palette, dice: random.Random) -> None:
    """A runner: knit upper, a high foam sole that curves up at the toe."""
    canvas.open("translate(0 -42)")
    _tongue(canvas, palette)
    canvas.body(UPPER, palette.main, round_by=34, weave=True)
    canvas.fill(MUDGUARD, palette.main.shift(-0.07), 0.5)
    dice.choice((_waves, _ribbon, _leaf))(canvas, palette)
    canvas.body(HEEL, palette.accent, round_by=18, shade=0.3)
    canvas.line("M846 596C822 556 768 538 716 527", palette.second, 10, 0.8)
    canvas.body(THROAT, palette.main.shift(-0.05), round_by=12, shade=0.22)
    _laces(canvas, palette, ((404, 452), (440, 484), (482, 512), (530, 536), (580, 552)))
    canvas.fill("M162 590L858 594L850 640L176 640Z", palette.main.shift(-0.16))
    canvas.shut()
    foam = "M112 606C92 640 98 690 140 704C300 716 560 716 700 700C790 690 872 650 898 590C902 576 884 574 866 582C800 612 740 604 660 606C480 612 320 612 170 584C142 580 122 588 112 606Z"
    canvas.body(foam, palette.base, round_by=24, shade=0.36)
    canvas.line("M116 640C300 676 560 668 720 646C790 636 842 622 882 596", palette.base.shift(-0.13), 5, 0.6)
    canvas.line("M128 668C300 696 540 692 690 674", palette.accent, 12, 0.9)
    canvas.fill(
        "M118 690C124 698 132 702 140 704C300 716 560 716 700 700C770 692 836 664 874 626C820 672 760 684 690 690C540 704 300 704 118 690Z",
        INK,
    )


def football_boot(canvas: Canvas, palette: Palette, dice: random.Random) -> None:
    """A sleek boot with studs."""
    canvas.open("translate(0 -32)")
    for x in (214, 296, 560, 650, 740, 800):
        canvas.body(f"M{x - 22} 676L{x + 22} 676L{x + 13} 734L{x - 13} 734Z", palette.accent, round_by=8)
    sole = "M146 628C142 660 152 682 180 686C330 668 420 660 520 676C660 694 800 690 862 640C600 660 360 648 146 628Z"
    canvas.body(sole, INK.shift(0.04), round_by=10)
    canvas.shut()
    canvas.open("translate(0 -34) translate(0 64) scale(1 0.9)")
    _tongue(canvas, palette)
    canvas.body(UPPER, palette.main, round_by=34, gloss=0.5)
    _waves(canvas, palette)
    canvas.body(THROAT, palette.second, round_by=12, shade=0.2)
    _laces(canvas, palette, ((404, 452), (440, 484), (482, 512), (530, 536), (580, 552)))
    canvas.glow(690, 560, 70, 14, 0.55, 14, 8)
    canvas.shut()
    del dice


def boot(canvas: Canvas, palette: Palette, dice: random.Random) -> None:
    """A laced ankle boot with a lugged sole."""
    shaft = "M176 640C158 520 176 400 192 268C194 250 214 240 236 240L396 240C416 240 428 252 430 270C434 330 446 380 482 420C530 466 580 492 640 506C720 524 816 536 850 602C856 616 858 632 856 644Z"
    canvas.body(
        "M226 300C228 246 260 214 330 210C380 208 412 226 420 262L410 320Z", palette.second.shift(-0.08), round_by=16
    )
    canvas.fill("M176 630L856 634L850 670L180 670Z", palette.main.shift(-0.2))
    canvas.body(shaft, palette.main, round_by=38, shade=0.4)
    placket = "M330 240L396 240C416 240 428 252 430 270C434 330 446 380 482 420C530 466 580 492 640 506C628 540 600 556 566 556C480 536 400 470 366 400C344 350 336 300 330 240Z"
    canvas.body(placket, palette.main.shift(-0.05), round_by=16)
    canvas.body("M176 640C170 594 170 548 174 500C212 520 254 570 268 644Z", palette.main.shift(-0.08), round_by=18)
    canvas.body(
        "M712 524C696 566 692 606 702 644L856 644C858 632 856 616 850 602C826 556 770 536 712 524Z",
        palette.main.shift(-0.08),
        round_by=20,
    )
    canvas.body(
        "M188 300C190 286 191 276 192 268C194 250 214 240 236 240L396 240C416 240 428 252 430 270L432 298C350 312 260 312 188 300Z",
        palette.second,
        round_by=16,
    )
    canvas.stitch("M344 322C352 386 400 470 480 520C510 538 540 548 566 552", palette.second.shift(0.1))
    canvas.stitch("M184 512C214 532 244 574 256 640", palette.second.shift(0.1))
    _laces(
        canvas,
        palette,
        ((352, 300), (360, 344), (374, 388), (402, 430), (440, 470), (488, 504), (540, 530)),
        reach=(62, -26),
    )
    canvas.line("M196 250C186 226 190 206 210 202C228 200 234 220 226 240", palette.second, 12)
    sole = "M158 640C152 672 156 700 172 708L300 708L312 690L470 690L486 708L806 708C848 706 874 682 868 646C640 656 380 654 158 640Z"
    canvas.body(sole, palette.base, round_by=12, shade=0.4)
    for x in range(190, 300, 34):
        canvas.line(f"M{x} 690L{x} 706", palette.base.shift(-0.2), 8, 0.8)
    for x in range(510, 840, 38):
        canvas.line(f"M{x} 688L{x} 706", palette.base.shift(-0.2), 8, 0.8)
    canvas.stitch("M170 652C380 664 640 666 856 656", CHALK, 4, 0.7)
    del dice


def kids_shoe(canvas: Canvas, palette: Palette, dice: random.Random) -> None:
    """Short and round, with two straps."""
    upper = "M236 640C222 570 226 500 246 446C252 428 272 428 280 444C300 486 380 492 424 452C444 432 466 424 490 432C560 470 600 500 660 514C740 530 790 572 794 644Z"
    canvas.body("M392 470C410 420 440 390 486 392C510 396 516 420 512 446L470 500Z", palette.second, round_by=16)
    canvas.body(upper, palette.main, round_by=38)
    canvas.body("M628 506C598 556 596 604 606 644L794 644C790 572 740 530 660 514Z", palette.second, round_by=24)
    canvas.body(
        "M236 640C222 570 226 500 246 446C252 428 272 428 280 444C284 452 290 460 298 464C296 540 312 600 340 644Z",
        palette.accent,
        round_by=20,
    )
    for place, turn in ((0, 0), (62, 6)):
        canvas.open(f"translate({place} {place * 0.72}) rotate({turn} 440 500)")
        canvas.body(
            "M388 560C378 550 378 534 390 524L492 424C504 414 522 418 528 430C534 440 532 450 524 458L424 560C412 570 398 570 388 560Z",
            palette.accent,
            round_by=12,
        )
        canvas.shut()
    canvas.add(
        f'<g transform="translate(394 596) scale(1.5)" fill="{CHALK.hex()}"><path d="M0 -20L6 -6L20 -6L9 3L13 18L0 9L-13 18L-9 3L-20 -6L-6 -6Z"/></g>'
    )
    sole = "M216 632C210 668 220 702 250 704L748 704C796 704 820 676 812 636C806 626 792 630 780 634C600 646 420 644 236 628C226 626 218 626 216 632Z"
    canvas.body(sole, palette.base, round_by=18)
    canvas.line("M226 676C420 688 620 688 806 672", palette.accent, 10, 0.9)
    del dice


def _tongue(canvas: Canvas, palette: Palette) -> None:
    canvas.fill("M196 430C240 400 340 392 420 386L470 450L352 520L220 500Z", palette.main.shift(-0.3))
    canvas.body(
        "M330 470C350 420 372 372 398 344C414 330 448 334 458 352C466 372 470 392 476 412L420 500Z",
        palette.second.shift(0.01),
        round_by=18,
    )


def _laces(
    canvas: Canvas, palette: Palette, eyelets: tuple[tuple[int, int], ...], reach: tuple[int, int] = (40, -46)
) -> None:
    lace = CHALK if palette.second.light < 0.9 or palette.main.light < 0.6 else palette.accent.shift(0.05)
    for x, y in eyelets:
        canvas.line(
            f"M{x} {y + 5}q{reach[0] * 0.5} {reach[1] * 0.3} {reach[0] * 0.96} {reach[1] + 5}",
            "#2b1c10",
            15,
            0.28,
            canvas.blur(3),
        )
    for x, y in eyelets:
        canvas.add(f'<circle cx="{x}" cy="{y}" r="8" fill="{palette.main.shift(-0.3).hex()}"/>')
        canvas.line(f"M{x} {y}q{reach[0] * 0.5} {reach[1] * 0.3} {reach[0]} {reach[1]}", lace.shift(-0.04), 14)
        canvas.line(f"M{x} {y - 3}q{reach[0] * 0.5} {reach[1] * 0.3} {reach[0]} {reach[1]}", lace.shift(0.06), 5, 0.9)


def _seams(canvas: Canvas, palette: Palette) -> None:
    thread = palette.second.shift(-0.22)
    canvas.stitch("M706 534C688 570 684 606 692 640", thread)
    canvas.stitch("M248 462C238 524 252 590 286 640", thread)
    canvas.stitch("M346 474C400 506 478 540 556 550", thread)
    for x, y in ((770, 566), (792, 584), (752, 588), (776, 606)):
        canvas.add(f'<circle cx="{x}" cy="{y}" r="4.5" fill="{thread.hex()}" opacity="0.6"/>')


def _inside(canvas: Canvas) -> None:
    canvas.add(f"<g {canvas.clip(UPPER)}>")


def _ribbon(canvas: Canvas, palette: Palette) -> None:
    _inside(canvas)
    canvas.body(
        "M246 600C330 590 420 560 500 548C560 556 590 560 640 562C560 590 480 640 380 660L250 660Z",
        palette.accent,
        round_by=12,
        shade=0.2,
    )
    canvas.shut()


def _leaf(canvas: Canvas, palette: Palette) -> None:
    _inside(canvas)
    canvas.body("M268 616C300 540 400 540 560 566C500 636 360 660 268 616Z", palette.accent, round_by=12, shade=0.22)
    canvas.line("M290 610C370 590 450 578 540 568", palette.second, 5, 0.8)
    canvas.shut()


def _dots(canvas: Canvas, palette: Palette) -> None:
    _inside(canvas)
    for row in range(3):
        for column in range(7 - row):
            x, y = 306 + column * 36 + row * 18, 626 - row * 30
            canvas.add(f'<circle cx="{x}" cy="{y}" r="{10 - row * 2}" fill="{palette.accent.hex()}"/>')
    canvas.shut()


def _band(canvas: Canvas, palette: Palette) -> None:
    _inside(canvas)
    canvas.body("M470 536L560 562L500 660L390 660Z", palette.accent, round_by=12, shade=0.2)
    canvas.body("M400 512L446 530L366 660L300 660Z", palette.accent.shift(0.06, -0.03), round_by=12, shade=0.2)
    canvas.shut()


def _waves(canvas: Canvas, palette: Palette) -> None:
    _inside(canvas)
    for step in range(4):
        canvas.line(
            f"M{250 + step * 22} {664 - step * 14}C{360 + step * 16} {640 - step * 26} {470 + step * 10} {560 - step * 4} {640 + step * 14} {572 + step * 20}",
            palette.accent if step % 2 else palette.second,
            13 - step * 2,
            0.92,
        )
    canvas.shut()
