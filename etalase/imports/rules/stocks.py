"""Numbers of pieces."""

import re
from typing import Final

WHOLE: Final = re.compile(r"(\d{1,12})(?:[.,]0{1,6})?", re.ASCII)
GROUPED: Final = re.compile(r"\d{1,3}([.,])\d{3}(?:\1\d{3}){0,3}", re.ASCII)


def read_stock(text: str) -> int | None:
    """The pieces; None when it is no whole number from zero. "1.000" and "1,000" are a thousand, "20.0" is twenty."""
    grouped = GROUPED.fullmatch(text)
    if grouped:
        return int(text.replace(grouped[1], ""))
    match = WHOLE.fullmatch(text)
    return int(match[1]) if match else None
