"""Levels are never below zero and always the sum of their moves, whatever arrives together."""

import asyncio
from datetime import datetime
from random import Random

import asyncpg
import pytest

from etalase.base.db import Db
from etalase.base.errors import NotFound, Refused
from etalase.base.pool import Pool
from etalase.catalog.actions import Made
from etalase.shops.queries import Shop
from etalase.stock import actions, queries
from etalase.stock.actions import Move
from tests.makers.accounts import make_account
from tests.makers.catalog import make_product
from tests.makers.shops import make_shop


async def stocked(db: Db, stock: int = 10) -> tuple[Shop, Made]:
    shop = await make_shop(db, await make_account(db))
    return shop, await make_product(db, shop, stock=stock)


async def move_of(db: Db, made: Made, quantity: int, line: int | None = None) -> Move:
    level = (await queries.levels(db, made.shop_id, [made.skus[0].sku_id]))[0]
    return Move(made.shop_id, level.sku_id, level.warehouse_id, quantity, line)


async def standing(db: Db, made: Made) -> tuple[int, int]:
    level = (await queries.levels(db, made.shop_id, [made.skus[0].sku_id]))[0]
    return level.available, level.reserved


async def swept(db: Db) -> list[str]:
    return [name for name, statement in queries.SWEEPS if await statement.all(db)]


async def test_every_move_changes_the_level_as_its_kind_says(db: Db, now: datetime) -> None:
    _, made = await stocked(db)
    await actions.take(db, [await move_of(db, made, 4, 1)], now)
    assert await standing(db, made) == (6, 4)
    await actions.release(db, [await move_of(db, made, 1, 1)], now)
    assert await standing(db, made) == (7, 3)
    await actions.sell(db, [await move_of(db, made, 3, 1)], now)
    assert await standing(db, made) == (7, 0)
    await actions.take_back(db, [await move_of(db, made, 2, 1)], now)
    assert await standing(db, made) == (9, 0)
    await actions.set_levels(db, made.shop_id, {made.skus[0].sku_id: 5}, now)
    assert await standing(db, made) == (5, 0)
    assert await swept(db) == []


async def test_taking_more_than_there_is_takes_nothing(db: Db, now: datetime) -> None:
    _, made = await stocked(db, 3)
    moves = [await move_of(db, made, 2, 1), await move_of(db, made, 2, 2)]
    with pytest.raises(Refused) as no:
        await actions.take(db, moves, now)
    assert (no.value.code, no.value.facts) == (
        "stock.not_enough",
        {"sku_id": str(made.skus[0].sku_id), "left": 1},
    )
    assert await standing(db, made) == (3, 0)


async def test_releasing_what_was_not_reserved_is_our_bug(db: Db, now: datetime) -> None:
    _, made = await stocked(db)
    with pytest.raises(asyncpg.CheckViolationError):
        async with db.transaction():
            await actions.release(db, [await move_of(db, made, 1)], now)
    assert await standing(db, made) == (10, 0)


async def test_the_stock_of_another_shops_sku_is_not_found(db: Db, now: datetime) -> None:
    _, made = await stocked(db)
    other = await make_shop(db, await make_account(db, handle="budi"))
    with pytest.raises(NotFound):
        await actions.set_levels(db, other.shop_id, {made.skus[0].sku_id: 1}, now)


async def test_a_shop_opens_with_its_default_warehouse(db: Db) -> None:
    shop, _ = await stocked(db)
    assert await queries.WAREHOUSE.get(db, shop.shop_id) is not None
    assert await swept(db) == []


async def test_of_twenty_who_take_the_last_unit_one_gets_it(pool: Pool, now: datetime) -> None:
    async with pool.transaction() as db:
        _, made = await stocked(db, 1)
        move = await move_of(db, made, 1)

    async def take() -> bool:
        try:
            async with pool.transaction() as db:
                await actions.take(db, [move], now)
        except Refused:
            return False
        return True

    assert sum(await asyncio.gather(*(take() for _ in range(20)))) == 1
    async with pool.connection() as db:
        assert await standing(db, made) == (0, 1)
        assert await swept(db) == []


async def test_sets_and_takes_of_many_skus_together_lose_no_move(pool: Pool, now: datetime) -> None:
    async with pool.transaction() as db:
        shop, _ = await stocked(db)
        made = [await make_product(db, shop, stock=50) for _ in range(4)]
        moves = [await move_of(db, each, 1) for each in made]
    chance = Random(7)

    async def act(number: int) -> None:
        mixed = chance.sample(moves, 3)
        async with pool.transaction() as db:
            if number % 4:
                await actions.take(db, mixed, now)
            else:
                await actions.set_levels(db, shop.shop_id, {move.sku_id: 40 for move in mixed}, now)

    await asyncio.gather(*(act(number) for number in range(60)))
    async with pool.connection() as db:
        assert await swept(db) == []
        assert sum(level[1] for level in [await standing(db, each) for each in made]) == 45 * 3
