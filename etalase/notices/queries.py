"""The outbox as a page shows it."""

from datetime import datetime

import msgspec

from etalase.base.actor import Actor
from etalase.base.db import Db, rows
from etalase.base.errors import NotFound
from etalase.base.pages import LIMIT_DEFAULT, Page, below_of, page_of


class Message(msgspec.Struct, frozen=True):
    """A message; `body` is empty once a real carrier took it."""

    account_id: int
    message_id: int
    channel: str
    recipient: str
    subject: str
    body: str
    status: str
    at: datetime
    sent_at: datetime | None
    tries: int


NEWEST = rows(
    Message,
    """SELECT account_id, message_id, channel, recipient, subject, body, status, at, sent_at, tries FROM outbox_messages
       WHERE message_id < $1 AND ($2::text IS NULL OR recipient = $2) ORDER BY message_id DESC LIMIT $3""",
)


async def outbox(
    db: Db,
    actor: Actor | None,
    *,
    everybody: bool,
    recipient: str | None = None,
    limit: int = LIMIT_DEFAULT,
    cursor: str | None = None,
) -> Page[Message]:
    """Messages, newest first, of one recipient if named.

    They hold codes and links that open accounts: NotFound for others than operators, unless `everybody` may (the sandbox).
    """
    if not everybody and not (actor and actor.is_operator):
        raise NotFound
    before = below_of(cursor)
    found = await NEWEST.all(db, before, recipient or None, limit + 1)
    return page_of(found, limit, lambda each: (each.message_id,))
