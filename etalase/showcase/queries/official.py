"""The Showcase of an official account: all live products of its shop, computed and never copied (R-SHOW-4, 5).

Two tiers: first what was moved or pinned (or, sorted by sales, what was sold), then the rest, newest first. Each tier is a
short walk along an index, whether the shop has ten products or a million.
"""

from typing import Final, Literal

from etalase.base.db import Db, Rows, rows
from etalase.base.ids import LARGEST
from etalase.base.pages import Page, decode_cursor, page_of
from etalase.catalog.queries import products_by_words
from etalase.showcase.queries.cards import ON_SALE, PRODUCT, SIZES, Card, pattern, size_for
from etalase.showcase.rules import SORTS, Sort

# (tier key, place, product id); the second tier has key1 = 1001, above every pin.
Key = tuple[int, int, int]
REST: Final = 1001
# Words that more products have are met on the way soon enough.
RARE: Final = 300
START: Final[Key] = (-1, -(2**62), 0)
AS_OFFICIAL = "'OFFICIAL' AS source, 0 AS rate_bp"


def tiered_sql(first: str, others: str, size: int, words: str) -> str:
    """$1 account, $2 shop, $3…$5 the key to go on after, $6 the rest below this id; when searched, $7 a LIKE pattern."""
    return f"""
        (SELECT {PRODUCT}, {AS_OFFICIAL}, {first} {words}
          ORDER BY key1, key2, key3 LIMIT {size})
        UNION ALL
        (SELECT {PRODUCT}, {AS_OFFICIAL}, false AS pinned, {REST}::bigint AS key1, -p.product_id AS key2, p.product_id AS key3
           FROM products p JOIN shops s ON s.shop_id = p.shop_id
          WHERE p.shop_id = $2 AND p.product_id < $6 AND {ON_SALE} AND {others} {words}
          ORDER BY p.product_id DESC LIMIT {size})
        ORDER BY key1, key2, key3 LIMIT {size}"""


PLACED = f"""o.pin < 1000 AS pinned, o.pin::bigint AS key1, o.place AS key2, o.product_id AS key3
           FROM showcase_official_places o
                JOIN products p ON p.shop_id = o.shop_id AND p.product_id = o.product_id
                JOIN shops s ON s.shop_id = o.shop_id
          WHERE o.account_id = $1 AND o.shop_id = $2 AND {ON_SALE}
            AND (o.pin, o.place, o.product_id) > ($3::bigint, $4::bigint, $5::bigint)"""
NOT_PLACED = """NOT EXISTS (SELECT 1 FROM showcase_official_places o
                  WHERE o.account_id = $1 AND o.shop_id = p.shop_id AND o.product_id = p.product_id)"""
SOLD = f"""false AS pinned, 0::bigint AS key1, -g.sold::bigint AS key2, g.product_id AS key3
           FROM product_figures g
                JOIN products p ON p.shop_id = g.shop_id AND p.product_id = g.product_id
                JOIN shops s ON s.shop_id = g.shop_id
          WHERE g.shop_id = $2 AND g.sold > 0 AND $1::bigint IS NOT NULL AND {ON_SALE}
            AND (0::bigint, -g.sold::bigint, g.product_id) > ($3::bigint, $4::bigint, $5::bigint)"""
NOT_SOLD = """NOT EXISTS (SELECT 1 FROM product_figures g
                WHERE g.shop_id = p.shop_id AND g.product_id = p.product_id AND g.sold > 0)"""
NOTHING_FIRST = f"""false AS pinned, 0::bigint AS key1, 0::bigint AS key2, p.product_id AS key3
           FROM products p JOIN shops s ON s.shop_id = p.shop_id
          WHERE false AND $1::bigint + $3::bigint + $4::bigint + $5::bigint > 0 AND {ON_SALE}"""


def priced_sql(sign: str, size: int, words: str) -> str:
    """All live products by price; same parameters as the tiers."""
    key = f"({sign}p.price_from_minor, p.product_id)"
    return f"""
        SELECT {PRODUCT}, {AS_OFFICIAL}, false AS pinned,
               0::bigint AS key1, {sign}p.price_from_minor AS key2, p.product_id AS key3
          FROM products p JOIN shops s ON s.shop_id = p.shop_id
         WHERE p.shop_id = $2 AND {key} > ($4, $5) AND {ON_SALE} {words}
           AND $1::bigint IS NOT NULL AND $3::bigint IS NOT NULL AND $6::bigint IS NOT NULL
         ORDER BY {sign}p.price_from_minor, p.product_id LIMIT {size}"""


Searched = Literal["", "walked", "found"]
WORDS: Final[dict[Searched, str]] = {
    "": "",
    "walked": "AND p.title ILIKE $7",
    "found": "AND p.product_id = ANY($7::bigint[])",
}


def _statement(sort: Sort, size: int, searched: Searched) -> Rows[Card]:
    words = WORDS[searched]
    if sort == "price_asc":
        return rows(Card, priced_sql("", size, words))
    if sort == "price_desc":
        return rows(Card, priced_sql("-", size, words))
    first, others = {"recommended": (PLACED, NOT_PLACED), "sales": (SOLD, NOT_SOLD)}.get(sort, (NOTHING_FIRST, "true"))
    return rows(Card, tiered_sql(first, others, size, words))


# By sort, size, and how words are looked for: common ones on the way, rare ones beforehand.
OFFICIAL: Final[dict[tuple[Sort, int, Searched], Rows[Card]]] = {
    (sort, size, searched): _statement(sort, size, searched) for sort in SORTS for size in SIZES for searched in WORDS
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
    searched, sought = await _sought(db, shop_id, words)
    if searched == "found" and not sought[0]:
        return Page([])
    found = await OFFICIAL[sort, size_for(limit), searched].all(db, account_id, shop_id, *first, below, *sought)
    return page_of(found[: limit + 1], limit, lambda card: (card.key1, card.key2, card.key3))


async def _sought(db: Db, shop_id: int, words: str | None) -> tuple[Searched, list[str | list[int]]]:
    """How to look for the words, and what for."""
    like = pattern(words)
    if words is None or like is None:
        return "", []
    products, all_of_them = await products_by_words(db, shop_id, words[:100], [like], most=RARE)
    return ("found", [products]) if all_of_them else ("walked", [like])


async def collected(db: Db, account_id: int, shop_id: int, collection_id: int) -> list[Card]:
    """All products of one collection (at most a hundred) that are on sale."""
    return await COLLECTED.all(db, account_id, shop_id, collection_id)
