"""The Showcase of a marketing or affiliate account: what its holder chose and may still show."""

from datetime import datetime
from typing import Final

from etalase.base.db import Db, Rows, rows
from etalase.base.pages import Page, decode_cursor, page_of
from etalase.showcase.queries.cards import ON_SALE, PRODUCT, SIZES, Card, pattern, size_for
from etalase.showcase.queries.rights import right_now_sql
from etalase.showcase.rules import Sort

Key = tuple[int, int, int]
START: Final[Key] = (-1, -(2**62), 0)
# The order of each sort as three ascending integers.
KEYS: Final[dict[Sort, tuple[str, str, str]]] = {
    "recommended": ("i.pin", "i.place", "i.product_id"),
    "new": ("0::bigint", "-i.product_id", "i.product_id"),
    "price_asc": ("0::bigint", "c.price_minor", "i.product_id"),
    "price_desc": ("0::bigint", "-c.price_minor", "i.product_id"),
    "sales": ("0::bigint", "-c.sold", "i.product_id"),
}
RIGHT = right_now_sql("i.account_id", "i.shop_id", "i.product_id", "$2::timestamptz", chosen_at="i.added_at")


def chosen_sql(key: tuple[str, str, str], size: int, *, searched: bool) -> str:
    """$1 account, $2 now, $3…$5 the key to go on after; when searched, $6 a LIKE pattern."""
    # The LIMIT 1 keeps the planner from joining the whole of products first: items are walked in their order, and the walk
    # ends with the page.
    ordered = ", ".join(key)
    return f"""
        SELECT c.*, r.source, r.rate_bp, i.pin < 1000 AS pinned,
               ({key[0]})::bigint AS key1, ({key[1]})::bigint AS key2, ({key[2]})::bigint AS key3
          FROM showcase_items i
               CROSS JOIN LATERAL (
                 SELECT {PRODUCT} FROM products p JOIN shops s ON s.shop_id = p.shop_id
                  WHERE p.shop_id = i.shop_id AND p.product_id = i.product_id AND {ON_SALE}
                        {"AND p.title ILIKE $6" if searched else ""} LIMIT 1) c
               CROSS JOIN LATERAL ({RIGHT}) r
         WHERE i.account_id = $1 AND ({ordered}) > ($3::bigint, $4::bigint, $5::bigint)
         ORDER BY {ordered} LIMIT {size}"""


# By sort, size, and whether words are looked for.
CHOSEN: Final[dict[tuple[Sort, int, bool], Rows[Card]]] = {
    (sort, size, searched): rows(Card, chosen_sql(key, size, searched=searched))
    for sort, key in KEYS.items()
    for size in SIZES
    for searched in (False, True)
}
COLLECTED = rows(
    Card,
    f"""
    SELECT {PRODUCT}, r.source, r.rate_bp, i.pin < 1000 AS pinned,
           k.position::bigint AS key1, 0::bigint AS key2, i.product_id AS key3
      FROM collection_products k
           JOIN showcase_items i ON i.account_id = k.account_id AND i.product_id = k.product_id
           JOIN products p ON p.shop_id = i.shop_id AND p.product_id = i.product_id
           JOIN shops s ON s.shop_id = i.shop_id
           CROSS JOIN LATERAL ({RIGHT}) r
     WHERE k.account_id = $1 AND k.collection_id = $3 AND {ON_SALE}
     ORDER BY k.position""",
)


async def chosen_page(
    db: Db, account_id: int, *, now: datetime, limit: int, cursor: str | None, sort: Sort, words: str | None
) -> Page[Card]:
    """A page of what the holder chose, in the order asked for."""
    key = decode_cursor(cursor, Key) or START
    like = pattern(words)
    statement = CHOSEN[sort, size_for(limit), like is not None]
    found = await statement.all(db, account_id, now, *key, *([like] if like else []))
    return page_of(found[: limit + 1], limit, lambda card: (card.key1, card.key2, card.key3))


async def collected(db: Db, account_id: int, collection_id: int, *, now: datetime) -> list[Card]:
    """All products of one collection (at most a hundred) that may be shown."""
    return await COLLECTED.all(db, account_id, now, collection_id)
