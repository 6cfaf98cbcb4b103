"""Refunds after settlement: fees back, reserve drawn on, debt against the next payouts, or borne by the platform."""

from datetime import datetime, timedelta

import pytest

from etalase.app.wiring import roster
from etalase.base.db import Db
from etalase.base.errors import Refused
from etalase.base.jobs import drain
from etalase.base.markets import set_policy
from etalase.orders.actions import money
from etalase.orders.queries import OrderRow
from etalase.settlement.actions import withdraw
from etalase.settlement.queries import balance, held, lines_of_order, payouts
from tests.makers.money import Stall, make_stall
from tests.makers.orders import broken

DAY = timedelta(days=1)


async def paid_out(db: Db, stall: Stall, now: datetime) -> OrderRow:
    """An order whose money has reached the seller's bank."""
    await stall.bank(db, now)
    order = await stall.deliver(db, await stall.sell(db, now), now)
    await drain(db, roster(), now + 10 * DAY)
    await drain(db, roster(), now + 11 * DAY)
    assert [each.status for each in (await payouts(db, stall.seller, shop_id=stall.shop.shop_id)).items] == ["PAID"]
    return order


async def test_a_refund_after_the_payout_is_a_debt_that_the_next_sales_pay(db: Db, now: datetime) -> None:
    stall = await make_stall(db)
    order = await paid_out(db, stall, now)
    shop_id, at = stall.shop.shop_id, now + 12 * DAY
    await money.refund(db, order, None, cause="test.refund", cause_id=1, now=at)
    await drain(db, roster(), at)
    owing = await balance(db, stall.seller, shop_id=shop_id, now=at)
    assert owing.available_minor < 0 and owing.blocked == "IN_DEBT"
    # Fees went back with the sale: what is owed is what was paid out, no more.
    [first] = (await payouts(db, stall.seller, shop_id=shop_id)).items
    assert owing.available_minor == -first.amount_minor
    with pytest.raises(Refused) as no:
        await withdraw(db, stall.seller, shop_id=shop_id, now=at)
    assert no.value.code == "settlement.in_debt"
    await stall.deliver(db, await stall.sell(db, at, quantity=5), at)
    await drain(db, roster(), at + 11 * DAY)
    await drain(db, roster(), at + 12 * DAY)
    second, _ = (await payouts(db, stall.seller, shop_id=shop_id)).items
    # Five pieces at the same fees but the flat one, less the two that were paid for already.
    assert second.status == "PAID" and second.amount_minor < first.amount_minor * 5 // 2
    assert sum((await stall.books(db)).values()) == 0
    assert await broken(db) == []


async def test_where_the_platform_bears_it_the_seller_keeps_the_money(db: Db, now: datetime) -> None:
    stall = await make_stall(db)
    order = await paid_out(db, stall, now)
    at = now + 12 * DAY
    await set_policy(db, "ID", "refund_clawback", now, False)
    await money.refund(db, order, None, cause="test.refund", cause_id=1, now=at)
    await drain(db, roster(), at)
    after = await balance(db, stall.seller, shop_id=stall.shop.shop_id, now=at)
    assert after.available_minor == 0
    assert (await stall.books(db))["write_off"] < 0
    kinds = [
        line.entry.kind
        for line in await lines_of_order(db, stall.seller, shop_id=stall.shop.shop_id, order_id=order.order_id)
    ]
    assert kinds == ["SALE", "REFUND", "BORNE"]
    assert await broken(db) == []


async def test_r_fin_2_a_new_shop_has_a_reserve_that_a_refund_draws_on(db: Db, now: datetime) -> None:
    stall = await make_stall(db, "US", price_minor=5_000, probation=True)
    order = await stall.deliver(db, await stall.sell(db, now), now)
    assert order.delivered_at is not None
    shop_id = stall.shop.shop_id
    [waiting] = (await held(db, stall.seller, shop_id=shop_id)).items
    assert (waiting.held_for, waiting.rule) == ("TIME", "new 31d US 2021-01-01")
    assert waiting.release_at == order.delivered_at + 31 * DAY
    due = order.delivered_at + 31 * DAY
    await drain(db, roster(), due)
    books = await stall.books(db)
    # 100 dollars less 6 %; a fifth of it is kept 30 days more.
    assert (books["seller_reserve"], books["seller_available"]) == (1_880, 7_520)
    [kept] = (await held(db, stall.seller, shop_id=shop_id)).items
    assert (kept.held_for, kept.amount_minor, kept.release_at) == ("RESERVE", 1_880, due + 30 * DAY)
    [line] = await stall.lines(db, order)
    await money.refund(db, order, {line.line_id: line.paid_minor // 10}, cause="test.refund", cause_id=1, now=due)
    await drain(db, roster(), due)
    books = await stall.books(db)
    entries = [each.entry for each in await lines_of_order(db, stall.seller, shop_id=shop_id, order_id=order.order_id)]
    owed = -sum(entry.revenue_minor + entry.fees_minor for entry in entries if entry.kind == "REFUND")
    assert abs(owed - 940) <= 1
    assert books["seller_available"] == 7_520 and books["seller_reserve"] == 1_880 - owed
    await drain(db, roster(), due + 30 * DAY)
    books = await stall.books(db)
    assert books["seller_available"] == 9_400 - owed and "seller_reserve" not in books
    assert await broken(db) == []


async def test_a_debt_is_written_off_in_the_end(db: Db, now: datetime) -> None:
    stall = await make_stall(db)
    order = await paid_out(db, stall, now)
    at = now + 12 * DAY
    await money.refund(db, order, None, cause="test.refund", cause_id=1, now=at)
    await drain(db, roster(), at)
    await drain(db, roster(), at + 364 * DAY)
    assert "write_off" not in await stall.books(db)
    await drain(db, roster(), at + 366 * DAY)
    books = await stall.books(db)
    assert books["write_off"] < 0 and "seller_available" not in books
    assert await broken(db) == []
