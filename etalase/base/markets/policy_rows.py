"""The policy rows: seeded from the definitions, changed by an operator, read through a short-lived copy per process.

A row is in force from its `effective_from` until the next one of its market and name; a name without a row has the
value of its definition.
"""

import time
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import UTC, datetime
from typing import Any, Final
from weakref import WeakKeyDictionary

import msgspec

from etalase.base.db import Connection, Db, rows, value, write
from etalase.base.errors import Invalid
from etalase.base.ids import IdBlock
from etalase.base.markets.definition import Value
from etalase.base.markets.market import MARKETS
from etalase.base.markets.policies import DEFINITIONS, TYPES, Policy
from etalase.base.texts import N_

SINCE: Final = datetime(2021, 1, 1, tzinfo=UTC)
FRESH_S: Final = 2.0


class PolicyRow(msgspec.Struct, frozen=True):
    """One value as it is stored; `value` is JSON."""

    market: str
    name: str
    effective_from: datetime
    value: str


class Change(msgspec.Struct, frozen=True):
    """What changed in a market on one day; `numbers` is JSON, each value under its name."""

    market: str
    effective_from: datetime
    numbers: str

    def read(self) -> dict[str, Value]:
        """The values by name, without names that are no longer ours."""
        found = msgspec.json.decode(self.numbers, type=dict[str, Value])
        return {name: value for name, value in found.items() if name in DEFINITIONS}


ROWS = rows(
    Change,
    """SELECT market, effective_from, jsonb_object_agg(name, value)::text AS numbers
       FROM policy_rows GROUP BY market, effective_from ORDER BY market, effective_from""",
)
SEED_ROWS = write(
    """INSERT INTO policy_rows (market, name, effective_from, value)
       SELECT market, name, $3, value::jsonb
       FROM unnest($1::text[], $2::text[], $4::text[]) AS seed (market, name, value)
       ON CONFLICT (market, name, effective_from) DO NOTHING"""
)
# A transaction that changed a policy must read its own change, and nobody else may before it commits.
SET_ROW = value(
    str,
    """INSERT INTO policy_rows (market, name, effective_from, value) VALUES ($1, $2, $3, $4::text::jsonb)
       ON CONFLICT (market, name, effective_from) DO UPDATE SET value = excluded.value
       RETURNING pg_current_xact_id()::text""",
)
TRANSACTION = value(str, "SELECT pg_current_xact_id_if_assigned()::text")


class Calendar:
    """All rows of one reading, as the Policy of each market between two dates of change."""

    def __init__(self, found: list[Change], read_at: float) -> None:
        self.read_at = read_at
        self._changes: dict[str, list[Change]] = defaultdict(list)
        for change in found:
            self._changes[change.market].append(change)
        self._policies: dict[tuple[str, int], Policy] = {}

    def at(self, market: str, at: datetime) -> Policy:
        """The policy in force."""
        season = bisect_right(self._changes.get(market, []), at, key=lambda change: change.effective_from)
        policy = self._policies.get((market, season))
        if policy is None:
            policy = self._policies[market, season] = self._make(market, season)
        return policy

    def since(self, market: str, names: Collection[str], at: datetime) -> datetime:
        """From when on these numbers are as they are then: the latest of their rows; SINCE without any."""
        changes = self._changes.get(market, [])
        return max(
            (each.effective_from for each in changes if each.effective_from <= at and each.read().keys() & set(names)),
            default=SINCE,
        )

    def _make(self, market: str, season: int) -> Policy:
        numbers: dict[str, Value] = {name: definition.of(market) for name, definition in DEFINITIONS.items()}
        for change in self._changes.get(market, [])[:season]:
            numbers |= change.read()
        return msgspec.convert(numbers, Policy)


# One copy per database: a pool has one IdBlock, and so has each of its connections.
_calendars: WeakKeyDictionary[IdBlock, Calendar] = WeakKeyDictionary()
_changed_in: WeakKeyDictionary[Connection, str] = WeakKeyDictionary()


async def policy(db: Db, market: str, at: datetime) -> Policy:
    """All numbers of `market` (one of MARKETS) at `at`. Every process sees a change two seconds after its commit."""
    return (await _calendar(db, market)).at(market, at)


async def policy_since(db: Db, market: str, names: Collection[str], at: datetime) -> datetime:
    """From when on these numbers of `market` are as they are at `at`."""
    return (await _calendar(db, market)).since(market, names, at)


async def _calendar(db: Db, market: str) -> Calendar:
    if market not in MARKETS:
        raise LookupError(f"no market {market!r}")
    if db.connection in _changed_in and await _still_changing(db):
        return Calendar(await ROWS.all(db), 0.0)
    calendar = _calendars.get(db.ids)
    if calendar is None or time.monotonic() - calendar.read_at > FRESH_S:
        read_at = time.monotonic()
        calendar = _calendars[db.ids] = Calendar(await ROWS.all(db), read_at)
    return calendar


async def _still_changing(db: Db) -> bool:
    if await TRANSACTION.get(db) == _changed_in[db.connection]:
        return True
    del _changed_in[db.connection]
    _calendars.pop(db.ids, None)
    return False


async def set_policy(db: Db, market: str, name: str, effective_from: datetime, value: Value) -> None:
    """Write one value, in force from `effective_from` on. Invalid when market, name or value is none of ours."""
    _check(market, name, value)
    transaction = await SET_ROW.sole(db, market, name, effective_from, msgspec.json.encode(value).decode())
    _calendars.pop(db.ids, None)
    if db.connection.is_in_transaction():
        _changed_in[db.connection] = transaction


def _check(market: str, name: str, value: Value) -> None:
    if market not in MARKETS:
        raise Invalid({"market": N_("Choose one of the eight markets.")})
    definition = DEFINITIONS.get(name)
    if definition is None:
        raise Invalid({"name": N_("There is no policy of this name.")})
    try:
        number = msgspec.convert(value, TYPES[name])
    except msgspec.ValidationError as wrong:
        raise Invalid({"value": N_("This is not a value of this policy's kind.")}) from wrong
    if number is not None and not definition.low <= int(number) <= definition.high:
        raise Invalid({"value": N_("This value is outside the policy's bounds.")})


async def seed(db: Db) -> int:
    """Write the rows that are missing, in force from SINCE on; how many. Values an operator has changed stay."""
    seeds: Mapping[tuple[str, str], Any] = {
        (market, name): definition.of(market) for market in MARKETS for name, definition in DEFINITIONS.items()
    }
    markets, names = [market for market, _ in seeds], [name for _, name in seeds]
    return await SEED_ROWS.run(
        db, markets, names, SINCE, [msgspec.json.encode(value).decode() for value in seeds.values()]
    )
