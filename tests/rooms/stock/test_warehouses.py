"""Several warehouses: opened, named, closed when empty; one line is served whole by one of them."""

import asyncio
from datetime import datetime

import pytest

from etalase.base.actor import SYSTEM
from etalase.base.db import Db
from etalase.base.errors import Invalid, NotFound, Refused
from etalase.base.pool import Pool
from etalase.stock import actions, queries
from etalase.stock.actions import Move
from tests.makers.accounts import make_account
from tests.makers.shops import make_shop
from tests.rooms.stock.test_moves import stocked, swept


async def lying(db: Db, shop_id: int, sku_id: int) -> dict[int, int]:
    return {each.warehouse_id: each.available for each in await queries.levels(db, shop_id, [sku_id])}


async def default_of(db: Db, shop_id: int) -> int:
    return await queries.WAREHOUSE.sole(db, shop_id)


async def test_a_warehouse_is_opened_named_and_closed(db: Db, now: datetime) -> None:
    shop, _ = await stocked(db)
    made = await actions.open_warehouse(db, SYSTEM, shop_id=shop.shop_id, name=" Bandung  2 ", now=now)
    assert (made.slot, made.name) == (1, "Bandung 2")
    named = await actions.rename_warehouse(
        db, SYSTEM, shop_id=shop.shop_id, warehouse_id=made.warehouse_id, name="Cimahi", now=now
    )
    assert named.name == "Cimahi"
    closed = await actions.close_warehouse(db, SYSTEM, shop_id=shop.shop_id, warehouse_id=made.warehouse_id, now=now)
    assert closed.closed_at == now
    assert len(await queries.warehouses(db, SYSTEM, shop_id=shop.shop_id)) == 1
    assert len(await queries.warehouses(db, SYSTEM, shop_id=shop.shop_id, closed=True)) == 2
    with pytest.raises(Refused) as no:
        await actions.rename_warehouse(
            db, SYSTEM, shop_id=shop.shop_id, warehouse_id=made.warehouse_id, name="Garut", now=now
        )
    assert no.value.code == "stock.warehouse_closed"


async def test_a_closed_slot_is_free_again(db: Db, now: datetime) -> None:
    shop, _ = await stocked(db)
    first = await actions.open_warehouse(db, SYSTEM, shop_id=shop.shop_id, name="One", now=now)
    await actions.close_warehouse(db, SYSTEM, shop_id=shop.shop_id, warehouse_id=first.warehouse_id, now=now)
    again = await actions.open_warehouse(db, SYSTEM, shop_id=shop.shop_id, name="Two", now=now)
    assert again.slot == 1


async def test_a_shop_has_at_most_a_hundred_warehouses(db: Db, now: datetime) -> None:
    shop, _ = await stocked(db)
    for number in range(99):
        await actions.open_warehouse(db, SYSTEM, shop_id=shop.shop_id, name=f"W{number}", now=now)
    with pytest.raises(Refused) as no:
        await actions.open_warehouse(db, SYSTEM, shop_id=shop.shop_id, name="One more", now=now)
    assert no.value.code == "stock.too_many_warehouses"


@pytest.mark.parametrize("name", ["", "  ", "x" * 61, "a\u0000b"])
async def test_a_name_has_its_form(db: Db, now: datetime, name: str) -> None:
    shop, _ = await stocked(db)
    with pytest.raises(Invalid):
        await actions.open_warehouse(db, SYSTEM, shop_id=shop.shop_id, name=name, now=now)


async def test_the_default_warehouse_stays_and_another_shops_is_not_found(db: Db, now: datetime) -> None:
    shop, _ = await stocked(db)
    default = await default_of(db, shop.shop_id)
    with pytest.raises(Refused) as no:
        await actions.close_warehouse(db, SYSTEM, shop_id=shop.shop_id, warehouse_id=default, now=now)
    assert no.value.code == "stock.warehouse_default_stays"
    other = await make_shop(db, await make_account(db, handle="budi"))
    with pytest.raises(NotFound):
        await actions.close_warehouse(db, SYSTEM, shop_id=other.shop_id, warehouse_id=default, now=now)


async def test_a_warehouse_where_something_lies_stays_open(db: Db, now: datetime) -> None:
    shop, made = await stocked(db)
    sku_id = made.skus[0].sku_id
    extra = await actions.open_warehouse(db, SYSTEM, shop_id=shop.shop_id, name="Extra", now=now)
    await actions.set_warehouse_levels(db, shop.shop_id, extra.warehouse_id, {sku_id: 3}, now)
    await actions.take(db, [Move(shop.shop_id, sku_id, extra.warehouse_id, 3, 1)], now)
    with pytest.raises(Refused) as no:
        await actions.close_warehouse(db, SYSTEM, shop_id=shop.shop_id, warehouse_id=extra.warehouse_id, now=now)
    assert (no.value.code, no.value.facts) == ("stock.warehouse_not_empty", {"pieces": 3})


async def test_what_comes_back_to_a_closed_warehouse_lies_in_the_default_one(db: Db, now: datetime) -> None:
    shop, made = await stocked(db, 0)
    sku_id = made.skus[0].sku_id
    extra = await actions.open_warehouse(db, SYSTEM, shop_id=shop.shop_id, name="Extra", now=now)
    await actions.set_warehouse_levels(db, shop.shop_id, extra.warehouse_id, {sku_id: 2}, now)
    move = Move(shop.shop_id, sku_id, extra.warehouse_id, 2, 1)
    await actions.take(db, [move], now)
    await actions.sell(db, [move], now)
    await actions.close_warehouse(db, SYSTEM, shop_id=shop.shop_id, warehouse_id=extra.warehouse_id, now=now)
    await actions.take_back(db, [move], now)
    assert await lying(db, shop.shop_id, sku_id) == {await default_of(db, shop.shop_id): 2, extra.warehouse_id: 0}
    assert await swept(db) == []
    with pytest.raises(Refused):
        await actions.set_warehouse_levels(db, shop.shop_id, extra.warehouse_id, {sku_id: 2}, now)


async def test_stock_without_a_warehouse_is_the_stock_of_all(db: Db, now: datetime) -> None:
    shop, made = await stocked(db, 10)
    sku_id, default = made.skus[0].sku_id, await default_of(db, shop.shop_id)
    extra = (await actions.open_warehouse(db, SYSTEM, shop_id=shop.shop_id, name="Extra", now=now)).warehouse_id
    await actions.set_warehouse_levels(db, shop.shop_id, extra, {sku_id: 4}, now)
    for total, expected in ((20, {default: 16, extra: 4}), (6, {default: 2, extra: 4}), (3, {default: 0, extra: 3})):
        await actions.set_levels(db, shop.shop_id, {sku_id: total}, now)
        assert await lying(db, shop.shop_id, sku_id) == expected
    assert (await queries.totals(db, shop.shop_id, [made.product_id]))[sku_id].available == 3
    assert await swept(db) == []


async def test_closing_against_bringing_in_never_hides_pieces(pool: Pool, now: datetime) -> None:
    async with pool.transaction() as db:
        shop, made = await stocked(db, 0)
    sku_id = made.skus[0].sku_id

    async def act(warehouse_id: int, close: bool) -> None:
        try:
            async with pool.transaction() as db:
                if close:
                    await actions.close_warehouse(db, SYSTEM, shop_id=shop.shop_id, warehouse_id=warehouse_id, now=now)
                else:
                    await actions.set_warehouse_levels(db, shop.shop_id, warehouse_id, {sku_id: 1}, now)
        except Refused:
            pass

    for number in range(12):
        async with pool.transaction() as db:
            opened = await actions.open_warehouse(db, SYSTEM, shop_id=shop.shop_id, name=f"W{number}", now=now)
        await asyncio.gather(act(opened.warehouse_id, True), act(opened.warehouse_id, False))
    async with pool.connection() as db:
        assert await swept(db) == []
