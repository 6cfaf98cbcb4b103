"""Prices and stock of many SKUs at once: an answer per row, and a wrong row spoils no other."""

import asyncio
from datetime import datetime

import pytest

from etalase.base.actor import Actor
from etalase.base.db import Db
from etalase.base.errors import Invalid, NotAllowed, NotFound, Refused
from etalase.base.pool import Pool
from etalase.catalog.actions import SkuEdit, create_product, edit_skus
from etalase.catalog.queries import Sku, details
from etalase.catalog.rules import Price
from etalase.shops.queries import shop
from etalase.stock.queries import SWEEPS as STOCK_SWEEPS
from tests.makers.accounts import make_account
from tests.makers.catalog import product_draft, sku_draft
from tests.makers.shops import make_shop, make_staff
from tests.rooms.catalog.test_create import swept


async def scarf(db: Db, owner: Actor, now: datetime) -> tuple[int, int, list[int]]:
    """A shop, a product, and its three SKUs A, B, C."""
    shop = await make_shop(db, owner)
    skus = [sku_draft(key, options={"Colour": key}) for key in "ABC"]
    made = await create_product(db, owner, shop_id=shop.shop_id, draft=product_draft(*skus), now=now)
    return shop.shop_id, made.product_id, [each.sku_id for each in made.skus]


async def test_each_row_is_answered_and_the_price_range_follows(db: Db, now: datetime) -> None:
    owner = await make_account(db)
    shop_id, product_id, (a, b, c) = await scarf(db, owner, now)
    edits = [
        SkuEdit(sku_id=a, price=Price("99000"), stock=4),
        SkuEdit(seller_sku="B", price=Price("150000")),
        SkuEdit(sku_id=c, price=Price("1")),
        SkuEdit(sku_id=a, stock=1),
        SkuEdit(seller_sku="nothing", stock=1),
        SkuEdit(sku_id=c, stock=-1),
        SkuEdit(sku_id=c, price=Price("12.345")),
        SkuEdit(sku_id=c, price=Price("1", "USD")),
    ]
    answers, currency = await edit_skus(db, owner, shop_id=shop_id, edits=edits, now=now)
    assert currency == "IDR"
    assert [type(each) for each in answers] == [Sku, Sku, Refused, Invalid, NotFound, Invalid, Invalid, Refused]
    page = (await details(db, shop_id, [product_id]))[product_id]
    assert (page.product.price_from_minor, page.product.price_to_minor) == (99_000, 150_000)
    assert [(sku.sku_id, sku.price_minor, sku.available) for sku in page.skus] == [
        (a, 99_000, 4),
        (b, 150_000, 10),
        (c, 129_000, 10),
    ]
    assert await swept(db) == []


async def test_the_warehouse_edits_stock_and_no_price(db: Db, now: datetime) -> None:
    owner, member = await make_account(db), await make_account(db, handle="gudang")
    shop_id, _, (a, _, _) = await scarf(db, owner, now)
    await make_staff(db, owner, await shop(db, shop_id), member, "WAREHOUSE")
    answers, _ = await edit_skus(db, member, shop_id=shop_id, edits=[SkuEdit(sku_id=a, stock=2)], now=now)
    assert isinstance(answers[0], Sku) and answers[0].available == 2
    with pytest.raises(NotAllowed):
        await edit_skus(db, member, shop_id=shop_id, edits=[SkuEdit(sku_id=a, price=Price("99000"))], now=now)


async def test_more_than_200_rows_are_refused_and_another_shops_sku_is_not_found(db: Db, now: datetime) -> None:
    owner = await make_account(db)
    shop_id, _, _ = await scarf(db, owner, now)
    with pytest.raises(Refused) as no:
        await edit_skus(db, owner, shop_id=shop_id, edits=[SkuEdit(seller_sku="A", stock=1)] * 201, now=now)
    assert no.value.code == "catalog.too_many_rows"
    _, _, (theirs, _, _) = await scarf(db, await make_account(db, handle="budi"), now)
    answers, _ = await edit_skus(db, owner, shop_id=shop_id, edits=[SkuEdit(sku_id=theirs, stock=1)], now=now)
    assert isinstance(answers[0], NotFound)


async def test_two_who_edit_the_same_rows_leave_one_whole_answer(pool: Pool, now: datetime) -> None:
    async with pool.transaction() as db:
        owner = await make_account(db)
        shop_id, product_id, ids = await scarf(db, owner, now)

    async def act(number: int) -> None:
        rows = ids if number % 2 else ids[::-1]
        edits = [SkuEdit(sku_id=each, price=Price(str(100_000 + number)), stock=number) for each in rows]
        async with pool.transaction() as db:
            await edit_skus(db, owner, shop_id=shop_id, edits=edits, now=now)

    await asyncio.gather(*(act(number) for number in range(20)))
    async with pool.connection() as db:
        skus = (await details(db, shop_id, [product_id]))[product_id].skus
        assert len({(sku.price_minor - 100_000, sku.available) for sku in skus}) == 1
        assert await swept(db) == [] and [name for name, sweep in STOCK_SWEEPS if await sweep.all(db)] == []
