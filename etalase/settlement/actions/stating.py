"""Close the days: one statement per shop and UTC day, made of the entries of that day (R-FIN-1)."""

from datetime import UTC, date, datetime, timedelta

from etalase.base import events, live
from etalase.base.db import Db, value
from etalase.settlement.queries.due import OpenDay

TAKEN = value(int, "SELECT statement_id FROM statements WHERE shop_id = $1 AND day = $2::date")
CLOSE = value(
    int,
    """WITH gathered AS (
           UPDATE statement_entries SET statement_id = $2 WHERE shop_id = $1 AND statement_id IS NULL AND at < $4
        RETURNING currency, revenue_minor, fees_minor, adjustment_minor)
       INSERT INTO statements (shop_id, statement_id, day, currency, revenue_minor, fees_minor, adjustments_minor,
              settlement_minor, closed_at)
       SELECT $1, $2, $3::date, currency, sum(revenue_minor), sum(fees_minor), sum(adjustment_minor),
              sum(revenue_minor + fees_minor + adjustment_minor), $5
         FROM gathered GROUP BY currency RETURNING settlement_minor""",
)


async def close_days(db: Db, open_day: OpenDay, *, now: datetime) -> int:
    """Close every day of a shop that is over and has entries; how many statements came of it.

    An entry that was committed after its day had been closed goes into the next day that has no statement yet.
    """
    closed = 0
    day, today = open_day.first_at.astimezone(UTC).date(), now.astimezone(UTC).date()
    while day < today:
        if await TAKEN.get(db, open_day.shop_id, day) is None and await _close(db, open_day.shop_id, day, now=now):
            closed += 1
        day += timedelta(days=1)
    return closed


async def _close(db: Db, shop_id: int, day: date, *, now: datetime) -> bool:
    end = datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(days=1)
    statement_id = await db.new_id()
    if await CLOSE.get(db, shop_id, statement_id, day, end, now) is None:
        return False
    facts: dict[str, events.FactValue] = {"statement_id": str(statement_id), "day": day.isoformat()}
    await events.record(db, "statement.closed", at=now, shop_id=shop_id, facts=facts)
    await live.announce(db, live.shop(shop_id))
    return True
