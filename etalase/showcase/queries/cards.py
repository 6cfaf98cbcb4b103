"""A product as a Showcase shows it, and the pieces of SQL that every listing of cards shares."""

from datetime import datetime
from typing import Final

import msgspec

from etalase.promotions.queries import SETS_PRICES

# How many rows a listing reads at most, written into the statement: a plan made for every limit would have to guess, and
# sorts all of a Showcase to show twenty of it. One row more than a page tells that there is more.
SIZES: Final = (21, 101)


class Card(msgspec.Struct, frozen=True):
    """One product of a Showcase. `price_minor` is its lowest price; `key1…key3` is its place in the order asked for."""

    product_id: int
    shop_id: int
    shop_name: str
    title: str
    currency: str
    price_minor: int
    price_to_minor: int
    in_stock: bool
    picture_key: str | None
    sold: int
    promoted_until: datetime | None  # until then some product of its shop has, or will have, a price of its own
    source: str
    rate_bp: int
    pinned: bool
    key1: int
    key2: int
    key3: int


# Of a product p: what everybody can buy; what is set aside is another question (`keeping.with_kept`).
IN_STOCK: Final = """EXISTS (SELECT 1 FROM stock_levels v
         WHERE v.shop_id = p.shop_id AND v.product_id = p.product_id AND v.available > 0)"""
PROMOTED_UNTIL: Final = f"""(SELECT m.ends_at FROM shop_promotions m
         WHERE m.shop_id = p.shop_id AND m.status = 'LAUNCHED' AND {SETS_PRICES}
         ORDER BY m.ends_at DESC LIMIT 1)"""
# Of a product p in shop s.
PRODUCT = f"""p.product_id, p.shop_id, s.name AS shop_name, p.title, p.currency, p.price_from_minor AS price_minor,
       p.price_to_minor, {IN_STOCK} AS in_stock,
       p.picture_key, coalesce((SELECT f.sold FROM product_figures f
         WHERE f.shop_id = p.shop_id AND f.product_id = p.product_id), 0) AS sold,
       {PROMOTED_UNTIL} AS promoted_until"""
# Only what a shopper may see: R-SHOW-31, 32, 34.
ON_SALE = "p.status = 'ACTIVATE' AND s.status = 'OPEN'"


def pattern(words: str | None) -> str | None:
    """What a person typed into the search box as a LIKE pattern: every word in that order."""
    if words is None or not words.strip():
        return None
    escaped = words[:100].replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_")
    return "%" + "%".join(escaped.split()) + "%"


def size_for(limit: int) -> int:
    """The statement's size that holds a page of `limit` and one row more."""
    return next(size for size in SIZES if limit < size)
