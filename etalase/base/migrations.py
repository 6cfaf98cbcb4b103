"""Numbered SQL files in dbmate's format, applied one by one under an advisory lock.

Each file runs in its own transaction. The table `schema_migrations` is dbmate's own, so an operator may use that tool too.
"""

import re
from pathlib import Path

import asyncpg
import structlog

FOLDER = Path(__file__).parent.parent / "migrations"
LOCK = 4_839_120_551
TABLE = "CREATE TABLE IF NOT EXISTS schema_migrations (version varchar(128) PRIMARY KEY)"
log = structlog.get_logger()


class MigrationsBroken(Exception):
    """A file that is not in the agreed format."""


async def migrate(dsn: str, folder: Path = FOLDER) -> list[str]:
    """Apply what is missing; the versions applied, in order."""
    connection = await asyncpg.connect(dsn)
    try:
        await connection.execute("SELECT pg_advisory_lock($1)", LOCK)
        await connection.execute(TABLE)
        done = {record[0] for record in await connection.fetch("SELECT version FROM schema_migrations")}
        missing = [(version, path.name, path.read_text()) for version, path in files(folder) if version not in done]
        return [await _apply(connection, *each) for each in missing]
    finally:
        await connection.close()


def files(folder: Path) -> list[tuple[str, Path]]:
    """(version, path) of every migration, in order."""
    found = sorted(folder.glob("*.sql"))
    return [(path.name.split("_", 1)[0], path) for path in found]


def up_part(text: str, name: str) -> str:
    """The part between `-- migrate:up` and `-- migrate:down`."""
    match = re.search(r"^-- migrate:up\s*\n(.*?)(?=^-- migrate:down|\Z)", text, re.DOTALL | re.MULTILINE)
    if match is None:
        raise MigrationsBroken(f"{name} has no line '-- migrate:up'")
    return match.group(1)


async def _apply(connection: "asyncpg.Connection[asyncpg.Record]", version: str, name: str, text: str) -> str:
    async with connection.transaction():
        await connection.execute(up_part(text, name))
        await connection.execute("INSERT INTO schema_migrations (version) VALUES ($1)", version)
    log.info("migration applied", file=name)
    return version
