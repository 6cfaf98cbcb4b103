"""Compare a day of a provider, or of the bank that pays sellers, with the books, and keep what does not agree for an operator."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

import msgspec
import structlog

from etalase.base.actor import Actor, only_operators
from etalase.base.db import Db, write
from etalase.base.errors import NotFound
from etalase.payments.ports import Unanswered, day_file, providers_set_up
from etalase.settlement.ports import BANK
from etalase.settlement.queries.booked import booked_in, booked_of, payouts_in, payouts_of
from etalase.settlement.rules.matching import Booked, Compared, compare

log = structlog.get_logger()
DAY: Final = timedelta(days=1)
THE_BANK: Final = "BANK"  # beside the providers of payments: the bank that pays sellers
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


class Line(msgspec.Struct, frozen=True):
    """A line of a file of a day: a charge or refund at a provider, or (negative) a payout at the bank."""

    key: str
    amount_minor: int
    currency: str


async def reconcile_day(db: Db, provider: str, day: date, *, now: datetime) -> Compared:
    """Ask the provider for its file, outside any transaction, and keep what the comparison found."""
    before, file, after = [await _file(db, provider, each) for each in (day - DAY, day, day + DAY)]
    start = datetime.combine(day, time(), UTC)
    async with db.transaction():
        own, named = await _books(db, provider, {row.key for row in file}, start)
        found = compare(_summed(file), {row.key for row in (*before, *after)}, own | named, own)
        await _keep(db, provider, day, found, now=now)
    return found


async def reconcile_recent(db: Db, *, now: datetime) -> None:
    """The days that are over, of every provider that is set up. One that does not answer is asked again the next hour."""
    today = now.astimezone(UTC).date()
    for provider in (*sorted(providers_set_up()), THE_BANK):
        try:
            for days in LOOK_BACK:
                await reconcile_day(db, provider, today - days * DAY, now=now)
        except Unanswered as silent:
            log.warning("settlement.no_day_file", provider=provider, error=str(silent))


async def reconcile_again(db: Db, actor: Actor, *, provider: str, day: date, now: datetime) -> Compared:
    """An operator has a day compared again. `db` is outside any transaction."""
    only_operators(actor)
    if provider not in {*providers_set_up(), THE_BANK}:
        raise NotFound
    return await reconcile_day(db, provider, day, now=now)


async def _file(db: Db, provider: str, day: date) -> Sequence[Line]:
    if provider != THE_BANK:
        return [Line(row.key, row.amount_minor, row.currency) for row in await day_file(db, provider, day)]
    return [Line(row.key, -row.amount_minor, row.currency) for row in await BANK.day_file(db, day)]


async def _books(db: Db, provider: str, keys: set[str], start: datetime) -> tuple[dict[str, Booked], dict[str, Booked]]:
    """What the books hold of that day, and what they say of the keys of the file."""
    until = start + DAY
    if provider == THE_BANK:
        return await payouts_in(db, start, until), await payouts_of(db, keys, start, until)
    return await booked_in(db, provider, start, until), await booked_of(db, provider, keys)


def _summed(file: Sequence[Line]) -> dict[str, Booked]:
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
