"""One run from a file on disk to products in the shop, batch by batch."""

import asyncio
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from itertools import islice
from typing import Final

import asyncpg
import msgspec

from etalase.base.actor import Actor
from etalase.base.clock import Clock
from etalase.base.db import Db
from etalase.imports.actions.connections import Connect
from etalase.imports.actions.landing import Landed, Landing, land
from etalase.imports.actions.pictures import Pictures
from etalase.imports.actions.runs import Counts, count
from etalase.imports.queries import Run
from etalase.imports.rules import Note, ProductDraft, Reading, Rejected
from etalase.media.ports import Storage

BATCH_PRODUCTS: Final = 200
TRIES: Final = 4
CONFLICTS: Final = (asyncpg.SerializationError, asyncpg.DeadlockDetectedError)

Products = Sequence[ProductDraft | Rejected]
Tell = Callable[[Counts, Sequence[Note]], None]


class Importer(msgspec.Struct):
    """What a run works with. `tell` hears of every batch once it is committed; without a `run` nothing is written down."""

    connect: Connect
    storage: Storage
    clock: Clock
    actor: Actor
    shop_id: int
    run: Run | None = None
    tell: Tell | None = None

    async def land_all(self, reading: Reading, *, skip: int = 0, go_on: Callable[[], bool] = lambda: True) -> bool:
        """Land the products after the first `skip`; whether the end was reached before `go_on` said no."""
        products = iter(reading)
        await asyncio.to_thread(_skip, products, skip)
        pictures = Pictures(self.connect, self.storage)
        # Reading is work for the processor: in a thread of its own it keeps nobody waiting.
        while batch := await asyncio.to_thread(_take, products):
            await self._batch(batch, pictures)
            if not go_on():
                return False
        return True

    async def _batch(self, batch: Products, pictures: Pictures) -> None:
        drafts = [each for each in batch if isinstance(each, ProductDraft)]
        async with self.connect() as db:
            wall = await self.clock.wall(db)
        await pictures.store(drafts, wall)
        notes = [note for each in batch for note in _found(each)]
        landings: list[Landing] = []
        for draft in drafts:
            keys, told = await pictures.keys(draft)
            landings.append(Landing(draft, keys, pictures.looks(draft)))
            notes += told
        counts = await self._patiently(batch, landings, notes)
        if self.tell is not None:
            self.tell(*counts)

    async def _patiently(
        self, batch: Products, landings: Sequence[Landing], notes: Sequence[Note]
    ) -> tuple[Counts, list[Note]]:
        """A batch that met another's locks is tried again whole."""
        for _ in range(TRIES - 1):
            try:
                async with self.connect() as db:
                    return await self._land(db, batch, landings, notes)
            except CONFLICTS:
                await asyncio.sleep(0.05)
        async with self.connect() as db:
            return await self._land(db, batch, landings, notes)

    async def _land(
        self, db: Db, batch: Products, landings: Sequence[Landing], notes: Sequence[Note]
    ) -> tuple[Counts, list[Note]]:
        now: datetime = await self.clock.now(db)
        landed = await land(db, self.actor, shop_id=self.shop_id, landings=landings, now=now)
        found = [*notes, *(each.problem for each in landed if each.problem is not None)]
        counts = _counts(landed, rejected=len(batch) - len(landings), notes=found)
        if self.run is not None:
            await count(db, self.run, counts, found)
        return counts, found


def _counts(landed: Sequence[Landed], *, rejected: int, notes: Sequence[Note]) -> Counts:
    counts = Counts(rejected=rejected)
    for each in landed:
        setattr(counts, each.what, getattr(counts, each.what) + 1)
    counts.problems = sum(note.is_problem for note in notes)
    counts.notices = len(notes) - counts.problems
    return counts


def _found(product: ProductDraft | Rejected) -> list[Note]:
    return [*product.notices, *(product.problems if isinstance(product, Rejected) else ())]


def _take(products: Iterator[ProductDraft | Rejected]) -> list[ProductDraft | Rejected]:
    return list(islice(products, BATCH_PRODUCTS))


def _skip(products: Iterator[ProductDraft | Rejected], number: int) -> None:
    for _ in islice(products, number):
        pass
