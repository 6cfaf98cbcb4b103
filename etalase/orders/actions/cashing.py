"""A buyer who did not pay yet chooses to pay at the door (R-COD-1)."""

from collections.abc import Sequence
from datetime import datetime

from etalase.base.db import Db, value, write
from etalase.base.errors import Refused
from etalase.base.markets import policy
from etalase.orders.actions.moving import await_cash
from etalase.orders.queries.one import OrderRow
from etalase.payments import actions as payments
from etalase.payments.queries import cod_standings
from etalase.payments.rules import check_cod

CATEGORIES = value(
    int,
    """SELECT DISTINCT p.category_id FROM unnest($1::bigint[], $2::bigint[]) AS o (shop_id, order_id)
         JOIN order_lines l ON l.shop_id = o.shop_id AND l.order_id = o.order_id
         JOIN products p ON p.shop_id = l.shop_id AND p.product_id = l.product_id""",
)
METHOD = write("UPDATE orders SET payment_method = 'COD' WHERE shop_id = $1 AND order_id = $2")


async def choose_cash(db: Db, orders: Sequence[OrderRow], *, now: datetime) -> None:
    """Every order of a checkout that waits for its money goes on, to be paid at the door. The caller holds all its orders.

    The same rules as at the till; what a provider could still take is closed there, and given back if it comes all the same.
    Refused: those of `payments.rules.check_cod`, `payments.not_open`.
    """
    unpaid = [order for order in orders if order.status == "UNPAID"]
    if not unpaid:
        raise Refused("payments.not_open")
    first = unpaid[0]
    shops, numbers = [order.shop_id for order in unpaid], [order.order_id for order in unpaid]
    check_cod(
        await policy(db, first.market, now),
        (await cod_standings(db, [first.buyer_account_id], now=now))[first.buyer_account_id],
        market=first.market,
        total_minor=sum(order.total_minor for order in unpaid),
        category_ids=set(await CATEGORIES.all(db, shops, numbers)),
        at=now,
    )
    if not await payments.owe_at_the_door(db, first.buyer_account_id, first.payment_id, now=now):
        raise Refused("payments.not_open")
    for order in unpaid:
        await METHOD.run(db, order.shop_id, order.order_id)
        await await_cash(db, order, now=now)
