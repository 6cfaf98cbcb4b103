"""A purchase limit: so many pieces per buyer and product, within a window that begins with the first of them."""

import asyncio
from datetime import datetime, timedelta

from etalase.base.db import Db, write
from etalase.base.pool import Pool
from etalase.catalog.actions import Bought, Made, count_bought, give_back_bought, hold_bought
from tests.rooms.stock.test_moves import stocked

LIMIT = write(
    "UPDATE products SET purchase_limit = $3, purchase_limit_days = $4 WHERE shop_id = $1 AND product_id = $2"
)
BUYER = 4711


async def limited(db: Db, most: int = 3, days: int | None = None) -> Made:
    _, made = await stocked(db)
    await LIMIT.run(db, made.shop_id, made.product_id, most, days)
    return made


async def buy(db: Db, made: Made, quantity: int, at: datetime, buyer: int = BUYER) -> bool:
    """Decided as a till does."""
    key = (made.shop_id, made.product_id, buyer)
    left = (await hold_bought(db, [key], at))[key].left
    if left is not None and left < quantity:
        return False
    assert await count_bought(db, [Bought(*key, quantity)], at) == []
    return True


async def test_a_buyer_gets_as_many_as_the_limit_says(db: Db, now: datetime) -> None:
    made = await limited(db)
    assert [await buy(db, made, 2, now), await buy(db, made, 2, now), await buy(db, made, 1, now)] == [
        True,
        False,
        True,
    ]
    assert await buy(db, made, 3, now, buyer=BUYER + 1)


async def test_the_guard_holds_even_when_nobody_asked_first(db: Db, now: datetime) -> None:
    made = await limited(db)
    key = (made.shop_id, made.product_id, BUYER)
    await hold_bought(db, [key], now)
    assert await count_bought(db, [Bought(*key, 2), Bought(*key, 2)], now) == [Bought(*key, 4)]
    assert (await hold_bought(db, [key], now))[key].bought == 0


async def test_a_window_begins_with_the_first_piece_and_then_anew(db: Db, now: datetime) -> None:
    made = await limited(db, 3, days=7)
    assert await buy(db, made, 3, now)
    assert not await buy(db, made, 1, now + timedelta(days=6, hours=23))
    assert await buy(db, made, 2, now + timedelta(days=7))
    assert not await buy(db, made, 2, now + timedelta(days=13))
    assert await buy(db, made, 3, now + timedelta(days=14))


async def test_without_a_window_it_counts_for_ever(db: Db, now: datetime) -> None:
    made = await limited(db, 1)
    assert await buy(db, made, 1, now)
    assert not await buy(db, made, 1, now + timedelta(days=4000))


async def test_a_cancelled_order_gives_back_in_its_own_window_only(db: Db, now: datetime) -> None:
    made = await limited(db, 3, days=7)
    back = Bought(made.shop_id, made.product_id, BUYER, 2)
    assert await buy(db, made, 3, now)
    await give_back_bought(db, [back], ordered_at=now)
    assert await buy(db, made, 2, now)
    later = now + timedelta(days=8)
    assert await buy(db, made, 3, later)
    await give_back_bought(db, [back], ordered_at=now)
    assert not await buy(db, made, 1, later)


async def test_a_limit_that_was_taken_away_counts_no_more(db: Db, now: datetime) -> None:
    made = await limited(db, 1)
    assert await buy(db, made, 1, now)
    await LIMIT.run(db, made.shop_id, made.product_id, None, None)
    assert await buy(db, made, 50, now)


async def test_of_twenty_orders_at_once_three_pieces_go_through(pool: Pool, now: datetime) -> None:
    async with pool.transaction() as db:
        made = await limited(db)

    async def act() -> bool:
        async with pool.transaction() as db:
            return await buy(db, made, 1, now)

    assert sum(await asyncio.gather(*(act() for _ in range(20)))) == 3
