"""Two targeted plans of a shop never cover the same creator and product (R-AFF-3).

ALL against a list cannot be a unique key, so whoever changes what targeted plans cover holds the shop's row while it looks.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

import msgspec

from etalase.affiliate import rules
from etalase.base.db import Db, rows, write
from etalase.base.errors import Refused

SHOWN_MAX: Final = 100


class Pair(msgspec.Struct, frozen=True):
    """A creator and a product that a live targeted plan covers already; `product_id` None: every product."""

    account_id: int
    handle: str
    plan_id: int
    product_id: int | None


BEGIN = write("INSERT INTO shop_plan_locks (shop_id) VALUES ($1) ON CONFLICT (shop_id) DO NOTHING")
LOCK = write("SELECT shop_id FROM shop_plan_locks WHERE shop_id = $1 FOR UPDATE")
# $3 are the products to be covered, null for all; $5 a plan that may overlap with itself.
PAIRS = rows(
    Pair,
    """SELECT DISTINCT i.account_id, a.handle, p.plan_id, coalesce(l.product_id, w.product_id) AS product_id
         FROM plan_invitees i
         JOIN plans p ON p.shop_id = i.shop_id AND p.plan_id = i.plan_id
         JOIN accounts a ON a.account_id = i.account_id
         LEFT JOIN plan_products l
           ON NOT p.all_products AND l.shop_id = p.shop_id AND l.plan_id = p.plan_id
          AND (l.removed_at IS NULL OR l.removed_at > $4) AND ($3::bigint[] IS NULL OR l.product_id = ANY($3))
         LEFT JOIN unnest($3::bigint[]) AS w (product_id) ON p.all_products
        WHERE i.shop_id = $1 AND i.account_id = ANY($2::bigint[]) AND i.status IN ('INVITED', 'ACCEPTED')
          AND p.kind = 'TARGETED' AND p.status = 'LIVE' AND (p.ends_at IS NULL OR p.ends_at > $4) AND p.plan_id <> $5
          AND (p.all_products OR l.product_id IS NOT NULL)
        ORDER BY 2, 4 NULLS FIRST LIMIT 100""",
)


async def lock_plans(db: Db, shop_id: int) -> None:
    """Hold what the shop's targeted plans cover until the commit."""
    await BEGIN.run(db, shop_id)
    await LOCK.run(db, shop_id)


async def refuse_conflicts(
    db: Db, shop_id: int, account_ids: Sequence[int], product_ids: Sequence[int] | None, now: datetime, plan_id: int = 0
) -> None:
    """Refuse with the conflicting pairs (the first hundred). Call it under `lock_plans`; `product_ids` None is ALL."""
    found = await PAIRS.all(db, shop_id, list(account_ids), product_ids, now, plan_id)
    if found:
        raise Refused("affiliate.targeted_conflict", conflicts=[_shown(pair) for pair in found[:SHOWN_MAX]])


def _shown(pair: Pair) -> dict[str, str]:
    product = rules.ALL if pair.product_id is None else str(pair.product_id)
    return {
        "handle": pair.handle,
        "account_id": str(pair.account_id),
        "product_id": product,
        "plan_id": str(pair.plan_id),
    }
