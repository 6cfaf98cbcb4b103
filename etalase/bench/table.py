"""The table a run ends with."""

import platform
from datetime import UTC, datetime

import msgspec


class Row(msgspec.Struct, frozen=True):
    """One measurement. `goal` says what was promised of `ratio`; a row without a goal only reports."""

    what: str
    figure: str
    ratio: float | None = None
    goal: str = "report"
    reached: bool = True


def at_least(what: str, figure: str, ratio: float, goal: float) -> Row:
    """A ratio that must not be smaller."""
    return Row(what, figure, ratio, f"≥ {goal:g}", ratio >= goal)


def at_most(what: str, figure: str, ratio: float, goal: float) -> Row:
    """A ratio that must not be larger."""
    return Row(what, figure, ratio, f"≤ {goal:g}", ratio <= goal)


def print_table(rows: list[Row], *, full: bool) -> None:
    """Markdown, so that it can be put into docs/performance.md as it is."""
    size = "full sizes" if full else "a tenth of the sizes"
    print(f"\n{datetime.now(UTC):%Y-%m-%d %H:%M} UTC · Python {platform.python_version()} · {size}\n")
    print("| What | Measured | Ratio | Goal | |")
    print("|---|---|---|---|---|")
    for row in rows:
        ratio = "" if row.ratio is None else f"{row.ratio:.2f}"
        mark = "" if row.goal == "report" else ("reached" if row.reached else "**missed**")
        print(f"| {row.what} | {row.figure} | {ratio} | {row.goal} | {mark} |")
