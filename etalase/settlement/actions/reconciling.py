"""Compare a provider's day with the books, and keep what does not agree for an operator."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

import structlog

from etalase.base.actor import Actor
from etalase.base.db import Db, write
from etalase.base.errors import NotAllowed, NotFound
from etalase.payments.ports import DayRow, Unanswered, day_file, providers_set_up
from etalase.settlement.queries.booked import booked_in, booked_of
from etalase.settlement.rules.matching import Booked, Compared, compare

log = structlog.get_logger()
DAY: Final = timedelta(days=1)
# A refund may stand in our books a day before it stands in the provider's: the day before yesterday is looked at again.
LOOK_BACK: Final = (1, 2)
KEEP_DAY = write(
    """INSERT INTO reconciliation_days (provider, day, matched, different, provider_only, books_only, checked_at)
       VALUES ($1, $2::date, $3, $4, $5, $6, $7)
       ON CONFLICT (provider, day) DO UPDATE SET matched = excluded.matched, different = excluded.different,
           provider_only = excluded.provider_only, books_only = excluded.books_only, checked_at = excluded.checked_at"""
)
FORGET = write("DELETE FROM reconciliation_findings WHERE provider = $1 AND day = $2::date")
KEEP = write(
    """INSERT INTO reconciliation_findings (provider, day, key, kind, provider_minor, books_minor, currency, order_ids)
       SELECT $1, $2::date, n.* FROM unnest($3::text[], $4::text[], $5::bigint[], $6::bigint[], $7::text[], $8::text[]) AS n"""
)


async def reconcile_day(db: Db, provider: str, day: date, *, now: datetime) -> Compared:
    """Ask the provider for its file, outside any transaction, and keep what the comparison found."""
    before, file, after = [await day_file(db, provider, each) for each in (day - DAY, day, day + DAY)]
    start = datetime.combine(day, time(), UTC)
    async with db.transaction():
        own = await booked_in(db, provider, start, start + DAY)
        around = {row.key for row in (*before, *after)}
        books = own | await booked_of(db, provider, {row.key for row in file})
        found = compare(_summed(file), around, books, own)
        await _keep(db, provider, day, found, now=now)
    return found


async def reconcile_recent(db: Db, *, now: datetime) -> None:
    """The days that are over, of every provider that is set up. One that does not answer is asked again the next hour."""
    today = now.astimezone(UTC).date()
    for provider in sorted(providers_set_up()):
        try:
            for days in LOOK_BACK:
                await reconcile_day(db, provider, today - days * DAY, now=now)
        except Unanswered as silent:
            log.warning("settlement.no_day_file", provider=provider, error=str(silent))


async def reconcile_again(db: Db, actor: Actor, *, provider: str, day: date, now: datetime) -> Compared:
    """An operator has a day compared again. `db` is outside any transaction."""
    if not actor.is_operator:
        raise NotAllowed
    if provider not in providers_set_up():
        raise NotFound
    return await reconcile_day(db, provider, day, now=now)


def _summed(file: Sequence[DayRow]) -> dict[str, Booked]:
    """By key; a key that a provider books twice is what it took in all."""
    found: dict[str, Booked] = {}
    for row in file:
        earlier = found.get(row.key)
        found[row.key] = Booked(row.amount_minor + (earlier.amount_minor if earlier else 0), row.currency)
    return found


async def _keep(db: Db, provider: str, day: date, found: Compared, *, now: datetime) -> None:
    counts = [found.count(kind) for kind in ("DIFFERENT", "PROVIDER_ONLY", "BOOKS_ONLY")]
    await KEEP_DAY.run(db, provider, day, found.matched, *counts, now)
    await FORGET.run(db, provider, day)
    await KEEP.run(
        db,
        provider,
        day,
        [each.key for each in found.findings],
        [each.kind for each in found.findings],
        [each.provider_minor for each in found.findings],
        [each.books_minor for each in found.findings],
        [each.currency for each in found.findings],
        [each.order_ids for each in found.findings],
    )
