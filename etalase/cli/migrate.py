"""Bring the database to this version: apply the migrations that are missing and write the reference rows."""

import argparse
import asyncio

from etalase.base.settings import Settings
from etalase.cli.database import database, dsn

NAME = "migrate"
SUMMARY = "bring the database to this version"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """None of its own."""


def run(options: argparse.Namespace, settings: Settings) -> int:
    """Say which versions were applied."""
    with database(settings) as opened:
        applied = asyncio.run(bring_up_to_date(dsn(opened)))
    print(f"Applied: {', '.join(applied)}." if applied else "Nothing to apply.")
    return 0


async def bring_up_to_date(url: str) -> list[str]:
    """Migrate and seed; the versions applied. Safe to run at every start and by several at once."""
    # Here and not at the top: the rooms take a second to load, and every command reads this file.
    from etalase.app.wiring import seed
    from etalase.base.migrations import migrate
    from etalase.base.pool import Pool

    applied = await migrate(url)
    pool = Pool(url, size=1)
    try:
        async with pool.transaction() as db:
            await seed(db)
    finally:
        await pool.close()
    return applied
