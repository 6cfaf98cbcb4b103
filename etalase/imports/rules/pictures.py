"""Pictures are files of one folder. Nothing is fetched, and nothing outside the folder is opened."""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Final, Literal, NamedTuple

SEPARATORS: Final = re.compile(r"[|,;\n]")
REMOTE: Final = re.compile(r"(?i)\s*(?:[a-z][a-z0-9+.-]*:)?//")
MAX_NAME: Final = 1000
Fate = Literal["found", "missing", "outside", "remote"]


class Picture(NamedTuple):
    """A name from the file and what became of it; the path only when it was found."""

    name: str
    fate: Fate
    path: Path | None


def names_in(cell: str) -> list[str]:
    """The names in a cell: between |, commas, semicolons or line breaks."""
    if REMOTE.match(cell):
        # An address may hold commas; the bar and the line break separate addresses too.
        return [part.strip() for part in re.split(r"[|\n]|[,;]\s*(?=[a-z]+://)", cell) if part.strip()]
    return [part.strip() for part in SEPARATORS.split(cell) if part.strip()]


def distinct(names: Iterable[str]) -> list[str]:
    """Each name once, where it was first."""
    return list(dict.fromkeys(names))


def find_picture(folder: Path | None, name: str) -> Picture:
    """The file of that name in the folder or below it. Links that leave the folder are outside."""
    if REMOTE.match(name) or name.casefold().startswith("data:"):
        return Picture(name, "remote", None)
    parts = name.replace("\\", "/").split("/")
    if ".." in parts or name.startswith(("/", "\\", "~")) or re.match(r"[A-Za-z]:", name) or "\0" in name:
        return Picture(name, "outside", None)
    if folder is None or len(name) > MAX_NAME:
        return Picture(name, "missing", None)
    return _look(folder.resolve(), name, "/".join(parts))


def _look(folder: Path, name: str, relative: str) -> Picture:
    try:
        path = (folder / relative).resolve(strict=True)
        if not path.is_relative_to(folder):
            return Picture(name, "outside", None)
        return Picture(name, "found", path) if path.is_file() else Picture(name, "missing", None)
    except (OSError, ValueError, RuntimeError):
        # No such file, a name too long for the system, a circle of links.
        return Picture(name, "missing", None)
