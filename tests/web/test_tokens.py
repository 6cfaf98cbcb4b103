"""The colours people read are far enough from what stands behind them, in both themes, computed from the tokens' own lines."""

import re
from math import cos, radians, sin

import pytest

from etalase.web.assets.bundle import WEB

TOKENS = (WEB / "styles" / "00-tokens.css").read_text()
TEXT = 4.5  # WCAG AA for text
SHAPE = 3.0  # and for what shows that a control is there
PAIRS = [
    *((text, ground, TEXT) for text in ("text", "text-soft", "text-muted") for ground in ("bg", "surface", "sunken")),
    *((text, ground, TEXT) for text in ("accent-text", "good", "bad", "warn", "info") for ground in ("bg", "surface")),
    *((tone, f"{tone}-soft", TEXT) for tone in ("good", "bad", "warn", "info")),
    *(("text", f"{tone}-soft", TEXT) for tone in ("accent", "good", "bad", "warn", "info")),
    *(("text-muted", f"{tone}-soft", TEXT) for tone in ("accent",)),
    ("accent-text", "accent-soft", TEXT),
    ("on-accent", "accent", TEXT),
    ("on-accent", "accent-hover", TEXT),
    ("on-inverse", "inverse", TEXT),
    ("line-strong", "bg", SHAPE),
    ("line-strong", "surface", SHAPE),
    ("focus", "bg", SHAPE),
    ("focus", "surface", SHAPE),
    ("accent-text", "sunken", SHAPE),
]


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("over", "under", "least"), PAIRS)
def test_contrast(theme: int, over: str, under: str, least: float) -> None:
    bright, dim = sorted((_luminance(over, theme), _luminance(under, theme)), reverse=True)
    assert (bright + 0.05) / (dim + 0.05) >= least


def test_every_variable_that_is_used_is_declared() -> None:
    styles = "".join(path.read_text() for path in sorted((WEB / "styles").glob("*.css")))
    declared = set(re.findall(r"(--[\w-]+)\s*:", styles))
    assert set(re.findall(r"var\((--[\w-]+)", styles)) <= declared


def test_only_tokens_name_primitives() -> None:
    primitive = re.compile(r"var\(--(paper|ink|night|chalk|mango|leaf|chili|lime|lagoon)-\d\)")
    for path in sorted((WEB / "styles").glob("[1-9]*.css")):
        found = set(primitive.findall(path.read_text()))
        assert found <= {"paper", "mango", "ink", "chili"}, path.name


def _luminance(name: str, theme: int) -> float:
    light, chroma, hue = _oklch(name, theme)
    a, b = chroma * cos(radians(hue)), chroma * sin(radians(hue))
    long = (light + 0.3963377774 * a + 0.2158037573 * b) ** 3
    middle = (light - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (light - 0.0894841775 * a - 1.2914855480 * b) ** 3
    red = 4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short
    green = -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short
    blue = -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short
    channels = [min(1.0, max(0.0, part)) for part in (red, green, blue)]
    return 0.2126 * channels[0] + 0.7152 * channels[1] + 0.0722 * channels[2]


def _oklch(name: str, theme: int) -> tuple[float, float, float]:
    value = _value(name)
    if pair := re.fullmatch(r"light-dark\(var\(--([\w-]+)\), var\(--([\w-]+)\)\)", value):
        return _oklch(pair.group(theme + 1), theme)
    if other := re.fullmatch(r"var\(--([\w-]+)\)", value):
        return _oklch(other.group(1), theme)
    parts = re.fullmatch(r"oklch\(([\d.]+)% ([\d.]+) ([\d.]+)\)", value)
    assert parts, f"{name}: {value}"
    return float(parts.group(1)) / 100, float(parts.group(2)), float(parts.group(3))


def _value(name: str) -> str:
    found = re.search(rf"^\s*--{re.escape(name)}: ([^;]+);", TOKENS, re.MULTILINE)
    assert found, name
    return found.group(1)
