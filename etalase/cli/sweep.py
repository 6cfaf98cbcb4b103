"""Ask the database for broken promises: each sweep is a statement that must return nothing. Exit code 1 when one does."""

import argparse
import asyncio

from etalase.base.settings import Settings
from etalase.cli.database import database, dsn

NAME = "sweep"
SUMMARY = "look for broken promises in the data"
SHOWN = 10


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """None of its own."""


def run(options: argparse.Namespace, settings: Settings) -> int:
    """Print each sweep with what it found."""
    with database(settings) as opened:
        broken = asyncio.run(sweep(dsn(opened)))
    return 1 if broken else 0


async def sweep(url: str) -> int:
    """The number of rows found by all sweeps."""
    from etalase.app.wiring import sweeps
    from etalase.base.pool import Pool

    pool = Pool(url, size=1)
    total = 0
    try:
        async with pool.connection() as db:
            for name, statement in sweeps():
                found = await statement.all(db)
                total += len(found)
                print(f"{'BROKEN' if found else 'ok':8}{name}" + (f": {len(found)}" if found else ""))
                for row in found[:SHOWN]:
                    print(f"        {row}")
    finally:
        await pool.close()
    return total
