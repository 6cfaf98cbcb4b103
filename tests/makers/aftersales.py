"""Sales that have come as far as a test needs, in any market: placed, released, packed, on the way, delivered."""

from datetime import UTC, datetime, timedelta
from typing import Any, Final

import msgspec

from etalase.aftersales import actions as aftersales
from etalase.aftersales.queries import my_talk
from etalase.app.wiring import roster
from etalase.base.actor import Actor
from etalase.base.db import Db
from etalase.base.jobs import drain
from etalase.orders.actions import CartLine, buy
from etalase.orders.queries import OrderDetail, OrderRow, my_order, order_row
from etalase.parcels import actions as parcels
from etalase.payments.rules import Method
from etalase.shops.queries import Shop, shop
from tests.makers.accounts import make_account
from tests.makers.catalog import make_product
from tests.makers.links import ready_shop
from tests.makers.orders import ADDRESS

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
ADDRESSES: Final[dict[str, dict[str, Any]]] = {
    "ID": ADDRESS,
    "US": {"name": "Ann Lee", "phone": "+14155550123", "country": "US", "region": "California", "city": "Oakland",
           "postal_code": "94607", "lines": ["12 Pine Street"]},
    "VN": {"name": "Lan Tran", "phone": "+84912345678", "country": "VN", "region": "Hà Nội", "city": "Ba Đình",
           "lines": ["5 Kim Mã"]},
    "TH": {"name": "Mali Suk", "phone": "+66812345678", "country": "TH", "region": "Bangkok", "city": "Watthana",
           "district": "Watthana", "subdistrict": "Khlong Toei Nuea", "postal_code": "10110", "lines": ["9 Asok"]},
    "GB": {"name": "Ada Byrne", "phone": "+447911123456", "country": "GB", "city": "London", "postal_code": "SW1A 1AA",
           "lines": ["1 Alder Street"]},
}  # fmt: skip
STEPS: Final = ("PLACED", "RELEASED", "PACKED", "ON_THE_WAY", "DELIVERED")


class Sale(msgspec.Struct, frozen=True):
    """A seller, a buyer and one order; `at` is when its last step was made."""

    seller: Actor
    shop: Shop
    buyer: Actor
    order_id: int
    sku_ids: list[int]
    product_ids: list[int]
    at: datetime

    async def order(self, db: Db) -> OrderRow:
        """As it is now."""
        return await order_row(db, self.buyer.account_id, self.order_id)

    async def detail(self, db: Db) -> OrderDetail:
        """With its lines and history."""
        return await my_order(db, self.buyer, order_id=self.order_id)

    async def line_ids(self, db: Db) -> list[int]:
        """Its lines, in their order."""
        return [line.line_id for line in (await self.detail(db)).lines]


async def make_sale(
    db: Db,
    to: str = "DELIVERED",
    *,
    market: str = "ID",
    quantity: int = 2,
    products: int = 1,
    stock: int = 10,
    method: Method = "SANDBOX_CARD",
    now: datetime = NOW,
) -> Sale:
    """A sale of `quantity` pieces of each product that came `to` one of STEPS."""
    seller, shop = await ready_shop(db, owner=f"toko.{market.lower()}", market=market)
    made = [await make_product(db, shop, stock=stock) for _ in range(products)]
    buyer = await make_account(db, handle=f"buyer.{market.lower()}", market=market)
    skus = [each.skus[0].sku_id for each in made]
    lines = [CartLine(sku, quantity) for sku in skus]
    placed = await buy(db, buyer, lines=lines, address=ADDRESSES[market], method=method, card="approve", now=now)
    sale = Sale(seller, shop, buyer, placed.orders[0].order_id, skus, [each.product_id for each in made], now)
    return await bring(db, sale, to)


async def bring(db: Db, sale: Sale, to: str) -> Sale:
    """Bring a sale that was just placed on to a step, an hour each."""
    at, where = sale.at, {"shop_id": sale.shop.shop_id, "order_id": sale.order_id}
    for step in STEPS[1 : STEPS.index(to) + 1]:
        at += HOUR
        if step == "RELEASED":
            await drain(db, roster(), at)
        elif step == "PACKED":
            await parcels.ship_order(db, sale.seller, **where, carrier="JNE", tracking_number="JNE123", now=at)
        elif step == "ON_THE_WAY":
            await parcels.hand_over_order(db, sale.seller, **where, now=at)
        else:
            await parcels.deliver_order(db, sale.seller, **where, now=at)
    return msgspec.structs.replace(sale, at=at)


async def pass_time(db: Db, at: datetime) -> None:
    """Everything that is due then, and what follows from it."""
    await drain(db, roster(), at)


class Cases(msgspec.Struct, frozen=True):
    """One of each thing that follows a sale, for tests that ask who may touch it. All of one buyer and one shop."""

    cancellation_id: int
    return_id: int
    dispute_id: int
    review_id: int
    line_id: int
    conversation_id: int
    complaint_id: int


async def make_cases(db: Db, seller: Actor, buyer: Actor, shop_id: int, sku_id: int, now: datetime) -> Cases:
    """A request that waits, a disputed return, a review, a conversation and a complaint."""
    sales: list[Sale] = []
    for step in ("PACKED", "DELIVERED"):
        lines = [CartLine(sku_id, 1)]
        placed = await buy(db, buyer, lines=lines, address=ADDRESS, method="COD", card="approve", now=now)
        order_id = placed.orders[0].order_id
        sale = Sale(seller, await shop(db, shop_id), buyer, order_id, [sku_id], [], now)
        sales.append(await bring(db, sale, step))
    packed, came = sales
    asked = await aftersales.request_cancellation(db, buyer, order_id=packed.order_id, now=packed.at)
    [line_id] = await came.line_ids(db)
    wish = aftersales.Ask(kind="REFUND", reason="DAMAGED", lines=[aftersales.Piece(line_id, 1)])
    wanted = await aftersales.request_return(db, buyer, order_id=came.order_id, ask=wish, now=came.at)
    refusal = aftersales.Answer(decision="REJECT_REFUND", reason="It looks fine")
    where: dict[str, Any] = {"return_id": wanted.return_id, "now": came.at}
    await aftersales.decide(db, seller, shop_id=shop_id, answer=refusal, **where)
    dispute = await aftersales.dispute_return(db, buyer, statement="It does not", **where)
    review = await aftersales.write_review(
        db, buyer, order_id=came.order_id, line_id=line_id, words=aftersales.ReviewWords(stars=4), now=came.at
    )
    words = aftersales.Words(text="Hello")
    await aftersales.write_to_shop(db, buyer, shop_id=shop_id, words=words, now=now, wall=now)
    talk = await my_talk(db, buyer, shop_id=shop_id)
    told = await aftersales.complain(
        db, buyer, about="SHOP", about_id=shop_id, reason="RUDE", text="They shout", now=now, wall=now
    )
    assert talk is not None
    numbers = (asked.cancellation_id, wanted.return_id, dispute.dispute_id, review.review_id, line_id)
    return Cases(*numbers, talk.conversation.conversation_id, told.complaint_id)
