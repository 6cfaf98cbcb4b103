"""What a plan sells, at a glance: its newest live products, for many plans in one statement."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

import msgspec

from etalase.base.db import Db, rows


class Preview(msgspec.Struct, frozen=True):
    """One product of a plan."""

    plan_id: int
    product_id: int
    title: str
    currency: str
    price_minor: int
    picture_key: str | None


PREVIEWS = rows(
    Preview,
    """SELECT p.plan_id, o.product_id, o.title, o.currency, o.price_minor, o.picture_key
         FROM plans p CROSS JOIN LATERAL (
              SELECT d.product_id, d.title, d.currency, d.price_from_minor AS price_minor, d.picture_key
                FROM products d
               WHERE d.shop_id = p.shop_id AND d.status = 'ACTIVATE' AND (p.all_products OR EXISTS (
                     SELECT FROM plan_products i
                      WHERE i.shop_id = p.shop_id AND i.plan_id = p.plan_id AND i.product_id = d.product_id
                        AND (i.removed_at IS NULL OR i.removed_at > $2)))
               ORDER BY d.product_id DESC LIMIT $3) o
        WHERE p.plan_id = ANY($1::bigint[]) ORDER BY p.plan_id, o.product_id DESC""",
)


async def previews(db: Db, plan_ids: Sequence[int], now: datetime, *, each: int = 4) -> dict[int, list[Preview]]:
    """Plan id to its newest products, `each` at most; a plan without live products is missing."""
    found: dict[int, list[Preview]] = defaultdict(list)
    for one in await PREVIEWS.all(db, list(plan_ids), now, each):
        found[one.plan_id].append(one)
    return dict(found)
