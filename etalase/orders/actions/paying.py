"""Pay for a checkout: write down that we ask, ask outside any transaction, and write down the answer, once.

Whatever is said twice, late, or about something that was cancelled meanwhile ends in the same books: the orders are paid
and held, or the money goes back.
"""

from collections.abc import Sequence
from datetime import datetime

import msgspec

from etalase.base import live
from etalase.base.actor import Actor
from etalase.base.db import Db, value, write
from etalase.base.errors import Refused
from etalase.base.jobs import alone
from etalase.base.markets import policy
from etalase.orders.actions import money
from etalase.orders.actions.asked import Placed, PlacedOrder
from etalase.orders.actions.cashing import choose_cash
from etalase.orders.actions.moving import pay_order
from etalase.orders.queries.one import OrderRow, hold_order, order_row, order_row_of_shop, orders_of_checkout
from etalase.payments import actions as payments
from etalase.payments.actions import Heard, Outcome, Word
from etalase.payments.ports import Unanswered, provider_of
from etalase.payments.queries import (
    Attempt,
    PaymentSeen,
    find_payment,
    is_offered,
    my_payment,
    payment,
    payment_methods,
)
from etalase.payments.queries import attempt as attempt_of
from etalase.payments.rules import Method, pay_until

PARKED_BATCH = 50
METHOD = write("UPDATE orders SET payment_method = $3 WHERE shop_id = $1 AND order_id = $2")
# Its money came after it was cancelled: in the books, and out of them again.
PAID_LATE = value(
    int,
    """UPDATE orders SET paid_at = $3 WHERE shop_id = $1 AND order_id = $2 AND status = 'CANCELLED' AND paid_at IS NULL
       RETURNING order_id""",
)
STARTED = "order.paid_late"


async def pay_checkout(db: Db, placed: Placed, *, card: str, now: datetime) -> Placed:
    """Ask to be paid for a checkout that was just placed: at once with a sandbox card, else with a next step for the buyer.

    `db` is outside any transaction: the provider is called between two of ours. Declined leaves the orders UNPAID, to be
    paid another time; so does a provider that does not answer, whose word may still come. Called again after a crash, it goes
    on with what was begun.
    """
    if placed.method == "COD":
        return placed
    async with db.transaction():
        orders = await _held(db, placed.account_id, placed.checkout_id)
        attempt = await _begun(db, orders, placed, card, now)
    if attempt is not None:
        await _ask(db, attempt, placed.checkout_id, now=now)
    return await _as_it_stands(db, placed)


async def pay_again(
    db: Db, actor: Actor, *, order_id: int, now: datetime, method: Method | None = None, card: str = "approve"
) -> OrderRow:
    """Pay for the checkout of an unpaid order, with the same or another method. `db` is outside any transaction.

    Refused: `payments.not_open`, also when its time is over and no job has cancelled it yet (R-ORD-8);
    `payments.method_not_offered`; `payments.declined`; `payments.provider_away`; to pay at the door, those of `choose_cash`.
    """
    async with db.transaction():
        first = await order_row(db, actor.account_id, order_id)
        orders = await _held(db, actor.account_id, first.checkout_id)
        order = next(each for each in orders if each.order_id == order_id)
        if order.status != "UNPAID" or (order.unpaid_until is not None and order.unpaid_until <= now):
            raise Refused("payments.not_open")
        owed = await payment(db, actor.account_id, order.payment_id)
        chosen: Method = method or owed.method
        if not is_offered(await payment_methods(db, order.market, now=now), chosen):
            raise Refused("payments.method_not_offered", method=chosen)
        if chosen == "COD":
            await choose_cash(db, orders, now=now)
            return await order_row(db, actor.account_id, order_id)
        attempt = await _begin(db, orders, chosen, card, now)
    outcome = await _ask(db, attempt, order.checkout_id, now=now)
    if outcome == "FAILED":
        raise Refused("payments.declined")
    return await order_row(db, actor.account_id, order_id)


class Paying(msgspec.Struct, frozen=True):
    """An order whose buyer pays, and how the payment of its checkout stands."""

    order: OrderRow
    payment: PaymentSeen


async def pay(
    db: Db, actor: Actor, *, order_id: int, now: datetime, method: Method | None = None, card: str = "approve"
) -> Paying:
    """`pay_again`, answering the payment and its next step, too."""
    order = await pay_again(db, actor, order_id=order_id, now=now, method=method, card=card)
    return Paying(order, await my_payment(db, actor, payment_id=order.payment_id))


async def hear_word(db: Db, heard: Heard, *, now: datetime) -> None:
    """Work one stored word of a provider, in one transaction. A word about something we do not know is parked."""
    owed = await find_payment(db, heard.account_id, heard.payment_id)
    if owed is None:
        await payments.worked(db, heard, "UNKNOWN", now=now)
        return
    orders = await _held(db, heard.account_id, owed.checkout_id)
    outcome = await _apply(db, heard.said, orders, now=now)
    await payments.worked(db, heard, outcome, now=now)


async def hear_parked(db: Db, *, now: datetime) -> None:
    """Look again at words that came before what they speak of."""
    for heard in await payments.parked_words(db, now=now, limit=PARKED_BATCH):
        await alone(db, hear_word(db, heard, now=now), job="orders.hear_early")


async def _begun(db: Db, orders: Sequence[OrderRow], placed: Placed, card: str, now: datetime) -> Attempt | None:
    """The attempt whose provider is to be called; None when there is nothing to ask for."""
    owed = await payment(db, placed.account_id, placed.payment_id)
    if owed.attempts:
        last = await attempt_of(db, placed.account_id, placed.payment_id, owed.attempts)
        return last if last is not None and last.status == "OPENING" else None
    if not any(order.status == "UNPAID" for order in orders):
        return None
    if owed.amount_minor == 0:
        await _settle(db, orders, now=now)
        return None
    return await _begin(db, orders, placed.method, card, now)


async def _begin(db: Db, orders: Sequence[OrderRow], method: Method, card: str, now: datetime) -> Attempt:
    unpaid = [order for order in orders if order.status == "UNPAID"]
    if not unpaid:
        raise Refused("payments.not_open")
    first = unpaid[0]
    for order in unpaid:
        if order.payment_method != method:
            await METHOD.run(db, order.shop_id, order.order_id, method)
    ends = min((order.unpaid_until for order in unpaid if order.unpaid_until is not None), default=None)
    return await payments.begin_attempt(
        db,
        first.buyer_account_id,
        first.payment_id,
        method=method,
        card=card if method == "SANDBOX_CARD" else None,
        expires_at=pay_until(await policy(db, first.market, now), method, ends, now),
        now=now,
    )


async def _ask(db: Db, attempt: Attempt, checkout_id: int, *, now: datetime) -> Outcome:
    """Call the provider and write down what it says. OPEN also when it does not answer: a job asks it later."""
    try:
        told = await provider_of(db, attempt.provider).open(payments.charge_of(attempt), now=now)
    except Unanswered:
        return "OPEN"
    async with db.transaction():
        orders = await _held(db, attempt.account_id, checkout_id)
        word = Word(attempt.account_id, attempt.payment_id, attempt.attempt, told)
        return await _apply(db, word, orders, now=now)


async def _apply(db: Db, word: Word, orders: Sequence[OrderRow], *, now: datetime) -> Outcome:
    outcome = await payments.apply_word(db, word, now=now)
    if outcome == "PAID":
        await _settle(db, orders, now=now)
    if outcome != "NOTHING":
        await live.announce(db, live.account(word.account_id))
    return outcome


async def _settle(db: Db, orders: Sequence[OrderRow], *, now: datetime) -> None:
    """The money is there, for every order of the checkout: those that waited go on, those that were cancelled get it back."""
    first = orders[0]
    shares = [(order.shop_id, order.order_id) for order in orders]
    await payments.take(db, first.buyer_account_id, first.payment_id, shares, now=now)
    waiting = [order for order in orders if order.status == "UNPAID"]
    for order in waiting:
        await pay_order(db, order, now=now, by=order.buyer_account_id)
    late = [order for order in orders if order.status == "CANCELLED" and await _paid_late(db, order, now)]
    await money.capture(db, [*waiting, *late], now=now)
    for order in late:
        fresh = await order_row_of_shop(db, order.shop_id, order.order_id)
        await money.refund(db, fresh, None, cause=STARTED, cause_id=order.order_id, now=now, reason="paid_late")


async def _paid_late(db: Db, order: OrderRow, now: datetime) -> bool:
    return await PAID_LATE.get(db, order.shop_id, order.order_id, now) is not None


async def _held(db: Db, account_id: int, checkout_id: int) -> list[OrderRow]:
    """The orders of a checkout in the order of the shops, locked before their payment: none is cancelled while money comes."""
    for each in await orders_of_checkout(db, account_id, checkout_id):
        await hold_order(db, each)
    return await orders_of_checkout(db, account_id, checkout_id)


async def _as_it_stands(db: Db, placed: Placed) -> Placed:
    orders = await orders_of_checkout(db, placed.account_id, placed.checkout_id)
    owed = await payment(db, placed.account_id, placed.payment_id)
    last = await attempt_of(db, placed.account_id, placed.payment_id, owed.attempts)
    return msgspec.structs.replace(
        placed,
        orders=[PlacedOrder(each.order_id, each.shop_id, each.status, each.total_minor) for each in orders],
        payment_status=owed.status,
        next_step=last and last.next_step,
        pay_until=last and last.expires_at,
    )
