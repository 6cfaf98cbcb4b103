"""How much waits for whom, for the numbers in navigations."""

from etalase.base.db import Db, value

TO_ANSWER = value(
    int,
    """SELECT (SELECT count(*) FROM cancellations c
                WHERE c.shop_id = $1 AND c.status = 'CANCELLATION_REQUEST_PENDING')
            + (SELECT count(*) FROM returns r WHERE r.shop_id = $1 AND r.closed_at IS NULL AND r.status IN (
                'RETURN_OR_REFUND_REQUEST_PENDING', 'BUYER_SHIPPED_ITEM', 'REPLACEMENT_REQUEST_PENDING'))""",
)


async def to_answer(db: Db, shop_id: int) -> int:
    """How many cancellations and returns wait for the shop."""
    return await TO_ANSWER.sole(db, shop_id)
