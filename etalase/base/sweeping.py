"""What sweeps found last: each is a statement whose rows would be a broken promise. Kept for operators to look at."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Final

import msgspec

from etalase.base.actor import Actor, only_operators
from etalase.base.db import Db, rows, write

SHOWN: Final = 10


class Swept(msgspec.Struct, frozen=True):
    """One sweep as it was run last: how many rows it found, and the first of them as text."""

    name: str
    found: int
    sample: str
    swept_at: datetime


KEEP = write(
    """INSERT INTO sweep_results (name, found, sample, swept_at)
       SELECT n.name, n.found, n.sample, $4 FROM unnest($1::text[], $2::int[], $3::text[]) AS n (name, found, sample)
       ON CONFLICT (name) DO UPDATE SET found = excluded.found, sample = excluded.sample, swept_at = excluded.swept_at"""
)
FORGET = write("DELETE FROM sweep_results WHERE NOT name = ANY($1::text[])")
ALL = rows(Swept, "SELECT name, found, sample, swept_at FROM sweep_results ORDER BY found = 0, name")


async def sweep_all(db: Db, sweeps: Iterable[tuple[str, Any]], *, now: datetime) -> list[Swept]:
    """Run every sweep and keep what it found; those of another release are forgotten."""
    found: list[Swept] = []
    for name, statement in sweeps:
        wrong: Sequence[object] = await statement.all(db)
        found.append(Swept(name, len(wrong), "\n".join(str(row) for row in wrong[:SHOWN]), now))
    names = [each.name for each in found]
    await KEEP.run(db, names, [each.found for each in found], [each.sample for each in found], now)
    await FORGET.run(db, names)
    return found


async def swept(db: Db, actor: Actor) -> list[Swept]:
    """What every sweep found last, broken promises first; for operators."""
    only_operators(actor)
    return await ALL.all(db)
