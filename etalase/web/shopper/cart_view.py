"""The cart as its page shows it: by market, by shop, and what stands in the way of each line. Pure."""

from collections.abc import Mapping, Sequence
from typing import Literal

import msgspec

from etalase.base.money import Money
from etalase.orders.queries import CartRow
from etalase.promotions.queries import SkuPrice
from etalase.promotions.rules import UNLIMITED
from etalase.web.shopper.choosing import described

Trouble = Literal["", "NOT_ON_SALE", "SOLD_OUT", "TOO_FEW"]
Sales = Mapping[int, SkuPrice]
NO_SALES: Sales = {}


class LineSeen(msgspec.Struct, frozen=True):
    """One line. `trouble` says why it cannot be bought as it is; `was` is the list price of a piece on sale."""

    row: CartRow
    options: str
    price: Money
    total: Money
    trouble: Trouble
    was: Money | None = None

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


def seen(row: CartRow, sales: Sales = NO_SALES) -> LineSeen:
    """A row of the cart with its sums and its trouble."""
    minor = piece_minor(row, sales)
    was = Money(row.price_minor, row.currency) if minor < row.price_minor else None
    price, total = Money(minor, row.currency), Money(minor * row.quantity, row.currency)
    return LineSeen(row, described(row.options), price, total, trouble_of(row), was)


def piece_minor(row: CartRow, sales: Sales) -> int:
    """What a piece costs now: the sale price where it is left for all pieces of the line."""
    sale = sales.get(row.sku_id)
    return sale.price_minor if sale and (sale.left == UNLIMITED or sale.left >= row.quantity) else row.price_minor


def trouble_of(row: CartRow) -> Trouble:
    """Why a line cannot be bought as it is."""
    if not row.on_sale:
        return "NOT_ON_SALE"
    if row.available < 1:
        return "SOLD_OUT"
    return "TOO_FEW" if row.available < row.quantity else ""


def by_market(rows: Sequence[CartRow], sales: Sales = NO_SALES) -> list[MarketSeen]:
    """The cart by market, each by shop, in the order of the rows. `sales`: prices of SKUs that have one of their own now."""
    markets: dict[str, list[CartRow]] = {}
    for row in rows:
        markets.setdefault(row.market, []).append(row)
    return [_market(market, lines, sales) for market, lines in markets.items()]


def _market(market: str, rows: Sequence[CartRow], sales: Sales) -> MarketSeen:
    shops: dict[int, list[CartRow]] = {}
    for row in rows:
        shops.setdefault(row.shop_id, []).append(row)
    ready = [row for row in rows if not trouble_of(row)]
    return MarketSeen(
        market,
        [
            ShopSeen(shop_id, lines[0].shop_name, [seen(line, sales) for line in lines])
            for shop_id, lines in shops.items()
        ],
        Money(sum(piece_minor(row, sales) * row.quantity for row in ready), rows[0].currency),
        sum(row.quantity for row in ready),
    )
