"""What plans allow a creator to show now, with exactly one rate for each product (R-AFF-2)."""

from collections.abc import Sequence
from datetime import datetime

import msgspec

from etalase.base.db import Db, rows


class PlanRight(msgspec.Struct, frozen=True):
    """A product that the creator may show through a plan, and the rate that is in force for the creator."""

    product_id: int
    shop_id: int
    plan_id: int
    kind: str
    rate_bp: int


# The targeted plan wins; among open ones the highest rate, then the oldest plan.
RIGHTS = rows(
    PlanRight,
    """SELECT DISTINCT ON (w.product_id) w.product_id, w.shop_id, p.plan_id, p.kind, p.rate_bp
         FROM unnest($2::bigint[], $3::bigint[]) AS w (shop_id, product_id)
         JOIN participations t ON t.account_id = $1 AND t.shop_id = w.shop_id AND t.status = 'APPROVED'
         JOIN plans p ON p.shop_id = t.shop_id AND p.plan_id = t.plan_id
        WHERE p.status = 'LIVE' AND (p.ends_at IS NULL OR p.ends_at > $4)
          AND (p.all_products OR EXISTS (
                  SELECT FROM plan_products i
                   WHERE i.shop_id = p.shop_id AND i.plan_id = p.plan_id AND i.product_id = w.product_id
                     AND i.added_at <= $4 AND (i.removed_at IS NULL OR i.removed_at > $4)))
        ORDER BY w.product_id, (p.kind = 'TARGETED') DESC, p.rate_bp DESC, p.plan_id""",
)


async def plan_rights(
    db: Db, account_id: int, products: Sequence[tuple[int, int]], now: datetime
) -> dict[int, PlanRight]:
    """For (shop id, product id) pairs, the right that holds now, by product id; products without one are missing."""
    shop_ids, product_ids = [shop for shop, _ in products], [product for _, product in products]
    return {each.product_id: each for each in await RIGHTS.all(db, account_id, shop_ids, product_ids, now)}
