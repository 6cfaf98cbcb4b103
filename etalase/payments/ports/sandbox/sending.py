"""The webhooks of the sandbox provider: owed in its books, signed, and handed over when they are due."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

import msgspec

from etalase.base.db import Db, rows, value
from etalase.payments.ports.sandbox import books
from etalase.payments.ports.signing import sign
from etalase.payments.rules import Word

# No secret at all: it guards test money, and lets anybody try the door with a signature of their own.
SECRET: Final = "whsec_ZXRhbGFzZS1zYW5kYm94LXByb3ZpZGVy"  # noqa: S105 - see above
BATCH: Final = 50


class Body(msgspec.Struct, frozen=True):
    """What a webhook says."""

    key: str
    ref: str
    word: Word
    amount_minor: int
    currency: str
    reason: str | None = None


class Parcel(msgspec.Struct, frozen=True):
    """A webhook ready to be sent."""

    headers: Mapping[str, str]
    body: bytes


class Owed(msgspec.Struct, frozen=True):
    """A webhook that is due."""

    event_id: str
    charge_key: str
    word: Word
    times: int


# What is handed over is counted off first: a provider that crashes in between forgets it, as real ones do now and then.
DUE = rows(
    Owed,
    """WITH due AS (
           SELECT event_id FROM sandbox_deliveries WHERE times > 0 AND due_at <= $1 ORDER BY due_at LIMIT $2
              FOR UPDATE SKIP LOCKED)
       UPDATE sandbox_deliveries d SET times = 0 FROM due WHERE d.event_id = due.event_id
       RETURNING d.event_id, d.charge_key, d.word, (SELECT old.times FROM sandbox_deliveries old
           WHERE old.event_id = d.event_id) AS times""",
)
EXPIRED = value(
    str,
    """SELECT key FROM sandbox_charges WHERE status = 'OPEN' AND expires_at <= $1 ORDER BY expires_at LIMIT $2""",
)


async def owe_word(db: Db, book: books.Book, word: Word, *, due_at: datetime, times: int = 1) -> None:
    """Owe the merchant a word about a charge; the same word is owed once."""
    await books.OWE_WORD.run(db, f"{book.ref}:{word}", book.key, word, times, due_at)


async def expire(db: Db, *, now: datetime) -> None:
    """Charges whose time is over cannot be paid any more."""
    for key in await EXPIRED.all(db, now, BATCH):
        async with db.transaction():
            ended = await books.SETTLE.one(db, key, "EXPIRED", now)
            if ended is not None:
                await owe_word(db, ended, "CLOSED", due_at=now)


async def due(db: Db, *, now: datetime) -> list[Parcel]:
    """The webhooks to be sent now, signed; one that is owed twice comes twice."""
    parcels: list[Parcel] = []
    for owed in await DUE.all(db, now, BATCH):
        if owed.word == "PAID":
            # A card that takes its time is charged when its word is due.
            await books.SETTLE.one(db, owed.charge_key, "PAID", now)
        book = await books.BY_KEY.sole(db, owed.charge_key)
        if books.WORDS[book.status] == owed.word:
            parcels += [_parcel(book, owed, now)] * owed.times
    return parcels


def _parcel(book: books.Book, owed: Owed, now: datetime) -> Parcel:
    reason = book.status.lower() if owed.word != "PAID" else None
    body = msgspec.json.encode(Body(book.key, book.ref, owed.word, book.amount_minor, book.currency, reason))
    return Parcel(sign(SECRET, owed.event_id, now, body), body)
