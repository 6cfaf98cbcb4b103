"""Reviews as the product page, their authors, the shop and the operator read them."""

from collections.abc import Sequence
from datetime import datetime

import msgspec

from etalase.aftersales.rules.reviewing import NEGATIVE, STARS
from etalase.base.actor import Actor, only_operators
from etalase.base.db import Db, rows
from etalase.base.errors import NotFound
from etalase.base.pages import LIMIT_DEFAULT, Page, below_of, page_of
from etalase.shops.queries import permit


class Review(msgspec.Struct, frozen=True):
    """A review of one bought line. `author` is whose it is, also when `anonymous` keeps that from the public."""

    shop_id: int
    review_id: int
    line_id: int
    order_id: int
    product_id: int
    account_id: int
    author: str
    author_name: str
    avatar_key: str | None
    title: str
    options: str
    picture_key: str | None
    market: str
    stars: int
    text: str | None
    picture_keys: list[str]
    anonymous: bool
    edits: int
    written_at: datetime
    edited_at: datetime | None
    follow_up: str | None
    follow_up_at: datetime | None
    reply: str | None
    replied_at: datetime | None
    hidden_at: datetime | None
    hidden_reason: str | None


class Stars(msgspec.Struct, frozen=True):
    """How many shown reviews of a product gave so many stars."""

    stars: int
    reviews: int


class Summary(msgspec.Struct, frozen=True):
    """The ratings of a product: how many gave each number of stars."""

    counts: dict[int, int]

    @property
    def count(self) -> int:
        """How many there are."""
        return sum(self.counts.values())

    @property
    def average_tenths(self) -> int:
        """The average in tenths of a star, halves up; 0 without any."""
        total = sum(stars * many for stars, many in self.counts.items())
        return (total * 20 + self.count) // (2 * self.count) if self.count else 0


COLUMNS = """v.shop_id, v.review_id, v.line_id, v.order_id, v.product_id, v.account_id, a.handle AS author,
       a.name AS author_name, a.avatar_key, l.title, l.options::text AS options, l.picture_key, s.market, v.stars, v.text,
       v.picture_keys, v.anonymous, v.edits, v.written_at, v.edited_at, v.follow_up, v.follow_up_at, v.reply, v.replied_at,
       v.hidden_at, v.hidden_reason
  FROM reviews v JOIN accounts a ON a.account_id = v.account_id JOIN shops s ON s.shop_id = v.shop_id
       JOIN order_lines l ON l.shop_id = v.shop_id AND l.line_id = v.line_id"""
ONE = rows(Review, f"SELECT {COLUMNS} WHERE v.review_id = $1")
OF_ORDER = rows(Review, f"SELECT {COLUMNS} WHERE v.shop_id = $1 AND v.order_id = $2 ORDER BY v.line_id")
OF_PRODUCT = rows(
    Review,
    f"""SELECT {COLUMNS} WHERE v.shop_id = $1 AND v.product_id = $2 AND v.hidden_at IS NULL AND v.review_id < $3
          AND v.stars = ANY($4::smallint[]) AND ($5 = false OR cardinality(v.picture_keys) > 0)
        ORDER BY v.review_id DESC LIMIT $6""",
)
OF_SHOP = rows(
    Review,
    f"""SELECT {COLUMNS} WHERE v.shop_id = $1 AND v.review_id < $2 AND v.stars = ANY($3::smallint[])
          AND ($4 = false OR v.reply IS NULL AND v.hidden_at IS NULL)
        ORDER BY v.review_id DESC LIMIT $5""",
)
EVERYWHERE = rows(
    Review,
    f"SELECT {COLUMNS} WHERE v.review_id < $1 AND v.stars = ANY($2::smallint[]) ORDER BY v.review_id DESC LIMIT $3",
)
SUMMARY = rows(
    Stars,
    """SELECT stars::int AS stars, count(*)::int AS reviews FROM reviews
        WHERE shop_id = $1 AND product_id = $2 AND hidden_at IS NULL GROUP BY stars""",
)


class OwnShop(msgspec.Struct, frozen=True):
    """The shop of a product."""

    shop_id: int


SHOP_OF_PRODUCT = rows(OwnShop, "SELECT shop_id FROM products WHERE product_id = $1 AND status <> 'DRAFT'")


async def review_row(db: Db, review_id: int) -> Review:
    """One review, whoever asks; NotFound when there is none."""
    found = await ONE.one(db, review_id)
    if found is None:
        raise NotFound
    return found


async def reviews_of_order(db: Db, shop_id: int, order_id: int) -> list[Review]:
    """Those of an order's lines."""
    return await OF_ORDER.all(db, shop_id, order_id)


async def product_reviews(
    db: Db,
    _actor: Actor | None = None,
    *,
    product_id: int,
    stars: int | None = None,
    with_pictures: bool = False,
    limit: int = LIMIT_DEFAULT,
    cursor: str | None = None,
) -> Page[Review]:
    """What the public reads of a product, newest first; hidden ones are left out. NotFound for an unknown product."""
    shop = await SHOP_OF_PRODUCT.one(db, product_id)
    if shop is None:
        raise NotFound
    wanted = [stars] if stars in STARS else list(STARS)
    found = await OF_PRODUCT.all(db, shop.shop_id, product_id, _below(cursor), wanted, with_pictures, limit + 1)
    return page_of(found, limit, lambda each: (each.review_id,))


async def review_summary(db: Db, shop_id: int, product_id: int) -> Summary:
    """How many stars a product got; hidden reviews do not count."""
    found = {each.stars: each.reviews for each in await SUMMARY.all(db, shop_id, product_id)}
    return Summary({stars: found.get(stars, 0) for stars in STARS})


async def shop_reviews(
    db: Db,
    actor: Actor,
    *,
    shop_id: int,
    stars: Sequence[int] = STARS,
    unanswered: bool = False,
    limit: int = LIMIT_DEFAULT,
    cursor: str | None = None,
) -> Page[Review]:
    """A shop's, newest first, for its staff; the hidden ones too."""
    await permit(db, actor, shop_id, "aftersales.read")
    found = await OF_SHOP.all(db, shop_id, _below(cursor), list(stars), unanswered, limit + 1)
    return page_of(found, limit, lambda each: (each.review_id,))


async def all_reviews(
    db: Db, actor: Actor, *, negative: bool = False, limit: int = LIMIT_DEFAULT, cursor: str | None = None
) -> Page[Review]:
    """Every shop's, newest first, for an operator; NotAllowed for others."""
    only_operators(actor)
    found = await EVERYWHERE.all(db, _below(cursor), list(NEGATIVE if negative else STARS), limit + 1)
    return page_of(found, limit, lambda each: (each.review_id,))


def _below(cursor: str | None) -> int:
    return below_of(cursor)
