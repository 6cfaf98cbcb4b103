"""After delivery the money waits: how long, by the shop's term; and cash waits for its carrier."""

from datetime import datetime, timedelta

from etalase.base.db import Db, write
from etalase.ledger import actions as ledger
from etalase.ledger.queries import of_orders
from etalase.orders.queries.one import order_row_of_shop
from etalase.settlement.queries.due import Due
from etalase.settlement.queries.terms import earned_by

REMITTED = "cash.remitted"
BEGIN = write(
    """INSERT INTO settlements (shop_id, order_id, currency, rule, delivered_at, due_at, reserve_bp, reserve_days,
              cash_due_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (shop_id, order_id) DO NOTHING"""
)
CASH_CAME = write("UPDATE settlements SET cash_due_at = NULL WHERE shop_id = $1 AND order_id = $2")


async def begin_waiting(db: Db, shop_id: int, order_id: int, *, now: datetime) -> None:
    """A delivered order's money begins to wait; its term is fixed now."""
    order = await order_row_of_shop(db, shop_id, order_id)
    earned = await earned_by(db, shop_id, now=now)
    term = earned.term
    delivered = order.delivered_at or now
    cash_due = None
    if order.payment_method == "COD":
        cash_due = delivered + timedelta(days=earned.numbers.cod_remit_days)
    await BEGIN.run(
        db,
        shop_id,
        order_id,
        order.currency,
        term.version,
        delivered,
        term.due(delivered),
        term.reserve_bp,
        term.reserve_days,
        cash_due,
    )


async def carrier_remits(db: Db, due: Due, *, now: datetime) -> None:
    """The carrier hands over what it collected for an order: cash on the road becomes money in the bank."""
    collected = 0
    for each in await of_orders(db, [(due.shop_id, due.order_id)]):
        collected += each.amount_minor * ((each.debit == "carrier_cash") - (each.credit == "carrier_cash"))
    if collected > 0:
        remitted = ledger.Transfer(
            due.shop_id,
            "bank",
            "carrier_cash",
            collected,
            due.currency,
            REMITTED,
            due.order_id,
            1,
            order_id=due.order_id,
        )
        await ledger.post(db, [remitted], now=now)
    await CASH_CAME.run(db, due.shop_id, due.order_id)
