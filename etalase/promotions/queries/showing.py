"""The price a shopper sees where products are shown: one statement, empty-handed where nothing is offered."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

import msgspec

from etalase.base.db import Db, rows
from etalase.promotions.queries.offering import offer_of
from etalase.promotions.queries.rows import OFFER_COLUMNS, RUNS, SETS_PRICES, OfferRow
from etalase.promotions.rules import Aside, Kind, PricedLine, prices_of


class SkuPrice(msgspec.Struct, frozen=True):
    """What a SKU costs now. `left`: how many pieces at this price, -1 without a limit; `ends_at` the promotion's end.

    `keeps`: they are set aside for it; without them it has ended.
    """

    product_id: int
    sku_id: int
    currency: str
    price_minor: int
    struck_minor: int
    kind: Kind
    ends_at: datetime
    left: int
    keeps: bool = False

    @property
    def off_percent(self) -> int:
        """How much cheaper, in whole percent, never told too much."""
        return (self.struck_minor - self.price_minor) * 100 // self.struck_minor

    def available(self, general: int) -> int:
        """The most pieces one line can have, of those at this price or of the `general` ones that everybody can buy."""
        return max(general, self.left) if self.keeps else general


class PriceShown(msgspec.Struct, frozen=True):
    """A product's lowest sale price with the list price of the same SKU, struck.

    `keeps`: of some SKU pieces are left that are set aside for its price, so it can be bought.
    """

    product_id: int
    currency: str
    price_minor: int
    struck_minor: int
    kind: Kind
    ends_at: datetime
    left: int
    ends_in_s: int  # from the moment it was read, by the server's clock
    keeps: bool = False

    @property
    def off_percent(self) -> int:
        """How much cheaper, in whole percent, never told too much."""
        return (self.struck_minor - self.price_minor) * 100 // self.struck_minor


class PricedSku(msgspec.Struct, frozen=True):
    """A SKU with one item that covers it."""

    on_product_id: int
    on_sku_id: int
    unit_price_minor: int
    currency: str
    shop_id: int
    promotion_id: int
    kind: Kind
    title: str
    starts_at: datetime
    ends_at: datetime
    platform_bp: int
    minimum_minor: int
    shipping_off_minor: int | None
    product_id: int
    sku_id: int
    price_minor: int | None
    off_bp: int | None
    quantity_limit: int
    buyer_limit: int
    sold: int
    keeps: bool
    set_aside_id: int | None
    aside_warehouse_id: int | None
    aside_left: int

    def item(self) -> OfferRow:
        """The item alone."""
        return OfferRow(**{name: getattr(self, name) for name in OfferRow.__struct_fields__})

    def asides(self) -> list[Aside]:
        """What is set aside of the SKU for the promotion."""
        if self.set_aside_id is None or self.aside_warehouse_id is None:
            return []
        return [Aside(self.on_sku_id, self.set_aside_id, self.aside_warehouse_id, self.aside_left)]


# A shop-wide item covers every product; products without a promotion have no row here.
SKUS = rows(
    PricedSku,
    f"""SELECT k.product_id AS on_product_id, k.sku_id AS on_sku_id, k.price_minor AS unit_price_minor, p.currency,
               {OFFER_COLUMNS}, e.set_aside_id, e.warehouse_id AS aside_warehouse_id,
               coalesce(e.quantity - e.taken, 0) AS aside_left
          FROM products p
          JOIN shop_promotions m ON m.shop_id = p.shop_id AND {RUNS.format(now="$2")}
               AND {SETS_PRICES}
          JOIN promotion_items i ON i.shop_id = m.shop_id AND i.promotion_id = m.promotion_id
               AND i.product_id IN (0, p.product_id) AND (i.quantity_limit = -1 OR i.sold < i.quantity_limit)
          JOIN skus k ON k.shop_id = p.shop_id AND k.product_id = p.product_id AND k.deleted_at IS NULL
               AND (i.sku_id = 0 OR i.sku_id = k.sku_id)
          LEFT JOIN stock_set_asides e ON e.shop_id = m.shop_id AND e.purpose = 'CAMPAIGN' AND e.purpose_ref = m.promotion_id
               AND e.sku_id = k.sku_id AND e.ended_at IS NULL
         WHERE p.product_id = ANY($1::bigint[])
         ORDER BY k.product_id, k.sku_id, m.promotion_id""",
)
# For listings of higher rooms: whether a product p has a price of its own now, so that a page asks no further without one.
PROMOTED: Final = f"""EXISTS (SELECT FROM shop_promotions m WHERE m.shop_id = p.shop_id AND {RUNS} AND {SETS_PRICES})"""


async def sku_prices(db: Db, product_ids: Sequence[int], now: datetime) -> dict[int, SkuPrice]:
    """The sale price of each SKU of these products that has one, by SKU. It is the till's, without a buyer's own limit."""
    by_sku: dict[int, list[PricedSku]] = {}
    for row in await SKUS.all(db, list(product_ids), now) if product_ids else ():
        by_sku.setdefault(row.on_sku_id, []).append(row)
    found: dict[int, SkuPrice] = {}
    for sku_id, priced in by_sku.items():
        first = priced[0]
        line = PricedLine(first.shop_id, first.on_product_id, sku_id, 1, first.unit_price_minor, first.currency)
        best = prices_of(line, [offer_of([each.item()], asides=each.asides()) for each in priced])
        if best:
            off, promotion, item = best[0]
            found[sku_id] = SkuPrice(
                first.on_product_id,
                sku_id,
                first.currency,
                first.unit_price_minor - off,
                first.unit_price_minor,
                promotion.kind,
                promotion.ends_at,
                promotion.left_of(item, sku_id),
                bool(promotion.asides),
            )
    return found


async def kept(db: Db, product_ids: Sequence[int], now: datetime) -> set[int]:
    """Those of these products of which pieces are set aside for the price they have now: they can be bought, sold out or not."""
    return {each.product_id for each in (await sku_prices(db, product_ids, now)).values() if each.keeps}


async def prices_shown(db: Db, product_ids: Sequence[int], now: datetime) -> dict[int, PriceShown]:
    """For lists: each product that is on sale now with its lowest sale price and what it is struck from; others are missing."""
    lowest: dict[int, SkuPrice] = {}
    found = (await sku_prices(db, product_ids, now)).values()
    keeping = {each.product_id for each in found if each.keeps}
    for each in found:
        held = lowest.get(each.product_id)
        if held is None or (each.price_minor, each.sku_id) < (held.price_minor, held.sku_id):
            lowest[each.product_id] = each
    return {
        product_id: PriceShown(
            product_id,
            each.currency,
            each.price_minor,
            each.struck_minor,
            each.kind,
            each.ends_at,
            each.left,
            int((each.ends_at - now).total_seconds()),
            product_id in keeping,
        )
        for product_id, each in lowest.items()
    }
