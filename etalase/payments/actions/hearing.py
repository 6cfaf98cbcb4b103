"""What providers tell us: believed when it is signed, stored once, answered at once, worked later."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

import msgspec

from etalase.base import events
from etalase.base.actor import Actor
from etalase.base.db import Db, rows, value, write
from etalase.base.errors import NotFound, Unauthenticated
from etalase.payments.actions.attempts import Outcome, Word
from etalase.payments.ports import NotGenuine, Told, provider_of, providers_set_up
from etalase.payments.rules import Word as Said
from etalase.payments.rules import read_key

TOLD: Final = "payment.told"
# A word that comes before what it speaks of is kept for this long.
PARKED: Final = timedelta(days=3)
LOOK_AGAIN: Final = timedelta(seconds=20)
STORE = value(
    str,
    """INSERT INTO provider_events (provider, event_id, word, account_id, payment_id, attempt, provider_ref, amount_minor,
              currency, reason, status, received_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'WAITING', $11)
       ON CONFLICT (provider, event_id) DO NOTHING RETURNING event_id""",
)


class Heard(msgspec.Struct, frozen=True):
    """A stored word that waits to be worked."""

    provider: str
    event_id: str
    word: Said
    account_id: int
    payment_id: int
    attempt: int
    provider_ref: str
    amount_minor: int
    currency: str
    reason: str | None
    received_at: datetime

    @property
    def said(self) -> Word:
        """The same as `apply_word` takes it."""
        told = Told(self.word, self.provider_ref, self.amount_minor, self.currency, reason=self.reason)
        return Word(self.account_id, self.payment_id, self.attempt, told)


COLUMNS = """provider, event_id, word, account_id, payment_id, attempt, provider_ref, amount_minor, currency, reason,
       received_at"""
WAITING = rows(
    Heard,
    f"SELECT {COLUMNS} FROM provider_events WHERE provider = $1 AND event_id = $2 AND status = 'WAITING' FOR UPDATE",
)
PARKED_DUE = rows(
    Heard,
    f"""SELECT {COLUMNS} FROM provider_events WHERE status = 'WAITING' AND next_try_at <= $1
         ORDER BY next_try_at LIMIT $2 FOR UPDATE SKIP LOCKED""",
)
WORKED = write(
    """UPDATE provider_events SET status = $3, worked_at = $4, next_try_at = NULL WHERE provider = $1 AND event_id = $2"""
)
PARK = write("UPDATE provider_events SET next_try_at = $3 WHERE provider = $1 AND event_id = $2")
STATUS_OF: Final[dict[Outcome, str]] = {
    "PAID": "APPLIED",
    "SURPLUS": "APPLIED",
    "FAILED": "APPLIED",
    "OPEN": "APPLIED",
    "NOTHING": "IGNORED",
    "DIFFERS": "DIFFERS",
    "UNKNOWN": "IGNORED",
}


async def hear(
    db: Db,
    actor: Actor | None,
    *,
    provider: str,
    headers: Mapping[str, str],
    body: bytes,
    now: datetime,
    wall: datetime,
) -> bool:
    """A webhook came: whether it told something new. NotFound for a provider we do not use, Unauthenticated when forged or old.

    `wall`: providers sign with the time of the world, not with the sandbox's.
    """
    if provider not in providers_set_up():
        raise NotFound
    try:
        spoken = provider_of(db, provider).read(headers, body, wall=wall)
    except NotGenuine as no:
        raise Unauthenticated from no
    return spoken is not None and await tell(db, provider, spoken.event_id, spoken.key, spoken.told, now=now)


async def tell(db: Db, provider: str, event_id: str, key: str, told: Told, *, now: datetime) -> bool:
    """Store a provider's word about one of our keys, to be worked by a job; False when it was stored before or is not ours."""
    ours = read_key(key)
    if ours is None:
        return False
    stored = await STORE.get(
        db,
        provider,
        event_id,
        told.word,
        *ours,
        told.ref,
        told.amount_minor,
        told.currency,
        told.reason[:100] if told.reason else None,
        now,
    )
    if stored is None:
        return False
    facts: dict[str, events.FactValue] = {"provider": provider, "event_id": event_id}
    await events.record(db, TOLD, at=now, account_id=ours[0], facts=facts)
    return True


async def waiting_word(db: Db, provider: str, event_id: str) -> Heard | None:
    """A stored word, locked; None when it has been worked."""
    return await WAITING.one(db, provider, event_id)


async def parked_words(db: Db, *, now: datetime, limit: int) -> list[Heard]:
    """Words that came too early and are to be looked at again, locked."""
    return await PARKED_DUE.all(db, now, limit)


async def worked(db: Db, heard: Heard, outcome: Outcome, *, now: datetime) -> None:
    """Note what became of a word. One about something we do not know is parked, for it may have come too early."""
    if outcome == "UNKNOWN" and now < heard.received_at + PARKED:
        await PARK.run(db, heard.provider, heard.event_id, now + LOOK_AGAIN)
        return
    await WORKED.run(db, heard.provider, heard.event_id, STATUS_OF[outcome], now)
