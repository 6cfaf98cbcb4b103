"""Which pictures are known, and their bytes."""

from collections.abc import Iterable

import msgspec

from etalase.base.db import Db, rows, value
from etalase.base.errors import NotFound
from etalase.media import rules
from etalase.media.ports import Storage


class Picture(msgspec.Struct, frozen=True):
    """A stored picture: its key and its size when it was uploaded, in pixels, upright."""

    key: str
    width: int
    height: int


PICTURES = rows(Picture, "SELECT key, width, height FROM media_objects WHERE key = ANY($1::text[])")
KNOWN = value(str, "SELECT key FROM media_objects WHERE key = ANY($1::text[])")


async def known_keys(db: Db, keys: Iterable[str]) -> set[str]:
    """Those of the keys that are stored."""
    return set(await KNOWN.all(db, list(keys)))


async def pictures(db: Db, keys: Iterable[str]) -> dict[str, Picture]:
    """Those of the pictures that are stored, by key."""
    return {each.key: each for each in await PICTURES.all(db, list(keys))}


async def derivative(storage: Storage, key: str, width: int) -> bytes:
    """The WebP of one width; NotFound when there is none."""
    if not rules.KEY.fullmatch(key) or width not in rules.WIDTHS:
        raise NotFound
    found = await storage.get(rules.path_of(key, width))
    if found is None:
        raise NotFound
    return found
