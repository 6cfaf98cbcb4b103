"""Send a whole order with one call: one package with everything that is not packed yet, moved like any other."""

from datetime import datetime

from etalase.base.actor import Actor
from etalase.base.db import Db
from etalase.base.errors import NotFound
from etalase.orders.queries import OrderRow, held_orders
from etalase.orders.queries.one import lines_of, order_row_of_shop
from etalase.parcels.actions.holding import By, held, wrong_order
from etalase.parcels.actions.moving import arrange_held, deliver_held, hand_over_held
from etalase.parcels.actions.packing import pack_held
from etalase.parcels.queries.due import related_orders
from etalase.parcels.queries.packages import PackageDetail, packages_of_orders
from etalase.parcels.rules import PACKS_IN
from etalase.shops.queries import permit


async def ship_order(
    db: Db,
    actor: Actor,
    *,
    shop_id: int,
    order_id: int,
    now: datetime,
    carrier: str = "",
    tracking_number: str = "",
) -> OrderRow:
    """Everything of an order is packed and a carrier is told; without a `carrier` the platform's is booked."""
    order = await _held(db, actor, shop_id, order_id)
    if order.status not in PACKS_IN:
        raise wrong_order(order)
    if any(each.unpacked for each in (await lines_of(db, [order]))[order_id]):
        await pack_held(db, order, None, now=now)
    by = By("SELLER", actor.account_id)
    for each in await _packages(db, order):
        if each.package.status == "PROCESSING" and each.package.arranged_at is None:
            orders_held, [one] = await held(db, shop_id, [each.package.package_id])
            await arrange_held(db, orders_held, one, carrier, tracking_number, by, now=now)
    return await order_row_of_shop(db, shop_id, order_id)


async def hand_over_order(db: Db, actor: Actor, *, shop_id: int, order_id: int, now: datetime) -> OrderRow:
    """The carrier has all packages of an order that were arranged."""
    order = await _held(db, actor, shop_id, order_id)
    waiting = [
        each.package.package_id
        for each in await _packages(db, order)
        if each.package.status == "PROCESSING" and each.package.arranged_at is not None
    ]
    if order.status not in {"PARTIALLY_SHIPPING", "AWAITING_COLLECTION", "IN_TRANSIT"} or not waiting:
        raise wrong_order(order)
    orders_held, found = await held(db, shop_id, waiting)
    await hand_over_held(db, orders_held, found, By("SELLER", actor.account_id), now=now)
    return await order_row_of_shop(db, shop_id, order_id)


async def deliver_order(db: Db, actor: Actor, *, shop_id: int, order_id: int, now: datetime) -> OrderRow:
    """The buyer has all packages of an order that are on their way."""
    order = await _held(db, actor, shop_id, order_id)
    moving = [each.package.package_id for each in await _packages(db, order) if each.package.status == "FULFILLING"]
    if order.status != "IN_TRANSIT" or not moving:
        raise wrong_order(order)
    orders_held, found = await held(db, shop_id, moving)
    await deliver_held(db, orders_held, found, By("SELLER", actor.account_id), now=now)
    return await order_row_of_shop(db, shop_id, order_id)


async def _held(db: Db, actor: Actor, shop_id: int, order_id: int) -> OrderRow:
    """The order, held with all that share a package with it: in id order from the first on."""
    await permit(db, actor, shop_id, "order.ship")
    found = await held_orders(db, shop_id, await related_orders(db, shop_id, [order_id]))
    order = next((each for each in found if each.order_id == order_id), None)
    if order is None:
        raise NotFound
    return order


async def _packages(db: Db, order: OrderRow) -> list[PackageDetail]:
    return (await packages_of_orders(db, order.shop_id, [order.order_id]))[order.order_id]
