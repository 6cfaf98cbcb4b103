"""Write messages into the outbox, and carry them out of it."""

from collections.abc import Mapping
from datetime import datetime, timedelta

import msgspec

from etalase.base.db import Db, rows, write
from etalase.base.texts import Texts
from etalase.notices import rules
from etalase.notices.ports import Carrier, Letter, NotCarried

WRITE = write(
    """INSERT INTO outbox_messages (account_id, message_id, channel, recipient, subject, body, at, next_try_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $7)"""
)


class Due(msgspec.Struct, frozen=True):
    """A message that is carried now. `tries`: this one is counted."""

    account_id: int
    message_id: int
    channel: str
    recipient: str
    subject: str
    body: str
    tries: int


# A claimed message waits as if it had failed, so that one whose worker died is carried by another, later.
CLAIM = rows(
    Due,
    """UPDATE outbox_messages SET tries = tries + 1, next_try_at = $2
       WHERE (account_id, message_id) IN (
                 SELECT account_id, message_id FROM outbox_messages WHERE status = 'WAITING' AND next_try_at <= $1
                 ORDER BY next_try_at LIMIT 1 FOR UPDATE SKIP LOCKED)
       RETURNING account_id, message_id, channel, recipient, subject, body, tries""",
)
SENT = write(
    """UPDATE outbox_messages SET status = 'SENT', sent_at = $3, body = CASE WHEN $4 THEN body ELSE '' END
       WHERE account_id = $1 AND message_id = $2 AND status = 'WAITING'"""
)
NOT_SENT = write(
    """UPDATE outbox_messages SET status = $3, next_try_at = $4
       WHERE account_id = $1 AND message_id = $2 AND status = 'WAITING'"""
)
FORGET = write("DELETE FROM outbox_messages WHERE at < $1")
KEPT = timedelta(days=30)


class Reader(msgspec.Struct, frozen=True):
    """Who a message is for: their account (0: none), how they are reached, the language they read."""

    account_id: int
    channel: str
    recipient: str
    language: str


async def write_message(
    db: Db, reader: Reader, wording: rules.Wording, facts: Mapping[str, str], *, texts: Texts, now: datetime
) -> int:
    """Put a message into the outbox, in its reader's language; its id."""
    message_id = await db.new_id()
    subject = rules.one_line(texts.gettext(reader.language, wording.subject, **facts)) if wording.subject else ""
    body = texts.gettext(reader.language, wording.body, **facts)
    await WRITE.run(db, reader.account_id, message_id, reader.channel, reader.recipient, subject, body, now)
    return message_id


async def carry_due(db: Db, carriers: Mapping[str, Carrier], now: datetime) -> int:
    """Carry what is due; how many were taken. Called outside a transaction: nothing is held while a mail server answers.

    Each message is claimed, carried, and its result written, in steps of their own. One whose result could not be written is
    carried again. One batch ends at the first failure, so that a dead server costs one wait.
    """
    taken = 0
    for _ in range(rules.BATCH):
        message = await CLAIM.one(db, now, now + rules.CLAIM_LASTS)
        if message is None:
            break
        carrier = carriers[message.channel]
        try:
            await carrier.carry(Letter(message.recipient, message.subject, message.body))
        except NotCarried:
            await _put_off(db, message, now)
            break
        await SENT.run(db, message.account_id, message.message_id, now, carrier.keeps)
        taken += 1
    return taken


async def forget_old(db: Db, now: datetime) -> int:
    """Messages older than thirty days; how many."""
    return await FORGET.run(db, now - KEPT)


async def _put_off(db: Db, message: Due, now: datetime) -> None:
    status = "FAILED" if message.tries >= rules.TRIES_MAX else "WAITING"
    next_try_at = now + rules.wait_after(message.tries)
    await NOT_SENT.run(db, message.account_id, message.message_id, status, next_try_at)
