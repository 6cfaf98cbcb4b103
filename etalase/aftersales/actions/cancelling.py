"""Cancel an order after it was placed: alone, at once by a rule, or asked of the shop, whose silence approves (R-CAN-1…3)."""

from datetime import datetime, timedelta
from typing import Final

from etalase.aftersales.queries.cancellations import Cancellation, cancellation, way_to_cancel
from etalase.aftersales.rules import said
from etalase.aftersales.rules.cancelling import REASON_MAX, SHIPPED_MEANWHILE, WITHDRAWN, Status
from etalase.base import events, live
from etalase.base.actor import Actor
from etalase.base.db import Db, value
from etalase.base.errors import NotFound, Refused
from etalase.base.markets import policy
from etalase.orders.actions.moving import cancel
from etalase.orders.queries import OrderRow, order_row, order_row_of_shop
from etalase.orders.queries.one import hold_order
from etalase.orders.rules import CANCELS_APPROVED, Side
from etalase.shops.queries import permit

# One that counts per order: a second one finds the first (the index cancellations_one_that_counts).
OPEN = value(
    int,
    """INSERT INTO cancellations (shop_id, cancellation_id, order_id, account_id, kind, status, reason, requested_at, answer_by,
              decided_at, decided_by, refunded_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
       ON CONFLICT (shop_id, order_id) WHERE status <> 'CANCELLATION_REQUEST_CANCEL' DO NOTHING RETURNING cancellation_id""",
)
DECIDE = value(
    int,
    """UPDATE cancellations SET status = $3, decided_at = $4, decided_by = $5, answer = $6, refunded_at = $7
        WHERE shop_id = $1 AND cancellation_id = $2 AND status = 'CANCELLATION_REQUEST_PENDING' RETURNING cancellation_id""",
)
PENDING_OF = value(
    int,
    """SELECT cancellation_id FROM cancellations
        WHERE shop_id = $1 AND order_id = $2 AND status = 'CANCELLATION_REQUEST_PENDING'""",
)
PAID_BACK = value(
    int,
    """UPDATE cancellations SET status = 'CANCELLATION_REQUEST_COMPLETE', refunded_at = $3
        WHERE shop_id = $1 AND order_id = $2 AND status = 'CANCELLATION_REQUEST_SUCCESS' RETURNING cancellation_id""",
)
ENDED: Final[dict[Side, str]] = {"BUYER": "withdrawn", "SELLER": "rejected", "SYSTEM": "overtaken"}


async def request_cancellation(db: Db, actor: Actor, *, order_id: int, reason: str = "", now: datetime) -> Cancellation:
    """The buyer wants the order cancelled: done at once where nobody need be asked, else the shop is (R-CAN-2, 3).

    Refused: `aftersales.cannot_cancel` once it is on its way, `aftersales.cancellation_open`.
    """
    order = await order_row(db, actor.account_id, order_id)
    await hold_order(db, order)
    order = await order_row(db, actor.account_id, order_id)
    why = said("reason", reason, REASON_MAX)
    how = await way_to_cancel(db, order, now)
    if how is None:
        raise Refused("aftersales.cannot_cancel", order_status=order.status)
    if how == "ASK":
        return await _ask(db, order, why, now=now)
    await cancel(db, order, "BUYER", why or "", now=now, by=actor.account_id, allowed=(order.status,))
    decided_by: Side = "BUYER" if how == "ALONE" else "SYSTEM"
    made = await record_cancelled(db, order, why, decided_by, kind="BUYER_CANCEL", now=now)
    if made is None:
        # A request was pending; what it asked for has happened.
        pending = await PENDING_OF.sole(db, order.shop_id, order.order_id)
        await _decide(db, order, pending, _done(order), decided_by, None, now=now)
        made = pending
    return await cancellation(db, made)


async def withdraw_cancellation(db: Db, actor: Actor, *, cancellation_id: int, now: datetime) -> Cancellation:
    """The buyer keeps the order after all. Refused: `aftersales.cancellation_decided`."""
    asked = await cancellation(db, cancellation_id)
    if asked.account_id != actor.account_id:
        raise NotFound
    order = await _held(db, asked)
    await _decide(db, order, cancellation_id, "CANCELLATION_REQUEST_CANCEL", "BUYER", WITHDRAWN, now=now)
    return await cancellation(db, cancellation_id)


async def approve_cancellation(
    db: Db, actor: Actor, *, shop_id: int, cancellation_id: int, now: datetime
) -> Cancellation:
    """The shop agrees: the order is cancelled and what was paid goes back. Refused: when it is decided or on its way."""
    await permit(db, actor, shop_id, "aftersales.write")
    asked = await _of_shop(db, shop_id, cancellation_id)
    await grant(db, asked, "SELLER", now=now)
    return await cancellation(db, cancellation_id)


async def reject_cancellation(
    db: Db, actor: Actor, *, shop_id: int, cancellation_id: int, reason: str, now: datetime
) -> Cancellation:
    """The shop says no, and why: the order goes on. Refused: `aftersales.cancellation_decided`."""
    await permit(db, actor, shop_id, "aftersales.write")
    why = said("reason", reason, REASON_MAX, needed=True)
    order = await _held(db, await _of_shop(db, shop_id, cancellation_id))
    await _decide(db, order, cancellation_id, "CANCELLATION_REQUEST_CANCEL", "SELLER", why, now=now)
    return await cancellation(db, cancellation_id)


async def grant(db: Db, asked: Cancellation, side: Side, *, now: datetime) -> None:
    """Cancel the order of a pending request, whoever approved it: the shop, or its silence (SYSTEM).

    Cancelling is a guarded move of the order: against a parcel that leaves at the same moment, exactly one wins.
    """
    order = await _held(db, asked)
    await _decide(db, order, asked.cancellation_id, _done(order), side, None, now=now)
    # The buyer began it, whoever agreed (R-ORD-7).
    await cancel(db, order, "BUYER", asked.reason or "", now=now, by=asked.account_id, allowed=CANCELS_APPROVED)


async def close_overtaken(db: Db, shop_id: int, order_id: int, *, now: datetime) -> None:
    """The parcel left before anybody answered: the request ends, and the buyer can return it instead (R-CAN-2)."""
    pending = await PENDING_OF.get(db, shop_id, order_id)
    if pending is not None:
        order = await _held(db, await cancellation(db, pending))
        if order.status in CANCELS_APPROVED:
            return  # it has not left: something else went wrong, and the request still waits
        await _decide(
            db, order, pending, "CANCELLATION_REQUEST_CANCEL", "SYSTEM", SHIPPED_MEANWHILE, now=now, once=True
        )


async def note_cancelled(db: Db, shop_id: int, order_id: int, *, now: datetime) -> None:
    """An order was cancelled by whomever: the record of it exists afterwards, once (R-CAN-1)."""
    order = await order_row_of_shop(db, shop_id, order_id)
    await hold_order(db, order)
    pending = await PENDING_OF.get(db, shop_id, order_id)
    side: Side = "BUYER" if order.cancelled_by == "BUYER" else "SELLER" if order.cancelled_by == "SELLER" else "SYSTEM"
    if pending is not None:
        await _decide(db, order, pending, _done(order), side, None, now=now, once=True)
        return
    kind = "BUYER_CANCEL" if side == "BUYER" else "CANCEL"
    await record_cancelled(db, order, order.cancel_reason, side, kind=kind, now=order.cancelled_at or now)


async def note_paid_back(db: Db, shop_id: int, order_id: int, *, now: datetime) -> None:
    """The refund of a cancelled order has arrived: SUCCESS → COMPLETE."""
    await PAID_BACK.get(db, shop_id, order_id, now)


async def record_cancelled(
    db: Db, order: OrderRow, why: str | None, side: Side, *, kind: str, now: datetime
) -> int | None:
    """Write down a cancellation that nobody was asked for; None when there is one that counts already."""
    status = _done(order)
    paid_back = now if status == "CANCELLATION_REQUEST_COMPLETE" else None
    return await OPEN.get(
        db, order.shop_id, await db.new_id(), order.order_id, order.buyer_account_id, kind, status, why, now, now, now,
        side, paid_back,
    )  # fmt: skip


async def _ask(db: Db, order: OrderRow, why: str | None, *, now: datetime) -> Cancellation:
    until = now + timedelta(seconds=(await policy(db, order.market, now)).cancel_answer_s)
    key = (order.shop_id, await db.new_id(), order.order_id, order.buyer_account_id)
    asked = "CANCELLATION_REQUEST_PENDING"
    made = await OPEN.get(db, *key, "BUYER_CANCEL", asked, why, now, until, None, None, None)
    if made is None:
        raise Refused("aftersales.cancellation_open")
    await _tell(db, order, "cancellation.requested", made, now=now)
    return await cancellation(db, made)


async def _decide(
    db: Db,
    order: OrderRow,
    cancellation_id: int,
    status: Status,
    side: Side,
    answer: str | None,
    *,
    now: datetime,
    once: bool = False,
) -> None:
    paid_back = now if status == "CANCELLATION_REQUEST_COMPLETE" else None
    if await DECIDE.get(db, order.shop_id, cancellation_id, status, now, side, answer, paid_back) is None:
        if once:
            return
        raise Refused("aftersales.cancellation_decided")
    said_no = status == "CANCELLATION_REQUEST_CANCEL"
    await _tell(db, order, f"cancellation.{ENDED[side] if said_no else 'approved'}", cancellation_id, now=now)


def _done(order: OrderRow) -> Status:
    # What was not paid has nothing to come back: the cancellation is complete with the act.
    return "CANCELLATION_REQUEST_SUCCESS" if order.paid_at is not None else "CANCELLATION_REQUEST_COMPLETE"


async def _tell(db: Db, order: OrderRow, name: str, cancellation_id: int, *, now: datetime) -> None:
    facts: dict[str, events.FactValue] = {
        "order_id": str(order.order_id),
        "cancellation_id": str(cancellation_id),
    }
    await events.record(db, name, at=now, shop_id=order.shop_id, account_id=order.buyer_account_id, facts=facts)
    await live.announce(db, live.shop(order.shop_id))
    await live.announce(db, live.account(order.buyer_account_id))


async def _of_shop(db: Db, shop_id: int, cancellation_id: int) -> Cancellation:
    found = await cancellation(db, cancellation_id)
    if found.shop_id != shop_id:
        raise NotFound
    return found


async def _held(db: Db, asked: Cancellation) -> OrderRow:
    """The order of a request, locked: it is locked before its requests, its stock and its payment."""
    order = await order_row_of_shop(db, asked.shop_id, asked.order_id)
    await hold_order(db, order)
    return await order_row_of_shop(db, asked.shop_id, asked.order_id)
