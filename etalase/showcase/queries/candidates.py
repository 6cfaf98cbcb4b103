"""What an account may add to its Showcase, and on which right (R-SHOW-6, 7, 14)."""

from datetime import datetime

import msgspec

from etalase.base.actor import Actor
from etalase.base.db import Db, rows
from etalase.base.pages import LIMIT_DEFAULT, Page, below_of, page_of
from etalase.showcase.queries.cards import ON_SALE, PRODUCT, pattern
from etalase.showcase.queries.chosen import RIGHT
from etalase.showcase.queries.keeping import with_kept
from etalase.showcase.queries.rights import right_now_sql


class Candidate(msgspec.Struct, frozen=True):
    """A product the caller may add. `added`: it is in the Showcase and shown on a right already."""

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
    promoted_until: datetime | None
    source: str
    link_id: int | None
    plan_id: int | None
    rate_bp: int
    added: bool


# Every shop or product list the account may draw on now; each is walked newest first, so a page touches little of it.
GRANTED = """
    SELECT l.shop_id, NULL::bigint AS plan_id FROM shop_links l
     WHERE l.account_id = $1 AND l.kind = 'MARKETING' AND l.status = 'LINKED'
    UNION
    SELECT n.shop_id, CASE WHEN n.all_products THEN NULL ELSE n.plan_id END
      FROM participations a JOIN plans n ON n.shop_id = a.shop_id AND n.plan_id = a.plan_id
     WHERE a.account_id = $1 AND a.status = 'APPROVED' AND n.status = 'LIVE' AND (n.ends_at IS NULL OR n.ends_at > $2)"""
CANDIDATES = rows(
    Candidate,
    f"""
    SELECT {PRODUCT}, w.source, w.link_id, w.plan_id, w.rate_bp,
           EXISTS (SELECT 1 FROM showcase_items i CROSS JOIN LATERAL ({RIGHT}) r
                    WHERE i.account_id = $1 AND i.product_id = p.product_id) AS added
      FROM (SELECT DISTINCT o.shop_id, o.product_id
              FROM (SELECT DISTINCT g.shop_id, g.plan_id FROM ({GRANTED}) g WHERE $3::bigint IS NULL OR g.shop_id = $3) g
                   CROSS JOIN LATERAL (
                     SELECT p.shop_id, p.product_id FROM products p JOIN shops s ON s.shop_id = p.shop_id
                      WHERE p.shop_id = g.shop_id AND p.product_id < $4 AND {ON_SALE}
                        AND ($6::text IS NULL OR p.title ILIKE $6)
                        AND (g.plan_id IS NULL OR EXISTS (SELECT 1 FROM plan_products c
                              WHERE c.shop_id = g.shop_id AND c.plan_id = g.plan_id AND c.product_id = p.product_id
                                AND c.added_at <= $2 AND (c.removed_at IS NULL OR c.removed_at > $2)))
                      ORDER BY p.product_id DESC LIMIT $5) o
             ORDER BY o.product_id DESC LIMIT $5) o
           JOIN products p ON p.shop_id = o.shop_id AND p.product_id = o.product_id
           JOIN shops s ON s.shop_id = p.shop_id
           CROSS JOIN LATERAL ({right_now_sql("$1", "p.shop_id", "p.product_id", "$2::timestamptz")}) w
     ORDER BY p.product_id DESC""",
)


async def candidates(
    db: Db,
    actor: Actor,
    *,
    now: datetime,
    shop_id: int | None = None,
    words: str | None = None,
    limit: int = LIMIT_DEFAULT,
    cursor: str | None = None,
) -> Page[Candidate]:
    """A page of what the caller may add, newest product first."""
    below = below_of(cursor)
    found = await CANDIDATES.all(db, actor.account_id, now, shop_id, below, limit + 1, pattern(words))
    return await with_kept(db, page_of(found, limit, lambda each: (each.product_id,)), now)
