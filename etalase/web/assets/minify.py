"""Takes out what only people read. Written for our own files: no string in them holds a comment or a brace."""

import re
from collections import Counter
from collections.abc import Mapping
from itertools import product
from string import ascii_lowercase

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_SPACE = re.compile(r"\s+")
_AROUND = re.compile(r"\s*([{};,>])\s*")
_AFTER_COLON = re.compile(r":\s+")
_VARIABLE = re.compile(r"--[a-z][\w-]*")
_LEADING_ZERO = re.compile(r"(?<![\w.])0(\.\d)")


def styles(text: str) -> str:
    """CSS on one line."""
    text = _SPACE.sub(" ", _COMMENT.sub("", text))
    text = _AFTER_COLON.sub(":", _AROUND.sub(r"\1", text))
    return _LEADING_ZERO.sub(r"\1", text).replace(";}", "}").strip()


def short_names(text: str) -> dict[str, str]:
    """A short name for every custom property, the shortest for the most used. Nothing outside our styles names them."""
    counted = Counter(_VARIABLE.findall(text))
    letters = [*ascii_lowercase, *("".join(pair) for pair in product(ascii_lowercase, repeat=2))]
    ordered = sorted(counted, key=lambda name: (-counted[name], name))
    return {name: f"--{short}" for name, short in zip(ordered, letters, strict=False)}


def shorten(text: str, names: Mapping[str, str]) -> str:
    """The styles with the short names."""
    return _VARIABLE.sub(lambda found: names[found.group()], text)


def script(text: str) -> str:
    """JavaScript without indentation, blank lines and whole-line comments; statements keep their lines."""
    lines = (line.strip() for line in text.splitlines())
    return "\n".join(line for line in lines if line and not line.startswith("//")) + "\n"
