"""A shop's products by words of their titles, whatever the number of its products.

The newest are looked through for any part of a word; of the older ones an index knows how each word begins.
"""

from collections.abc import Sequence
from typing import Final

from etalase.base.db import Db, value

# No more products are looked through for one page.
LOOKED_AT: Final = 1_000
IN_NEWEST = value(
    int,
    """SELECT p.product_id FROM (
              SELECT product_id, title FROM products WHERE shop_id = $1 ORDER BY product_id DESC LIMIT $4) p
        WHERE p.title ILIKE ALL ($2::text[]) ORDER BY p.product_id DESC LIMIT $3""",
)
LAST_OF_NEWEST = value(
    int, "SELECT product_id FROM products WHERE shop_id = $1 ORDER BY product_id DESC OFFSET $2::bigint - 1 LIMIT 1"
)
# Every word begins one of the title; nothing where there is no word to look for.
ASKED = value(
    str,
    """SELECT string_agg(quote_literal(w.lexeme) || ':*', ' & ') FROM unnest(title_words($1, $2)) w
        WHERE w.lexeme <> $1::bigint || ':'""",
)
# The words carry the shop. Sums, so that nobody comes to walk along another index.
IN_OLDER = value(
    int,
    """SELECT product_id FROM products
        WHERE title_words(shop_id, title) @@ $2::text::tsquery AND shop_id + 0 = $1 AND product_id + 0 < $3
          AND title ILIKE ALL ($4::text[]) LIMIT $5""",
)


async def products_by_words(
    db: Db, shop_id: int, words: str, patterns: Sequence[str], *, most: int
) -> tuple[list[int], bool]:
    """Products with these words in the title (as LIKE `patterns` to be sure), newest first, and whether these are all."""
    found = await IN_NEWEST.all(db, shop_id, list(patterns), most + 1, LOOKED_AT)
    if len(found) > most:
        return found[:most], False
    last = await LAST_OF_NEWEST.get(db, shop_id, LOOKED_AT)
    asked = None if last is None else await ASKED.get(db, shop_id, words)
    if asked is None:
        return found, True
    older = await IN_OLDER.all(db, shop_id, asked, last, list(patterns), most + 1)
    return (found + sorted(older, reverse=True))[:most], len(found) + len(older) <= most
