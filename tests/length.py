"""How long the longest proofs run: a short form with every run of the suite, the long one with ETALASE_TEST_LONG=1."""

import os
from typing import Final

LONG: Final = bool(os.environ.get("ETALASE_TEST_LONG"))


def length(*, short: int, long: int) -> int:
    """Rounds, rows or examples of this run."""
    return long if LONG else short
