"""What time does to orders: unpaid ones expire, holds end, late ones are cancelled."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from etalase.base.db import Db
from etalase.base.events import Event
from etalase.base.jobs import Reaction, Timed, alone
from etalase.orders.actions.giving_back import hold_pieces
from etalase.orders.actions.moving import cancel, release_hold
from etalase.orders.actions.paying import hear_parked, hear_word
from etalase.orders.queries import OrderRow
from etalase.orders.queries.due import held_past, late_past, unpaid_past
from etalase.payments.actions import waiting_word

BATCH: Final = 200


async def expire_unpaid(db: Db, now: datetime) -> None:
    """UNPAID orders past their time are cancelled by the system (R-ORD-8)."""
    await _cancel_all(db, await unpaid_past(db, now, BATCH), "not_paid_in_time", now, job="orders.expire_unpaid")


async def end_holds(db: Db, now: datetime) -> None:
    """ON_HOLD orders go to the seller when their hour is over (R-ORD-2)."""
    for order in await held_past(db, now, BATCH):
        await alone(db, release_hold(db, order, now=now), job="orders.end_holds")


async def cancel_late(db: Db, now: datetime) -> None:
    """Orders that were not shipped in time are cancelled by the system (R-ORD-7)."""
    await _cancel_all(db, await late_past(db, now, BATCH), "not_shipped_in_time", now, job="orders.cancel_late")


async def hear_provider(db: Db, event: Event, now: datetime) -> None:
    """A provider said how a payment stands: its orders go on, or their money goes back."""
    heard = await waiting_word(db, str(event.fact("provider")), str(event.fact("event_id")))
    if heard is not None:
        await hear_word(db, heard, now=now)


async def hear_early(db: Db, now: datetime) -> None:
    """What providers said before there was anything to say it about."""
    await hear_parked(db, now=now)


async def _cancel_all(db: Db, orders: Sequence[OrderRow], reason: str, now: datetime, *, job: str) -> None:
    await hold_pieces(db, orders)
    for order in orders:
        await alone(db, cancel(db, order, "SYSTEM", reason, now=now), job=job)


JOBS: Final = (
    Reaction("payment.told", "orders.hear_provider", hear_provider),
    Timed("orders.hear_early", every_s=5, act=hear_early),
    Timed("orders.expire_unpaid", every_s=5, act=expire_unpaid),
    Timed("orders.end_holds", every_s=2, act=end_holds),
    Timed("orders.cancel_late", every_s=10, act=cancel_late),
)
