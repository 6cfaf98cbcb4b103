"""What the rooms above ask: SKUs for a cart, SKUs by the seller's own key, and the sums that must agree."""

from collections.abc import Sequence

import msgspec

from etalase.base.db import Db, rows, value


class OrderSku(msgspec.Struct, frozen=True):
    """A SKU with all that a cart or an order line needs. It sells iff `sells`."""

    sku_id: int
    shop_id: int
    product_id: int
    title: str
    options: str
    picture_key: str | None
    currency: str
    price_minor: int
    product_status: str
    shop_name: str
    shop_status: str
    market: str
    deleted: bool
    available: int

    @property
    def sells(self) -> bool:
        """Live, in an open shop, and not taken out; whether any is left is another question."""
        return self.product_status == "ACTIVATE" and self.shop_status == "OPEN" and not self.deleted


class SellerSku(msgspec.Struct, frozen=True):
    """Where a seller's own key stands now."""

    seller_sku: str
    sku_id: int
    product_id: int
    price_minor: int
    options: str
    available: int


ORDER_SKUS = rows(
    OrderSku,
    """SELECT k.sku_id, k.shop_id, k.product_id, p.title, k.options::text AS options,
              p.picture_key, p.currency, k.price_minor, p.status AS product_status,
              s.name AS shop_name, s.status AS shop_status, s.market, k.deleted_at IS NOT NULL AS deleted,
              (SELECT coalesce(sum(available), 0) FROM stock_levels l
                WHERE l.shop_id = k.shop_id AND l.sku_id = k.sku_id)::int AS available
       FROM skus k
       JOIN products p ON p.shop_id = k.shop_id AND p.product_id = k.product_id
       JOIN shops s ON s.shop_id = k.shop_id
       WHERE k.sku_id = ANY($1::bigint[]) ORDER BY k.sku_id""",
)
SELLER_SKUS = rows(
    SellerSku,
    """SELECT k.seller_sku, k.sku_id, k.product_id, k.price_minor, k.options::text AS options,
              (SELECT coalesce(sum(available), 0) FROM stock_levels l
                WHERE l.shop_id = k.shop_id AND l.sku_id = k.sku_id)::int AS available
       FROM skus k
       WHERE k.shop_id = $1 AND k.seller_sku = ANY($2::text[]) AND k.deleted_at IS NULL""",
)
SWEEPS = (
    (
        "a product's prices are the range of its SKUs",
        value(
            int,
            """SELECT p.product_id FROM products p
               LEFT JOIN skus k ON k.shop_id = p.shop_id AND k.product_id = p.product_id AND k.deleted_at IS NULL
               WHERE p.status <> 'DELETED' GROUP BY p.shop_id, p.product_id
               HAVING p.price_from_minor IS DISTINCT FROM min(k.price_minor)
                   OR p.price_to_minor IS DISTINCT FROM max(k.price_minor)""",
        ),
    ),
    (
        "every SKU has a stock level",
        value(
            int,
            """SELECT k.sku_id FROM skus k
               LEFT JOIN stock_levels l ON l.shop_id = k.shop_id AND l.sku_id = k.sku_id WHERE l.sku_id IS NULL""",
        ),
    ),
    (
        "a product leads with the first of its pictures",
        value(
            int,
            """SELECT p.product_id FROM products p
               LEFT JOIN product_pictures i ON i.shop_id = p.shop_id AND i.product_id = p.product_id AND i.position = 0
               WHERE p.picture_key IS DISTINCT FROM i.key""",
        ),
    ),
    (
        "a deleted product holds no seller SKU",
        value(
            int,
            """SELECT k.sku_id FROM skus k JOIN products p USING (shop_id, product_id)
               WHERE p.status = 'DELETED' AND k.deleted_at IS NULL""",
        ),
    ),
)


async def skus_for_order(db: Db, sku_ids: Sequence[int]) -> dict[int, OrderSku]:
    """SKUs by id, whatever their state; those that never existed are missing."""
    return {each.sku_id: each for each in await ORDER_SKUS.all(db, list(sku_ids))}


async def seller_skus(db: Db, shop_id: int, keys: Sequence[str]) -> dict[str, SellerSku]:
    """The shop's SKUs that are not deleted, by the seller's own key; free keys are missing."""
    return {each.seller_sku: each for each in await SELLER_SKUS.all(db, shop_id, list(keys))}
