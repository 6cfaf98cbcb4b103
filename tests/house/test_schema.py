"""The migrated schema is the declared one, and a catalogue lint proves that it could be sharded."""

import re

import asyncpg
import pytest

from etalase.base.db import Db
from etalase.base.migrations import migrate
from tests.conftest import dsn_of
from tests.house.floors import declared_schema

# Small tables that every node holds whole, queues and the house's own bookkeeping: not distributed.
UNDISTRIBUTED = re.compile(
    r"^(pgqueuer.*|events|event_.*|parked.*|timed_.*|idempotency_keys|rate_counters|sandbox_.*|reconciliation_.*"
    r"|sweep_results|provider_events|policy_rows|tax_rows|categories|category_names|media_objects"
    r"|schema_migrations|jobs_.*|job_.*|outbox_.*|import_queue)$"
)
CLAIMS = re.compile(r"_claims$")

COLUMNS = """SELECT table_name, column_name, data_type, is_nullable, column_default FROM information_schema.columns
    WHERE table_schema = 'public' AND table_name <> 'schema_migrations' ORDER BY 1, 2"""
CONSTRAINTS = """SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint
    WHERE connamespace = 'public'::regnamespace AND conrelid <> coalesce(to_regclass('schema_migrations')::oid, 0)
    ORDER BY 1, 2"""
INDEXES = """SELECT tablename, indexname, indexdef FROM pg_indexes
    WHERE schemaname = 'public' AND tablename <> 'schema_migrations' ORDER BY 1, 2"""
ROUTINES = "SELECT proname, prosrc FROM pg_proc WHERE pronamespace = 'public'::regnamespace ORDER BY 1, 2"
TRIGGERS = "SELECT tgname, tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal ORDER BY 1, 2"
KEYS = """SELECT i.indrelid::regclass::text AS table_name, c.relname AS key_name,
        array_agg(a.attname::text ORDER BY k.ordinality) AS columns
   FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
        JOIN pg_class t ON t.oid = i.indrelid AND t.relnamespace = 'public'::regnamespace
        CROSS JOIN LATERAL unnest(i.indkey::int[]) WITH ORDINALITY k (attnum, ordinality)
        LEFT JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum
  WHERE i.indisunique GROUP BY 1, 2 ORDER BY 1, 2"""
FOREIGN = """SELECT conrelid::regclass::text AS from_table, confrelid::regclass::text AS to_table, conname
   FROM pg_constraint WHERE contype = 'f' AND connamespace = 'public'::regnamespace ORDER BY 3"""


async def describe(dsn: str) -> dict[str, list[tuple[object, ...]]]:
    connection = await asyncpg.connect(dsn)
    try:
        return {
            name: [tuple(record) for record in await connection.fetch(sql)]
            for name, sql in (
                ("columns", COLUMNS),
                ("constraints", CONSTRAINTS),
                ("indexes", INDEXES),
                ("routines", ROUTINES),
                ("triggers", TRIGGERS),
            )
        }
    finally:
        await connection.close()


async def test_the_migrated_schema_is_the_declared_schema(server_dsn: str) -> None:
    admin = await asyncpg.connect(server_dsn)
    names = ("etalase_migrated", "etalase_declared")
    try:
        for name in names:
            await admin.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
            await admin.execute(f"CREATE DATABASE {name}")
        await migrate(dsn_of(server_dsn, names[0]))
        assert await migrate(dsn_of(server_dsn, names[0])) == []
        connection = await asyncpg.connect(dsn_of(server_dsn, names[1]))
        await connection.execute(declared_schema())
        await connection.close()
        assert await describe(dsn_of(server_dsn, names[0])) == await describe(dsn_of(server_dsn, names[1]))
    finally:
        for name in names:
            await admin.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        await admin.close()


def group_of(table: str, columns: dict[str, set[str]]) -> str:
    if UNDISTRIBUTED.match(table):
        return "shared"
    if CLAIMS.search(table) and "shop_id" not in columns[table]:
        return "account" if table == "account_claims" else "claim"
    own = columns[table]
    return "shop" if "shop_id" in own and table not in ACCOUNT_TABLES else "account"


# Group A tables that name a shop as a plain fact.
ACCOUNT_TABLES = {
    "account_claims",
    "account_conversations",
    "account_links",
    "account_orders",
    "account_vouchers",
    "cart_lines",
    "collection_products",
    "complaints",
    "participations",
    "promotions",
    "showcase_items",
    "showcase_official_places",
}


async def columns_by_table(db: Db) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for record in await db.connection.fetch(COLUMNS):
        found.setdefault(record["table_name"], set()).add(record["column_name"])
    return found


async def test_every_unique_key_carries_the_key_of_its_group(db: Db) -> None:
    columns = await columns_by_table(db)
    wrong: list[str] = []
    for record in await db.connection.fetch(KEYS):
        table, key = record["table_name"], set(record["columns"])
        group = group_of(table, columns)
        if group == "shop" and "shop_id" not in key:
            wrong.append(f"{record['key_name']} of {table} lacks shop_id")
        if group == "account" and not key & {"account_id"}:
            wrong.append(f"{record['key_name']} of {table} lacks account_id")
    assert wrong == []


async def test_no_foreign_key_crosses_between_groups(db: Db) -> None:
    columns = await columns_by_table(db)
    crossing = [
        record["conname"]
        for record in await db.connection.fetch(FOREIGN)
        if (to := group_of(record["to_table"], columns)) != "shared" and to != group_of(record["from_table"], columns)
    ]
    assert crossing == []


async def test_there_are_no_triggers_of_our_own(db: Db) -> None:
    assert [name for name, table in await db.connection.fetch(TRIGGERS) if not table.startswith("pgqueuer")] == []


@pytest.mark.parametrize("word", ["serial", "SERIAL", "DEFAULT now()", "CREATE TRIGGER"])
def test_words_that_a_sharded_schema_cannot_keep(word: str) -> None:
    ours = re.sub(r"(?s)-- pgqueuer begin.*?-- pgqueuer end", "", declared_schema())
    assert word not in ours or "pgqueuer" in ours
