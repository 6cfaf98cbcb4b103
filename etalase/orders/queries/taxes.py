"""The tax rows in force, read through a short-lived copy per process."""

import time
from typing import Final
from weakref import WeakKeyDictionary

from etalase.base.db import Db, rows
from etalase.base.ids import IdBlock
from etalase.orders.rules.taxes import Tax, TaxTable

FRESH_S: Final = 2.0
COLUMNS: Final = """market, region, effective_from, kind, rate_ppm, included, shipping_taxed, delivery_fee_minor,
       delivery_fee_from_minor"""
READ = rows(Tax, f"SELECT {COLUMNS} FROM tax_rows ORDER BY market, region, effective_from")


# One copy per database: a pool has one IdBlock, and so has each of its connections.
_tables: WeakKeyDictionary[IdBlock, tuple[float, TaxTable]] = WeakKeyDictionary()


async def tax_table(db: Db) -> TaxTable:
    """Every tax row. Every process sees a change two seconds after its commit."""
    kept = _tables.get(db.ids)
    if kept is None or time.monotonic() - kept[0] > FRESH_S:
        kept = _tables[db.ids] = (time.monotonic(), TaxTable(await READ.all(db)))
    return kept[1]


def forget_tax_table(db: Db) -> None:
    """Read the rows anew next time: they were changed here."""
    _tables.pop(db.ids, None)
