"""SQL written as SQL, typed by the row it returns.

Every statement of the project is a module constant made by `rows`, `value` or `write`. A house test PREPAREs each one
against the real schema and compares its columns with the fields of its Struct, so a constant that imports is one that runs.
"""

import time
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar

import asyncpg
import msgspec

from etalase.base.ids import IdBlock

Row = TypeVar("Row", bound=msgspec.Struct)
Scalar = TypeVar("Scalar")

if TYPE_CHECKING:
    Connection = asyncpg.Connection[asyncpg.Record]
else:
    # Generic for the type checker only.
    Connection = asyncpg.Connection


class Plans:
    """When the plans of a connection are made anew.

    One that was made while a table was small reads all of it when it is large: a shop's first rush fills empty tables faster than
    the server analyzes them. So they are made anew after a second, and then each time after twice as long, up to half a minute.
    """

    __slots__ = ("due", "kept_s")
    FIRST_S: Final = 1.0
    LONGEST_S: Final = 30.0

    def __init__(self) -> None:
        self.kept_s = self.FIRST_S
        self.due = time.monotonic() + self.kept_s

    def renew(self, now_s: float) -> bool:
        """Whether they are to be forgotten, at this moment of the monotonic clock; each time is told once."""
        if now_s < self.due:
            return False
        self.kept_s = min(2 * self.kept_s, self.LONGEST_S)
        self.due = now_s + self.kept_s
        return True


class Db:
    """One connection, inside a transaction or outside. Handed to every action and query."""

    __slots__ = ("connection", "ids", "plans")

    def __init__(self, connection: Connection, ids: IdBlock) -> None:
        self.connection = connection
        self.ids = ids
        self.plans = Plans()

    def transaction(self) -> Any:
        """A transaction, or a savepoint inside one: `async with db.transaction(): …`."""
        return self.connection.transaction()

    async def new_id(self) -> int:
        """A fresh id below 2^53, unique over every process and machine on this database."""
        return (await self.ids.take(self.connection, 1))[0]

    async def new_ids(self, count: int) -> list[int]:
        """`count` fresh ids, ascending."""
        return await self.ids.take(self.connection, count)


class Statement:
    """A statement with its text; `kind` says what comes back."""

    def __init__(self, sql: str) -> None:
        self.sql = sql


class Rows(Statement, Generic[Row]):
    """A statement that returns rows of one Struct: the columns are its fields, in order."""

    def __init__(self, row: type[Row], sql: str) -> None:
        super().__init__(sql)
        self.row = row

    async def all(self, db: Db, *args: object) -> list[Row]:
        """Every row."""
        make = self.row
        return [make(*record) for record in await db.connection.fetch(self.sql, *args)]

    async def one(self, db: Db, *args: object) -> Row | None:
        """The first row, or None."""
        record = await db.connection.fetchrow(self.sql, *args)
        return None if record is None else self.row(*record)

    async def sole(self, db: Db, *args: object) -> Row:
        """The first row of a statement that always has one; without it, that is our bug."""
        row = await self.one(db, *args)
        if row is None:
            raise LookupError(f"no row: {self.sql[:200]}")
        return row


class Value(Statement, Generic[Scalar]):
    """A statement that returns one column: `get` its first value, `all` of them."""

    def __init__(self, kind: type[Scalar], sql: str) -> None:
        super().__init__(sql)
        self.kind = kind

    async def get(self, db: Db, *args: object) -> Scalar | None:
        """The value, or None when there is no row."""
        return await db.connection.fetchval(self.sql, *args)

    async def sole(self, db: Db, *args: object) -> Scalar:
        """The value of a statement that always has one."""
        found = await self.get(db, *args)
        if found is None:
            raise LookupError(f"no value: {self.sql[:200]}")
        return found

    async def all(self, db: Db, *args: object) -> list[Scalar]:
        """The column, row by row."""
        return [record[0] for record in await db.connection.fetch(self.sql, *args)]


class Write(Statement):
    """A statement that returns nothing but how many rows it touched."""

    async def run(self, db: Db, *args: object) -> int:
        """Run it once; the number of rows touched."""
        tag = await db.connection.execute(self.sql, *args)
        last = tag.rsplit(" ", 1)[-1]
        return int(last) if last.isdigit() else 0

    async def each(self, db: Db, batch: Iterable[Sequence[object]]) -> None:
        """Run it once per element of the batch, in one round trip."""
        await db.connection.executemany(self.sql, batch)


def rows(row: type[Row], sql: str) -> Rows[Row]:
    """A constant whose columns are the fields of `row`, in order."""
    return Rows(row, sql)


def value(kind: type[Scalar], sql: str) -> Value[Scalar]:
    """A constant with one column of type `kind`."""
    return Value(kind, sql)


def write(sql: str) -> Write:
    """A constant that changes rows and returns none."""
    return Write(sql)
