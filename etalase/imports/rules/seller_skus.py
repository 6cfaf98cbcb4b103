"""A seller SKU for rows that have none, the same one whenever the same file is read."""

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from typing import Final

from etalase.imports.rules.limits import SELLER_SKU_MAX

GAPS: Final = re.compile(r"[^A-Z0-9]+")


def made_up(product: str, options: Sequence[Sequence[str]]) -> list[str]:
    """One SKU for each of the product's rows of option values, in their order: SUMMER-HAT-RED-39.

    It depends on the handle (or title) and the values alone, not on the place in the file. What letters and digits cannot
    tell apart, or is too long, ends in a hash of the whole.
    """
    words = [_word(product, values) for values in options]
    common = {word for word, count in Counter(words).items() if count > 1}
    return [
        word if word not in common and _tells_all(product, values, word) else _hashed(word, product, values)
        for word, values in zip(words, options, strict=True)
    ]


def _word(product: str, values: Sequence[str]) -> str:
    text = unicodedata.normalize("NFKD", "-".join((product, *values))).upper()
    return GAPS.sub("-", text.encode("ascii", "ignore").decode()).strip("-")


def _tells_all(product: str, values: Sequence[str], word: str) -> bool:
    raw = "-".join((product, *values))
    return bool(word) and len(word) <= SELLER_SKU_MAX and raw.isascii()


def _hashed(word: str, product: str, values: Sequence[str]) -> str:
    digest = hashlib.sha256("\0".join((product, *values)).encode()).hexdigest()[:10].upper()
    return f"{word[: SELLER_SKU_MAX - 11].strip('-')}-{digest}".strip("-")
