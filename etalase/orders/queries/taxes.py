"""The tax rows in force, read through a short-lived copy per process."""

import time
from datetime import datetime
from typing import Final, Literal
from weakref import WeakKeyDictionary

import msgspec

from etalase.base.actor import Actor, only_operators
from etalase.base.db import Db, rows
from etalase.base.errors import Invalid
from etalase.base.ids import IdBlock
from etalase.base.markets import MARKETS
from etalase.base.texts import N_
from etalase.orders.rules.taxes import Tax, TaxTable

FRESH_S: Final = 2.0
COLUMNS: Final = """market, region, effective_from, kind, rate_ppm, included, shipping_taxed, delivery_fee_minor,
       delivery_fee_from_minor"""
READ = rows(Tax, f"SELECT {COLUMNS} FROM tax_rows ORDER BY market, region, effective_from")


OF_MARKET = rows(Tax, f"SELECT {COLUMNS} FROM tax_rows WHERE market = $1 ORDER BY region, effective_from DESC")
State = Literal["FUTURE", "IN_FORCE", "PAST"]
STATE_NAMES: Final[dict[State, str]] = {"FUTURE": N_("Planned"), "IN_FORCE": N_("In force"), "PAST": N_("Past")}


class TaxSeen(msgspec.Struct, frozen=True):
    """A row as an operator reads it."""

    row: Tax
    state: State


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


async def tax_rows(db: Db, actor: Actor, *, market: str, now: datetime) -> list[TaxSeen]:
    """The rows of a market, by state and then the latest first; for operators. Invalid when there is no such market."""
    only_operators(actor)
    if market not in MARKETS:
        raise Invalid({"market": N_("Choose one of the eight markets.")})
    seen: list[TaxSeen] = []
    begun: set[str] = set()
    for row in await OF_MARKET.all(db, market):
        state: State = "FUTURE" if row.effective_from > now else "PAST" if row.region in begun else "IN_FORCE"
        if state == "IN_FORCE":
            begun.add(row.region)
        seen.append(TaxSeen(row, state))
    return seen
