"""Figures of products, written by higher rooms: they count, this room keeps."""

from collections.abc import Mapping

from etalase.base.db import Db, write

ADD_SOLD = write(
    """INSERT INTO product_figures (shop_id, product_id, sold)
       SELECT $1, u.product_id, u.sold FROM unnest($2::bigint[], $3::int[]) AS u (product_id, sold) ORDER BY u.product_id
       ON CONFLICT (shop_id, product_id) DO UPDATE SET sold = greatest(0, product_figures.sold + excluded.sold)"""
)
ADD_RATINGS = write(
    """INSERT INTO product_figures (shop_id, product_id, rating_sum, rating_count)
       SELECT $1, u.product_id, u.rating_sum, u.rating_count
       FROM unnest($2::bigint[], $3::int[], $4::int[]) AS u (product_id, rating_sum, rating_count) ORDER BY u.product_id
       ON CONFLICT (shop_id, product_id) DO UPDATE
          SET rating_sum = product_figures.rating_sum + excluded.rating_sum,
              rating_count = product_figures.rating_count + excluded.rating_count"""
)


async def add_sold(db: Db, shop_id: int, pieces: Mapping[int, int]) -> None:
    """So many more pieces of each product (by id) were sold."""
    await ADD_SOLD.run(db, shop_id, list(pieces), list(pieces.values()))


async def add_ratings(db: Db, shop_id: int, stars: Mapping[int, tuple[int, int]]) -> None:
    """New ratings of each product (by id): the sum of their stars, 1 to 5 each, and how many they are."""
    await ADD_RATINGS.run(
        db, shop_id, list(stars), [each[0] for each in stars.values()], [each[1] for each in stars.values()]
    )
