"""A sheet to draw on: SVG with gradients, blurs and clips by number, and one light for everything, from the upper left."""

from collections.abc import Sequence
from typing import Final

from etalase.demo.art.colours import Colour

SIZE: Final = 1000
Stop = tuple[float, Colour | str, float]


class Canvas:
    """Collects definitions and shapes; `svg()` gives the picture."""

    def __init__(self, width: int = SIZE, height: int = SIZE) -> None:
        """A sheet of `width` × `height` user units."""
        self.width = width
        self.height = height
        self._defs: list[str] = []
        self._marks: list[str] = []

    def svg(self) -> str:
        """The picture as SVG."""
        size = f'viewBox="0 0 {self.width} {self.height}" width="{self.width}" height="{self.height}"'
        return f'<svg xmlns="http://www.w3.org/2000/svg" {size}><defs>{"".join(self._defs)}</defs>{"".join(self._marks)}</svg>'

    def add(self, *marks: str) -> None:
        """Put marks on top of what is there."""
        self._marks.extend(marks)

    def open(self, transform: str = "", opacity: float = 1.0) -> None:
        """Begin a group; `shut` ends it."""
        self.add(f'<g transform="{transform}" opacity="{opacity}">')

    def shut(self) -> None:
        """End the last group."""
        self.add("</g>")

    def linear(self, stops: Sequence[Stop], *, x1: float = 0, y1: float = 0, x2: float = 0, y2: float = 1) -> str:
        """A linear gradient over the shape's box (fractions); answers its paint."""
        return self._define("linearGradient", f'x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}"', _stops(stops))

    def radial(self, stops: Sequence[Stop], *, cx: float = 0.5, cy: float = 0.5, r: float = 0.5) -> str:
        """A radial gradient over the shape's box; answers its paint."""
        return self._define("radialGradient", f'cx="{cx}" cy="{cy}" r="{r}"', _stops(stops))

    def blur(self, by: float) -> str:
        """A filter attribute that blurs by `by` units."""
        room = 'x="-50%" y="-50%" width="200%" height="200%"'
        return f'filter="{self._define("filter", room, f"<feGaussianBlur stdDeviation={chr(34)}{by}{chr(34)}/>")}"'

    def clip(self, d: str) -> str:
        """A clip attribute for the inside of a path."""
        return f'clip-path="{self._define("clipPath", "", f"<path d={chr(34)}{d}{chr(34)}/>")}"'

    def weave(self, colour: Colour, *, step: float = 10, opacity: float = 0.18, turn: float = 32) -> str:
        """A paint like knitted or woven cloth."""
        attributes = f'width="{step}" height="{step}" patternUnits="userSpaceOnUse" patternTransform="rotate({turn})"'
        thread = f'<circle cx="{step / 2}" cy="{step / 2}" r="{step / 4}" fill="{colour.hex()}" opacity="{opacity}"/>'
        return self._define("pattern", attributes, thread)

    def fill(self, d: str, paint: Colour | str, opacity: float = 1.0, extra: str = "") -> None:
        """A flat shape."""
        self.add(f'<path d="{d}" fill="{_paint(paint)}" opacity="{opacity}" {extra}/>')

    def line(self, d: str, paint: Colour | str, width: float, opacity: float = 1.0, extra: str = "") -> None:
        """A round-ended line."""
        style = f'stroke-width="{width}" stroke-linecap="round" stroke-linejoin="round"'
        self.add(f'<path d="{d}" fill="none" stroke="{_paint(paint)}" {style} opacity="{opacity}" {extra}/>')

    def stitch(self, d: str, colour: Colour, width: float = 3, opacity: float = 0.55) -> None:
        """A seam."""
        self.line(d, colour, width, opacity, 'stroke-dasharray="7 7"')

    def body(
        self,
        d: str,
        colour: Colour,
        *,
        round_by: float = 26,
        gloss: float = 0.3,
        shade: float = 0.34,
        weave: bool = False,
    ) -> None:
        """A shape with volume: lit from the upper left, shaded at the lower right, with a soft edge of reflected light."""
        paint = self.linear(
            [(0, colour.shift(0.045), 1), (0.5, colour, 1), (1, colour.shift(-0.085, 0.005), 1)], x1=0.2, x2=0.6
        )
        self.fill(d, paint)
        self.add(f"<g {self.clip(d)}>")
        if weave:
            self.fill(d, self.weave(colour.shift(-0.25)))
        dark = colour.shift(-0.32 if colour.light > 0.4 else -0.2, 0.01)
        self.line(
            d,
            dark,
            round_by * 2.4,
            shade,
            f'{self.blur(round_by)} transform="translate({-round_by * 0.5} {-round_by * 0.8})"',
        )
        self.line(
            d,
            CLEAR,
            round_by * 1.3,
            gloss,
            f'{self.blur(round_by * 0.55)} transform="translate({round_by * 0.35} {round_by * 0.55})"',
        )
        self.shut()

    def glow(
        self, cx: float, cy: float, rx: float, ry: float, opacity: float = 0.5, turn: float = 0, by: float = 16
    ) -> None:
        """A soft highlight."""
        place = f'cx="{cx}" cy="{cy}" rx="{rx}" ry="{ry}" transform="rotate({turn} {cx} {cy})"'
        self.add(f'<ellipse {place} fill="#fff" opacity="{opacity}" {self.blur(by)}/>')

    def shadow(self, cx: float, cy: float, rx: float, ry: float, opacity: float = 0.4, by: float = 14) -> None:
        """A soft shadow."""
        self.add(
            f'<ellipse cx="{cx}" cy="{cy}" rx="{rx}" ry="{ry}" fill="#2b1c10" opacity="{opacity}" {self.blur(by)}/>'
        )

    def _define(self, tag: str, attributes: str, inside: str) -> str:
        name = f"d{len(self._defs)}"
        self._defs.append(f'<{tag} id="{name}" {attributes}>{inside}</{tag}>')
        return f"url(#{name})"


CLEAR: Final = "#ffffff"


def _paint(paint: Colour | str) -> str:
    return paint.hex() if isinstance(paint, Colour) else paint


def _stops(stops: Sequence[Stop]) -> str:
    return "".join(
        f'<stop offset="{at}" stop-color="{_paint(paint)}" stop-opacity="{opacity}"/>' for at, paint, opacity in stops
    )
