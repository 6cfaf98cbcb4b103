"""Shoppers buy, sellers send, carriers carry: what each purchase still has before it."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import msgspec

from etalase.aftersales import actions as aftersales
from etalase.base.actor import Actor
from etalase.demo.loading.days import Days
from etalase.demo.loading.stage import Made, Stage
from etalase.demo.purchases import ADDRESSES, CARRIERS, PURCHASES, Fate, Purchase
from etalase.orders import actions as orders
from etalase.orders.queries import order_row
from etalase.parcels import actions as parcels
from etalase.parcels.rules import Kind as Word

# Hours after it was placed; a parcel that left is with the carrier, at a sorting centre, at the door.
PACKED, LEFT, SORTED, CAME = 8, 20, 30, 60
SENT: tuple[Fate, ...] = ("PACKED", "ASKED", "UNDERWAY", "THERE")


class Sale(msgspec.Struct):
    """A purchase as it is played: who sells it, and since it was placed its order."""

    purchase: Purchase
    made: Made
    seller: Actor
    buyer: Actor
    placed: datetime
    order_id: int = 0

    @property
    def where(self) -> tuple[int, int]:
        """(shop, order)"""
        return self.made.shop_id, self.order_id

    def after(self, hours: float) -> datetime:
        """So long after it was placed."""
        return self.placed + timedelta(hours=hours)


def sales_of(stage: Stage) -> Iterator[Sale]:
    """Every purchase with the people and the product it is about."""
    for each in PURCHASES:
        made = next(made for made in stage.goods if made.title.startswith(each.title))
        shop = next(name for name, shop_id in stage.shops.items() if shop_id == made.shop_id)
        placed = stage.now - timedelta(hours=each.hours)
        yield Sale(each, made, stage.owner_of(shop), stage.actors[each.buyer], placed)


def plan(days: Days, sale: Sale) -> None:
    """What is to happen to a purchase, each at its time."""
    fate = sale.purchase.fate
    days.at(sale.placed, lambda now: _buy(days.stage, sale, now))
    if fate == "CANCELLED":
        days.at(sale.after(0.4), lambda now: _cancel(days.stage, sale, now))
    if fate in SENT:
        days.at(sale.after(PACKED), lambda now: _send(days.stage, sale, now))
    if fate == "ASKED":
        days.at(sale.after(PACKED + 4), lambda now: _ask_to_cancel(days.stage, sale, now))
    if fate in {"UNDERWAY", "THERE"}:
        _plan_road(days, sale)


def _plan_road(days: Days, sale: Sale) -> None:
    towns = CARRIERS[sale.buyer.market][1]
    days.at(sale.after(LEFT), lambda now: _report(days.stage, sale, "PICKED_UP", towns[0], now))
    days.at(sale.after(SORTED), lambda now: _report(days.stage, sale, "IN_TRANSIT", towns[1], now))
    if sale.purchase.fate == "THERE":
        days.at(sale.after(CAME - 4), lambda now: _report(days.stage, sale, "OUT_FOR_DELIVERY", towns[1], now))
        days.at(sale.after(CAME), lambda now: _report(days.stage, sale, "DELIVERED", towns[1], now))


async def _buy(stage: Stage, sale: Sale, now: datetime) -> None:
    # Through the cart, as people do: their address is kept for the next time.
    asked = sale.purchase
    via = orders.Via("SHOWCASE", asked.via) if asked.via else None
    sku = sale.made.sku_ids[len(sale.made.sku_ids) // 2]
    await orders.put_in_cart(stage.db, sale.buyer, sku_id=sku, quantity=asked.quantity, via=via, now=now)
    placed = await orders.buy_cart(
        stage.db, sale.buyer, address=ADDRESSES[sale.buyer.handle], method=asked.method, now=now
    )
    sale.order_id = placed.orders[0].order_id


async def _cancel(stage: Stage, sale: Sale, now: datetime) -> None:
    await orders.cancel_as_buyer(stage.db, sale.buyer, order_id=sale.order_id, reason="Salah ukuran", now=now)


async def _ask_to_cancel(stage: Stage, sale: Sale, now: datetime) -> None:
    await aftersales.request_cancellation(
        stage.db, sale.buyer, order_id=sale.order_id, reason="Salah pilih nomor", now=now
    )


async def _send(stage: Stage, sale: Sale, now: datetime) -> None:
    shop_id, order_id = sale.where
    carrier = CARRIERS[sale.buyer.market][0]
    await parcels.ship_order(
        stage.db,
        sale.seller,
        shop_id=shop_id,
        order_id=order_id,
        carrier=carrier,
        tracking_number=number_of(order_id),
        now=now,
    )


async def _report(stage: Stage, sale: Sale, word: Word, place: str, now: datetime) -> None:
    order = await order_row(stage.db, sale.buyer.account_id, sale.order_id)
    number = number_of(sale.order_id)
    report = parcels.Report(order.carrier or "", f"{number}-{word}", number, word, now, place)
    await parcels.carrier_reported(stage.db, report, now=now)


def number_of(order_id: int) -> str:
    """The tracking number of an order's parcel."""
    return f"ET{order_id % 10**10:010}"
