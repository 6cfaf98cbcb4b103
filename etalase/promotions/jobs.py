"""What this room does by itself: it notes list prices (R-PRO-3) and who has bought where (R-PRO-5), and gives back stock."""

from datetime import datetime, timedelta
from typing import Final

from etalase.base.db import Db
from etalase.base.events import Event
from etalase.base.jobs import Place, Reaction, Timed, one_by_one
from etalase.promotions.actions.ending import give_back_pieces, keeping_and_over
from etalase.promotions.actions.watching import note_customer, note_prices

# A till that read the clock a moment before a promotion's end still sells at its price: what is set aside for it stays so long.
LATE: Final = timedelta(seconds=10)


async def watch_prices(db: Db, now: datetime) -> None:
    """Note prices that changed."""
    await note_prices(db, now)


async def end_set_asides(db: Db, now: datetime) -> None:
    """What is left of the set-asides of promotions that are over is on sale for everybody."""
    await one_by_one(
        db,
        lambda after: keeping_and_over(db, now - LATE, after.row_id),
        lambda each: give_back_pieces(db, each.shop_id, each.promotion_id, now=now),
        lambda each: Place(now, each.promotion_id),
        job="promotions.end_set_asides",
    )


async def customer_bought(db: Db, event: Event, _now: datetime) -> None:
    """The buyer of a paid or delivered order is a customer."""
    if event.shop_id is not None and event.account_id is not None:
        await note_customer(db, shop_id=event.shop_id, account_id=event.account_id, at=event.at)


JOBS: Final = (
    Timed("promotions.watch_prices", every_s=60, act=watch_prices),
    Timed("promotions.end_set_asides", every_s=50, act=end_set_asides, outside=True),
    Reaction("order.paid", "promotions.customer_bought", customer_bought),
    Reaction("order.delivered", "promotions.customer_bought", customer_bought),
)
