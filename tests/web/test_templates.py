"""What every template keeps: no inline script, style or event attribute, texts through gettext, names that exist."""

import re
from pathlib import Path

import pytest

from etalase.web.assets import icons
from etalase.web.pages import TEMPLATES

ALL = sorted(TEMPLATES.rglob("*.html"))
STYLES = "".join(path.read_text() for path in (TEMPLATES.parent / "styles").glob("*.css"))
INLINE_SCRIPT = re.compile(r"<script(?![^>]*\bsrc=)", re.IGNORECASE)
INLINE_STYLE = re.compile(r"<style|\sstyle\s*=\s*[\"']", re.IGNORECASE)
HANDLER = re.compile(r"\son[a-z]+\s*=\s*[\"']|hx-on|javascript:|hx-vals=.js:", re.IGNORECASE)
ICON = re.compile(r"(?:ui\.icon|(?<![\w.])icon)\(\"([a-z0-9-]+)\"")
CLASS = re.compile(r"class=\"([^\"{}]+)\"")


def _named(path: Path) -> str:
    return str(path.relative_to(TEMPLATES))


@pytest.mark.parametrize("path", ALL, ids=_named)
def test_nothing_inline(path: Path) -> None:
    text = path.read_text()
    assert not INLINE_SCRIPT.search(text)
    assert not INLINE_STYLE.search(text)
    assert not HANDLER.search(text)


@pytest.mark.parametrize("path", ALL, ids=_named)
def test_icons_are_in_the_sprite(path: Path) -> None:
    assert set(ICON.findall(path.read_text())) <= set(icons.NAMES)


@pytest.mark.parametrize("path", ALL, ids=_named)
def test_classes_are_in_the_styles(path: Path) -> None:
    known = set(re.findall(r"\.([a-zA-Z][\w-]*)", STYLES)) | {"btn-plain"}
    used = {word for group in CLASS.findall(path.read_text()) for word in group.split()}
    assert used <= known
