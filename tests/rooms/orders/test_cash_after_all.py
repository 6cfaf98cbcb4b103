"""R-COD-1: who did not pay yet may choose to pay at the door, by the rules of the till; money that comes all the same goes back."""

import asyncio
from datetime import datetime, timedelta

import pytest

from etalase.base.db import Db, value
from etalase.base.errors import Refused
from etalase.base.markets import set_policy
from etalase.base.pool import Pool
from etalase.catalog.rules import CATEGORIES
from etalase.orders.actions import CartLine, Placed, buy, cancel_as_buyer, pay_again
from etalase.payments.ports.sandbox import tap
from etalase.payments.queries import payment
from etalase.payments.rules import Method
from etalase.payments.rules.cod import JEWELLERY
from tests.makers.money import ADDRESSES, make_stall
from tests.makers.orders import broken, order_of
from tests.makers.paying import GIVEN, Sale, check_out, make_sale, money_is_whole, ref_of, states, work

DAY = timedelta(days=1)
PAID_NEWS = value(int, "SELECT count(*) FROM events WHERE name = 'order.paid'")
MOVE_CATEGORY = value(int, "UPDATE products SET category_id = $1 RETURNING product_id")
FAILED = value(
    int, "INSERT INTO cod_failures (account_id, order_id, at) SELECT $1, n, $2 FROM generate_series(1, 3) n RETURNING 1"
)


async def to_cash(db: Db, sale: Sale, placed: Placed, now: datetime) -> str:
    """What the buyer hears who asks for it."""
    try:
        order = await pay_again(db, sale.buyer, order_id=placed.orders[0].order_id, method="COD", now=now)
    except Refused as no:
        return no.code
    return order.status


@pytest.mark.parametrize(("method", "card"), [("SANDBOX_CARD", "decline"), ("BANK_TRANSFER", "approve")])
async def test_r_cod_1_every_order_of_the_checkout_goes_on_and_nothing_is_paid_yet(
    db: Db, now: datetime, method: Method, card: str
) -> None:
    sale = await make_sale(db, shops=2)
    placed = await check_out(db, sale, now, method=method, card=card)
    assert await to_cash(db, sale, placed, now) == "ON_HOLD"
    for number in range(2):
        order = await order_of(db, placed, number)
        assert (order.status, order.payment_method, order.paid_at) == ("ON_HOLD", "COD", None)
        assert order.hold_until is not None
    owed = await payment(db, placed.account_id, placed.payment_id)
    assert (owed.status, owed.method, owed.paid_minor) == ("DUE_ON_DELIVERY", "COD", 0)
    assert await PAID_NEWS.sole(db) == 0
    assert await to_cash(db, sale, placed, now) == "payments.not_open"
    await work(db, now)
    assert await broken(db) == []


async def test_r_cod_1_money_that_comes_all_the_same_goes_back(db: Db, now: datetime) -> None:
    sale = await make_sale(db)
    placed = await check_out(db, sale, now, method="BANK_TRANSFER")
    ref = await ref_of(db, placed)
    assert await tap(db, ref, "pay", now=now)
    assert await to_cash(db, sale, placed, now) == "ON_HOLD"
    await work(db, now)
    assert await states(db, placed) == ("DUE_ON_DELIVERY", ["RETURNED"], ["ON_HOLD"])
    assert [each.amount_minor for each in await GIVEN.all(db)] == [placed.total_minor]
    assert await money_is_whole(db) == 0
    assert await broken(db) == []


async def test_r_cod_1_it_is_paid_at_the_door_and_settled_like_cash(db: Db, now: datetime) -> None:
    stall = await make_stall(db)
    lines = [CartLine(stall.sku_id, 2)]
    address = ADDRESSES["ID"]
    placed = await buy(db, stall.buyer, lines=lines, address=address, method="SANDBOX_CARD", card="decline", now=now)
    order = await pay_again(db, stall.buyer, order_id=placed.orders[0].order_id, method="COD", now=now)
    delivered = await stall.deliver(db, order, now)
    assert delivered.status == "DELIVERED" and delivered.paid_at is not None
    books = await stall.books(db)
    assert books["carrier_cash"] == -delivered.total_minor and "clearing" not in books
    await work(db, now + 3 * DAY)
    assert "carrier_cash" not in await stall.books(db)
    assert await broken(db) == []


async def test_r_cod_1_the_rules_of_the_till_hold(db: Db, now: datetime) -> None:
    sale = await make_sale(db)
    placed = await check_out(db, sale, now, card="decline")
    total = placed.total_minor
    for name, wrong, right, code in (
        ("cod_allowed", False, True, "payments.method_not_offered"),
        ("cod_max_minor", total - 1, total, "payments.cod_too_large"),
    ):
        await set_policy(db, "ID", name, now - DAY, wrong)
        assert await to_cash(db, sale, placed, now) == code
        await set_policy(db, "ID", name, now - DAY, right)
    plain = next(number for number, *_ in CATEGORIES if number != JEWELLERY)
    await MOVE_CATEGORY.all(db, JEWELLERY)
    assert await to_cash(db, sale, placed, now) == "payments.cod_category_excluded"
    await MOVE_CATEGORY.all(db, plain)
    await FAILED.all(db, sale.buyer.account_id, now - DAY)
    assert await to_cash(db, sale, placed, now) == "payments.cod_after_failed_deliveries"
    assert (await order_of(db, placed)).payment_method == "SANDBOX_CARD"
    assert await states(db, placed) == ("FAILED", ["FAILED"], ["UNPAID"])


async def test_r_cod_1_an_order_that_was_cancelled_stays_so_and_does_not_count(db: Db, now: datetime) -> None:
    sale = await make_sale(db, shops=2)
    placed = await check_out(db, sale, now, card="decline")
    await set_policy(db, "ID", "cod_max_minor", now - DAY, placed.total_minor - 1)
    assert await to_cash(db, sale, placed, now) == "payments.cod_too_large"
    await cancel_as_buyer(db, sale.buyer, order_id=placed.orders[1].order_id, reason="", now=now)
    assert await to_cash(db, sale, placed, now) == "ON_HOLD"
    assert [(await order_of(db, placed, number)).status for number in range(2)] == ["ON_HOLD", "CANCELLED"]
    await work(db, now)
    assert await broken(db) == []


async def test_r_cod_1_of_many_that_ask_at_once_one_is_answered(pool: Pool, now: datetime) -> None:
    async with pool.connection() as db:
        sale = await make_sale(db)
        placed = await check_out(db, sale, now, card="decline")

    async def ask() -> str:
        async with pool.connection() as db:
            return await to_cash(db, sale, placed, now)

    found = sorted(await asyncio.gather(*(ask() for _ in range(8))))
    assert found == ["ON_HOLD", *["payments.not_open"] * 7]
