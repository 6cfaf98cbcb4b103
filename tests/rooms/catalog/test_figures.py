"""What higher rooms count of a product."""

import asyncio

from etalase.base.db import Db
from etalase.base.pool import Pool
from etalase.catalog import actions, queries
from tests.makers.accounts import make_account
from tests.makers.catalog import make_product
from tests.makers.shops import make_shop


async def test_sold_pieces_and_stars_add_up_and_are_never_negative(db: Db) -> None:
    shop = await make_shop(db, await make_account(db))
    made = await make_product(db, shop)
    await actions.add_sold(db, shop.shop_id, {made.product_id: 3})
    await actions.add_sold(db, shop.shop_id, {made.product_id: -1})
    await actions.add_ratings(db, shop.shop_id, {made.product_id: (9, 2)})
    page = (await queries.product_detail(db, None, product_id=made.product_id)).product
    assert (page.sold, page.rating_sum, page.rating_count) == (2, 9, 2)
    await actions.add_sold(db, shop.shop_id, {made.product_id: -9})
    assert (await queries.product_detail(db, None, product_id=made.product_id)).product.sold == 0


async def test_counts_that_arrive_together_all_count(pool: Pool) -> None:
    async with pool.transaction() as db:
        shop = await make_shop(db, await make_account(db))
        products = [(await make_product(db, shop)).product_id for _ in range(3)]

    async def count() -> None:
        async with pool.transaction() as db:
            await actions.add_sold(db, shop.shop_id, dict.fromkeys(products, 1))

    await asyncio.gather(*(count() for _ in range(20)))
    async with pool.connection() as db:
        found = await queries.details(db, shop.shop_id, products)
    assert [found[product].product.sold for product in products] == [20] * 3
