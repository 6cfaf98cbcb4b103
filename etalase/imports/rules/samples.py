"""What the values of a column look like."""

import re
from collections.abc import Sequence
from typing import Final

MONEY: Final = re.compile(r"(?i)(rp|rm|usd|idr|myr|php|sgd|thb|gbp|vnd|[$£€₫₱฿])")
NUMBER: Final = re.compile(r"[0-9][0-9.,' ]*")
REMOTE: Final = re.compile(r"(?i)https?://")


def likelihood(field: str, values: Sequence[str]) -> float:
    """From 0, not at all, to 1: how much the values look like prices or titles."""
    texts = [value.strip()[:300] for value in values if value.strip()]
    if not texts:
        return 0.0
    alike = _like_price if field == "price" else _like_title
    return sum(map(alike, texts)) / len(texts)


def _like_price(text: str) -> float:
    return 1.0 if MONEY.search(text) and NUMBER.search(text) and len(text) < 25 else 0.0


def _like_title(text: str) -> float:
    if REMOTE.match(text) or not 5 <= len(text) <= 255 or not any(letter.isalpha() for letter in text):
        return 0.0
    # Several words, and not a text of many sentences.
    return min(1.0, text.count(" ") / 3) if text.count(". ") < 2 else 0.1
