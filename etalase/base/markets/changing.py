"""What operators change of a market's numbers: from a day to come, never what was; and who changed what, for ever."""

from datetime import UTC, date, datetime, time
from typing import Final, Literal

import msgspec

from etalase.base import events
from etalase.base.actor import Actor, only_operators
from etalase.base.db import Db, rows
from etalase.base.errors import Invalid
from etalase.base.markets.definition import Definition, Value
from etalase.base.markets.market import MARKETS
from etalase.base.markets.policies import DEFINITIONS
from etalase.base.markets.policy_rows import PolicyRow, set_policy
from etalase.base.pages import LIMIT_DEFAULT, Page, below_of, page_of
from etalase.base.texts import N_

Kind = Literal["POLICY", "TAX"]
CHANGED: Final = "setting.changed"


class Setting(msgspec.Struct, frozen=True):
    """One number of a market: what it is now, and what it will be from which time on."""

    name: str
    definition: Definition
    value: Value
    since: datetime | None  # none: as the definition says
    later: list[tuple[datetime, Value]]


class Change(msgspec.Struct, frozen=True):
    """One change as it was recorded; `facts` is JSON: kind, market, name, value, from, by."""

    event_id: int
    at: datetime
    account_id: int | None
    facts: str

    def fact(self, name: str) -> str:
        """One fact, as it was written down."""
        return str(msgspec.json.decode(self.facts, type=dict[str, events.FactValue]).get(name, ""))


OF_MARKET = rows(
    PolicyRow,
    """SELECT market, name, effective_from, value::text FROM policy_rows
        WHERE market = $1 ORDER BY name, effective_from""",
)
CHANGES = rows(
    Change,
    """SELECT event_id, at, account_id, facts::text AS facts FROM events
        WHERE name = 'setting.changed' AND event_id < $1 AND facts->>'kind' = $2 ORDER BY event_id DESC LIMIT $3""",
)


def begins_on(day: date, now: datetime) -> datetime:
    """The midnight (UTC) from which a change is in force; Invalid unless it is still to come."""
    begins = datetime.combine(day, time(), UTC)
    if begins <= now:
        raise Invalid({"day": N_("Choose a day to come: what was is never changed.")})
    return begins


async def change_policy(
    db: Db, actor: Actor, *, market: str, name: str, value: Value, day: date, now: datetime
) -> Setting:
    """Write one number, in force from a day to come; for operators. The same day again replaces what was planned for it.

    Invalid: the market, the name, the value or the day is none of ours.
    """
    only_operators(actor)
    begins = begins_on(day, now)
    await set_policy(db, market, name, begins, value)
    told = msgspec.json.encode(value).decode()
    await record_change(db, actor, kind="POLICY", market=market, name=name, value=told, begins=begins, now=now)
    return next(each for each in await settings(db, actor, market=market, now=now) if each.name == name)


async def record_change(
    db: Db, actor: Actor, *, kind: Kind, market: str, name: str, value: str, begins: datetime, now: datetime
) -> None:
    """Write down who changed what, with the name they have today."""
    facts = {"kind": kind, "market": market, "name": name, "value": value, "from": begins.date().isoformat()}
    await events.record(db, CHANGED, at=now, account_id=actor.account_id, facts=facts | {"by": actor.handle})


async def settings(db: Db, actor: Actor, *, market: str, now: datetime) -> list[Setting]:
    """Every number of a market in the order of the definitions; for operators. Invalid when there is no such market."""
    only_operators(actor)
    if market not in MARKETS:
        raise Invalid({"market": N_("Choose one of the eight markets.")})
    found: dict[str, list[PolicyRow]] = {}
    for row in await OF_MARKET.all(db, market):
        found.setdefault(row.name, []).append(row)
    return [_setting(market, name, found.get(name, []), now) for name in DEFINITIONS]


async def changes(
    db: Db, actor: Actor, *, kind: Kind, limit: int = LIMIT_DEFAULT, cursor: str | None = None
) -> Page[Change]:
    """Who changed what, the latest first; for operators."""
    only_operators(actor)
    found = await CHANGES.all(db, below_of(cursor), kind, limit + 1)
    return page_of(found, limit, lambda each: (each.event_id,))


def _setting(market: str, name: str, written: list[PolicyRow], now: datetime) -> Setting:
    values = [(row.effective_from, msgspec.json.decode(row.value, type=Value)) for row in written]
    past = [each for each in values if each[0] <= now]
    since, value = past[-1] if past else (None, DEFINITIONS[name].of(market))
    return Setting(name, DEFINITIONS[name], value, since, [each for each in values if each[0] > now])
