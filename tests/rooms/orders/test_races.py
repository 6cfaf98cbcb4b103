"""Buyers, sellers and jobs at once, each on a connection of its own, committing for real; then every promise is looked at."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import cast

import asyncpg
import msgspec

from etalase.app.wiring import roster
from etalase.base.actor import Actor
from etalase.base.db import Db, value, write
from etalase.base.errors import Refused
from etalase.base.jobs import drain
from etalase.base.pool import Pool
from etalase.orders import jobs
from etalase.orders.actions import CartLine, Placed, buy, cancel_as_buyer, pay_again, place
from etalase.promotions.actions import claim_voucher
from tests.makers.accounts import make_account
from tests.makers.catalog import make_product
from tests.makers.links import ready_shop
from tests.makers.orders import ADDRESS, broken, cart_of, stock_of
from tests.makers.promotions import make_voucher

Act = Callable[[Db], Awaitable[object]]
STATUSES = value(str, "SELECT status FROM orders ORDER BY order_id")
PAYMENTS = value(str, "SELECT status FROM payments ORDER BY payment_id")
USED = value(int, "SELECT used FROM vouchers ORDER BY voucher_id")
HOLD_VOUCHER = write("SELECT 1 FROM vouchers WHERE voucher_id = $1 FOR UPDATE")
WAITING = value(
    int,
    "SELECT count(*) FROM pg_locks l JOIN pg_stat_activity a USING (pid) "
    "WHERE NOT l.granted AND a.datname = current_database()",
)
HOUR = timedelta(hours=1)


class Job(msgspec.Struct, frozen=True):
    """A timed job, which a worker runs outside any transaction."""

    act: Act

    async def __call__(self, db: Db) -> object:
        return await self.act(db)


async def outcome(pool: Pool, act: Act) -> str:
    """What one request would answer: `ok`, or the refusal's code. A deadlock is run again, as the doors do."""
    for _ in range(3):
        try:
            async with pool.connection() if isinstance(act, Job) else pool.transaction() as db:
                answer = await act(db)
        except Refused as no:
            return no.code
        except asyncpg.DeadlockDetectedError:
            continue
        answers = cast(list[object], answer) if isinstance(answer, list) else []
        refusals = [each.code for each in answers if isinstance(each, Refused)]
        return refusals[0] if refusals else "ok"
    return "deadlock"


async def together(pool: Pool, acts: list[Act]) -> Counter[str]:
    return Counter(await asyncio.gather(*(outcome(pool, act) for act in acts)))


async def seen(pool: Pool) -> tuple[list[str], list[str], list[str]]:
    """States of all orders, states of all payments, broken promises."""
    async with pool.connection() as db:
        return await STATUSES.all(db), await PAYMENTS.all(db), await broken(db)


async def stocked(pool: Pool, *quantities: int, buyers: int = 1) -> tuple[list[int], list[Actor]]:
    """One SKU per quantity, each in a shop of its own, and so many buyers."""
    async with pool.transaction() as db:
        shops = [(await ready_shop(db, owner=f"seller{number}"))[1] for number in range(len(quantities))]
        made = [await make_product(db, shop, stock=many) for shop, many in zip(shops, quantities, strict=True)]
        return [each.skus[0].sku_id for each in made], [
            await make_account(db, handle=f"buyer{number}") for number in range(buyers)
        ]


async def unpaid(pool: Pool, buyer: Actor, skus: list[int], now: datetime) -> Placed:
    async with pool.transaction() as db:
        lines = [CartLine(sku, 1) for sku in skus]
        return await buy(db, buyer, lines=lines, address=ADDRESS, method="SANDBOX_CARD", card="decline", now=now)


async def test_of_thirty_buyers_of_five_pieces_exactly_five_buy(pool: Pool, now: datetime) -> None:
    [sku], buyers = await stocked(pool, 5, buyers=30)
    counted = await together(
        pool, [lambda db, buyer=buyer: place(db, [cart_of(buyer, (sku, 1))], now=now) for buyer in buyers]
    )
    assert counted == {"ok": 5, "orders.out_of_stock": 25}
    async with pool.connection() as db:
        assert await stock_of(db, sku) == [(0, 5)]
    statuses, _, wrong = await seen(pool)
    assert (statuses, wrong) == (["ON_HOLD"] * 5, [])


async def test_carts_over_many_shops_in_any_order_never_block_each_other(pool: Pool, now: datetime) -> None:
    skus, buyers = await stocked(pool, *[6] * 5, buyers=24)
    carts = [
        cart_of(buyer, *((sku, 1) for sku in skus[number % 5 :] + skus[: number % 5]))
        for number, buyer in enumerate(buyers)
    ]
    counted = await together(pool, [lambda db, cart=cart: place(db, [cart], now=now) for cart in carts])
    assert counted == {"ok": 6, "orders.out_of_stock": 18}
    async with pool.connection() as db:
        assert await stock_of(db, *skus) == [(0, 6)] * 5
    assert (await seen(pool))[2] == []


async def test_a_cancel_and_the_end_of_the_hold_never_both_happen(pool: Pool, now: datetime) -> None:
    [sku], buyers = await stocked(pool, 12, buyers=12)
    placed: list[Placed] = []
    for buyer in buyers:
        async with pool.transaction() as db:
            answer = (await place(db, [cart_of(buyer, (sku, 1))], now=now))[0]
            assert isinstance(answer, Placed)
            placed.append(answer)
    acts: list[Act] = [
        lambda db, buyer=buyer, order=each.orders[0].order_id: cancel_as_buyer(
            db, buyer, order_id=order, reason="", now=now + HOUR
        )
        for buyer, each in zip(buyers, placed, strict=True)
    ]
    acts.insert(6, Job(lambda db: jobs.end_holds(db, now + HOUR)))
    counted = await together(pool, acts)
    async with pool.connection() as db:
        await jobs.end_holds(db, now + HOUR)
    statuses, _, wrong = await seen(pool)
    assert counted["deadlock"] == 0
    assert Counter(statuses) == Counter({"CANCELLED": counted["ok"] - 1}) + Counter(
        {"AWAITING_SHIPMENT": counted["orders.wrong_state"]} if counted["orders.wrong_state"] else {}
    )
    assert wrong == []


async def test_paying_and_expiring_at_once_never_both_happen(pool: Pool, now: datetime) -> None:
    skus, buyers = await stocked(pool, 10, 10, buyers=8)
    placed = [await unpaid(pool, buyer, skus, now) for buyer in buyers]
    end = now + 48 * HOUR
    acts: list[Act] = [
        lambda db, buyer=buyer, order=each.orders[0].order_id: pay_again(
            db, buyer, order_id=order, card="approve", now=end - timedelta(seconds=1)
        )
        for buyer, each in zip(buyers, placed, strict=True)
    ]
    acts.insert(4, Job(lambda db: jobs.expire_unpaid(db, end)))
    counted = await together(pool, acts)
    async with pool.connection() as db:
        await drain(db, roster(), end)
    statuses, payments, wrong = await seen(pool)
    paid = counted["ok"] - 1
    assert counted["deadlock"] == 0 and counted["ok"] + counted["payments.not_open"] == 9
    assert Counter(payments) == Counter({"PAID": paid, "CANCELLED": 8 - paid}) + Counter()
    # A checkout whose one order was just expiring is paid for the other, and gets that share back.
    assert paid <= statuses.count("ON_HOLD") <= 2 * paid
    assert set(statuses) <= {"ON_HOLD", "CANCELLED"} and wrong == []


async def test_paying_for_a_checkout_and_cancelling_its_orders_at_once_loses_no_money(
    pool: Pool, now: datetime
) -> None:
    skus, buyers = await stocked(pool, 10, 10, 10, buyers=6)
    placed = [await unpaid(pool, buyer, skus, now) for buyer in buyers]
    acts: list[Act] = []
    for buyer, each in zip(buyers, placed, strict=True):
        first, *others = [order.order_id for order in each.orders]
        acts.append(lambda db, b=buyer, o=others[0]: cancel_as_buyer(db, b, order_id=o, reason="", now=now))
        acts.append(lambda db, b=buyer, o=first: pay_again(db, b, order_id=o, card="approve", now=now))
        acts.append(lambda db, b=buyer, o=others[1]: cancel_as_buyer(db, b, order_id=o, reason="", now=now))
    # The buyer may cancel before and after paying, and pays for what is left: everything goes through.
    assert await together(pool, acts) == {"ok": 18}
    statuses, payments, wrong = await seen(pool)
    assert Counter(statuses) == {"ON_HOLD": 6, "CANCELLED": 12}
    assert (payments, wrong) == (["PAID"] * 6, [])


async def test_the_last_two_orders_of_a_checkout_cancelled_at_once_end_its_payment(pool: Pool, now: datetime) -> None:
    skus, buyers = await stocked(pool, 10, 10, buyers=8)
    placed = [await unpaid(pool, buyer, skus, now) for buyer in buyers]
    acts: list[Act] = [
        lambda db, b=buyer, o=order.order_id: cancel_as_buyer(db, b, order_id=o, reason="", now=now)
        for buyer, each in zip(buyers, placed, strict=True)
        for order in each.orders
    ]
    assert await together(pool, acts) == {"ok": 16}
    statuses, payments, wrong = await seen(pool)
    assert (set(statuses), payments, wrong) == ({"CANCELLED"}, ["CANCELLED"] * 8, [])


async def test_selling_and_expiring_at_once_keep_the_stock_whole(pool: Pool, now: datetime) -> None:
    skus, buyers = await stocked(pool, 20, 20, 20, buyers=10)
    for buyer in buyers:
        await unpaid(pool, buyer, skus, now)
    end = now + 48 * HOUR
    acts: list[Act] = [
        lambda db, buyer=buyer, turn=turn: place(
            db, [cart_of(buyer, *((sku, 1) for sku in skus[:: 1 if turn else -1]))], now=end
        )
        for turn in (True, False)
        for buyer in buyers
    ]
    acts.insert(10, Job(lambda db: jobs.expire_unpaid(db, end)))
    counted = await together(pool, acts)
    assert set(counted) <= {"ok", "orders.out_of_stock"}
    async with pool.connection() as db:
        left = await stock_of(db, *skus)
    bought = counted["ok"] - 1
    assert bought >= 10 and left == [(20 - bought, bought)] * 3
    assert (await seen(pool))[2] == []


async def test_many_orders_that_expire_wait_for_nobody_who_waits_for_them(pool: Pool, now: datetime) -> None:
    """Two orders with a voucher each, and somebody who takes the same two vouchers in the other order."""
    skus, buyers = await stocked(pool, 5, 5, buyers=2)
    async with pool.transaction() as db:
        operator = Actor(1, "operator", "ID", is_operator=True)
        vouchers = [await make_voucher(db, operator, None, now=now - HOUR, market="ID") for _ in skus]
        for buyer, voucher in zip(buyers, vouchers, strict=True):
            await claim_voucher(db, buyer, voucher_id=voucher.voucher_id, now=now)
    for number, (buyer, sku) in enumerate(zip(buyers, skus, strict=True)):
        await unpaid(pool, buyer, [sku], now + number * HOUR)
    first, second = (voucher.voucher_id for voucher in vouchers)
    async with pool.connection() as worker, pool.connection() as db, pool.connection() as other:
        assert await USED.all(db) == [1, 1]
        async with other.transaction():
            await HOLD_VOUCHER.run(other, second)
            job = asyncio.create_task(jobs.expire_unpaid(worker, now + 72 * HOUR))
            for _ in range(500):
                if await WAITING.sole(db):
                    break
                await asyncio.sleep(0.02)
            async with asyncio.timeout(0.5):
                await HOLD_VOUCHER.run(other, first)
        await job
        assert (await STATUSES.all(db), await USED.all(db)) == (["CANCELLED"] * 2, [0, 0])
        assert await broken(db) == []
