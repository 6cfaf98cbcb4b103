"""Ask the database for broken promises: each sweep is a statement that must return nothing. Exit code 1 when one does."""

import argparse
import asyncio

from etalase.base.settings import Settings
from etalase.cli.database import database, dsn

NAME = "sweep"
SUMMARY = "look for broken promises in the data"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """None of its own."""


def run(options: argparse.Namespace, settings: Settings) -> int:
    """Print each sweep with what it found."""
    with database(settings) as opened:
        broken = asyncio.run(sweep(dsn(opened), sandbox=settings.sandbox))
    return 1 if broken else 0


async def sweep(url: str, *, sandbox: bool) -> int:
    """The number of rows found by all sweeps; what they found is kept for the operators' page."""
    from etalase.app.wiring import sweeps
    from etalase.base.clock import Clock
    from etalase.base.pool import Pool
    from etalase.base.sweeping import sweep_all

    pool = Pool(url, size=1)
    try:
        async with pool.connection() as db:
            found = await sweep_all(db, sweeps(), now=await Clock(sandbox=sandbox).now(db))
    finally:
        await pool.close()
    for each in found:
        print(f"{'BROKEN' if each.found else 'ok':8}{each.name}" + (f": {each.found}" if each.found else ""))
        for line in each.sample.splitlines():
            print(f"        {line}")
    return sum(each.found for each in found)
