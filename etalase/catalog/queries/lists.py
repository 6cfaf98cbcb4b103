"""Products in lists: the seller's own, and what a shop shows."""

from datetime import datetime
from typing import Final

import msgspec

from etalase.base.actor import Actor
from etalase.base.db import Db, Rows, rows, value
from etalase.base.errors import Invalid
from etalase.base.pages import LIMIT_DEFAULT, Page, below_of, encode_cursor, page_of
from etalase.base.texts import N_
from etalase.catalog.queries.wording import LOOKED_AT, products_by_words
from etalase.catalog.rules import STATUSES
from etalase.shops.queries import permit, shop


class ShopProduct(msgspec.Struct, frozen=True):
    """A product in the seller's list; `stock` is what can be sold of all its SKUs, set-asides included."""

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
    """A product in a public list. `in_stock`: everybody can buy some of it; `keeps`: some of it is set aside."""

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
    keeps: bool = False


class StatusCount(msgspec.Struct, frozen=True):
    """How many products of a shop have a status."""

    status: str
    products: int


# $1 shop, $2 below this product, $3 states, $4 how many; the live ones have an index of their own.
_NEWEST = """SELECT product_id FROM (
            (SELECT product_id FROM products WHERE shop_id = $1 AND product_id < $2 AND status = 'ACTIVATE'
                AND 'ACTIVATE' = ANY($3::text[]) ORDER BY product_id DESC LIMIT $4)
            UNION ALL
            SELECT k.product_id FROM unnest($3::text[]) AS s (status) CROSS JOIN LATERAL (
                   SELECT o.product_id FROM products o
                    WHERE o.shop_id = $1 AND o.product_id < $2 AND o.status <> 'ACTIVATE' AND o.status = s.status
                    ORDER BY o.product_id DESC LIMIT $4) k) n
         ORDER BY product_id DESC LIMIT $4"""
_FOUND = """SELECT p.product_id FROM products p
         WHERE p.shop_id = $1 AND p.product_id < $2 AND p.status = ANY($3::text[]) AND p.product_id = ANY($7::bigint[])
           AND $4::bigint > 0"""


def listing(looked: str, also: str) -> Rows[ShopProduct]:
    """The products of `looked` that fit; $5 a page, $6 only what is sold out. What is counted is counted for a page only."""
    return rows(
        ShopProduct,
        f"""WITH looked AS ({looked}),
        page AS (
           SELECT p.* FROM looked n CROSS JOIN LATERAL (
                  SELECT * FROM products o WHERE o.shop_id = $1 AND o.product_id = n.product_id OFFSET 0) p
           WHERE {also}
             (NOT $6::boolean OR NOT EXISTS (
                  SELECT FROM stock_levels l JOIN skus k USING (shop_id, sku_id)
                   WHERE l.shop_id = p.shop_id AND l.product_id = p.product_id AND l.available + l.aside > 0
                     AND k.deleted_at IS NULL))
           ORDER BY p.product_id DESC LIMIT $5)
        SELECT p.shop_id, p.product_id, p.title, p.status, p.currency, p.price_from_minor, p.price_to_minor,
              p.picture_key,
              (SELECT count(*) FROM product_pictures i WHERE i.shop_id = p.shop_id AND i.product_id = p.product_id)::int
                AS pictures,
              (SELECT count(*) FROM skus k WHERE k.shop_id = p.shop_id AND k.product_id = p.product_id
                  AND k.deleted_at IS NULL)::int AS skus,
              (SELECT coalesce(sum(l.available + l.aside), 0) FROM stock_levels l JOIN skus k USING (shop_id, sku_id)
                WHERE l.shop_id = p.shop_id AND l.product_id = p.product_id AND k.deleted_at IS NULL)::int AS stock,
              coalesce(f.sold, 0) AS sold, length(p.description) AS description_length, p.created_at, p.updated_at, p.deleted_at
          FROM page p LEFT JOIN product_figures f ON f.shop_id = p.shop_id AND f.product_id = p.product_id
         ORDER BY p.product_id DESC""",
    )


NEWEST_FIRST = listing(_NEWEST, "")
# Words that many products have: looked for on the way.
NEWEST_WITH_WORDS = listing(
    _NEWEST,
    """(p.title ILIKE $7::text OR EXISTS (SELECT FROM skus k WHERE k.shop_id = p.shop_id AND k.product_id = p.product_id
                  AND k.deleted_at IS NULL AND k.seller_sku ILIKE $7)) AND""",
)
FOUND_BEFORE = listing(_FOUND, "")
LAST_LOOKED_AT = value(
    int, f"SELECT product_id FROM ({_NEWEST}) n ORDER BY product_id DESC OFFSET $4::bigint - 1 LIMIT 1"
)
# A part of a key of the newest products, the whole key of any.
BY_SELLER_SKU = value(
    int,
    """SELECT product_id FROM skus WHERE shop_id = $1 AND deleted_at IS NULL AND seller_sku = $2
       UNION
       SELECT k.product_id FROM (SELECT product_id FROM products WHERE shop_id = $1 ORDER BY product_id DESC LIMIT $4) n
              JOIN skus k ON k.shop_id = $1 AND k.product_id = n.product_id
        WHERE k.deleted_at IS NULL AND k.seller_sku ILIKE $3""",
)
LIVE_PRODUCTS = rows(
    ProductCard,
    """SELECT p.shop_id, p.product_id, p.title, p.currency, p.price_from_minor, p.price_to_minor, p.picture_key,
              EXISTS (SELECT FROM stock_levels l JOIN skus k USING (shop_id, sku_id)
                      WHERE l.shop_id = p.shop_id AND l.product_id = p.product_id AND l.available > 0
                        AND k.deleted_at IS NULL) AS in_stock,
              coalesce(f.sold, 0) AS sold, coalesce(f.rating_sum, 0) AS rating_sum,
              coalesce(f.rating_count, 0) AS rating_count,
              EXISTS (SELECT FROM stock_levels l
                      WHERE l.shop_id = p.shop_id AND l.product_id = p.product_id AND l.aside > 0) AS keeps
       FROM products p LEFT JOIN product_figures f ON f.shop_id = p.shop_id AND f.product_id = p.product_id
       WHERE p.shop_id = $1 AND p.product_id < $2 AND p.status = 'ACTIVATE'
       ORDER BY p.product_id DESC LIMIT $3""",
)
STATUS_COUNTS = rows(
    StatusCount,
    """SELECT 'ACTIVATE' AS status, (SELECT count(*)::int FROM (SELECT FROM products WHERE shop_id = $1
              AND status = 'ACTIVATE' ORDER BY product_id DESC LIMIT $3) few) AS products
       UNION ALL
       SELECT s.status, (SELECT count(*)::int FROM (SELECT FROM products p WHERE p.shop_id = $1
              AND p.status <> 'ACTIVATE' AND p.status = s.status ORDER BY p.product_id DESC LIMIT $3) few)
         FROM unnest($2::text[]) AS s (status)""",
)
SOLD_OUT_COUNT = value(
    int,
    """SELECT count(*)::int FROM (SELECT shop_id, product_id FROM products WHERE shop_id = $1 AND status = 'ACTIVATE'
                ORDER BY product_id DESC LIMIT $2) p
        WHERE NOT EXISTS (
              SELECT FROM stock_levels l JOIN skus k USING (shop_id, sku_id)
               WHERE l.shop_id = p.shop_id AND l.product_id = p.product_id AND l.available + l.aside > 0
                 AND k.deleted_at IS NULL)""",
)
LIVE_COUNT = value(int, "SELECT count(*)::int FROM products WHERE shop_id = $1 AND status = 'ACTIVATE'")
# More products in a status than this are not counted.
COUNT_MAX: Final = 1_000
# Words that more products have are met on the way soon enough.
WORDS_FOUND: Final = 300


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

    `search` is a part of the title or of a seller SKU (of products beyond the newest thousand: how words of the title begin,
    or a whole SKU); `sold_out`: only those of which nothing can be sold, not even what is set aside. A page with fewer than
    `limit` products that has a cursor looked at so many and found no more among them.
    """
    await permit(db, actor, shop_id, "product.read")
    if status is not None and status not in STATUSES:
        raise Invalid({"status": N_("There is no such status.")})
    statuses = [status] if status else [one for one in STATUSES if one != "DELETED"]
    before = below_of(cursor)
    pattern, stretch = _pattern(search), (shop_id, before, statuses, LOOKED_AT)
    narrowed, statement, sought = sold_out or pattern is not None, NEWEST_FIRST, list[object]()
    if search is not None and pattern is not None:
        products, all_of_them = await _with_words(db, shop_id, search.strip()[:100], pattern)
        statement, sought = (FOUND_BEFORE, [products]) if all_of_them else (NEWEST_WITH_WORDS, [pattern])
    look = LOOKED_AT if narrowed else limit + 1
    found = await statement.all(db, shop_id, before, statuses, look, limit + 1, sold_out, *sought)
    if len(found) <= limit and narrowed and statement is not FOUND_BEFORE:
        last = await LAST_LOOKED_AT.get(db, *stretch)
        return Page(found, encode_cursor(last) if last is not None else None)
    return page_of(found, limit, lambda each: (each.product_id,))


async def _with_words(db: Db, shop_id: int, words: str, pattern: str) -> tuple[list[int], bool]:
    """The products with these words in the title or in the key of a SKU, and whether these are all."""
    found, all_of_them = await products_by_words(db, shop_id, words, [pattern], most=WORDS_FOUND)
    if not all_of_them:
        return [], False
    return [*found, *await BY_SELLER_SKU.all(db, shop_id, words, pattern, LOOKED_AT)], True


def cursor_after(product: ShopProduct) -> str:
    """The cursor of `shop_products` that goes on after this one, for a page that shows fewer than it read."""
    return encode_cursor(product.product_id)


async def live_products(
    db: Db, actor: Actor | None, *, shop_id: int, limit: int = LIMIT_DEFAULT, cursor: str | None = None
) -> Page[ProductCard]:
    """What a shop shows to everybody, newest first; nothing while it is not open (R-SHOW-34)."""
    if (await shop(db, shop_id)).status != "OPEN":
        return Page([])
    before = below_of(cursor)
    found = await LIVE_PRODUCTS.all(db, shop_id, before, limit + 1)
    return page_of(found, limit, lambda each: (each.product_id,))


async def status_counts(db: Db, actor: Actor, *, shop_id: int) -> dict[str, int]:
    """How many products the shop has in each status, COUNT_MAX at most; statuses without any are missing."""
    await permit(db, actor, shop_id, "product.read")
    others = [each for each in STATUSES if each != "ACTIVATE"]
    found = await STATUS_COUNTS.all(db, shop_id, others, COUNT_MAX)
    return {each.status: each.products for each in found if each.products}


async def sold_out_count(db: Db, actor: Actor, *, shop_id: int) -> int:
    """How many of the newest live products of the shop, COUNT_MAX at most, have no stock left, set aside or not (R-SHOW-30)."""
    await permit(db, actor, shop_id, "product.read")
    return await SOLD_OUT_COUNT.sole(db, shop_id, COUNT_MAX)


async def live_count(db: Db, shop_id: int) -> int:
    """How many products of a shop are live."""
    return await LIVE_COUNT.sole(db, shop_id)


def _pattern(search: str | None) -> str | None:
    if search is None or not search.strip() or "\x00" in search:
        return None
    escaped = search.strip().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped[:100]}%"
