"""Every SQL constant runs on the real schema, returns what its Struct says, and stays on its own floor."""

import importlib
import re
from typing import cast

import msgspec
import pytest
import sqlglot
from sqlglot import exp

from etalase.base import events
from etalase.base.db import Db, Rows, Value
from tests.house.floors import FLOORS, ROOMS, schema_files
from tests.house.statements import Found, modules, statements

FOUND = statements()
ALL = [pytest.param(each, id=f"{each.module}.{each.name}") for each in FOUND]
CLOCK_WORDS = re.compile(
    r"\b(now|current_timestamp|current_date|localtimestamp|transaction_timestamp)\b\s*(\(|\b)", re.IGNORECASE
)
# The clock asks the database for its time; nothing else does.
MAY_ASK_THE_TIME = {"etalase.base.clock"}
QUEUE_TABLES = re.compile(r"^(pgqueuer|pg_|information_schema)")


def tables_of_rooms() -> dict[str, str]:
    owners: dict[str, str] = {}
    for path in schema_files():
        room = path.relative_to(path.parents[2] if path.parent.name not in ROOMS else path.parents[1]).parts[0]
        room = "base" if "base" in path.parts else path.parent.name
        for table in re.findall(r"CREATE (?:TABLE|VIEW|SEQUENCE) (?:IF NOT EXISTS )?(\w+)", path.read_text()):
            owners[table] = room
    return owners


OWNERS = tables_of_rooms()
HEIGHT = {room: height for height, floor in enumerate(FLOORS) for room in floor}


class Fragment(msgspec.Struct, frozen=True):
    """A piece of SQL that a room lends to statements of higher ones, and the tables of its own that it writes."""

    sql: str
    writes: frozenset[str]


def fragments() -> list[Fragment]:
    """Every constant that a room calls a fragment, and the two of events."""
    texts = {"etalase.base": [events.RECORDED, events.REACTIONS_OWED]}
    for name in modules():
        lent = [str(text) for key, text in vars(importlib.import_module(name)).items() if key.endswith("_FRAGMENT")]
        texts.setdefault(name, []).extend(lent)
    found: list[Fragment] = []
    for module, sqls in texts.items():
        room = module.split(".")[1]
        for sql in sqls:
            written = {
                table for table in re.findall(r"(?:INSERT INTO|UPDATE|DELETE FROM) (\w+)", sql) if table in OWNERS
            }
            own = frozenset(table for table in written if OWNERS[table] == room)
            found.append(Fragment(sql, own))
    return found


FRAGMENTS = fragments()


def test_a_room_lends_only_writes_of_its_own_tables() -> None:
    lent = {table for fragment in FRAGMENTS for table in fragment.writes}
    assert {"stock_levels", "stock_moves", "payments", "events", "idempotency_keys"} <= lent


def test_there_are_statements() -> None:
    assert len(FOUND) > 100


@pytest.mark.parametrize("found", ALL)
async def test_every_statement_prepares_and_its_columns_are_its_fields(db: Db, found: Found) -> None:
    prepared = await db.connection.prepare(found.statement.sql)
    columns = [attribute.name for attribute in prepared.get_attributes()]
    if isinstance(found.statement, Rows):
        row = cast(type[msgspec.Struct], found.statement.row)
        fields = [field.name for field in msgspec.structs.fields(row)]
        assert columns == fields
    if isinstance(found.statement, Value):
        assert len(columns) == 1, columns


@pytest.mark.parametrize("found", ALL)
def test_no_statement_asks_for_the_time(found: Found) -> None:
    if found.module not in MAY_ASK_THE_TIME:
        assert not CLOCK_WORDS.search(found.statement.sql)


@pytest.mark.parametrize(
    "found", [each for each in FOUND if each.room in ROOMS], ids=lambda each: f"{each.module}.{each.name}"
)
def test_a_room_writes_its_own_tables_and_reads_only_lower_ones(found: Found) -> None:
    read, written = tables_in(found.statement.sql)
    joined = {table for fragment in FRAGMENTS if fragment.sql in found.statement.sql for table in fragment.writes}
    for table in written - joined:
        assert OWNERS.get(table, found.room) == found.room, f"{found.room} writes {table} of {OWNERS[table]}"
    for table in read - written:
        owner = OWNERS.get(table)
        assert owner is None or owner == found.room or HEIGHT[owner] < HEIGHT[found.room], (
            f"{found.room} reads {table} of {owner}"
        )


def tables_in(sql: str) -> tuple[set[str], set[str]]:
    """The tables a statement reads and those it writes; names of its own CTEs left out."""
    tree = sqlglot.parse_one(sql, dialect="postgres")
    named = {cte.alias for cte in tree.find_all(exp.CTE)}
    written = {
        table.name
        for node in tree.find_all(exp.Insert, exp.Update, exp.Delete)
        if (table := node.this.find(exp.Table) if not isinstance(node.this, exp.Table) else node.this) is not None
    }
    every = {table.name for table in tree.find_all(exp.Table)} - named
    return {table for table in every if table in OWNERS}, {table for table in written if table in OWNERS}
