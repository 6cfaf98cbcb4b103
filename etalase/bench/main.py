"""Run the measurements and print their table."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final

import asyncpg

from etalase.app.wiring import seed
from etalase.base.cluster import open_cluster
from etalase.base.migrations import migrate
from etalase.base.pool import Pool
from etalase.base.settings import Settings
from etalase.bench.checkout import measure_checkout
from etalase.bench.ground import Ground
from etalase.bench.linking import measure_linking
from etalase.bench.orders import measure_order_lists
from etalase.bench.pages import measure_pages
from etalase.bench.table import Row, print_table

MEASUREMENTS: Final[dict[str, Callable[[Ground], Awaitable[list[Row]]]]] = {
    "linking": measure_linking,
    "showcase": measure_pages,
    "orders list": measure_order_lists,
    "checkout": measure_checkout,
}


async def main(settings: Settings, *, full: bool, only: str | None) -> int:
    """Measure all, or one by name; 0 when every goal was reached, 1 when one was missed, 2 for an unknown name."""
    if only is not None and only not in MEASUREMENTS:
        print(f"There is no measurement {only}. There are: {', '.join(MEASUREMENTS)}")
        return 2
    chosen = [only] if only else list(MEASUREMENTS)
    async with _ground(settings, full=full) as ground:
        rows = [row for name in chosen for row in await MEASUREMENTS[name](ground)]
    print_table(rows, full=full)
    return 0 if all(row.reached for row in rows) else 1


@asynccontextmanager
async def _ground(settings: Settings, *, full: bool) -> AsyncGenerator[Ground]:
    """A database of the bench's own; the full one is kept for the next run."""
    cluster = None if settings.database_url else open_cluster(Path(settings.home) / "bench")
    server = settings.database_url or (cluster.dsn if cluster else "")
    name = "etalase_bench_full" if full else "etalase_bench"
    try:
        fresh = await _make_database(server, name, keep=full)
        dsn = database_in(server, name)
        await migrate(dsn)
        pool = Pool(dsn, size=8)
        async with pool.transaction() as db:
            await seed(db)
        yield Ground(settings=settings, pool=pool, dsn=dsn, full=full, fresh=fresh)
        await pool.close()
    finally:
        if cluster is not None:
            await asyncio.to_thread(cluster.stop)


async def _make_database(server: str, name: str, *, keep: bool) -> bool:
    connection = await asyncpg.connect(server)
    try:
        there = bool(await connection.fetchval("SELECT 1 FROM pg_database WHERE datname = $1", name))
        if there and keep:
            return False
        await connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        await connection.execute(f"CREATE DATABASE {name}")
    finally:
        await connection.close()
    return True


def database_in(server: str, name: str) -> str:
    """The address of another database of the same server."""
    head, mark, options = server.partition("?")
    return f"{head.rsplit('/', 1)[0]}/{name}{mark}{options}"
