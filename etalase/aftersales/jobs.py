"""What time and news do after a sale: silence decides, delivered orders complete, refunds that arrived end their requests."""

from datetime import datetime, timedelta
from typing import Final

from etalase.aftersales.actions import arbitrating, cancelling, deciding, moving
from etalase.aftersales.queries.cancellations import Cancellation, due_cancellations
from etalase.aftersales.queries.disputes import due_disputes
from etalase.aftersales.queries.due import cause_of_refund, delivered_before
from etalase.aftersales.queries.returns import due_returns, open_return_of
from etalase.aftersales.rules.returning import last_return_s
from etalase.base.db import Db
from etalase.base.errors import Refused
from etalase.base.events import Event
from etalase.base.jobs import Place, Reaction, Timed, one_by_one
from etalase.base.markets import MARKETS, policy
from etalase.orders.actions.moving import complete
from etalase.orders.queries import OrderRow
from etalase.orders.queries.one import hold_order


async def answer_cancellations(db: Db, now: datetime) -> None:
    """Requests to cancel that nobody answered are approved; one whose parcel left meanwhile ends (R-CAN-2, 3)."""

    async def answer(asked: Cancellation) -> None:
        try:
            async with db.transaction():
                await cancelling.grant(db, asked, "SYSTEM", now=now)
        except Refused:
            await cancelling.close_overtaken(db, asked.shop_id, asked.order_id, now=now)

    await one_by_one(
        db,
        lambda after: due_cancellations(db, now, after),
        answer,
        lambda asked: Place(asked.answer_by or now, asked.cancellation_id),
        job="aftersales.answer_cancellations",
    )


async def answer_returns(db: Db, now: datetime) -> None:
    """Pending steps of returns that are past their time are decided by silence (R-RET-3)."""
    await one_by_one(
        db,
        lambda after: due_returns(db, now, after),
        lambda request: deciding.fall_silent(db, request, now=now),
        lambda request: Place(request.due_at or now, request.return_id),
        job="aftersales.answer_returns",
    )


async def answer_disputes(db: Db, now: datetime) -> None:
    """Disputes the operator did not decide in time go to the buyer (R-RET-3, 4)."""
    await one_by_one(
        db,
        lambda after: due_disputes(db, now, after),
        lambda dispute: arbitrating.overdue(db, dispute, now=now),
        lambda dispute: Place(dispute.answer_by, dispute.dispute_id),
        job="aftersales.answer_disputes",
    )


async def complete_delivered(db: Db, now: datetime) -> None:
    """DELIVERED orders complete when the market's last return window closed and nothing about them is open (R-ORD-3)."""

    async def end(order: OrderRow) -> None:
        # Asked once more under the order's lock: a second request may have come between.
        await hold_order(db, order)
        if await open_return_of(db, order.shop_id, order.order_id) is None:
            await complete(db, order, now=now)

    for market in MARKETS:
        before = now - timedelta(seconds=last_return_s(await policy(db, market, now)))
        await one_by_one(
            db,
            lambda after, market=market, before=before: delivered_before(db, market, before, after),
            end,
            lambda order: Place(order.delivered_at or now, order.order_id),
            job=f"aftersales.complete_delivered.{market}",
        )


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
    Timed("aftersales.answer_cancellations", every_s=10, act=answer_cancellations, outside=True),
    Timed("aftersales.answer_returns", every_s=10, act=answer_returns, outside=True),
    Timed("aftersales.answer_disputes", every_s=30, act=answer_disputes, outside=True),
    Timed("aftersales.complete_delivered", every_s=10, act=complete_delivered, outside=True),
    Reaction("order.cancelled", "aftersales.note_cancelled", note_cancelled),
    Reaction("order.shipped", "aftersales.close_overtaken", close_overtaken),
    Reaction("refund.paid", "aftersales.note_paid_back", note_paid_back),
)
