"""Rows gathered by product, wherever they stand in the file, with memory that does not grow with it.

Feeds scatter the variants of a product (prices in a second currency come as a block at the end), so a product is complete only
when the file has been read. The rows wait in a private SQLite database that lives on disk and is gone when it is closed.
"""

import sqlite3
from collections.abc import Iterable, Iterator
from typing import Final

import msgspec

from etalase.imports.rules.rows import Row

CACHE_KIB: Final = 8_000
SCHEMA: Final = f"""
    PRAGMA journal_mode = OFF;
    PRAGMA synchronous = OFF;
    PRAGMA temp_store = FILE;
    PRAGMA cache_size = -{CACHE_KIB};
    CREATE TABLE waiting (seq INTEGER PRIMARY KEY, key BLOB NOT NULL, row BLOB NOT NULL);
    CREATE TABLE taken (sku TEXT PRIMARY KEY, line INTEGER NOT NULL) WITHOUT ROWID;
"""
GATHER: Final = """
    CREATE INDEX waiting_by_key ON waiting (key, seq);
    CREATE TABLE product AS SELECT min(seq) AS first, key FROM waiting GROUP BY key ORDER BY first;
"""
ADD: Final = "INSERT INTO waiting (key, row) VALUES (?, ?)"
KEYS: Final = "SELECT key FROM product ORDER BY rowid"
OF_KEY: Final = "SELECT row FROM waiting WHERE key = ? ORDER BY seq LIMIT ?"
TAKE: Final = "INSERT INTO taken VALUES (?, ?) ON CONFLICT DO NOTHING"
TAKEN_ON: Final = "SELECT line FROM taken WHERE sku = ?"


class Spill:
    """The rows of one file; filled once, then read product by product. One thread at a time."""

    def __init__(self) -> None:
        # An empty name is SQLite's own word for a private database on disk.
        self.database = sqlite3.connect("", isolation_level=None, check_same_thread=False)
        self.database.executescript(SCHEMA)
        self.products = 0

    def fill(self, rows: Iterable[tuple[bytes, Row]]) -> None:
        """Take every row with the key of its product."""
        encode = msgspec.msgpack.encode
        self.database.execute("BEGIN")
        self.database.executemany(ADD, ((key, encode(row)) for key, row in rows))
        self.database.execute("COMMIT")
        self.database.executescript(GATHER)
        self.products = self.database.execute("SELECT count(*) FROM product").fetchone()[0]

    def groups(self, most: int) -> Iterator[list[Row]]:
        """The rows of each product, products in the order in which they begin; at most `most` rows of each."""
        decode = msgspec.msgpack.Decoder(Row).decode
        for (key,) in self.database.execute(KEYS):
            yield [decode(row) for (row,) in self.database.execute(OF_KEY, (key, most))]

    def taken_on(self, sku: str) -> int | None:
        """The line on which another product has taken this seller SKU."""
        found = self.database.execute(TAKEN_ON, (sku,)).fetchone()
        return None if found is None else found[0]

    def take(self, skus: Iterable[tuple[str, int]]) -> None:
        """These SKUs belong to a product now."""
        self.database.executemany(TAKE, skus)

    def close(self) -> None:
        """Forget everything."""
        self.database.close()
