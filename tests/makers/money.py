"""Sales for tests of money, in any market: bought, delivered, settled, paid out, each by the rooms' own verbs."""

from collections.abc import Mapping
from datetime import datetime, timedelta

import msgspec

from etalase.app.wiring import roster
from etalase.base.actor import Actor
from etalase.base.db import Db
from etalase.base.jobs import drain
from etalase.ledger.queries import balances
from etalase.orders.actions import CartLine, buy
from etalase.orders.queries import OrderRow, order_row
from etalase.orders.queries.one import OrderLine, lines_of
from etalase.parcels import actions as parcels
from etalase.payments.rules import Method
from etalase.settlement.actions import add_bank_account
from etalase.shops.queries import Shop
from tests.makers.accounts import make_account
from tests.makers.catalog import make_product
from tests.makers.links import ready_shop

ADDRESSES: Mapping[str, Mapping[str, object]] = {
    "ID": {
        "name": "Rina Wulandari",
        "phone": "+6281234567890",
        "country": "ID",
        "region": "DKI Jakarta",
        "city": "Jakarta Selatan",
        "postal_code": "12190",
        "lines": ["Jl. Kenanga 7"],
    },
    "US": {
        "name": "Ada Byrne",
        "phone": "+12065550100",
        "country": "US",
        "region": "CA",
        "city": "Oakland",
        "postal_code": "94607",
        "lines": ["1 Alder Street"],
    },
    "VN": {
        "name": "Nguyen Thi Hoa",
        "phone": "+84912345678",
        "country": "VN",
        "region": "Hà Nội",
        "city": "Phường Hoàn Kiếm",
        "lines": ["7 Hàng Bạc"],
    },
}


class Stall(msgspec.Struct, frozen=True):
    """A shop with one product of plenty pieces, its seller, and a buyer."""

    seller: Actor
    shop: Shop
    buyer: Actor
    sku_id: int

    async def sell(self, db: Db, now: datetime, *, quantity: int = 2, method: Method = "SANDBOX_CARD") -> OrderRow:
        """An order that is paid, or will be at the door."""
        address = ADDRESSES[self.shop.market]
        lines = [CartLine(self.sku_id, quantity)]
        placed = await buy(db, self.buyer, lines=lines, address=address, method=method, now=now)
        return await order_row(db, self.buyer.account_id, placed.orders[0].order_id)

    async def deliver(self, db: Db, order: OrderRow, now: datetime) -> OrderRow:
        """The order brought to its buyer, an hour after it was held."""
        await drain(db, roster(), now + timedelta(hours=1))
        where = {"shop_id": self.shop.shop_id, "order_id": order.order_id}
        at = now + timedelta(hours=2)
        await parcels.ship_order(db, self.seller, **where, carrier="JNE", tracking_number=str(order.order_id), now=at)
        await parcels.hand_over_order(db, self.seller, **where, now=at)
        await parcels.deliver_order(db, self.seller, **where, now=at)
        await drain(db, roster(), at)
        return await self.again(db, order)

    async def again(self, db: Db, order: OrderRow) -> OrderRow:
        """The order as it is now."""
        return await order_row(db, self.buyer.account_id, order.order_id)

    async def lines(self, db: Db, order: OrderRow) -> list[OrderLine]:
        """Its lines."""
        return (await lines_of(db, [order]))[order.order_id]

    async def books(self, db: Db) -> dict[str, int]:
        """Every account of the shop that is not empty."""
        return {kind: minor for kind, minor in (await balances(db, self.shop.shop_id)).items() if minor}

    async def bank(self, db: Db, now: datetime, number: str = "8012345678") -> None:
        """A bank account that the bank has been asked about."""
        await add_bank_account(
            db, self.seller, shop_id=self.shop.shop_id, bank="BCA", number=number, holder="Sari Anggraini", now=now
        )
        await drain(db, roster(), now)


async def make_stall(
    db: Db, market: str = "ID", *, price_minor: int = 100_000, probation: bool = False, owner: str = "seller"
) -> Stall:
    """A stall in a market, open for business."""
    seller, shop = await ready_shop(db, market=market, probation=probation, owner=owner)
    product = await make_product(db, shop, price_minor=price_minor, stock=500)
    buyer = await make_account(db, handle=f"buyer.{owner}", market=market)
    return Stall(seller, shop, buyer, product.skus[0].sku_id)
