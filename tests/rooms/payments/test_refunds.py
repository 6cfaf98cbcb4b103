"""Money that goes back: never more than came, owed at once, carried out by a job, once however often it is tried."""

import asyncio
import re
from datetime import datetime, timedelta
from typing import Any

import pytest

from etalase.base.actor import SYSTEM, Actor
from etalase.base.db import Db, value, write
from etalase.base.errors import NotAllowed, NotFound, Refused
from etalase.base.pool import Pool
from etalase.orders.actions import Placed, money, pay_checkout
from etalase.orders.queries import OrderRow
from etalase.payments import actions as payments
from etalase.payments.actions import call_providers, pay_by_hand, retry_refund
from etalase.payments.queries import payment, refund_row
from etalase.payments.rules import Method
from tests.makers.accounts import make_account
from tests.makers.catalog import make_product
from tests.makers.links import ready_shop
from tests.makers.orders import broken, order_of
from tests.makers.paying import GIVEN, Sale, check_out, make_sale, money_is_whole, placed_only, work

MINUTE = timedelta(minutes=1)
# Numbers of cards begin with 2 to 6 and have 13 to 19 digits.
CARD = re.compile(r"(?<![0-9])[2-6][0-9]{12,18}(?![0-9])")
FORGET_CHARGES = write("UPDATE sandbox_charges SET status = 'CLOSED'")
FIND_CHARGES = write("UPDATE sandbox_charges SET status = 'PAID'")
NEWS = value(str, "SELECT name FROM events WHERE name LIKE 'refund.%' ORDER BY event_id")


async def owe(db: Db, order: OrderRow, refund_id: int, minor: int, now: datetime) -> None:
    await payments.refund(
        db,
        shop_id=order.shop_id,
        account_id=order.buyer_account_id,
        payment_id=order.payment_id,
        order_id=order.order_id,
        amount_minor=minor,
        refund_id=refund_id,
        now=now,
    )


async def status(db: Db, order: OrderRow, refund_id: int) -> str:
    found = await refund_row(db, order.shop_id, refund_id)
    assert found is not None
    return found.status


async def paid(db: Db, now: datetime, shops: int = 1) -> tuple[Placed, OrderRow]:
    placed = await check_out(db, await make_sale(db, shops=shops), now)
    return placed, await order_of(db, placed)


async def test_a_refund_is_owed_in_the_transaction_and_done_by_the_job(db: Db, now: datetime) -> None:
    placed, order = await paid(db, now)
    done = await money.refund(db, order, None, cause="test", cause_id=1, now=now)
    assert done.amount_minor == order.total_minor
    assert await status(db, order, done.refund_id) == "PENDING"
    assert await GIVEN.all(db) == []
    await call_providers(db, now)
    assert await status(db, order, done.refund_id) == "SUCCESS"
    assert (await payment(db, placed.account_id, placed.payment_id)).status == "REFUNDED"
    assert await NEWS.all(db) == ["refund.paid"]
    for _ in range(3):
        await call_providers(db, now + MINUTE)
    assert len(await GIVEN.all(db)) == 1
    assert await money_is_whole(db) == 0
    assert await broken(db) == []


async def test_never_more_goes_back_than_was_paid_for_the_order(db: Db, now: datetime) -> None:
    _, order = await paid(db, now, shops=2)
    await owe(db, order, 1, order.total_minor - 100, now)
    await owe(db, order, 1, order.total_minor - 100, now)  # the same one again owes nothing more
    with pytest.raises(Refused) as no:
        await owe(db, order, 2, 101, now)
    assert no.value.code == "payments.refund_too_large"
    assert await refund_row(db, order.shop_id, 2) is None
    await owe(db, order, 3, 100, now)
    with pytest.raises(Refused):
        await owe(db, order, 4, 1, now)


async def test_nothing_goes_back_of_what_was_not_paid(db: Db, now: datetime) -> None:
    placed = await placed_only(db, await make_sale(db), now, method="COD")
    with pytest.raises(Refused) as no:
        await owe(db, await order_of(db, placed), 1, 1, now)
    assert no.value.code == "payments.refund_too_large"


async def test_a_refund_the_provider_refuses_has_failed_and_an_operator_has_it_tried_again(
    db: Db, now: datetime
) -> None:
    placed, order = await paid(db, now)
    done = await money.refund(db, order, None, cause="test", cause_id=1, now=now)
    await FORGET_CHARGES.run(db)
    await work(db, now)
    assert await status(db, order, done.refund_id) == "FAILED"
    assert await NEWS.all(db) == ["refund.failed"]
    where: dict[str, Any] = {"shop_id": order.shop_id, "refund_id": done.refund_id, "now": now}
    stranger = Actor(placed.account_id, "buyer", "ID")
    with pytest.raises(NotAllowed):
        await retry_refund(db, stranger, **where)
    with pytest.raises(NotFound):
        await retry_refund(db, SYSTEM, shop_id=order.shop_id, refund_id=404, now=now)
    await FIND_CHARGES.run(db)
    await retry_refund(db, SYSTEM, **where)
    await work(db, now)
    assert await status(db, order, done.refund_id) == "SUCCESS"
    with pytest.raises(Refused) as no:
        await retry_refund(db, SYSTEM, **where)
    assert no.value.code == "payments.refund_not_failed"
    assert await money_is_whole(db) == 0


async def test_cash_goes_back_by_hand_and_somebody_says_so(db: Db, now: datetime) -> None:
    sale = await make_sale(db)
    placed = await placed_only(db, sale, now, method="COD")
    order = await order_of(db, placed)
    await payments.take(db, placed.account_id, placed.payment_id, [(order.shop_id, order.order_id)], now=now)
    await owe(db, order, 1, 1000, now)
    await call_providers(db, now + MINUTE)
    assert await status(db, order, 1) == "PENDING"
    operator, nobody = SYSTEM, await make_account(db, handle="nobody")
    where: dict[str, Any] = {"shop_id": order.shop_id, "refund_id": 1, "now": now}
    with pytest.raises(NotAllowed):
        await pay_by_hand(db, nobody, note="", **where)
    await pay_by_hand(db, operator, note="BCA transfer 881", **where)
    found = await refund_row(db, order.shop_id, 1)
    assert found is not None
    assert (found.status, found.reason) == ("SUCCESS", "BCA transfer 881")
    with pytest.raises(Refused) as no:
        await pay_by_hand(db, operator, note="", **where)
    assert no.value.code == "payments.refund_not_by_hand"


async def test_two_jobs_and_many_refunds_at_once_give_each_back_once(pool: Pool, now: datetime) -> None:
    async with pool.transaction() as db:
        sale = await make_sale(db)
        placed = await placed_only(db, sale, now)
    async with pool.connection() as db:
        await pay_checkout(db, placed, card="approve", now=now)
        order = await order_of(db, placed)
    part = order.total_minor // 10

    async def one(refund_id: int) -> str:
        try:
            async with pool.transaction() as db:
                await owe(db, order, refund_id, part, now)
        except Refused as no:
            return no.code
        return "ok"

    async def job() -> None:
        async with pool.connection() as db:
            await call_providers(db, now)

    answers = await asyncio.gather(*(one(number) for number in range(1, 16)))
    assert sorted(answers) == ["ok"] * 10 + ["payments.refund_too_large"] * 5
    await asyncio.gather(*(job() for _ in range(4)))
    async with pool.connection() as db:
        assert len(await GIVEN.all(db)) == 10
        assert sum(each.amount_minor for each in await GIVEN.all(db)) == part * 10
        await money_is_whole(db)


async def test_no_column_of_ours_can_hold_a_card_number_and_nothing_that_was_stored_is_one(
    db: Db, now: datetime
) -> None:
    """Of all tables: no column is named after one, and after a sale by every method no text in them passes as one."""
    methods: tuple[Method, ...] = ("SANDBOX_CARD", "SANDBOX_WALLET", "BANK_TRANSFER", "QR")
    for method in methods:
        await check_out(db, await make_sale_of(db, method), now, method=method)
    named = await db.connection.fetch(
        """SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public'
              AND column_name ~ '(card_number|card_no|cvc|cvv|expiry|pan)$'"""
    )
    assert [tuple(each) for each in named] == []
    texts = await db.connection.fetch(
        """SELECT table_name, column_name FROM information_schema.columns
            WHERE table_schema = 'public' AND data_type IN ('text', 'jsonb', 'character varying')"""
    )
    found: list[str] = []
    for table, column in texts:
        for record in await db.connection.fetch(f'SELECT "{column}"::text FROM "{table}" WHERE "{column}" IS NOT NULL'):
            found += [f"{table}.{column}: {each}" for each in re.findall(CARD, record[0]) if luhn(each)]
    assert found == []


def luhn(digits: str) -> bool:
    """Whether the digits pass as a card's number."""
    doubled = [int(each) * (2 if place % 2 else 1) for place, each in enumerate(reversed(digits))]
    return sum(each - 9 if each > 9 else each for each in doubled) % 10 == 0


def test_the_check_knows_a_card_number_when_it_sees_one() -> None:
    assert luhn("42" * 8)
    assert re.findall(CARD, f"x {'42' * 8} y") == ["42" * 8]
    assert not luhn("42" * 7 + "41")


async def make_sale_of(db: Db, method: str) -> Sale:
    """A sale in shops of its own."""
    _, shop = await ready_shop(db, owner=f"seller.{method.lower()}")
    return Sale(
        await make_account(db, handle=f"buyer.{method.lower()}"), [(await make_product(db, shop)).skus[0].sku_id]
    )
