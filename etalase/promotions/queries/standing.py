"""How shoppers rated a shop: what a flash deal asks of it (R-LIVE-8)."""

import msgspec

from etalase.base.db import Db, rows


class Rating(msgspec.Struct, frozen=True):
    """The stars of all reviews of a shop's products, and how many reviews they are."""

    stars: int
    reviews: int

    @property
    def tenths(self) -> int:
        """The mean in tenths of a star, rounded down; without reviews 0."""
        return self.stars * 10 // self.reviews if self.reviews else 0


RATING = rows(
    Rating,
    """SELECT coalesce(sum(rating_sum), 0)::bigint AS stars, coalesce(sum(rating_count), 0)::bigint AS reviews
         FROM product_figures WHERE shop_id = $1""",
)


async def rating_of_shop(db: Db, shop_id: int) -> Rating:
    """The rating of a shop over all it ever sold."""
    return await RATING.sole(db, shop_id)
