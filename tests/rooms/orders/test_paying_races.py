"""Being paid while others act: webhooks at once, a second tap, a cancellation, an expiry; each on a connection of its own."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

import asyncpg

from etalase.app.wiring import roster
from etalase.base.db import Db
from etalase.base.errors import Refused
from etalase.base.jobs import drain
from etalase.base.pool import Pool
from etalase.orders import jobs
from etalase.orders.actions import Placed, cancel_as_buyer, money, pay_again, pay_checkout
from etalase.payments import actions as payments
from etalase.payments.actions.calling import CLAIM_REFUNDS
from etalase.payments.jobs import run_the_sandbox
from etalase.payments.ports import Return, provider_of
from etalase.payments.ports.sandbox import tap
from etalase.payments.rules import Method, attempt_key, refund_key
from tests.makers.orders import broken, order_of
from tests.makers.paying import GIVEN, Sale, make_sale, money_is_whole, placed_only, ref_of, states, told

Act = Callable[[Db], Awaitable[object]]
MINUTE = timedelta(minutes=1)


async def sold(
    pool: Pool, now: datetime, *, method: Method, card: str = "approve", shops: int = 1
) -> tuple[Sale, Placed]:
    async with pool.transaction() as db:
        sale = await make_sale(db, shops=shops)
        placed = await placed_only(db, sale, now, method=method)
    async with pool.connection() as db:
        return sale, await pay_checkout(db, placed, card=card, now=now)


async def outcome(pool: Pool, act: Act, *, steps: bool = False) -> str:
    """What one request or job would end with; a deadlock is run again, as the doors and the queue do."""
    for _ in range(3):
        try:
            if steps:
                async with pool.connection() as db:
                    await act(db)
            else:
                async with pool.transaction() as db:
                    await act(db)
        except Refused as no:
            return no.code
        except asyncpg.DeadlockDetectedError:
            continue
        return "ok"
    return "deadlock"


async def settled(pool: Pool, placed: Placed, now: datetime) -> tuple[str, list[str], list[str]]:
    """When every job has run: how it stands, with the money of both sides compared and every promise looked at."""
    async with pool.connection() as db:
        for minutes in range(4):
            await drain(db, roster(), now + minutes * MINUTE)
        await money_is_whole(db)
        assert await broken(db) == []
        return await states(db, placed)


async def test_twenty_webhooks_and_workers_at_once_pay_once(pool: Pool, now: datetime) -> None:
    _, placed = await sold(pool, now, method="QR")
    async with pool.connection() as db:
        await tap(db, await ref_of(db, placed), "pay", now=now)

    async def heard(number: int) -> None:
        async with pool.transaction() as db:
            await told(db, placed, "PAID", now, event_id=f"e{number % 4}")

    async def worker() -> None:
        async with pool.connection() as db:
            await drain(db, roster(), now)

    await asyncio.gather(*(heard(number) for number in range(20)), *(worker() for _ in range(4)))
    assert await settled(pool, placed, now) == ("PAID", ["PAID"], ["ON_HOLD"])


async def test_many_taps_on_pay_take_the_money_once(pool: Pool, now: datetime) -> None:
    sale, placed = await sold(pool, now, method="SANDBOX_CARD", card="decline")
    order_id = placed.orders[0].order_id
    answers = await asyncio.gather(
        *(outcome(pool, lambda db: pay_again(db, sale.buyer, order_id=order_id, now=now), steps=True) for _ in range(8))
    )
    assert "deadlock" not in answers
    status, attempts, orders = await settled(pool, placed, now)
    assert (status, attempts.count("PAID"), orders) == ("PAID", 1, ["ON_HOLD"])
    # Whatever another tap had begun is closed, or was paid for nothing and went back.
    assert set(attempts) <= {"PAID", "FAILED", "CLOSED", "RETURNED"}


async def test_paying_and_cancelling_at_once_loses_no_money(pool: Pool, now: datetime) -> None:
    async with pool.transaction() as db:
        sale = await make_sale(db, shops=2)
    for _ in range(6):
        async with pool.transaction() as db:
            placed = await placed_only(db, sale, now, method="SANDBOX_WALLET")
        async with pool.connection() as db:
            placed = await pay_checkout(db, placed, card="approve", now=now)
            await tap(db, await ref_of(db, placed), "pay", now=now)
        first = placed.orders[0].order_id

        async def worker(pool: Pool = pool) -> None:
            async with pool.connection() as db:
                await run_the_sandbox(db, now)
                await drain(db, roster(), now)

        cancelled, _ = await asyncio.gather(
            outcome(
                pool,
                lambda db, sale=sale, first=first: cancel_as_buyer(db, sale.buyer, order_id=first, reason="", now=now),
            ),
            worker(),
        )
        status, attempts, orders = await settled(pool, placed, now)
        assert (status, attempts, cancelled) == ("PAID", ["PAID"], "ok")
        assert orders == ["CANCELLED", "ON_HOLD"]
    async with pool.connection() as db:
        assert len(await GIVEN.all(db)) == 6


async def test_paying_at_the_provider_while_the_order_expires_ends_with_the_money_on_one_side(
    pool: Pool, now: datetime
) -> None:
    _, placed = await sold(pool, now, method="BANK_TRANSFER")
    later = now + timedelta(hours=48)

    async def at_the_bank() -> None:
        async with pool.connection() as db:
            await tap(db, await ref_of(db, placed), "pay", now=later - timedelta(seconds=1))

    await asyncio.gather(at_the_bank(), outcome(pool, lambda db: jobs.expire_unpaid(db, later)))
    status, attempts, orders = await settled(pool, placed, later)
    assert (status, attempts, orders) == ("REFUNDED", ["PAID"], ["CANCELLED"])


async def test_a_worker_killed_between_call_and_result_changes_nothing(pool: Pool, now: datetime) -> None:
    """The provider has given back; the connection is cut before we wrote that down. The next worker asks with the same key."""
    _, placed = await sold(pool, now, method="SANDBOX_CARD")
    async with pool.transaction() as db:
        order = await order_of(db, placed)
        done = await money.refund(db, order, None, cause="test", cause_id=1, now=now)
    async with pool.connection() as db:
        [claimed] = await CLAIM_REFUNDS.all(db, now, 10)
        key = attempt_key(placed.account_id, placed.payment_id, 1)
        asked = Return(refund_key(claimed.shop_id, claimed.refund_id), key, None, done.amount_minor, "IDR")
        await provider_of(db, "SANDBOX").give_back(asked, now=now)  # …and here it dies
    async with pool.connection() as db:
        await payments.call_providers(db, now)
        assert (await states(db, placed))[0] == "REFUNDED"
        await payments.call_providers(db, now + MINUTE)
        assert len(await GIVEN.all(db)) == 1
        await money_is_whole(db)
