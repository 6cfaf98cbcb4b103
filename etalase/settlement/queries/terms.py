"""A shop's record, and the term it has earned (R-FIN-2)."""

from datetime import datetime, timedelta
from typing import Final

from etalase.base.db import Db, rows
from etalase.settlement.rules.terms import Record, Term, term_of, tier_of
from etalase.shops.queries import shop

RECENT_DAYS: Final = 90
RECORD = rows(
    Record,
    """SELECT s.probation, count(t.order_id)::int AS settled,
              (count(*) FILTER (WHERE t.settled_at >= $2))::int AS recent,
              (count(*) FILTER (WHERE t.settled_at >= $2 AND o.refunded_minor > 0))::int AS recent_refunded
         FROM shops s LEFT JOIN settlements t ON t.shop_id = s.shop_id AND t.settled_at IS NOT NULL
              LEFT JOIN orders o ON o.shop_id = t.shop_id AND o.order_id = t.order_id
        WHERE s.shop_id = $1 GROUP BY s.probation""",
)


async def term_of_shop(db: Db, shop_id: int, *, now: datetime) -> Term:
    """The term a shop's sales are settled on now (R-FIN-2)."""
    record = await RECORD.sole(db, shop_id, now - timedelta(days=RECENT_DAYS))
    return term_of((await shop(db, shop_id)).market, tier_of(record), now)
