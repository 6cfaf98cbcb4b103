"""Products in lists: the seller's own, and what a shop shows."""

from datetime import datetime

import msgspec

from etalase.base.actor import Actor
from etalase.base.db import Db, rows, value
from etalase.base.errors import Invalid
from etalase.base.pages import LIMIT_DEFAULT, Page, decode_cursor, encode_cursor, page_of
from etalase.base.texts import N_
from etalase.catalog.rules import STATUSES
from etalase.shops.queries import permit, shop


class ShopProduct(msgspec.Struct, frozen=True):
    """A product in the seller's list; `stock` is what can be sold of all its SKUs."""

    shop_id: int
    product_id: int
    title: str
    status: str
    currency: str
    price_from_minor: int
    price_to_minor: int
    picture_key: str | None
    pictures: int
    skus: int
    stock: int
    sold: int
    description_length: int
    created_at: datetime
    updated_at: datetime
    deleted_at: datetime | None


class ProductCard(msgspec.Struct, frozen=True):
    """A product in a public list."""

    shop_id: int
    product_id: int
    title: str
    currency: str
    price_from_minor: int
    price_to_minor: int
    picture_key: str | None
    in_stock: bool
    sold: int
    rating_sum: int
    rating_count: int


class StatusCount(msgspec.Struct, frozen=True):
    """How many products of a shop have a status."""

    status: str
    products: int


# The page is cut first; what is counted per product is counted for its rows only.
SHOP_PRODUCTS = rows(
    ShopProduct,
    """WITH page AS (
           SELECT * FROM products
           WHERE shop_id = $1 AND product_id < $2 AND status = ANY($3::text[])
             AND ($4::text IS NULL OR title ILIKE $4 OR EXISTS (
                  SELECT FROM skus k WHERE k.shop_id = products.shop_id AND k.product_id = products.product_id
                     AND k.deleted_at IS NULL AND k.seller_sku ILIKE $4))
             AND (NOT $6::boolean OR NOT EXISTS (
                  SELECT FROM stock_levels l JOIN skus k USING (shop_id, sku_id)
                   WHERE l.shop_id = products.shop_id AND l.product_id = products.product_id AND l.available > 0
                     AND k.deleted_at IS NULL))
           ORDER BY product_id DESC LIMIT $5)
       SELECT p.shop_id, p.product_id, p.title, p.status, p.currency, p.price_from_minor, p.price_to_minor,
              p.picture_key,
              (SELECT count(*) FROM product_pictures i WHERE i.shop_id = p.shop_id AND i.product_id = p.product_id)::int
                AS pictures,
              (SELECT count(*) FROM skus k WHERE k.shop_id = p.shop_id AND k.product_id = p.product_id
                  AND k.deleted_at IS NULL)::int AS skus,
              (SELECT coalesce(sum(l.available), 0) FROM stock_levels l JOIN skus k USING (shop_id, sku_id)
                WHERE l.shop_id = p.shop_id AND l.product_id = p.product_id AND k.deleted_at IS NULL)::int AS stock,
              coalesce(f.sold, 0) AS sold, length(p.description) AS description_length, p.created_at, p.updated_at, p.deleted_at
       FROM page p LEFT JOIN product_figures f ON f.shop_id = p.shop_id AND f.product_id = p.product_id
       ORDER BY p.product_id DESC""",
)
LIVE_PRODUCTS = rows(
    ProductCard,
    """SELECT p.shop_id, p.product_id, p.title, p.currency, p.price_from_minor, p.price_to_minor, p.picture_key,
              EXISTS (SELECT FROM stock_levels l JOIN skus k USING (shop_id, sku_id)
                      WHERE l.shop_id = p.shop_id AND l.product_id = p.product_id AND l.available > 0
                        AND k.deleted_at IS NULL) AS in_stock,
              coalesce(f.sold, 0) AS sold, coalesce(f.rating_sum, 0) AS rating_sum,
              coalesce(f.rating_count, 0) AS rating_count
       FROM products p LEFT JOIN product_figures f ON f.shop_id = p.shop_id AND f.product_id = p.product_id
       WHERE p.shop_id = $1 AND p.product_id < $2 AND p.status = 'ACTIVATE'
       ORDER BY p.product_id DESC LIMIT $3""",
)
STATUS_COUNTS = rows(
    StatusCount,
    "SELECT status, count(*)::int AS products FROM products WHERE shop_id = $1 GROUP BY status ORDER BY status",
)
SOLD_OUT_COUNT = value(
    int,
    """SELECT count(*)::int FROM products p
        WHERE p.shop_id = $1 AND p.status = 'ACTIVATE' AND NOT EXISTS (
              SELECT FROM stock_levels l JOIN skus k USING (shop_id, sku_id)
               WHERE l.shop_id = p.shop_id AND l.product_id = p.product_id AND l.available > 0 AND k.deleted_at IS NULL)""",
)
LIVE_COUNT = value(int, "SELECT count(*)::int FROM products WHERE shop_id = $1 AND status = 'ACTIVATE'")
NEWEST = 2**63 - 1


async def shop_products(
    db: Db,
    actor: Actor,
    *,
    shop_id: int,
    status: str | None = None,
    search: str | None = None,
    sold_out: bool = False,
    limit: int = LIMIT_DEFAULT,
    cursor: str | None = None,
) -> Page[ShopProduct]:
    """The shop's products for its staff, newest first; without a status, all that are not deleted.

    `search` is a part of the title or of a seller SKU; `sold_out`: only those of which nothing can be sold.
    """
    await permit(db, actor, shop_id, "product.read")
    if status is not None and status not in STATUSES:
        raise Invalid({"status": N_("There is no such status.")})
    statuses = [status] if status else [one for one in STATUSES if one != "DELETED"]
    before = decode_cursor(cursor, tuple[int]) or (NEWEST,)
    found = await SHOP_PRODUCTS.all(db, shop_id, before[0], statuses, _pattern(search), limit + 1, sold_out)
    return page_of(found, limit, lambda each: (each.product_id,))


def cursor_after(product: ShopProduct) -> str:
    """The cursor of `shop_products` that goes on after this one, for a page that shows fewer than it read."""
    return encode_cursor(product.product_id)


async def live_products(
    db: Db, actor: Actor | None, *, shop_id: int, limit: int = LIMIT_DEFAULT, cursor: str | None = None
) -> Page[ProductCard]:
    """What a shop shows to everybody, newest first; nothing while it is not open (R-SHOW-34)."""
    if (await shop(db, shop_id)).status != "OPEN":
        return Page([])
    before = decode_cursor(cursor, tuple[int]) or (NEWEST,)
    found = await LIVE_PRODUCTS.all(db, shop_id, before[0], limit + 1)
    return page_of(found, limit, lambda each: (each.product_id,))


async def status_counts(db: Db, actor: Actor, *, shop_id: int) -> dict[str, int]:
    """How many products the shop has in each status; statuses without any are missing."""
    await permit(db, actor, shop_id, "product.read")
    return {each.status: each.products for each in await STATUS_COUNTS.all(db, shop_id)}


async def sold_out_count(db: Db, actor: Actor, *, shop_id: int) -> int:
    """How many live products of the shop have no stock left (R-SHOW-30)."""
    await permit(db, actor, shop_id, "product.read")
    return await SOLD_OUT_COUNT.sole(db, shop_id)


async def live_count(db: Db, shop_id: int) -> int:
    """How many products of a shop are live."""
    return await LIVE_COUNT.sole(db, shop_id)


def _pattern(search: str | None) -> str | None:
    if search is None or not search.strip() or "\x00" in search:
        return None
    escaped = search.strip().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped[:100]}%"
