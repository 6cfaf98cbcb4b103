"""Pay for a checkout, at once or later."""

from datetime import datetime

import msgspec

from etalase.base.actor import Actor
from etalase.base.db import Db
from etalase.base.errors import Refused
from etalase.orders.actions.asked import Placed, PlacedOrder
from etalase.orders.actions.moving import pay_order, refund_cancelled
from etalase.orders.queries.one import OrderRow, hold_order, order_row, orders_of_checkout
from etalase.payments import actions as payments
from etalase.payments.ports import SandboxCardProvider
from etalase.payments.queries import payment

PROVIDER = SandboxCardProvider()


async def pay_checkout(db: Db, placed: Placed, *, card: str, now: datetime) -> Placed:
    """Charge the sandbox card for a checkout that was just placed; declined leaves it UNPAID."""
    paid = await PROVIDER.charge(
        payment_id=placed.payment_id, amount_minor=placed.total_minor, currency=placed.currency, card=card
    )
    if not paid:
        await payments.move(db, placed.account_id, placed.payment_id, "FAILED", now=now)
        return msgspec.structs.replace(placed, payment_status="FAILED")
    orders = await _settle(db, placed.account_id, placed.checkout_id, placed.payment_id, now=now)
    return msgspec.structs.replace(placed, orders=orders, payment_status="PAID")


async def pay_again(db: Db, actor: Actor, *, order_id: int, card: str, now: datetime) -> OrderRow:
    """Pay for the checkout of an unpaid order with a sandbox card.

    Refused: `payments.not_open`, also when its time is over and no job has cancelled it yet (R-ORD-8); `payments.declined`.
    """
    first = await order_row(db, actor.account_id, order_id)
    # In the order of the shops, before the payment: nobody cancels one of them while its money comes in.
    for each in await orders_of_checkout(db, actor.account_id, first.checkout_id):
        await hold_order(db, each)
    order = await order_row(db, actor.account_id, order_id)
    owed = await payment(db, actor.account_id, order.payment_id)
    late = order.unpaid_until is not None and order.unpaid_until <= now
    if order.status != "UNPAID" or late or owed.status not in {"PENDING", "FAILED"}:
        raise Refused("payments.not_open")
    paid = await PROVIDER.charge(
        payment_id=owed.payment_id, amount_minor=owed.amount_minor, currency=owed.currency, card=card
    )
    if not paid:
        raise Refused("payments.declined")
    await _settle(db, actor.account_id, order.checkout_id, owed.payment_id, now=now)
    return await order_row(db, actor.account_id, order_id)


async def _settle(db: Db, account_id: int, checkout_id: int, payment_id: int, *, now: datetime) -> list[PlacedOrder]:
    """The money is there: the payment is PAID, and with it every order of its checkout that waited for it."""
    if not await payments.move(db, account_id, payment_id, "PAID", now=now):
        raise Refused("payments.not_open")
    orders = await orders_of_checkout(db, account_id, checkout_id)
    await refund_cancelled(db, orders)
    for order in orders:
        if order.status == "UNPAID":
            await pay_order(db, order, now=now, by=account_id)
    settled = await orders_of_checkout(db, account_id, checkout_id)
    return [PlacedOrder(each.order_id, each.shop_id, each.status, each.total_minor) for each in settled]
