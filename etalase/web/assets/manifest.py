"""The hashed names of the built files, read once at start."""

import json
from pathlib import Path
from typing import Final

import msgspec

from etalase.web.assets.bundle import BUILT

PREFIX: Final = "/static/"


class NotBuilt(RuntimeError):
    """The static files are missing: run `python -m etalase.web.assets`."""


class Manifest(msgspec.Struct, frozen=True):
    """Plain name → hashed name, and the folder the files lie in."""

    names: dict[str, str]
    folder: Path

    def url(self, name: str) -> str:
        """Where a browser finds `name`; KeyError when nothing was built under it."""
        return PREFIX + self.names[name]


def load(built: Path = BUILT) -> Manifest:
    """Read manifest.json; NotBuilt when there is none."""
    try:
        names: dict[str, str] = json.loads((built / "manifest.json").read_text())
    except FileNotFoundError as missing:
        raise NotBuilt("run `python -m etalase.web.assets`") from missing
    return Manifest(names, built)
