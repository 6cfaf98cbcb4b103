"""The cart as its page shows it: by market, by shop, and what stands in the way of each line. Pure."""

from collections.abc import Sequence
from typing import Literal

import msgspec

from etalase.base.money import Money
from etalase.orders.queries import CartRow
from etalase.web.shopper.choosing import described

Trouble = Literal["", "NOT_ON_SALE", "SOLD_OUT", "TOO_FEW"]


class LineSeen(msgspec.Struct, frozen=True):
    """One line. `trouble` says why it cannot be bought as it is."""

    row: CartRow
    options: str
    price: Money
    total: Money
    trouble: Trouble

    @property
    def href(self) -> str:
        """Where the product is; through the Showcase it came from."""
        via = f"&showcase={self.row.via_ref}" if self.row.via_kind == "SHOWCASE" else ""
        return f"/p/{self.row.product_id}?sku={self.row.sku_id}{via}"


class ShopSeen(msgspec.Struct, frozen=True):
    """The lines of one shop."""

    shop_id: int
    name: str
    lines: list[LineSeen]


class MarketSeen(msgspec.Struct, frozen=True):
    """What is checked out together: shops of one market, paid in one currency."""

    market: str
    shops: list[ShopSeen]
    total: Money
    pieces: int

    @property
    def ready(self) -> list[LineSeen]:
        """The lines that can be bought as they are."""
        return [line for shop in self.shops for line in shop.lines if not line.trouble]


def seen(row: CartRow) -> LineSeen:
    """A row of the cart with its sums and its trouble."""
    price = Money(row.price_minor, row.currency)
    total = Money(row.price_minor * row.quantity, row.currency)
    return LineSeen(row, described(row.options), price, total, trouble_of(row))


def trouble_of(row: CartRow) -> Trouble:
    """Why a line cannot be bought as it is."""
    if not row.on_sale:
        return "NOT_ON_SALE"
    if row.available < 1:
        return "SOLD_OUT"
    return "TOO_FEW" if row.available < row.quantity else ""


def by_market(rows: Sequence[CartRow]) -> list[MarketSeen]:
    """The cart by market, each by shop, in the order of the rows."""
    markets: dict[str, list[CartRow]] = {}
    for row in rows:
        markets.setdefault(row.market, []).append(row)
    return [_market(market, lines) for market, lines in markets.items()]


def _market(market: str, rows: Sequence[CartRow]) -> MarketSeen:
    shops: dict[int, list[CartRow]] = {}
    for row in rows:
        shops.setdefault(row.shop_id, []).append(row)
    ready = [row for row in rows if not trouble_of(row)]
    return MarketSeen(
        market,
        [ShopSeen(shop_id, lines[0].shop_name, [seen(line) for line in lines]) for shop_id, lines in shops.items()],
        Money(sum(row.price_minor * row.quantity for row in ready), rows[0].currency),
        sum(row.quantity for row in ready),
    )
