"""The Showcase of an official account: all live products of its shop, computed and never copied (R-SHOW-4, 5).

Two tiers: first what was moved or pinned (or, sorted by sales, what was sold), then the rest, newest first. Each tier is a
short walk along an index, whether the shop has ten products or a million.
"""

from typing import Final

from etalase.base.db import Db, Rows, rows
from etalase.base.ids import LARGEST
from etalase.base.pages import Page, decode_cursor, page_of
from etalase.showcase.queries.cards import ON_SALE, PRODUCT, Card, pattern
from etalase.showcase.rules import Sort

# (tier key, place, product id); the second tier has key1 = 1001, above every pin.
Key = tuple[int, int, int]
REST: Final = 1001
START: Final[Key] = (-1, -(2**62), 0)
AS_OFFICIAL = "'OFFICIAL' AS source, 0 AS rate_bp"
# A search walks at most this many products in the order shown.
SEARCHED_AT_MOST: Final = 20_000


def tiered_sql(first: str, others: str) -> str:
    """$1 account, $2 shop, $3…$5 the key to go on after, $6 how many, $7 a LIKE pattern or NULL, $8 the rest below this id."""
    return f"""
        (SELECT {PRODUCT}, {AS_OFFICIAL}, {first}
          ORDER BY key1, key2, key3 LIMIT $6)
        UNION ALL
        (SELECT {PRODUCT}, {AS_OFFICIAL}, false AS pinned, {REST}::bigint AS key1, -p.product_id AS key2, p.product_id AS key3
           FROM products p JOIN shops s ON s.shop_id = p.shop_id
          WHERE p.shop_id = $2 AND p.product_id < $8 AND {ON_SALE} AND {others}
            AND ($7::text IS NULL OR p.title ILIKE $7)
          ORDER BY p.product_id DESC LIMIT $6)
        ORDER BY key1, key2, key3 LIMIT $6"""


PLACED = f"""o.pin < 1000 AS pinned, o.pin::bigint AS key1, o.place AS key2, o.product_id AS key3
           FROM showcase_official_places o
                JOIN products p ON p.shop_id = o.shop_id AND p.product_id = o.product_id
                JOIN shops s ON s.shop_id = o.shop_id
          WHERE o.account_id = $1 AND o.shop_id = $2 AND (o.pin, o.place, o.product_id) > ($3, $4, $5) AND {ON_SALE}
            AND ($7::text IS NULL OR p.title ILIKE $7)"""
NOT_PLACED = """NOT EXISTS (SELECT 1 FROM showcase_official_places o
                  WHERE o.account_id = $1 AND o.shop_id = p.shop_id AND o.product_id = p.product_id)"""
SOLD = f"""false AS pinned, 0::bigint AS key1, -g.sold::bigint AS key2, g.product_id AS key3
           FROM product_figures g
                JOIN products p ON p.shop_id = g.shop_id AND p.product_id = g.product_id
                JOIN shops s ON s.shop_id = g.shop_id
          WHERE g.shop_id = $2 AND g.sold > 0 AND $1::bigint IS NOT NULL AND {ON_SALE}
            AND (0, -g.sold, g.product_id) > ($3, $4, $5) AND ($7::text IS NULL OR p.title ILIKE $7)"""
NOT_SOLD = """NOT EXISTS (SELECT 1 FROM product_figures g
                WHERE g.shop_id = p.shop_id AND g.product_id = p.product_id AND g.sold > 0)"""
NOTHING_FIRST = f"""false AS pinned, 0::bigint AS key1, 0::bigint AS key2, p.product_id AS key3
           FROM products p JOIN shops s ON s.shop_id = p.shop_id
          WHERE false AND $1::bigint + $3::bigint + $4::bigint + $5::bigint > 0 AND {ON_SALE}"""


def priced_sql(sign: str) -> str:
    """All live products by price; same parameters as the tiers."""
    key = f"({sign}p.price_from_minor, p.product_id)"
    return f"""
        SELECT {PRODUCT}, {AS_OFFICIAL}, false AS pinned,
               0::bigint AS key1, {sign}p.price_from_minor AS key2, p.product_id AS key3
          FROM products p JOIN shops s ON s.shop_id = p.shop_id
         WHERE p.shop_id = $2 AND {key} > ($4, $5) AND {ON_SALE} AND ($7::text IS NULL OR p.title ILIKE $7)
           AND $1::bigint IS NOT NULL AND $3::bigint IS NOT NULL AND $8::bigint IS NOT NULL
         ORDER BY {sign}p.price_from_minor, p.product_id LIMIT $6"""


OFFICIAL: Final[dict[Sort, Rows[Card]]] = {
    "recommended": rows(Card, tiered_sql(PLACED, NOT_PLACED)),
    "new": rows(Card, tiered_sql(NOTHING_FIRST, "true")),
    "sales": rows(Card, tiered_sql(SOLD, NOT_SOLD)),
    "price_asc": rows(Card, priced_sql("")),
    "price_desc": rows(Card, priced_sql("-")),
}
COLLECTED = rows(
    Card,
    f"""
    SELECT {PRODUCT}, {AS_OFFICIAL}, coalesce(o.pin, 1000) < 1000 AS pinned,
           k.position::bigint AS key1, 0::bigint AS key2, p.product_id AS key3
      FROM collection_products k
           JOIN products p ON p.shop_id = k.shop_id AND p.product_id = k.product_id
           JOIN shops s ON s.shop_id = p.shop_id
           LEFT JOIN showcase_official_places o ON o.account_id = k.account_id AND o.product_id = k.product_id
     WHERE k.account_id = $1 AND k.shop_id = $2 AND k.collection_id = $3 AND {ON_SALE}
     ORDER BY k.position""",
)


async def official_page(
    db: Db, account_id: int, shop_id: int, *, limit: int, cursor: str | None, sort: Sort, words: str | None
) -> Page[Card]:
    """A page of all live products of the shop, in the order asked for."""
    key = decode_cursor(cursor, Key) or START
    in_rest = key[0] == REST
    first = (REST, 0, 0) if in_rest else key
    below = -key[1] if in_rest else LARGEST
    found = await OFFICIAL[sort].all(db, account_id, shop_id, *first, limit + 1, pattern(words), below)
    return page_of(found, limit, lambda card: (card.key1, card.key2, card.key3))


async def collected(db: Db, account_id: int, shop_id: int, collection_id: int) -> list[Card]:
    """All products of one collection (at most a hundred) that are on sale."""
    return await COLLECTED.all(db, account_id, shop_id, collection_id)
