"""Where the bytes lie: a folder by default, or a bucket by ETALASE_MEDIA_URL (s3://, gs://, az://)."""

from typing import Protocol

from obstore.store import LocalStore, MemoryStore, ObjectStore, from_url

from etalase.base.settings import Settings


class Storage(Protocol):
    """Bytes under a path. The same path is only ever written with the same bytes."""

    async def put(self, path: str, data: bytes) -> None:
        """Write; writing again changes nothing."""
        ...

    async def get(self, path: str) -> bytes | None:
        """The bytes, or None when nothing lies there."""
        ...


class ObjectStorage:
    """Any store that obstore speaks to."""

    def __init__(self, store: ObjectStore) -> None:
        self._store = store

    async def put(self, path: str, data: bytes) -> None:
        """Write; writing again changes nothing."""
        await self._store.put_async(path, data)

    async def get(self, path: str) -> bytes | None:
        """The bytes, or None when nothing lies there."""
        try:
            found = await self._store.get_async(path)
            return (await found.bytes_async()).to_bytes()
        except FileNotFoundError:
            return None


def open_storage(settings: Settings) -> Storage:
    """The storage of the settings; the folder under ETALASE_HOME is made when it is missing."""
    if settings.media_url is None:
        return ObjectStorage(LocalStore(settings.home / "media", mkdir=True))
    return ObjectStorage(from_url(settings.media_url))


def memory_storage() -> Storage:
    """A storage that forgets, for tests and trials."""
    return ObjectStorage(MemoryStore())
