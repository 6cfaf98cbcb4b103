"""What was set aside for a promotion is on sale for everybody once it is over."""

from datetime import datetime

import msgspec

from etalase.base import live
from etalase.base.db import Db, rows
from etalase.stock.actions import end_set_asides


class Over(msgspec.Struct, frozen=True):
    """A promotion that was stopped or whose time is over, with pieces that are still set aside for it."""

    shop_id: int
    promotion_id: int


# The keys of set-asides that are open have an index of their own.
OVER = rows(
    Over,
    """SELECT DISTINCT a.shop_id, a.purpose_ref AS promotion_id FROM stock_set_asides a
         JOIN shop_promotions m ON m.shop_id = a.shop_id AND m.promotion_id = a.purpose_ref
        WHERE a.ended_at IS NULL AND a.purpose = 'CAMPAIGN' AND (m.status = 'DEACTIVATED' OR m.ends_at <= $1)
          AND a.purpose_ref > $2 ORDER BY a.purpose_ref LIMIT 100""",
)


async def keeping_and_over(db: Db, now: datetime, after: int = 0) -> list[Over]:
    """The next of the promotions that are over and still keep pieces, in the order of their ids."""
    return await OVER.all(db, now, after)


async def give_back_pieces(db: Db, shop_id: int, promotion_id: int, *, now: datetime) -> int:
    """What is left of a promotion's set-asides can be bought by everybody; how many pieces."""
    back = await end_set_asides(db, shop_id, purpose="CAMPAIGN", purpose_ref=promotion_id, now=now)
    await live.announce(db, live.shop(shop_id))
    return back
