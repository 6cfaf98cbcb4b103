"""Low-level: the rows of the review queue. A product has at most one that waits."""

from collections.abc import Sequence
from datetime import datetime

from etalase.base.db import Db, write

OPEN_REVIEWS = write(
    """INSERT INTO product_reviews (shop_id, review_id, product_id, kind, status, note, asked_at, asked_by)
       SELECT $1, u.review_id, u.product_id, $2, 'PENDING', $3, $4, $5
       FROM unnest($6::bigint[], $7::bigint[]) AS u (review_id, product_id)
       ON CONFLICT (shop_id, product_id) WHERE status = 'PENDING' DO NOTHING"""
)
CLOSE_REVIEW = write(
    """UPDATE product_reviews SET status = $3, answered_at = $4, answered_by = $5, reason = $6
       WHERE shop_id = $1 AND product_id = $2 AND status = 'PENDING'"""
)
# What a move of the product makes of a review that waits for it.
ANSWERS = {
    "ACTIVATE": "APPROVED",
    "FAILED": "REJECTED",
    "PLATFORM_DEACTIVATED": "REJECTED",
    "FREEZE": "REJECTED",
    "DELETED": "WITHDRAWN",
}


async def open_reviews(
    db: Db, shop_id: int, product_ids: Sequence[int], *, kind: str, note: str, by: int, now: datetime
) -> None:
    """These products wait for the operator; those that wait already go on doing so."""
    if product_ids:
        await OPEN_REVIEWS.run(
            db, shop_id, kind, note, now, by, await db.new_ids(len(product_ids)), sorted(product_ids)
        )


async def close_review(
    db: Db, shop_id: int, product_id: int, status: str, *, by: int, reason: str, now: datetime
) -> bool:
    """The review that waits ends; whether there was one."""
    return bool(await CLOSE_REVIEW.run(db, shop_id, product_id, status, now, by, reason))
