"""What waits for the operator, and how the reviews of a product went."""

from datetime import datetime

import msgspec

from etalase.base.actor import Actor, only_operators
from etalase.base.db import Db, rows, value
from etalase.base.pages import LIMIT_DEFAULT, Page, decode_cursor, page_of
from etalase.shops.queries import permit


class WaitingProduct(msgspec.Struct, frozen=True):
    """A product that waits, as the operator sees it. `kind` LISTING (new), APPEAL (was taken down), CHANGE (sells on meanwhile)."""

    review_id: int
    kind: str
    note: str
    asked_at: datetime
    shop_id: int
    shop_name: str
    shop_verified: bool
    market: str
    product_id: int
    title: str
    description: str
    category_id: int
    category_text: str | None
    attributes: str
    status_reason: str | None
    currency: str
    price_from_minor: int
    price_to_minor: int
    pictures: list[str]

    def said(self) -> dict[str, str]:
        """Attribute key to what the seller said."""
        return msgspec.json.decode(self.attributes, type=dict[str, str])


class ProductReview(msgspec.Struct, frozen=True):
    """One review of a product, answered or not."""

    review_id: int
    kind: str
    status: str
    note: str
    asked_at: datetime
    answered_at: datetime | None
    reason: str


WAITING = rows(
    WaitingProduct,
    """SELECT r.review_id, r.kind, r.note, r.asked_at, s.shop_id, s.name AS shop_name, s.verified AS shop_verified, s.market,
              p.product_id, p.title, p.description, p.category_id, p.category_text, p.attributes::text AS attributes,
              p.status_reason, p.currency, p.price_from_minor, p.price_to_minor,
              ARRAY(SELECT key FROM product_pictures i WHERE i.shop_id = p.shop_id AND i.product_id = p.product_id
                    ORDER BY position) AS pictures
       FROM product_reviews r
       JOIN products p ON p.shop_id = r.shop_id AND p.product_id = r.product_id
       JOIN shops s ON s.shop_id = r.shop_id
       WHERE r.status = 'PENDING' AND r.review_id > $1 ORDER BY r.review_id LIMIT $2""",
)
WAITING_COUNT = value(
    int, "SELECT count(*)::int FROM (SELECT FROM product_reviews WHERE status = 'PENDING' LIMIT $1) AS those"
)
REVIEWS = rows(
    ProductReview,
    """SELECT review_id, kind, status, note, asked_at, answered_at, reason FROM product_reviews
       WHERE shop_id = $1 AND product_id = $2 ORDER BY review_id DESC LIMIT 50""",
)
SWEEPS = (
    (
        "a product is PENDING exactly while a review of it waits",
        value(
            int,
            """SELECT p.product_id FROM products p
               LEFT JOIN product_reviews r ON r.shop_id = p.shop_id AND r.product_id = p.product_id AND r.status = 'PENDING'
               WHERE (p.status = 'PENDING') <> (r.kind IS NOT NULL AND r.kind <> 'CHANGE')
                  OR (r.kind = 'CHANGE' AND p.status NOT IN ('ACTIVATE', 'SELLER_DEACTIVATED'))""",
        ),
    ),
)


async def waiting_products(
    db: Db, actor: Actor, *, limit: int = LIMIT_DEFAULT, cursor: str | None = None
) -> Page[WaitingProduct]:
    """Products that wait for an operator, longest first; NotAllowed for others."""
    only_operators(actor)
    after = decode_cursor(cursor, tuple[int]) or (0,)
    found = await WAITING.all(db, after[0], limit + 1)
    return page_of(found, limit, lambda each: (each.review_id,))


async def waiting_products_count(db: Db, actor: Actor, *, most: int = 1000) -> int:
    """How many wait, counted up to `most`; NotAllowed for others."""
    only_operators(actor)
    return await WAITING_COUNT.sole(db, most)


async def product_reviews(db: Db, actor: Actor, *, shop_id: int, product_id: int) -> list[ProductReview]:
    """How the reviews of a product went, newest first, for its shop's staff."""
    await permit(db, actor, shop_id, "product.read")
    return await REVIEWS.all(db, shop_id, product_id)
