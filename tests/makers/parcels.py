"""A shop with orders that may be sent, for tests of parcels."""

from datetime import datetime, timedelta

import msgspec

from etalase.app.wiring import roster
from etalase.base.actor import Actor
from etalase.base.db import Db
from etalase.base.jobs import drain
from etalase.orders.actions import pay_checkout
from etalase.orders.queries import OrderRow, order_row_of_shop
from etalase.parcels.queries import PackageDetail, packages_of_orders
from etalase.payments.rules import Method
from etalase.shops.queries import Shop
from tests.makers.accounts import make_account
from tests.makers.catalog import make_product
from tests.makers.links import ready_shop
from tests.makers.orders import cart_of, placed_of

HOUR = timedelta(hours=1)


class Dispatch(msgspec.Struct, frozen=True):
    """A shop with two SKUs of 20 pieces, and a buyer. `at`: when the hour of its first orders was over."""

    seller: Actor
    shop: Shop
    skus: tuple[int, int]
    buyer: Actor
    at: datetime

    async def order(
        self, db: Db, *lines: tuple[int, int], buyer: Actor | None = None, method: Method = "COD"
    ) -> OrderRow:
        """An order of (number of the SKU, pieces), to be paid at the door unless told otherwise, that may be sent at `at`."""
        asked = [(self.skus[number], pieces) for number, pieces in lines or ((0, 2),)]
        placed = await placed_of(db, cart_of(buyer or self.buyer, *asked, method=method), self.at - HOUR)
        if method != "COD":
            await pay_checkout(db, placed, card="approve", now=self.at - HOUR)
        await drain(db, roster(), self.at)
        return await self.now(db, placed.orders[0].order_id)

    async def now(self, db: Db, order_id: int) -> OrderRow:
        """The order as it is."""
        return await order_row_of_shop(db, self.shop.shop_id, order_id)

    async def packages(self, db: Db, order_id: int) -> list[PackageDetail]:
        """Its packages."""
        return (await packages_of_orders(db, self.shop.shop_id, [order_id]))[order_id]


async def make_dispatch(db: Db, now: datetime) -> Dispatch:
    """The shop; nothing is ordered yet."""
    seller, shop = await ready_shop(db, owner="seller0")
    first = (await make_product(db, shop, stock=20)).skus[0].sku_id
    second = (await make_product(db, shop, stock=20, title="Leather sandal Rumput, sewn by hand")).skus[0].sku_id
    return Dispatch(seller, shop, (first, second), await make_account(db, handle="buyer"), now + HOUR)
