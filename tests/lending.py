"""A database lent to one test after another, because making one costs more than most tests do.

Given back, it is emptied of what the test wrote. PostgreSQL counts the rows written to each table, so what is to be undone is
known and not guessed. A database whose catalogue was written, or that grew large, is dropped, and the next test gets a new one.
It has another name each time: whoever still holds on to the last test's finds none, as if it had been dropped.
"""

import asyncio
import secrets
from dataclasses import dataclass
from io import BytesIO

import asyncpg

from etalase.base.db import Connection

# Rows written by one test that are worth deleting one by one.
FEW = 5_000
PAUSE_S = 0.002
# Written by ANALYZE, which comes and goes by itself.
STATISTICS = {"pg_statistic", "pg_statistic_ext_data"}

COUNTED = """
SELECT oid::regclass::text, relnamespace = 'public'::regnamespace,
       pg_stat_get_tuples_inserted(oid) + pg_stat_get_tuples_updated(oid) + pg_stat_get_tuples_deleted(oid)
FROM pg_class WHERE relkind = 'r' AND NOT relisshared
"""
SEQUENCES = "SELECT oid::regclass::text FROM pg_class WHERE relkind = 'S'"
OTHERS = "SELECT pid FROM pg_stat_activity WHERE datname = $1 AND pid <> pg_backend_pid()"
SENT_OUT = "SELECT pg_terminate_backend(pid) FROM unnest($1::integer[]) AS pid"


@dataclass
class Lent:
    """A database: what it holds when new, and how many rows had been written to each table when it was last so."""

    name: str
    counts: dict[str, int]
    seeded: dict[str, bytes]
    sequences: list[tuple[str, int, bool]]


class Lender:
    """Databases like `template`, for one borrower at a time."""

    def __init__(self, server: str, template: str) -> None:
        self._server = server
        self._template = template
        self._here: Lent | None = None

    async def lend(self) -> str:
        """The DSN of a database as new."""
        name = "etalase_test_" + secrets.token_hex(6)
        admin = await asyncpg.connect(self._server)
        try:
            if self._here is None:
                await admin.execute(f"CREATE DATABASE {name} TEMPLATE {self._template}")
                self._here = await described(self._server, name)
            else:
                await alone(admin, self._here.name)
                await admin.execute(f"ALTER DATABASE {self._here.name} RENAME TO {name}")
                self._here.name = name
        finally:
            await admin.close()
        return dsn_of(self._server, name)

    async def take_back(self) -> None:
        """Make it as new for the next, or drop it."""
        if self._here is not None and not await emptied(self._server, self._here):
            await self.close()

    async def close(self) -> None:
        """Drop what is here."""
        if self._here is None:
            return
        admin = await asyncpg.connect(self._server)
        await admin.execute(f"DROP DATABASE {self._here.name} WITH (FORCE)")
        await admin.close()
        self._here = None


def dsn_of(server: str, database: str) -> str:
    """The DSN of a database beside the one of `server`."""
    head, _, tail = server.partition("?")
    return head.rsplit("/", 1)[0] + "/" + database + ("?" + tail if tail else "")


async def described(server: str, name: str) -> Lent:
    """What a new database holds."""
    connection = await asyncpg.connect(dsn_of(server, name))
    try:
        seeded: dict[str, bytes] = {}
        for table, ours, _ in await connection.fetch(COUNTED):
            rows = BytesIO()
            if ours and await connection.copy_from_table(table, output=rows, format="binary") != "COPY 0":
                seeded[table] = rows.getvalue()
        sequences: list[tuple[str, int, bool]] = []
        for (sequence,) in await connection.fetch(SEQUENCES):
            sequences += [
                (sequence, *at) for at in await connection.fetch(f"SELECT last_value, is_called FROM {sequence}")
            ]
        return Lent(name, await counted(connection), seeded, sequences)
    finally:
        await connection.close()


async def emptied(server: str, lent: Lent) -> bool:
    """Undo what was written; False when it is more than rows, or too many."""
    connection = await asyncpg.connect(dsn_of(server, lent.name))
    try:
        await alone(connection, lent.name)
        touched: list[str] = []
        for table, ours, count in await connection.fetch(COUNTED):
            written = count - lent.counts.get(table, 0)
            if table in STATISTICS or not written:
                continue
            if not ours or written > FEW:
                return False
            touched.append(table)
        await undo(connection, lent, touched)
        # What we wrote ourselves is counted before the next borrower's.
        await connection.execute("SELECT pg_stat_force_next_flush()")
        lent.counts = await counted(connection)
    finally:
        await connection.close()
    return True


async def undo(connection: Connection, lent: Lent, touched: list[str]) -> None:
    """Empty these tables and write again what they held when new."""
    # Everything that refers to these rows goes with them; foreign keys need not look.
    script = ["SET LOCAL session_replication_role = replica", *(f"DELETE FROM {table}" for table in touched)]
    script += [f"SELECT setval('{name}', {last}, {called})" for name, last, called in lent.sequences]
    async with connection.transaction():
        await connection.execute(";".join(script))
        for table in lent.seeded.keys() & set(touched):
            await connection.copy_to_table(table, source=BytesIO(lent.seeded[table]), format="binary")


async def counted(connection: Connection) -> dict[str, int]:
    """How many rows were ever written to each table."""
    return {table: count for table, _, count in await connection.fetch(COUNTED)}


async def alone(connection: Connection, name: str) -> None:
    """Wait until nobody else is in the database, having sent everybody out: who has gone has counted what it wrote."""
    while others := await connection.fetch(OTHERS, name):
        await connection.execute(SENT_OUT, [row["pid"] for row in others])
        await asyncio.sleep(PAUSE_S)
