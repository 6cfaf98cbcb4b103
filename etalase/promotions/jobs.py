"""What this room does by itself: it notes list prices (R-PRO-3) and who has bought where (R-PRO-5)."""

from datetime import datetime
from typing import Final

from etalase.base.db import Db
from etalase.base.events import Event
from etalase.base.jobs import Reaction, Timed
from etalase.promotions.actions.watching import note_customer, note_prices


async def watch_prices(db: Db, now: datetime) -> None:
    """Note prices that changed."""
    await note_prices(db, now)


async def customer_bought(db: Db, event: Event, _now: datetime) -> None:
    """The buyer of a paid or delivered order is a customer."""
    if event.shop_id is not None and event.account_id is not None:
        await note_customer(db, shop_id=event.shop_id, account_id=event.account_id, at=event.at)


JOBS: Final = (
    Timed("promotions.watch_prices", every_s=60, act=watch_prices),
    Reaction("order.paid", "promotions.customer_bought", customer_bought),
    Reaction("order.delivered", "promotions.customer_bought", customer_bought),
)
