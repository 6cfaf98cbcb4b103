"""Races by their names, each on connections of its own, committing for real; then every promise is looked at.

Told elsewhere: cancel_vs_ship and many returns at once (tests/rooms/aftersales/test_races.py), double_invoice
(tests/rooms/settlement), a hammered key (tests/doors/api/test_idempotency.py), paying against cancelling and against expiring
(tests/rooms/orders/test_races.py).
"""

import asyncio
import uuid
from datetime import datetime, timedelta

import httpx
import msgspec
import pytest

from etalase.app.wiring import roster
from etalase.base.actor import Actor
from etalase.base.db import value
from etalase.base.jobs import drain
from etalase.base.pool import Pool
from etalase.orders.actions import (
    CartLine,
    Placed,
    buy,
    buy_cart,
    cancel_as_buyer,
    money,
    pay_checkout,
    place,
    put_in_cart,
)
from etalase.orders.queries import order_row
from etalase.payments.actions import hear
from etalase.payments.ports.sandbox import tap
from etalase.payments.ports.sandbox.sending import SECRET, Body
from etalase.payments.ports.signing import sign
from etalase.payments.queries import attempts, payment
from etalase.payments.rules import attempt_key
from tests.journeys.world import World
from tests.makers.orders import ADDRESS, broken, cart_of, placed_of, stock_of
from tests.rooms.orders.test_races import Act, seen, stocked, together, unpaid

HOUR = timedelta(hours=1)
REFUNDS = value(int, "SELECT count(*) FROM order_refunds")
CAPTURES = value(int, "SELECT count(*) FROM transfers WHERE cause = 'order.captured' AND leg = 1")


async def settle(pool: Pool, now: datetime) -> None:
    """All that is due and what follows, outside any transaction as a worker does it."""
    async with pool.connection() as db:
        for _ in range(3):
            await drain(db, roster(), now)


async def test_last_unit_two_buyers(pool: Pool, now: datetime) -> None:
    [sku], buyers = await stocked(pool, 1, buyers=2)
    counted = await together(
        pool, [lambda db, buyer=buyer: place(db, [cart_of(buyer, (sku, 1))], now=now) for buyer in buyers]
    )
    assert counted == {"ok": 1, "orders.out_of_stock": 1}
    async with pool.connection() as db:
        assert await stock_of(db, sku) == [(0, 1)]
    assert (await seen(pool))[2] == []


async def test_two_lines_same_sku(pool: Pool, now: datetime) -> None:
    """Three pieces, and carts that name the SKU twice with two each: neither line may see the whole stock."""
    [sku], buyers = await stocked(pool, 3, buyers=6)
    counted = await together(
        pool, [lambda db, buyer=buyer: place(db, [cart_of(buyer, (sku, 2), (sku, 2))], now=now) for buyer in buyers]
    )
    assert counted == {"orders.out_of_stock": 6}
    counted = await together(
        pool, [lambda db, buyer=buyer: place(db, [cart_of(buyer, (sku, 1), (sku, 1))], now=now) for buyer in buyers]
    )
    assert counted == {"ok": 1, "orders.out_of_stock": 5}
    async with pool.connection() as db:
        assert await stock_of(db, sku) == [(1, 2)]
    assert (await seen(pool))[2] == []


async def test_stock_gone_while_in_cart(pool: Pool, now: datetime) -> None:
    """Ten people have the last two in their carts; two buy, and the carts of the others are as they were."""
    [sku], buyers = await stocked(pool, 2, buyers=10)
    async with pool.transaction() as db:
        for buyer in buyers:
            await put_in_cart(db, buyer, sku_id=sku, quantity=1, now=now)

    def check_out(buyer: Actor) -> Act:
        return lambda db: buy_cart(db, buyer, address=ADDRESS, method="COD", now=now)

    assert await together(pool, [check_out(buyer) for buyer in buyers]) == {"ok": 2, "orders.out_of_stock": 8}
    async with pool.connection() as db:
        kept = await value(int, "SELECT count(*) FROM cart_lines").sole(db)
        assert (kept, await stock_of(db, sku)) == (8, [(0, 2)])
    assert (await seen(pool))[2] == []


async def test_webhook_vs_return(pool: Pool, now: datetime) -> None:
    """The provider's webhook comes while its answer to our own call does: the order is paid and captured once."""
    [sku], buyers = await stocked(pool, 8, buyers=8)
    placed: list[Placed] = []
    for buyer in buyers:
        async with pool.transaction() as db:
            placed.append(await placed_of(db, cart_of(buyer, (sku, 1), method="SANDBOX_CARD"), now))

    async def answered(number: int) -> None:
        async with pool.connection() as db:
            await pay_checkout(db, placed[number], card="twice", now=now)

    await asyncio.gather(*(answered(number) for number in range(8)), settle(pool, now), settle(pool, now))
    await settle(pool, now)
    statuses, payments, wrong = await seen(pool)
    assert (statuses, payments, wrong) == (["ON_HOLD"] * 8, ["PAID"] * 8, [])
    async with pool.connection() as db:
        assert await CAPTURES.sole(db) == 8


async def test_webhook_x3(pool: Pool, now: datetime) -> None:
    """One word three times at once, worked by three workers: stored once, paid once."""
    [sku], [buyer] = await stocked(pool, 1)
    async with pool.transaction() as db:
        placed = await placed_of(db, cart_of(buyer, (sku, 1), method="BANK_TRANSFER"), now)
    async with pool.connection() as db:
        placed = await pay_checkout(db, placed, card="approve", now=now)
        [attempt] = await attempts(db, buyer.account_id, placed.payment_id)
        assert attempt.provider_ref is not None and await tap(db, attempt.provider_ref, "pay", now=now)
    key = attempt_key(buyer.account_id, placed.payment_id, 1)
    body = msgspec.json.encode(Body(key, attempt.provider_ref, "PAID", placed.total_minor, placed.currency))

    async def told() -> bool:
        async with pool.transaction() as db:
            signed = sign(SECRET, "evt_1", now, body)
            return await hear(db, None, provider="SANDBOX", headers=signed, body=body, now=now, wall=now)

    new = await asyncio.gather(told(), told(), told())
    assert sorted(new) == [False, False, True]
    await asyncio.gather(*(settle(pool, now) for _ in range(3)))
    statuses, payments, wrong = await seen(pool)
    assert (statuses, payments, wrong) == (["ON_HOLD"], ["PAID"], [])


async def test_paid_but_sold_out(pool: Pool, now: datetime) -> None:
    """The transfer comes in the moment the order expired and its last piece went to somebody else: the money goes back."""
    [sku], buyers = await stocked(pool, 1, buyers=2)
    slow, quick = buyers
    async with pool.transaction() as db:
        placed = await placed_of(db, cart_of(slow, (sku, 1), method="BANK_TRANSFER"), now)
    async with pool.connection() as db:
        await pay_checkout(db, placed, card="approve", now=now)
        [attempt] = await attempts(db, slow.account_id, placed.payment_id)
        late = now + 48 * HOUR
        assert attempt.provider_ref is not None
        assert await tap(db, attempt.provider_ref, "pay", now=late - timedelta(seconds=1))
    async with pool.connection() as db:
        await drain(db, roster(), late)
        sold = await buy(db, quick, lines=[CartLine(sku, 1)], address=ADDRESS, method="SANDBOX_CARD", now=late)
    await settle(pool, late)
    async with pool.connection() as db:
        mine = await order_row(db, slow.account_id, placed.orders[0].order_id)
        assert (mine.status, (await payment(db, slow.account_id, placed.payment_id)).status) == (
            "CANCELLED",
            "REFUNDED",
        )
        theirs = await order_row(db, quick.account_id, sold.orders[0].order_id)
        assert (theirs.status, await stock_of(db, sku)) == ("ON_HOLD", [(0, 1)])
        assert await broken(db) == []


async def test_cancel_vs_capture(pool: Pool, now: datetime) -> None:
    """Buyers cancel while their transfers are worked: cancelled and given back, or paid, never paid and kept."""
    [sku], buyers = await stocked(pool, 12, buyers=12)
    placed: list[Placed] = []
    for buyer in buyers:
        async with pool.connection() as db:
            async with db.transaction():
                each = await placed_of(db, cart_of(buyer, (sku, 1), method="BANK_TRANSFER"), now)
            placed.append(await pay_checkout(db, each, card="approve", now=now))
            [attempt] = await attempts(db, buyer.account_id, each.payment_id)
            assert attempt.provider_ref is not None and await tap(db, attempt.provider_ref, "pay", now=now)

    async def cancel(number: int) -> None:
        async with pool.transaction() as db:
            order_id = placed[number].orders[0].order_id
            await cancel_as_buyer(db, buyers[number], order_id=order_id, reason="", now=now)

    await asyncio.gather(settle(pool, now), *(cancel(number) for number in range(0, 12, 2)), settle(pool, now))
    await settle(pool, now)
    statuses, payments, wrong = await seen(pool)
    assert statuses == ["CANCELLED", "ON_HOLD"] * 6
    assert set(payments[1::2]) == {"PAID"} and set(payments[::2]) <= {"REFUNDED", "CANCELLED"}
    assert wrong == []


async def test_refund_twice_at_once(pool: Pool, now: datetime) -> None:
    """The same refund asked for by six at once is one; six others of half the order are two."""
    [sku], [buyer] = await stocked(pool, 4)
    async with pool.connection() as db:
        placed = await buy(db, buyer, lines=[CartLine(sku, 4)], address=ADDRESS, method="SANDBOX_CARD", now=now)
        order = await order_row(db, buyer.account_id, placed.orders[0].order_id)
        line = await value(int, "SELECT line_id FROM order_lines").sole(db)
    half = {line: order.total_minor // 2}

    def refund(cause: str, cause_id: int, part: dict[int, int]) -> Act:
        return lambda db: money.refund(db, order, part, cause=cause, cause_id=cause_id, now=now)

    assert await together(pool, [refund("test", 1, {line: 100})] * 6) == {"ok": 6}
    async with pool.connection() as db:
        assert await REFUNDS.sole(db) == 1
    counted = await together(pool, [refund("other", number, half) for number in range(6)])
    assert counted == {"ok": 1, "orders.refund_too_large": 5}
    await settle(pool, now)
    async with pool.connection() as db:
        assert (await payment(db, buyer.account_id, placed.payment_id)).refunded_minor == 100 + half[line]
        assert await broken(db) == []


async def test_double_click(client: httpx.AsyncClient, pool: Pool) -> None:
    """One key twice at once and once more, paid by card: one order, one charge, one answer."""
    world = World(client)
    seller = await world.person("pemilik")
    shop = await world.shop(seller, "Langkah")
    product = await world.product(seller, shop, "Sandal", stock=5)
    buyer = await world.person("pembeli")
    lines = [{"sku_id": product["skus"][0]["id"], "quantity": 1}]
    address = ADDRESS | {"district": "Kebayoran Baru", "subdistrict": "Senayan"}
    body = {"lines": lines, "address": address, "payment": {"method": "SANDBOX_CARD"}}
    key = uuid.uuid4().hex
    answers = await asyncio.gather(*(buyer.call("POST", "/orders", body, key=key) for _ in range(2)))
    answers.append(await buyer.call("POST", "/orders", body, key=key))
    done = [each.json() for each in answers if each.status_code == 201]
    told = {each.json()["code"] for each in answers if each.status_code != 201}
    assert done and all(each == done[0] for each in done) and told <= {"idempotency.in_flight"}
    assert answers[-1].status_code == 201
    statuses, payments, wrong = await seen(pool)
    assert (statuses, payments, wrong) == (["ON_HOLD"], ["PAID"], [])


@pytest.mark.parametrize("job_first", [False, True])
async def test_cancel_vs_expire(pool: Pool, now: datetime, job_first: bool) -> None:
    """The buyer taps Cancel in one window and the job expires the order: one cancellation, one release of its piece."""
    [sku], [buyer] = await stocked(pool, 1)
    placed = await unpaid(pool, buyer, [sku], now)
    end = now + 48 * HOUR
    acts: list[Act] = [
        lambda db: cancel_as_buyer(db, buyer, order_id=placed.orders[0].order_id, reason="", now=end),
        lambda db: drain(db, roster(), end),
    ]
    await together(pool, acts[::-1] if job_first else acts)
    await settle(pool, end)
    async with pool.connection() as db:
        assert await stock_of(db, sku) == [(1, 0)]
    statuses, payments, wrong = await seen(pool)
    assert (statuses, payments, wrong) == (["CANCELLED"], ["CANCELLED"], [])
