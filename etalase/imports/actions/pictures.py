"""The pictures of drafts: drawn and stored once, known by the hash of their bytes the next time."""

import asyncio
import hashlib
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Final

from etalase.base.errors import Invalid
from etalase.imports.actions.connections import Connect
from etalase.imports.rules import Notice, ProductDraft
from etalase.media import rules as media
from etalase.media.actions import Rendered, draw, put, store_rendered
from etalase.media.ports import Storage
from etalase.media.queries import known_keys

# Pictures in memory at once: each is drawn in five widths.
TOGETHER: Final = 4
REMEMBERED: Final = 20_000


class Pictures:
    """Turns files into keys of the media room, and remembers those of this run."""

    def __init__(self, connect: Connect, storage: Storage) -> None:
        self._connect = connect
        self._storage = storage
        self._keys: dict[Path, str | None] = {}
        self._known: set[str] = set()

    async def keys(self, draft: ProductDraft) -> tuple[tuple[str, ...], list[Notice]]:
        """The draft's pictures as keys, without those that cannot be read, which are told."""
        found = [(each, self._key(each)) for each in draft.pictures]
        lost = [each for each, key in found if key is None]
        lost += [each.picture for each in draft.looks if self._key(each.picture) is None]
        return tuple(dict.fromkeys(key for _, key in found if key)), [
            _told(draft, each) for each in dict.fromkeys(lost)
        ]

    def looks(self, draft: ProductDraft) -> dict[tuple[str, str], str]:
        """(option name, value) to the key of its picture, of those that there are."""
        return {(each.option, each.value): key for each in draft.looks if (key := self._key(each.picture))}

    def _key(self, picture: Path | str) -> str | None:
        if isinstance(picture, Path):
            return self._keys.get(picture)
        return picture if picture in self._known else None

    async def store(self, drafts: Sequence[ProductDraft], wall: datetime) -> None:
        """Have the pictures of these drafts stored. Outside any transaction of theirs: bytes go first, rows follow."""
        if len(self._keys) > REMEMBERED:
            self._keys.clear()
        wished = {each for draft in drafts for each in (*draft.pictures, *(look.picture for look in draft.looks))}
        named = {each for each in wished if isinstance(each, str)}
        self._known = set()
        if named:
            async with self._connect() as db:
                self._known = set(await known_keys(db, named))
        wanted = {each for each in wished if isinstance(each, Path)} - self._keys.keys()
        files = sorted(wanted)
        for start in range(0, len(files), TOGETHER):
            await self._store(files[start : start + TOGETHER], wall)

    async def _store(self, files: Sequence[Path], wall: datetime) -> None:
        contents = [await asyncio.to_thread(_bytes, each) for each in files]
        hashes = [None if data is None else hashlib.sha256(data).hexdigest() for data in contents]
        async with self._connect() as db:
            known = await known_keys(db, [each for each in hashes if each])
        fresh = {key: data for key, data in zip(hashes, contents, strict=True) if key and data and key not in known}
        drawn = [each for each in await asyncio.gather(*(_drawn(data) for data in fresh.values())) if each]
        if drawn:
            for each in drawn:
                await put(self._storage, each)
            async with self._connect() as db:
                await store_rendered(db, self._storage, drawn, wall)
        known |= {each.key for each in drawn}
        self._keys.update(zip(files, (key if key in known else None for key in hashes), strict=True))


def _told(draft: ProductDraft, lost: Path | str) -> Notice:
    code, name = ("unreadable", lost.name) if isinstance(lost, Path) else ("missing", lost)
    return Notice(draft.lines[0], None, f"imports.picture_{code}", {"picture": name})


def _bytes(path: Path) -> bytes | None:
    """The file, unless it is too big to be a picture here."""
    try:
        if path.stat().st_size > media.BYTES_MAX:
            return None
        return path.read_bytes()
    except OSError:
        return None


async def _drawn(data: bytes) -> Rendered | None:
    try:
        return await draw(data)
    except Invalid:
        return None
