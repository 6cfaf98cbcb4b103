"""News travels up as rows: an action records what happened in its own transaction, and higher rooms react later.

The same statement queues one job per reaction that is subscribed to the event (etalase/base/jobs), so that news and what is
owed for it are committed together or not at all.

An event's name is `noun.verb` in the past ("link.accepted"). Facts are small, JSON, and hold ids as decimal strings.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

import msgspec

from etalase.base.db import Db, rows, write

FactValue = str | int | bool | None | list[str]


class Event(msgspec.Struct, frozen=True):
    """One recorded fact. `shop_id` and `account_id` name whom it concerns, where it concerns one."""

    event_id: int
    name: str
    at: datetime
    shop_id: int | None
    account_id: int | None
    facts: str

    def fact(self, name: str) -> FactValue:
        """One fact of the event; KeyError when the event has none of that name."""
        return msgspec.json.decode(self.facts, type=dict[str, FactValue])[name]


# Fragments for a statement that has `news (event_id, name, at, shop_id, account_id, facts)` among its CTEs: a group commit
# records the events of its batch with them, and owes their reactions, in the one statement that writes the rest.
RECORDED: Final = """INSERT INTO events (event_id, name, at, shop_id, account_id, facts)
    SELECT event_id, name, at, shop_id, account_id, facts FROM news"""
REACTIONS_OWED: Final = """INSERT INTO pgqueuer (priority, entrypoint, status, payload)
    SELECT 0, subscription.reaction, 'queued', convert_to(news.event_id::text, 'UTF8')
    FROM news JOIN event_subscriptions AS subscription ON subscription.event = news.name
    ORDER BY news.event_id, subscription.reaction"""

RECORD = write(
    f"""WITH news (event_id, name, at, shop_id, account_id, facts) AS (
            SELECT * FROM unnest($1::bigint[], $2::text[], $3::timestamptz[], $4::bigint[], $5::bigint[], $6::jsonb[])
        ), recorded AS ({RECORDED})
        {REACTIONS_OWED}"""
)
FIND = rows(
    Event, "SELECT event_id, name, at, shop_id, account_id, facts::text AS facts FROM events WHERE event_id = $1"
)


class News(msgspec.Struct, frozen=True):
    """An event that is about to be recorded."""

    name: str
    at: datetime
    shop_id: int | None = None
    account_id: int | None = None
    facts: Mapping[str, FactValue] = {}


async def record(
    db: Db,
    name: str,
    *,
    at: datetime,
    shop_id: int | None = None,
    account_id: int | None = None,
    facts: Mapping[str, FactValue] | None = None,
) -> int:
    """Record one event in this transaction and owe its reactions; its id."""
    return (await record_all(db, [News(name, at, shop_id, account_id, facts or {})]))[0]


async def record_all(db: Db, news: Sequence[News]) -> list[int]:
    """Record many events in one statement; their ids in the same order."""
    ids = await db.new_ids(len(news))
    await RECORD.run(
        db,
        ids,
        [each.name for each in news],
        [each.at for each in news],
        [each.shop_id for each in news],
        [each.account_id for each in news],
        [msgspec.json.encode(each.facts).decode() for each in news],
    )
    return ids


async def find(db: Db, event_id: int) -> Event | None:
    """One event by id."""
    return await FIND.one(db, event_id)
