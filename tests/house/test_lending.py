"""A database that was lent and given back is as new."""

from typing import Any

import asyncpg
import pytest

from etalase.base.pool import Pool
from tests.lending import FEW, Lender, dsn_of
from tests.makers.shopping import make_market

TABLES = "SELECT oid::regclass::text FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
SEQUENCES = "SELECT oid::regclass::text FROM pg_class WHERE relkind = 'S' AND relnamespace = 'public'::regnamespace"
MORE = "INSERT INTO policy_rows SELECT market, name, '2099-01-01', value FROM policy_rows"
CATALOGUE = "SELECT relname, relkind, relnatts FROM pg_class WHERE relnamespace = 'public'::regnamespace ORDER BY 1"


async def contents(dsn: str) -> dict[str, list[Any]]:
    """Every row of every table, where every sequence stands, and what there is."""
    connection = await asyncpg.connect(dsn)
    try:
        tables = [row[0] for row in await connection.fetch(TABLES)]
        found = {name: await connection.fetch(f"SELECT t::text FROM {name} AS t ORDER BY 1") for name in tables}
        for (name,) in await connection.fetch(SEQUENCES):
            found[name] = await connection.fetch(f"SELECT last_value, is_called FROM {name}")
        return found | {"": await connection.fetch(CATALOGUE)}
    finally:
        await connection.close()


async def test_what_a_test_wrote_is_gone(server_dsn: str, template: str) -> None:
    new = await contents(dsn_of(server_dsn, template))
    lender = Lender(server_dsn, template)
    lent = await lender.lend()
    for _ in range(2):
        pool = Pool(lent)
        await make_market(pool)
        async with pool.transaction() as db:
            # Of what was there from the beginning: gone, changed, joined by more.
            await db.connection.execute("DELETE FROM event_subscriptions")
            await db.connection.execute("UPDATE category_names SET name = 'Changed' WHERE category_id = 10")
            await db.connection.execute(MORE)
        assert await contents(lent) != new
        # The pool is left open: whoever still holds on is sent away.
        await lender.take_back()
        again = await lender.lend()
        assert again != lent
        with pytest.raises(asyncpg.InvalidCatalogNameError):
            await asyncpg.connect(lent)
        assert await contents(again) == new
        lent = again
    await lender.close()


MORE_THAN_ROWS = (
    "CREATE TABLE of_mine (id integer)",
    "CREATE INDEX of_mine ON events (name)",
    "ALTER TABLE stock_levels DROP CONSTRAINT stock_levels_available_not_negative",
    "TRUNCATE event_subscriptions",
    f"INSERT INTO rate_counters SELECT number::text, 'epoch', 1 FROM generate_series(0, {FEW}) AS number",
)


async def test_after_more_than_some_rows_the_next_test_gets_a_new_one(server_dsn: str, template: str) -> None:
    new = await contents(dsn_of(server_dsn, template))
    lender = Lender(server_dsn, template)
    lent, numbers = await lender.lend(), set[int]()
    for statement in MORE_THAN_ROWS:
        connection = await asyncpg.connect(lent)
        numbers.add(await connection.fetchval("SELECT oid FROM pg_database WHERE datname = current_database()"))
        await connection.execute(statement)
        await connection.close()
        await lender.take_back()
        lent = await lender.lend()
        assert await contents(lent) == new
    assert len(numbers) == len(MORE_THAN_ROWS)
    await lender.close()
