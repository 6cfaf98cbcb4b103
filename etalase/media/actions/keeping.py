"""Bytes go to the storage first, under the hash of their content, and the row that names them follows in a transaction.

A crash between the two leaves bytes that nobody can reach; an upload of the same file finds them again.
"""

import asyncio
from collections.abc import Sequence
from datetime import datetime

from etalase.base.actor import Actor
from etalase.base.db import Db, write
from etalase.base.limits import Limit, hit
from etalase.media import rules
from etalase.media.actions.drawing import Rendered, draw
from etalase.media.ports import Storage
from etalase.media.queries import Picture

UPLOADS = Limit("media.uploads", hits=2000, window_s=3600)
KEEP = write(
    """INSERT INTO media_objects (key, content_type, bytes, width, height, created_at)
       SELECT u.key, u.content_type, u.bytes, u.width, u.height, $6
       FROM unnest($1::text[], $2::text[], $3::int[], $4::int[], $5::int[]) AS u (key, content_type, bytes, width, height)
       ON CONFLICT (key) DO NOTHING"""
)


async def store_image(db: Db, storage: Storage, data: bytes, wall: datetime) -> Picture:
    """Draw and keep one upload, for callers that hold no request (import, demo). Invalid when it is no fit picture."""
    rendered = await draw(data)
    return (await store_rendered(db, storage, [rendered], wall))[0]


async def store_rendered(db: Db, storage: Storage, pictures: Sequence[Rendered], wall: datetime) -> list[Picture]:
    """Keep pictures that are drawn already, many in one statement; their order stays."""
    for picture in pictures:
        await put(storage, picture)
    await _record(db, pictures, wall)
    return [Picture(each.key, each.width, each.height) for each in pictures]


async def put(storage: Storage, picture: Rendered) -> None:
    """Write the bytes; outside any transaction."""
    await asyncio.gather(
        *(storage.put(rules.path_of(picture.key, width), data) for width, data in picture.derivatives.items())
    )


async def keep(db: Db, actor: Actor, *, picture: Rendered, wall: datetime) -> Picture:
    """Record an upload whose bytes are in the storage. Limited to a number of uploads an hour per account."""
    await hit(db, UPLOADS, str(actor.account_id), wall=wall)
    await _record(db, [picture], wall)
    return Picture(picture.key, picture.width, picture.height)


async def _record(db: Db, pictures: Sequence[Rendered], wall: datetime) -> None:
    await KEEP.run(
        db,
        [each.key for each in pictures],
        [each.content_type for each in pictures],
        [each.size for each in pictures],
        [each.width for each in pictures],
        [each.height for each in pictures],
        wall,
    )
