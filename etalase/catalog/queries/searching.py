"""Products of a whole market by words, until a room of its own ranks them."""

from collections.abc import Sequence

import msgspec

from etalase.base.actor import Actor
from etalase.base.db import Db, rows
from etalase.base.pages import LIMIT_DEFAULT, Page, below_of, page_of

# So many of the newest products are looked through, so that a search costs the same in a large marketplace.
LOOKED_AT = 20_000
WORDS_MAX = 8


class MarketProduct(msgspec.Struct, frozen=True):
    """A product of any shop of a market."""

    product_id: int
    shop_id: int
    shop_name: str
    title: str
    currency: str
    price_minor: int
    picture_key: str | None
    in_stock: bool
    sold: int


IN_MARKET = rows(
    MarketProduct,
    """WITH newest AS (
           SELECT shop_id, product_id, title FROM products
            WHERE product_id < $2 AND status = 'ACTIVATE' ORDER BY product_id DESC LIMIT $5),
       found AS (
           SELECT n.shop_id, n.product_id, s.name FROM newest n JOIN shops s ON s.shop_id = n.shop_id
            WHERE s.market = $1 AND s.status = 'OPEN' AND (n.title || ' ' || s.name) ILIKE ALL ($3::text[])
            ORDER BY n.product_id DESC LIMIT $4)
       SELECT p.product_id, p.shop_id, f.name AS shop_name, p.title, p.currency, p.price_from_minor AS price_minor, p.picture_key,
              EXISTS (SELECT FROM stock_levels l
                       WHERE l.shop_id = p.shop_id AND l.product_id = p.product_id AND l.available > 0) AS in_stock,
              coalesce(g.sold, 0) AS sold
         FROM found f JOIN products p ON p.shop_id = f.shop_id AND p.product_id = f.product_id
              LEFT JOIN product_figures g ON g.shop_id = p.shop_id AND g.product_id = p.product_id
        ORDER BY p.product_id DESC""",
)


async def market_products(
    db: Db,
    _actor: Actor | None,
    *,
    market: str,
    words: str = "",
    limit: int = LIMIT_DEFAULT,
    cursor: str | None = None,
) -> Page[MarketProduct]:
    """What the open shops of a market sell, newest first; every word stands in the title or the shop's name."""
    before = below_of(cursor)
    found = await IN_MARKET.all(db, market, before, patterns(words), limit + 1, LOOKED_AT)
    return page_of(found, limit, lambda each: (each.product_id,))


def patterns(words: str) -> Sequence[str]:
    """A LIKE pattern for each of the first words."""
    escaped = words.replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_")
    return [f"%{word}%" for word in escaped.replace("\x00", " ").split()[:WORDS_MAX]]
