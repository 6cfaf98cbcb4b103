"""Four shops, two buyers and an operator on a real PostgreSQL, and what the database says of them, read back in one go each."""

from collections.abc import Set
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import msgspec

from etalase.app.wiring import roster, sweeps
from etalase.base.actor import Actor
from etalase.base.db import Db, rows, value
from etalase.base.jobs import Roster, drain
from etalase.catalog.actions import set_stock_aside
from etalase.ledger.queries import BALANCES
from etalase.promotions.actions import NewItem
from etalase.settlement.actions import add_bank_account
from etalase.shops.queries import Shop
from tests.journeys.life.model import Line, Order
from tests.makers.accounts import make_account
from tests.makers.catalog import make_product
from tests.makers.links import ready_shop
from tests.makers.promotions import make_promotion

BEGIN: Final = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
# Shops: market, on probation, and (price, pieces) of each SKU. The first SKU of each shop is ten percent off.
SHOPS: Final = (
    ("ID", False, ((120_000, 6), (45_000, 4))),
    ("ID", False, ((60_000, 3),)),
    ("US", False, ((25_00, 5), (8_00, 4))),
    ("US", True, ((15_00, 4),)),
)
OFF_BP: Final = 1_000
# Of the first SKU of some shops so many pieces are set aside for its promotion.
KEPT: Final = {0: 3, 2: 2}
SELLERS_MONEY: Final = ("seller_pending", "seller_available", "seller_reserve", "platform_fee", "tax")


class Stall(msgspec.Struct, frozen=True):
    """A shop with its seller and its SKUs."""

    seller: Actor
    shop: Shop
    skus: list[int]


class Town(msgspec.Struct, frozen=True):
    """Who and what there is."""

    stalls: list[Stall]
    buyers: dict[str, Actor]
    operator: Actor
    prices: dict[int, int]
    stock: dict[int, int]
    cheaper: frozenset[int]
    new: frozenset[int]  # shops on probation
    kept: dict[int, int]
    promotions: dict[int, int]  # SKU to the promotion for which some is set aside

    def stall(self, shop_id: int) -> Stall:
        """By the shop's id."""
        return next(each for each in self.stalls if each.shop.shop_id == shop_id)


class LineFact(msgspec.Struct, frozen=True):
    """A line as it was placed."""

    shop_id: int
    market: str
    order_id: int
    line_id: int
    sku_id: int
    quantity: int
    seller_discount_minor: int
    goods_minor: int
    shipping_minor: int
    tax_minor: int
    buyer_fee_minor: int


class OrderSeen(msgspec.Struct, frozen=True):
    """An order as it stands."""

    order_id: int
    status: str
    refunded_minor: int


class StockSeen(msgspec.Struct, frozen=True):
    """A SKU as it stands."""

    sku_id: int
    available: int
    reserved: int
    aside: int


PLACED = rows(
    LineFact,
    """SELECT l.shop_id, s.market, l.order_id, l.line_id, l.sku_id, l.quantity, l.seller_discount_minor,
              l.quantity * l.unit_price_minor - l.seller_discount_minor AS goods_minor, l.shipping_minor, l.tax_minor,
              l.buyer_fee_minor
         FROM order_lines l JOIN shops s ON s.shop_id = l.shop_id
        WHERE l.order_id = ANY($1::bigint[]) ORDER BY l.shop_id, l.line_id""",
)
ORDERS = rows(OrderSeen, "SELECT order_id, status, refunded_minor FROM orders ORDER BY order_id")
STOCK = rows(StockSeen, "SELECT sku_id, available, reserved, aside FROM stock_levels ORDER BY sku_id")
BROKEN = value(
    str,
    "\nUNION ALL ".join(
        f"SELECT '{name.replace(chr(39), chr(39) * 2)}'::text WHERE EXISTS (SELECT FROM ({sweep.sql}) AS broken)"
        for name, sweep in sweeps()
    ),
)
CASH_BACK = value(
    int, "SELECT refund_id FROM payment_refunds WHERE order_id = $1 AND provider = 'BY_HAND' AND status = 'PENDING'"
)
NUMBER = value(
    str,
    """SELECT p.tracking_number FROM packages p JOIN package_lines l ON l.shop_id = p.shop_id AND l.package_id = p.package_id
        WHERE l.order_id = $1 AND p.status = 'FULFILLING' LIMIT 1""",
)
DISPUTE = value(int, "SELECT dispute_id FROM disputes WHERE return_id = $1 ORDER BY dispute_id DESC LIMIT 1")
# What has no part in an order's life is left out, and what every step is looked at for anyway.
LEFT_OUT: Final = ("house.", "notices.", "imports.", "links.", "shops.", "settlement.reconcile", "promotions.watch")
WHOLE: Final = roster()
JOBS: Final = Roster([*WHOLE.reactions, *(job for job in WHOLE.timed if not job.name.startswith(LEFT_OUT))])


async def found_town(db: Db) -> Town:
    """Everything, once; examples run on it and are rolled back."""
    stalls: list[Stall] = []
    prices: dict[int, int] = {}
    stock: dict[int, int] = {}
    new: set[int] = set()
    kept: dict[int, int] = {}
    promotions: dict[int, int] = {}
    for number, (market, probation, goods) in enumerate(SHOPS):
        seller, shop = await ready_shop(db, owner=f"seller{number}", market=market, probation=probation)
        new |= {shop.shop_id} if probation else set()
        made = [await make_product(db, shop, price_minor=price, stock=pieces) for price, pieces in goods]
        skus = [each.skus[0].sku_id for each in made]
        item = NewItem(product_id=made[0].product_id, off_bp=OFF_BP)
        ends = BEGIN + timedelta(days=364)
        made_now = await make_promotion(db, seller, shop, "DIRECT_DISCOUNT", item, now=BEGIN, ends_at=ends)
        if number in KEPT:
            kept[skus[0]], promotions[skus[0]] = KEPT[number], made_now.promotion.promotion_id
            what: dict[str, Any] = {"purpose": "CAMPAIGN", "purpose_ref": promotions[skus[0]], "quantity": KEPT[number]}
            await set_stock_aside(db, seller, shop_id=shop.shop_id, sku_id=skus[0], now=BEGIN, **what)
        for sku, (price, pieces) in zip(skus, goods, strict=True):
            prices[sku], stock[sku] = price, pieces
        stalls.append(Stall(seller, shop, skus))
    buyers = {
        market: await make_account(db, handle=f"buyer.{market.lower()}", market=market) for market in ("ID", "US")
    }
    operator = msgspec.structs.replace(await make_account(db, handle="operator"), is_operator=True)
    cheaper = frozenset(stall.skus[0] for stall in stalls)
    return Town(stalls, buyers, operator, prices, stock, cheaper, frozenset(new), kept, promotions)


async def checkout_of(
    db: Db, town: Town, order_ids: list[int], method: str, now: datetime, *, dear: Set[int], kept: Set[int]
) -> list[Order]:
    """What was placed as the model keeps it; the discount of every line is what the promotion says.

    `dear`: SKUs whose promotion has too few pieces set aside for this one, `kept`: those that come from there.
    """
    orders: dict[int, Order] = {}
    for fact in await PLACED.all(db, order_ids):
        off = fact.quantity * (town.prices[fact.sku_id] * OFF_BP // 10_000) if fact.sku_id in town.cheaper - dear else 0
        assert fact.seller_discount_minor == off
        order = orders.setdefault(
            fact.order_id, Order(fact.order_id, fact.shop_id, fact.market, method, 0, "UNPAID", [], now)
        )
        parts = [fact.goods_minor, fact.shipping_minor, fact.tax_minor, fact.buyer_fee_minor]
        order.lines.append(Line(fact.line_id, fact.sku_id, fact.quantity, parts, kept=fact.sku_id in kept))
    return list(orders.values())


async def books_of(db: Db, shop_id: int) -> dict[str, int]:
    """The accounts of a shop that the model knows of; empty ones are left out."""
    found = await BALANCES.all(db, shop_id)
    return {each.kind: each.balance_minor for each in found if each.kind in SELLERS_MONEY and each.balance_minor}


async def work(db: Db, now: datetime) -> None:
    """All that is due."""
    await drain(db, JOBS, now)


async def open_account(db: Db, stall: Stall, *, good: bool, now: datetime) -> None:
    """An account at a bank that pays, or at one that refuses."""
    number = "8012345678" if good else "8012340001"
    await add_bank_account(
        db, stall.seller, shop_id=stall.shop.shop_id, bank="Bank", number=number, holder="Sari", now=now
    )
