"""What time does to orders: unpaid ones expire, holds end, late ones are cancelled, delivered ones complete."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from etalase.base.db import Db
from etalase.base.jobs import Timed
from etalase.base.markets import MARKETS, policy
from etalase.orders.actions.moving import cancel, complete, hold_pieces, release_hold
from etalase.orders.queries import OrderRow
from etalase.orders.queries.due import delivered_before, held_past, late_past, unpaid_past

BATCH: Final = 200


async def expire_unpaid(db: Db, now: datetime) -> None:
    """UNPAID orders past their time are cancelled by the system (R-ORD-8)."""
    await _cancel_all(db, await unpaid_past(db, now, BATCH), "not_paid_in_time", now)


async def end_holds(db: Db, now: datetime) -> None:
    """ON_HOLD orders go to the seller when their hour is over (R-ORD-2)."""
    for order in await held_past(db, now, BATCH):
        await release_hold(db, order, now=now)


async def cancel_late(db: Db, now: datetime) -> None:
    """Orders that were not shipped in time are cancelled by the system (R-ORD-7)."""
    await _cancel_all(db, await late_past(db, now, BATCH), "not_shipped_in_time", now)


async def complete_delivered(db: Db, now: datetime) -> None:
    """DELIVERED orders complete when the market's return window closed (R-ORD-3)."""
    for market in MARKETS:
        window = timedelta(seconds=(await policy(db, market, now)).auto_complete_s)
        for order in await delivered_before(db, market, now - window, BATCH):
            await complete(db, order, now=now)


async def _cancel_all(db: Db, orders: Sequence[OrderRow], reason: str, now: datetime) -> None:
    await hold_pieces(db, orders)
    for order in orders:
        await cancel(db, order, "SYSTEM", reason, now=now)


JOBS: Final = (
    Timed("orders.expire_unpaid", every_s=5, act=expire_unpaid),
    Timed("orders.end_holds", every_s=2, act=end_holds),
    Timed("orders.cancel_late", every_s=10, act=cancel_late),
    Timed("orders.complete_delivered", every_s=10, act=complete_delivered),
)
