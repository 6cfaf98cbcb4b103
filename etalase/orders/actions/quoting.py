"""What a cart would cost and who pays which part, without placing it: nothing is locked and nothing is counted."""

from datetime import datetime

import msgspec

from etalase.base.actor import Actor
from etalase.base.db import Db, rows
from etalase.base.errors import Refused
from etalase.base.markets import policy
from etalase.orders.actions.asked import Cart, CartLine, SkuFact
from etalase.orders.actions.deciding import merged
from etalase.orders.actions.facts import goods_of
from etalase.orders.actions.meeting import buyers_of
from etalase.orders.actions.redeeming import offers_of
from etalase.orders.actions.taxing import tax_table
from etalase.orders.rules.billing import Bill, Place, bills


class ShopName(msgspec.Struct, frozen=True):
    """What a shop is called."""

    shop_id: int
    name: str


class Quoted(msgspec.Struct, frozen=True):
    """The bills of a cart, shops in id order; the names of the shops, and what is known of the SKUs."""

    currency: str
    bills: list[Bill]
    facts: dict[int, SkuFact]
    shops: dict[int, str]

    @property
    def total_minor(self) -> int:
        """Over all shops."""
        return sum(bill.total_minor for bill in self.bills)


SHOPS = rows(ShopName, "SELECT shop_id, name FROM shops WHERE shop_id = ANY($1::bigint[])")


async def quote_cart(db: Db, _actor: Actor, *, cart: Cart, now: datetime) -> Quoted:
    """The price at which the cart would be placed now.

    Stock, limits and ways of paying are not looked at. Refused: `orders.cart_empty`, `orders.product_unavailable`,
    `orders.market_differs`.
    """
    lines, market = merged(cart), str(cart.address.get("country"))
    goods = await goods_of(db, [cart], now=now)
    facts = goods.facts
    if not lines:
        raise Refused("orders.cart_empty")
    for line in lines:
        _check(line, facts.get(line.sku_id), market)
    numbers = await policy(db, market, now)
    [offers] = await offers_of(db, [cart], goods, now=now)
    buyers = await buyers_of(db, [cart], now=now)
    place = Place(market, cart.address, cart.shipping, numbers, await tax_table(db), now)
    found = bills(
        [facts[line.sku_id].priced(line.quantity) for line in lines],
        place,
        offers=offers,
        earlier_orders=buyers[cart.account_id].earlier,
    )
    names = {each.shop_id: each.name for each in await SHOPS.all(db, [bill.shop_id for bill in found])}
    return Quoted(facts[lines[0].sku_id].currency, found, facts, names)


def _check(line: CartLine, fact: SkuFact | None, market: str) -> None:
    if fact is None or not fact.on_sale:
        raise Refused("orders.product_unavailable", sku_id=str(line.sku_id))
    if fact.market != market:
        raise Refused("orders.market_differs", sku_id=str(line.sku_id), market=fact.market)
