"""A shop's record, and the term it has earned (R-FIN-2)."""

from datetime import datetime, timedelta

import msgspec

from etalase.base.db import Db, rows
from etalase.base.markets import Policy, policy, policy_since
from etalase.settlement.rules.terms import Record, Term, given, numbers_of, term_of, tier_of
from etalase.shops.queries import shop

RECORD = rows(
    Record,
    """SELECT s.probation, count(t.order_id)::int AS settled,
              (count(*) FILTER (WHERE t.settled_at >= $2))::int AS recent,
              (count(*) FILTER (WHERE t.settled_at >= $2 AND o.refunded_minor > 0))::int AS recent_refunded
         FROM shops s LEFT JOIN settlements t ON t.shop_id = s.shop_id AND t.settled_at IS NOT NULL
              LEFT JOIN orders o ON o.shop_id = t.shop_id AND o.order_id = t.order_id
        WHERE s.shop_id = $1 GROUP BY s.probation""",
)


class Earned(msgspec.Struct, frozen=True):
    """A shop's term, what it was earned by, and the numbers of its market."""

    term: Term
    record: Record
    numbers: Policy


async def earned_by(db: Db, shop_id: int, *, now: datetime) -> Earned:
    """The term a shop's sales are settled on now (R-FIN-2)."""
    market = (await shop(db, shop_id)).market
    numbers = await policy(db, market, now)
    record = await RECORD.sole(db, shop_id, now - timedelta(days=numbers.settlement_record_days))
    tier = given(tier_of(record, numbers), numbers)
    since = await policy_since(db, market, numbers_of(tier), now)
    return Earned(term_of(market, tier, numbers, since), record, numbers)
