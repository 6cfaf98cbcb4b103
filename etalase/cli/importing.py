"""The work of `etalase import`: read the file, then land it batch by batch, each in a transaction of its own."""

import argparse
import asyncio
from collections.abc import Sequence
from functools import partial

import msgspec

from etalase.base.actor import SYSTEM
from etalase.base.clock import Clock
from etalase.base.errors import Refusal
from etalase.base.pool import Pool
from etalase.base.settings import Settings
from etalase.cli.progress import Progress
from etalase.cli.report import Report
from etalase.imports import actions
from etalase.imports.actions import Counts, Importer
from etalase.imports.queries import Run, world_of
from etalase.imports.rules import Note, ProductDraft, Reading, Wishes, World, read_products
from etalase.media.ports import open_storage
from etalase.shops.queries import permit

HUNDRED = 100


class Landing(msgspec.Struct):
    """One command: where its file goes, and what it has counted."""

    options: argparse.Namespace
    pool: Pool
    clock: Clock
    report: Report
    counts: Counts


async def import_products(options: argparse.Namespace, settings: Settings, dsn: str, report: Report) -> Counts:
    """Import the file of the options. NotFound without the shop, another Refusal when the file cannot be read."""
    pool = Pool(dsn, size=2)
    landing = Landing(options, pool, Clock(sandbox=settings.sandbox), report, Counts())
    try:
        world = await _world(landing)
        with await _read(options, world) as reading:
            if options.dry_run:
                await asyncio.to_thread(_look, landing, reading)
            else:
                await _land(landing, settings, reading)
    finally:
        await pool.close()
    return landing.counts


async def _world(landing: Landing) -> World:
    async with landing.pool.connection() as db:
        shop = await permit(db, SYSTEM, landing.options.shop, "product.write")
        world = await world_of(db, shop, now=await landing.clock.now(db))
    return msgspec.structs.replace(world, pictures=landing.options.images)


async def _read(options: argparse.Namespace, world: World) -> Reading:
    with Progress("percent read") as bar:

        def show(part: float) -> None:
            bar.show(int(part * HUNDRED), HUNDRED)

        read = partial(read_products, options.file, world, wishes=_wishes(options), sheet=options.sheet, progress=show)
        return await asyncio.to_thread(read)


def _wishes(options: argparse.Namespace) -> Wishes:
    wishes: dict[str, list[str]] = {}
    for field, column in options.wishes:
        wishes.setdefault(field, []).append(column)
    return wishes


def _look(landing: Landing, reading: Reading) -> None:
    with Progress("products") as bar:
        for done, product in enumerate(reading, start=1):
            good = isinstance(product, ProductDraft)
            landing.counts.add(Counts(created=good, rejected=not good))
            landing.report.add([*product.notices, *([] if isinstance(product, ProductDraft) else product.problems)])
            bar.show(done, reading.products)


async def _land(landing: Landing, settings: Settings, reading: Reading) -> None:
    run = await _begin(landing, reading)
    with Progress("products") as bar:

        def tell(counts: Counts, notes: Sequence[Note]) -> None:
            landing.counts.add(counts)
            landing.report.add(notes)
            bar.show(landing.counts.landed + landing.counts.rejected, reading.products)

        importer = Importer(
            landing.pool.transaction, open_storage(settings), landing.clock, SYSTEM, run.shop_id, run, tell
        )
        refusal: str | None = "imports.stopped"
        try:
            await importer.land_all(reading)
            refusal = None
        except Refusal as refused:
            refusal = refused.code
            raise
        finally:
            async with landing.pool.transaction() as db:
                await actions.end_run(db, run, await landing.clock.now(db), refusal=refusal)


async def _begin(landing: Landing, reading: Reading) -> Run:
    async with landing.pool.transaction() as db:
        now = await landing.clock.now(db)
        name = landing.options.file.name
        run = await actions.start_run(db, SYSTEM, shop_id=landing.options.shop, file_name=name, now=now)
        return await actions.begin_run(db, run, reading.mapping, reading.products, now)
