"""Who promotes what: a row per creator and product, from the day it came into the Showcase through a plan until it left."""

from collections.abc import Sequence
from datetime import datetime

import msgspec

from etalase.base.db import Db, write


class NewPromotion(msgspec.Struct, frozen=True):
    """A product that a creator shows through a plan from now on."""

    product_id: int
    shop_id: int
    plan_id: int


OPEN = write(
    """INSERT INTO promotions (account_id, product_id, shop_id, plan_id, since)
       SELECT $1, n.product_id, n.shop_id, n.plan_id, $2
         FROM unnest($3::bigint[], $4::bigint[], $5::bigint[]) AS n (product_id, shop_id, plan_id)
       ON CONFLICT DO NOTHING"""
)
CLOSE = write(
    """UPDATE promotions SET until = greatest(since, $2)
        WHERE account_id = $1 AND product_id = ANY($3::bigint[]) AND until IS NULL"""
)


async def open_promotions(db: Db, account_id: int, new: Sequence[NewPromotion], now: datetime) -> int:
    """Begin promotions; a product that is promoted already goes on as before. How many began."""
    product_ids, shop_ids, plan_ids = (
        [each.product_id for each in new],
        [each.shop_id for each in new],
        [each.plan_id for each in new],
    )
    return await OPEN.run(db, account_id, now, product_ids, shop_ids, plan_ids)


async def close_promotions(db: Db, account_id: int, product_ids: Sequence[int], now: datetime) -> int:
    """End the promotions of these products; how many ended."""
    return await CLOSE.run(db, account_id, now, list(product_ids))
