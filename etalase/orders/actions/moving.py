"""Move one order from state to state; every move is guarded, written into the history, and told."""

from datetime import datetime, timedelta

from etalase.base import events, live
from etalase.base.actor import Actor
from etalase.base.db import Db, value, write
from etalase.base.errors import Refused
from etalase.base.markets import policy
from etalase.orders.actions import money
from etalase.orders.actions.giving_back import give_back
from etalase.orders.queries.one import OrderRow, order_row, order_row_of_shop, orders_of_checkout
from etalase.orders.rules import MAY_CANCEL, MOVES, Side, Status, path
from etalase.payments import actions as payments
from etalase.shipping.rules import deadlines
from etalase.shops.queries import permit

MOVE = value(
    int,
    """UPDATE orders SET status = $3,
              paid_at = CASE WHEN $3 = CASE payment_method WHEN 'COD' THEN 'DELIVERED' ELSE 'ON_HOLD' END THEN $5
                             ELSE paid_at END,
              hold_until = CASE WHEN $3 = 'ON_HOLD' THEN $6 ELSE hold_until END,
              ship_by = CASE WHEN $3 = 'AWAITING_SHIPMENT' THEN $6 ELSE ship_by END,
              arranged_at = CASE WHEN $3 = 'AWAITING_COLLECTION' THEN $5 ELSE arranged_at END,
              shipped_at = CASE WHEN $3 = 'IN_TRANSIT' THEN $5 ELSE shipped_at END,
              deliver_by = CASE WHEN $3 = 'IN_TRANSIT' THEN $6 ELSE deliver_by END,
              delivered_at = CASE WHEN $3 = 'DELIVERED' THEN $5 ELSE delivered_at END,
              completed_at = CASE WHEN $3 = 'COMPLETED' THEN $5 ELSE completed_at END,
              cancelled_at = CASE WHEN $3 = 'CANCELLED' THEN $5 ELSE cancelled_at END,
              cancelled_by = CASE WHEN $3 = 'CANCELLED' THEN $7 ELSE cancelled_by END,
              cancel_reason = CASE WHEN $3 = 'CANCELLED' THEN $8 ELSE cancel_reason END
        WHERE shop_id = $1 AND order_id = $2 AND status = ANY($4::text[]) RETURNING order_id""",
)
SHIPPING = write("UPDATE orders SET carrier = $3, tracking_number = $4 WHERE shop_id = $1 AND order_id = $2")
DEADLINES = write("UPDATE orders SET collect_by = $3, cancel_at = $4 WHERE shop_id = $1 AND order_id = $2")
HISTORY = write(
    """INSERT INTO order_history (shop_id, entry_id, order_id, status, at, by_side, by_account_id, note)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"""
)


EVENTS: dict[Status, str] = {
    "ON_HOLD": "order.paid",
    "AWAITING_SHIPMENT": "order.released",
    "PARTIALLY_SHIPPING": "order.partly_arranged",
    "AWAITING_COLLECTION": "order.arranged",
    "IN_TRANSIT": "order.shipped",
    "DELIVERED": "order.delivered",
    "COMPLETED": "order.completed",
    "CANCELLED": "order.cancelled",
}


async def pay_order(db: Db, order: OrderRow, *, now: datetime, by: int | None) -> None:
    """UNPAID → ON_HOLD: the money is there, the hour begins in which the buyer may cancel alone (R-ORD-2)."""
    hold = now + timedelta(seconds=(await policy(db, order.market, now)).on_hold_s)
    await _move(db, order, "ON_HOLD", "BUYER", now=now, by=by, until=hold)


async def await_cash(db: Db, order: OrderRow, *, now: datetime) -> None:
    """UNPAID → ON_HOLD: it is to be paid at the door, as its buyer chose after all; the hour begins (R-ORD-2)."""
    hold = now + timedelta(seconds=(await policy(db, order.market, now)).on_hold_s)
    by = order.buyer_account_id
    await _move(db, order, "ON_HOLD", "BUYER", now=now, by=by, until=hold, event="order.cash_chosen")


async def release_hold(db: Db, order: OrderRow, *, now: datetime) -> None:
    """ON_HOLD → AWAITING_SHIPMENT when the hour is over; the seller's deadlines begin (R-ORD-7, R-ORD-9)."""
    due = deadlines(order.market, await policy(db, order.market, now), now)
    await _move(db, order, "AWAITING_SHIPMENT", "SYSTEM", now=now, until=due.ship_by)
    await DEADLINES.run(db, order.shop_id, order.order_id, due.collect_by, due.cancel_at)


async def progress(
    db: Db,
    order: OrderRow,
    to: Status,
    side: Side,
    *,
    now: datetime,
    by: int | None = None,
    note: str | None = None,
    deliver_by: datetime | None = None,
) -> None:
    """Bring an order as far as its packages are, one state after the other; never back. The caller holds the order.

    `deliver_by` is written when it is on its way. What was to be paid at the door is paid when it is delivered.
    """
    for step in path(order.status, to):
        until = deliver_by if step == "IN_TRANSIT" else None
        await _move(db, order, step, side, now=now, by=by, note=note, until=until)
        if step == "DELIVERED" and order.payment_method == "COD":
            await _paid_at_the_door(db, order, now=now)


async def name_carrier(db: Db, order: OrderRow, carrier: str, tracking_number: str | None) -> None:
    """Who carries it, as its lists show it: of several packages the first."""
    await SHIPPING.run(db, order.shop_id, order.order_id, carrier, tracking_number)


async def give_up(db: Db, order: OrderRow, *, now: datetime) -> None:
    """IN_TRANSIT → CANCELLED: the carrier could not deliver it and brought it back whole; what was paid goes back."""
    await _move(db, order, "CANCELLED", "SYSTEM", now=now, note="not_delivered", allowed=("IN_TRANSIT",))
    await give_back(db, order, now=now, reserved=False)
    await _pay_back(db, order, now=now)


async def _paid_at_the_door(db: Db, order: OrderRow, *, now: datetime) -> None:
    share = (order.shop_id, order.order_id)
    await payments.take(db, order.buyer_account_id, order.payment_id, [share], now=now)
    await money.capture(db, [order], now=now)


async def complete(db: Db, order: OrderRow, *, now: datetime) -> None:
    """DELIVERED → COMPLETED: no return can be opened any more (R-ORD-3)."""
    await _move(db, order, "COMPLETED", "SYSTEM", now=now)


async def cancel_as_buyer(db: Db, actor: Actor, *, order_id: int, reason: str, now: datetime) -> OrderRow:
    """The buyer cancels alone while it is unpaid or on hold (R-ORD-2)."""
    order = await order_row(db, actor.account_id, order_id)
    await cancel(db, order, "BUYER", reason, now=now, by=actor.account_id)
    return await order_row(db, actor.account_id, order_id)


async def cancel_as_seller(
    db: Db, actor: Actor, *, shop_id: int, order_id: int, reason: str, now: datetime
) -> OrderRow:
    """The seller cancels what it cannot ship."""
    await permit(db, actor, shop_id, "order.cancel")
    order = await order_row_of_shop(db, shop_id, order_id)
    await cancel(db, order, "SELLER", reason, now=now, by=actor.account_id)
    return await order_row_of_shop(db, shop_id, order_id)


async def cancel(
    db: Db,
    order: OrderRow,
    side: Side,
    reason: str,
    *,
    now: datetime,
    by: int | None = None,
    allowed: tuple[Status, ...] | None = None,
) -> None:
    """End an order that was not shipped: its pieces can be sold again, and what was paid goes back.

    `allowed`: from which states, where that is not what the side may do alone (an approved request: CANCELS_APPROVED).
    """
    said = reason.strip()[:200] or None
    await _move(db, order, "CANCELLED", side, now=now, by=by, note=said, allowed=allowed or MAY_CANCEL[side])
    await give_back(db, order, now=now)
    await _pay_back(db, order, now=now)


async def _pay_back(db: Db, order: OrderRow, *, now: datetime) -> None:
    # As it is now, under its lock: it may have been paid since `order` was read.
    paid = (await order_row_of_shop(db, order.shop_id, order.order_id)).paid_at is not None
    if paid:
        await money.refund(db, order, None, cause="order.cancelled", cause_id=order.order_id, now=now)
        return
    # Under the payment's lock, so that of two orders that are cancelled at once one sees both.
    await payments.hold(db, order.buyer_account_id, order.payment_id)
    checkout = await orders_of_checkout(db, order.buyer_account_id, order.checkout_id)
    if all(each.status == "CANCELLED" for each in checkout):
        await payments.move(db, order.buyer_account_id, order.payment_id, "CANCELLED", now=now)


async def _move(
    db: Db,
    order: OrderRow,
    to: Status,
    side: Side,
    *,
    now: datetime,
    by: int | None = None,
    until: datetime | None = None,
    note: str | None = None,
    allowed: tuple[Status, ...] | None = None,
    event: str | None = None,
) -> None:
    moved = await MOVE.get(db, order.shop_id, order.order_id, to, list(allowed or MOVES[to]), now, until, side, note)
    if moved is None:
        raise Refused(
            "orders.wrong_state", order_status=(await order_row_of_shop(db, order.shop_id, order.order_id)).status
        )
    await HISTORY.run(db, order.shop_id, await db.new_id(), order.order_id, to, now, side, by, note)
    facts: dict[str, events.FactValue] = {"order_id": str(order.order_id)}
    await events.record(
        db, event or EVENTS[to], at=now, shop_id=order.shop_id, account_id=order.buyer_account_id, facts=facts
    )
    await live.announce(db, live.shop(order.shop_id))
    await live.announce(db, live.account(order.buyer_account_id))
