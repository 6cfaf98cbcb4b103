"""Figures of products, written by higher rooms: they count, this room keeps."""

from collections.abc import Mapping

from etalase.base.db import Db, write

# A row is opened first and changed after: a correction is negative, and no row may be, not even for a moment.
OPEN_FIGURES = write(
    """INSERT INTO product_figures (shop_id, product_id)
       SELECT $1, u.product_id FROM unnest($2::bigint[]) AS u (product_id) ORDER BY u.product_id
       ON CONFLICT (shop_id, product_id) DO NOTHING"""
)
ADD_SOLD = write(
    """UPDATE product_figures f SET sold = greatest(0, f.sold + u.sold)
       FROM unnest($2::bigint[], $3::int[]) AS u (product_id, sold)
       WHERE f.shop_id = $1 AND f.product_id = u.product_id"""
)
ADD_RATINGS = write(
    """UPDATE product_figures f
          SET rating_sum = f.rating_sum + u.rating_sum, rating_count = f.rating_count + u.rating_count
       FROM unnest($2::bigint[], $3::int[], $4::int[]) AS u (product_id, rating_sum, rating_count)
       WHERE f.shop_id = $1 AND f.product_id = u.product_id"""
)


async def add_sold(db: Db, shop_id: int, pieces: Mapping[int, int]) -> None:
    """So many more pieces of each product (by id) were sold; fewer when negative."""
    product_ids = sorted(pieces)
    await OPEN_FIGURES.run(db, shop_id, product_ids)
    await ADD_SOLD.run(db, shop_id, product_ids, [pieces[each] for each in product_ids])


async def add_ratings(db: Db, shop_id: int, stars: Mapping[int, tuple[int, int]]) -> None:
    """New ratings of each product (by id): the sum of their stars, 1 to 5 each, and how many they are."""
    product_ids = sorted(stars)
    await OPEN_FIGURES.run(db, shop_id, product_ids)
    sums, counts = [stars[each][0] for each in product_ids], [stars[each][1] for each in product_ids]
    await ADD_RATINGS.run(db, shop_id, product_ids, sums, counts)
