"""Money of an order in the books: in, and back part by part; never twice, never too much."""

import asyncio
import random
from datetime import datetime, timedelta

import pytest

from etalase.app.wiring import roster
from etalase.base.db import Db
from etalase.base.errors import Refused
from etalase.base.jobs import drain
from etalase.base.pool import Pool
from etalase.ledger.queries import balances, of_orders
from etalase.orders.actions import cancel_as_buyer, money
from etalase.orders.queries import OrderRow
from tests.makers.money import Stall, make_stall
from tests.makers.orders import broken

DAY = timedelta(days=1)


async def test_r_ord_6_what_is_paid_lies_at_the_provider_part_by_part(db: Db, now: datetime) -> None:
    stall = await make_stall(db, "US", price_minor=2_500)
    order = await stall.sell(db, now)
    [line] = await stall.lines(db, order)
    books = await stall.books(db)
    assert books["clearing"] == -order.total_minor == -line.paid_minor
    assert books["tax"] == line.tax_minor > 0
    assert books["seller_pending"] == 5_000
    assert sum(books.values()) == 0


async def test_vietnam_withholds_one_and_a_half_percent(db: Db, now: datetime) -> None:
    stall = await make_stall(db, "VN")
    await stall.sell(db, now)
    assert (await stall.books(db))["tax"] == 2_000 + 1_000


async def test_money_that_came_is_posted_once(db: Db, now: datetime) -> None:
    stall = await make_stall(db)
    order = await stall.sell(db, now)
    before = await stall.books(db)
    await money.capture(db, [order], now=now + DAY)
    assert await stall.books(db) == before


async def test_r_cod_1_nothing_is_in_the_books_before_the_door(db: Db, now: datetime) -> None:
    stall = await make_stall(db)
    order = await stall.sell(db, now, method="COD")
    assert await stall.books(db) == {}
    order = await stall.deliver(db, order, now)
    assert (await stall.books(db))["carrier_cash"] == -order.total_minor
    await drain(db, roster(), now + 3 * DAY)
    books = await stall.books(db)
    assert "carrier_cash" not in books and books["bank"] == -order.total_minor
    assert await broken(db) == []


async def test_r_ord_2_a_cancelled_order_leaves_nothing_behind(db: Db, now: datetime) -> None:
    stall = await make_stall(db, "US", price_minor=2_500)
    order = await stall.sell(db, now)
    await cancel_as_buyer(db, stall.buyer, order_id=order.order_id, reason="", now=now)
    await drain(db, roster(), now)
    assert await stall.books(db) == {}
    assert await broken(db) == []


@pytest.mark.parametrize("settled", [False, True])
async def test_r11_forty_refunds_end_where_one_does(db: Db, now: datetime, settled: bool) -> None:
    stall = await make_stall(db, "VN", price_minor=77_777)
    order = await stall.deliver(db, await stall.sell(db, now, quantity=3), now)
    if settled:
        await drain(db, roster(), now + 8 * DAY)
        assert (await stall.books(db))["seller_available"] > 0
    [line] = await stall.lines(db, order)
    cuts = sorted({random.Random(7).randint(1, line.paid_minor) for _ in range(39)} | {line.paid_minor})
    for number, (low, high) in enumerate(zip([0, *cuts], cuts, strict=False)):
        await money.refund(
            db, order, {line.line_id: high - low}, cause="test.refund", cause_id=number, now=now + 8 * DAY
        )
        await drain(db, roster(), now + 8 * DAY)
    assert await stall.books(db) == {}
    assert (await stall.again(db, order)).total_minor == line.paid_minor
    assert await broken(db) == []


async def test_a_refund_is_made_once_per_cause(db: Db, now: datetime) -> None:
    stall = await make_stall(db)
    order = await stall.deliver(db, await stall.sell(db, now), now)
    [line] = await stall.lines(db, order)
    first = await money.refund(db, order, {line.line_id: 1_000}, cause="test.refund", cause_id=1, now=now)
    assert await money.refund(db, order, {line.line_id: 1_000}, cause="test.refund", cause_id=1, now=now) == first
    assert (first.amount_minor, first.lines) == (1_000, {line.line_id: 1_000})
    rest = await money.refund(db, order, None, cause="test.refund", cause_id=2, now=now)
    assert rest.amount_minor == line.paid_minor - 1_000
    assert (await money.refund(db, order, None, cause="test.refund", cause_id=3, now=now)).amount_minor == 0


async def test_no_more_goes_back_than_was_paid(db: Db, now: datetime) -> None:
    stall = await make_stall(db)
    order = await stall.deliver(db, await stall.sell(db, now), now)
    [line] = await stall.lines(db, order)
    for lines in ({line.line_id: line.paid_minor + 1}, {line.line_id: -1}, {999: 1}):
        with pytest.raises(Refused) as no:
            async with db.transaction():
                await money.refund(db, order, lines, cause="test.refund", cause_id=1, now=now)
        assert no.value.code == "orders.refund_too_large"
    cash = await stall.sell(db, now, method="COD")
    with pytest.raises(Refused) as no:
        await money.refund(db, cash, None, cause="test.refund", cause_id=2, now=now)
    assert no.value.code == "orders.not_paid"


async def test_twenty_refunds_at_once_give_back_no_more_than_was_paid(pool: Pool, now: datetime) -> None:
    async with pool.transaction() as db:
        stall = await make_stall(db)
        order = await stall.deliver(db, await stall.sell(db, now), now)
        [line] = await stall.lines(db, order)
    part = line.paid_minor // 6

    async def ask(number: int) -> bool:
        try:
            async with pool.transaction() as db:
                await money.refund(db, order, {line.line_id: part}, cause="test.refund", cause_id=number % 10, now=now)
        except Refused:
            return False
        return True

    await asyncio.gather(*(ask(number) for number in range(20)))
    async with pool.transaction() as db:
        assert await gone(db, stall, order) == 6 * part
        assert await broken(db) == []


async def gone(db: Db, stall: Stall, order: OrderRow) -> int:
    """What went back of an order, as the books say."""
    posted = await of_orders(db, [(stall.shop.shop_id, order.order_id)])
    assert sum((await balances(db, stall.shop.shop_id)).values()) == 0
    return sum(each.amount_minor for each in posted if each.credit == "clearing")
