"""What time does to orders: unpaid ones expire, holds end, late ones are cancelled."""

from datetime import datetime
from typing import Final

from etalase.base.db import Db
from etalase.base.events import Event
from etalase.base.jobs import Place, Reaction, Timed, one_by_one
from etalase.orders.actions.moving import cancel, release_hold
from etalase.orders.actions.paying import hear_parked, hear_word
from etalase.orders.queries.due import held_past, late_past, unpaid_past
from etalase.payments.actions import waiting_word


async def expire_unpaid(db: Db, now: datetime) -> None:
    """UNPAID orders past their time are cancelled by the system (R-ORD-8)."""
    await one_by_one(
        db,
        lambda after: unpaid_past(db, now, after),
        lambda order: cancel(db, order, "SYSTEM", "not_paid_in_time", now=now, allowed=("UNPAID",)),
        lambda order: Place(order.unpaid_until or now, order.order_id),
        job="orders.expire_unpaid",
    )


async def end_holds(db: Db, now: datetime) -> None:
    """ON_HOLD orders go to the seller when their hour is over (R-ORD-2)."""
    await one_by_one(
        db,
        lambda after: held_past(db, now, after),
        lambda order: release_hold(db, order, now=now),
        lambda order: Place(order.hold_until or now, order.order_id),
        job="orders.end_holds",
    )


async def cancel_late(db: Db, now: datetime) -> None:
    """Orders that were not shipped in time are cancelled by the system (R-ORD-7)."""
    await one_by_one(
        db,
        lambda after: late_past(db, now, after),
        lambda order: cancel(db, order, "SYSTEM", "not_shipped_in_time", now=now, allowed=("AWAITING_SHIPMENT",)),
        lambda order: Place(order.cancel_at or now, order.order_id),
        job="orders.cancel_late",
    )


async def hear_provider(db: Db, event: Event, now: datetime) -> None:
    """A provider said how a payment stands: its orders go on, or their money goes back."""
    heard = await waiting_word(db, str(event.fact("provider")), str(event.fact("event_id")))
    if heard is not None:
        await hear_word(db, heard, now=now)


async def hear_early(db: Db, now: datetime) -> None:
    """What providers said before there was anything to say it about."""
    await hear_parked(db, now=now)


JOBS: Final = (
    Reaction("payment.told", "orders.hear_provider", hear_provider),
    Timed("orders.hear_early", every_s=5, act=hear_early),
    Timed("orders.expire_unpaid", every_s=5, act=expire_unpaid, outside=True),
    Timed("orders.end_holds", every_s=2, act=end_holds, outside=True),
    Timed("orders.cancel_late", every_s=10, act=cancel_late, outside=True),
)
