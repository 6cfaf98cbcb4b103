"""Files that come through the browser: kept in the storage until a job has landed them."""

import asyncio
import hashlib
import tempfile
import time
from collections.abc import Generator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Final

import msgspec

from etalase.base.actor import Actor
from etalase.base.clock import Clock
from etalase.base.db import Db
from etalase.base.errors import Invalid, NotFound, Refused
from etalase.base.texts import N_
from etalase.imports import rules
from etalase.imports.actions.connections import within
from etalase.imports.actions.importing import Importer
from etalase.imports.actions.runs import begin_run, end_run, tell_queued
from etalase.imports.queries import RUN, Run, world_of
from etalase.media.ports import Storage
from etalase.shops.queries import permit, shop

UPLOAD_MAX: Final = 25_000_000
# A job has two minutes; what is left over waits for the next.
SLICE_S: Final = 30.0


async def keep_file(storage: Storage, shop_id: int, data: bytes) -> str:
    """Put an upload into the storage; its key. Invalid when it is empty or above UPLOAD_MAX bytes. Before any transaction."""
    if not data:
        raise Invalid({"file": N_("Choose a file.")})
    if len(data) > UPLOAD_MAX:
        raise Invalid({"file": N_("The file may have at most %(megabytes)s MB.")}, megabytes=UPLOAD_MAX // 1_000_000)
    key = f"imports/{shop_id}/{hashlib.sha256(data).hexdigest()}"
    await storage.put(key, data)
    return key


async def preview(
    db: Db,
    actor: Actor,
    *,
    storage: Storage,
    shop_id: int,
    file_key: str,
    wishes: rules.Wishes | None = None,
    pictures: dict[str, str] | None = None,
    now: datetime,
) -> rules.Preview:
    """What an upload of `keep_file` would become: the mapping, its first rows and products. Writes nothing; Refused `imports.…`."""
    found = await permit(db, actor, shop_id, "product.write")
    world = msgspec.structs.replace(await world_of(db, found, now=now), stored_pictures=pictures)
    with on_disk(await _bytes(storage, shop_id, file_key)) as path:
        return await asyncio.to_thread(rules.preview, path, world, wishes=wishes)


async def land_upload(
    db: Db, storage: Storage, clock: Clock, *, actor: Actor, shop_id: int, run_id: int, now: datetime
) -> Run:
    """Land a queued upload, for as long as a job may work; what is left is queued again. A run that has ended stays as it is."""
    run = await RUN.one(db, shop_id, run_id)
    if run is None or run.ended_at is not None or run.file_key is None:
        raise NotFound
    try:
        async with db.transaction():
            return await _slice(db, storage, clock, actor, run, now)
    except (Refused, NotFound) as no:
        # The savepoint is gone and with it the last slice; what earlier jobs landed stays.
        return await end_run(db, run, now, refusal=no.code if isinstance(no, Refused) else "imports.no_such_file")


async def _slice(db: Db, storage: Storage, clock: Clock, actor: Actor, run: Run, now: datetime) -> Run:
    stored = msgspec.json.decode(run.pictures, type=dict[str, str])
    wishes = msgspec.json.decode(run.wishes, type=dict[str, str | list[str]])
    world = await world_of(db, await shop(db, run.shop_id), now=now)
    world = msgspec.structs.replace(world, stored_pictures=stored)
    ends = time.monotonic() + SLICE_S
    with on_disk(await _bytes(storage, run.shop_id, run.file_key or "")) as path:
        reading = await asyncio.to_thread(rules.read_products, path, world, wishes=wishes)
        with reading:
            run = await begin_run(db, run, reading.mapping, reading.products, now)
            importer = Importer(within(db), storage, clock, actor, run.shop_id, run)
            finished = await importer.land_all(reading, skip=run.done, go_on=lambda: time.monotonic() < ends)
    if finished:
        return await end_run(db, run, now)
    await tell_queued(db, run, now)
    return run


async def _bytes(storage: Storage, shop_id: int, file_key: str) -> bytes:
    """The upload; NotFound for another shop's."""
    data = await storage.get(file_key) if file_key.startswith(f"imports/{shop_id}/") else None
    if data is None:
        raise NotFound
    return data


@contextmanager
def on_disk(data: bytes) -> Generator[Path]:
    """The bytes as a file, which is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="etalase-import-") as folder:
        path = Path(folder) / "upload"
        path.write_bytes(data)
        yield path
