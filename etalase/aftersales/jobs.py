"""What time and news do after a sale: silence decides, delivered orders complete, refunds that arrived end their requests."""

from datetime import datetime, timedelta
from typing import Final

from etalase.aftersales.actions import arbitrating, cancelling, deciding, moving
from etalase.aftersales.queries.cancellations import due_cancellations
from etalase.aftersales.queries.disputes import due_disputes
from etalase.aftersales.queries.due import cause_of_refund, delivered_before
from etalase.aftersales.queries.returns import due_returns, open_return_of
from etalase.base.db import Db
from etalase.base.events import Event
from etalase.base.jobs import Reaction, Timed, alone
from etalase.base.markets import MARKETS, policy
from etalase.orders.actions.moving import complete

BATCH: Final = 100


async def answer_cancellations(db: Db, now: datetime) -> None:
    """Requests to cancel that nobody answered are approved; one whose parcel left meanwhile ends (R-CAN-2, 3)."""
    for asked in await due_cancellations(db, now, BATCH):
        if not await alone(db, cancelling.grant(db, asked, "SYSTEM", now=now), job="aftersales.answer_cancellations"):
            await cancelling.close_overtaken(db, asked.shop_id, asked.order_id, now=now)


async def answer_returns(db: Db, now: datetime) -> None:
    """Pending steps of returns that are past their time are decided by silence (R-RET-3)."""
    for request in await due_returns(db, now, BATCH):
        await alone(db, deciding.fall_silent(db, request, now=now), job="aftersales.answer_returns")


async def answer_disputes(db: Db, now: datetime) -> None:
    """Disputes the operator did not decide in time go to the buyer (R-RET-3, 4)."""
    for dispute in await due_disputes(db, now, BATCH):
        await alone(db, arbitrating.overdue(db, dispute, now=now), job="aftersales.answer_disputes")


async def complete_delivered(db: Db, now: datetime) -> None:
    """DELIVERED orders complete when the market's return window closed and nothing about them is open (R-ORD-3)."""
    for market in MARKETS:
        window = timedelta(seconds=(await policy(db, market, now)).auto_complete_s)
        for order in await delivered_before(db, market, now - window, BATCH):
            # Asked once more under the order's lock: a second request may have come between.
            if await open_return_of(db, order.shop_id, order.order_id) is None:
                await alone(db, complete(db, order, now=now), job="aftersales.complete_delivered")


async def note_cancelled(db: Db, event: Event, now: datetime) -> None:
    """Every cancellation has its record, whoever made it (R-CAN-1)."""
    await cancelling.note_cancelled(db, _shop(event), _order(event), now=now)


async def close_overtaken(db: Db, event: Event, now: datetime) -> None:
    """What is on its way can no longer be cancelled."""
    await cancelling.close_overtaken(db, _shop(event), _order(event), now=now)


async def note_paid_back(db: Db, event: Event, now: datetime) -> None:
    """The provider has given the money back: the request it was for is complete."""
    refund_id = int(str(event.fact("refund_id")))
    await moving.note_paid_back(db, _shop(event), refund_id, now=now)
    order_id = await cause_of_refund(db, _shop(event), refund_id)
    if order_id is not None:
        await cancelling.note_paid_back(db, _shop(event), order_id, now=now)


def _shop(event: Event) -> int:
    if event.shop_id is None:
        raise LookupError(event.name)
    return event.shop_id


def _order(event: Event) -> int:
    return int(str(event.fact("order_id")))


JOBS: Final = (
    Timed("aftersales.answer_cancellations", every_s=10, act=answer_cancellations),
    Timed("aftersales.answer_returns", every_s=10, act=answer_returns),
    Timed("aftersales.answer_disputes", every_s=30, act=answer_disputes),
    Timed("aftersales.complete_delivered", every_s=10, act=complete_delivered),
    Reaction("order.cancelled", "aftersales.note_cancelled", note_cancelled),
    Reaction("order.shipped", "aftersales.close_overtaken", close_overtaken),
    Reaction("refund.paid", "aftersales.note_paid_back", note_paid_back),
)
