"""What a listing says of the thing, in one cell: `brand=Kain|material=SILK`, read back as it was written."""

import re
from collections.abc import Mapping
from typing import Final

# A bar or a backslash that belongs to a text has a backslash before it.
PAIR: Final = re.compile(r"(?:[^|\\]|\\.)+")
SPECIAL: Final = re.compile(r"[|\\]")
ESCAPE: Final = r"\\\g<0>"
ESCAPED: Final = re.compile(r"\\(.)")


def written(attributes: Mapping[str, str]) -> str:
    """Key to text as a cell, in the order of the keys."""
    return "|".join(f"{key}={SPECIAL.sub(ESCAPE, attributes[key])}" for key in sorted(attributes))


def read(cell: str) -> dict[str, str] | None:
    """The cell as key to text, empty for an empty one; None when it is written in another way."""
    found: dict[str, str] = {}
    for pair in PAIR.findall(cell):
        key, sign, text = ESCAPED.sub(r"\1", pair).partition("=")
        if not sign or not key.strip() or not text.strip():
            return None
        found[key.strip()] = text.strip()
    return found
