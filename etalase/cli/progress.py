"""A bar for long steps: in a terminal it moves, elsewhere it says little."""

import sys
import time
from types import TracebackType

WIDTH = 30
EVERY_S = 0.1


class Progress:
    """Shows `done` of `total` of something on stderr; `total` may be unknown (None)."""

    def __init__(self, noun: str) -> None:
        self._noun = noun
        self._moves = sys.stderr.isatty()
        self._shown_at = 0.0
        self._last = ""

    def show(self, done: int, total: int | None = None) -> None:
        """Call as often as you like; it draws ten times a second."""
        self._last = self._line(done, total)
        if self._moves and time.monotonic() - self._shown_at >= EVERY_S:
            self._shown_at = time.monotonic()
            print(f"\r{self._last}", end="\033[K", file=sys.stderr, flush=True)

    def __enter__(self) -> "Progress":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._last:
            print(f"\r{self._last}\033[K" if self._moves else self._last, file=sys.stderr, flush=True)

    def _line(self, done: int, total: int | None) -> str:
        if not total:
            return f"{done:,} {self._noun}"
        filled = min(WIDTH * done // total, WIDTH)
        return f"[{'#' * filled}{'.' * (WIDTH - filled)}] {done:,} of {total:,} {self._noun}"
