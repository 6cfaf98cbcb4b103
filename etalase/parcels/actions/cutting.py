"""Cut an order to what was arranged of it in time: the rest is never sent (R-ORD-7)."""

from datetime import datetime

from etalase.base.db import Db
from etalase.orders import actions as orders
from etalase.orders.queries import held_orders
from etalase.orders.queries.one import lines_of
from etalase.parcels.actions.holding import By, bring_along
from etalase.parcels.actions.packing import take_out
from etalase.parcels.queries.due import related_orders
from etalase.parcels.queries.packages import packages_of_orders

CUT = By("SYSTEM", note="rest_not_shipped_in_time")


async def cut_to_arranged(db: Db, shop_id: int, order_id: int, *, now: datetime) -> bool:
    """The pieces no carrier was told of are cancelled by the system and refunded; the order goes on with the others.

    Whether it was cut: False when it has moved on meanwhile.
    """
    found = await held_orders(db, shop_id, await related_orders(db, shop_id, [order_id]))
    order = next((each for each in found if each.order_id == order_id), None)
    if order is None or order.status != "PARTIALLY_SHIPPING" or order.cancel_at is None or order.cancel_at > now:
        return False
    packed = (await packages_of_orders(db, shop_id, [order_id]))[order_id]
    await take_out(db, order_id, [each for each in packed if each.package.arranged_at is None], now=now)
    lines = (await lines_of(db, [order]))[order_id]
    await orders.drop_pieces(db, order, {each.line_id: each.unpacked for each in lines if each.unpacked}, now=now)
    await bring_along(db, [order], CUT, now=now)
    return True
