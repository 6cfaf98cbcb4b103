"""Group commit on real connections: three counters with pools of their own stand for three processes on one database."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import msgspec
import pytest

from etalase.accounts.actions.signing_in import begin_session
from etalase.accounts.queries import split_token
from etalase.base.actor import Actor
from etalase.base.clock import Clock
from etalase.base.db import value, write
from etalase.base.errors import Busy, Limited, Refused, Unauthenticated
from etalase.base.idempotency import Answered
from etalase.base.pool import Pool
from etalase.doorway.checkouts import Checkout, Checkouts
from etalase.orders.actions import Cart, CartLine, Placed
from tests.makers.accounts import make_account
from tests.makers.catalog import make_product
from tests.makers.links import ready_shop
from tests.makers.orders import ADDRESS, broken, cart_of, stock_of
from tests.makers.promotions import make_voucher

ORDERS = value(int, "SELECT count(*) FROM orders")
AGE = write("UPDATE idempotency_keys SET created_at = created_at - $1::interval")
HOLD = value(int, "SELECT sku_id FROM stock_levels WHERE sku_id = $1 FOR UPDATE")
WAITING = value(int, "SELECT pid FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()")
END = value(bool, "SELECT pg_terminate_backend($1)")


def call(cart: Cart, key: str, fingerprint: bytes = b"same") -> Checkout:
    return Checkout(cart, key, fingerprint, msgspec.json.encode, lambda no: no.code.encode())


def counter(pool: Pool, **sizes: int) -> Checkouts:
    return Checkouts(Pool(pool.dsn, size=4), Clock(sandbox=True), **sizes)


@pytest.fixture
async def counters(pool: Pool) -> AsyncIterator[list[Checkouts]]:
    three = [counter(pool) for _ in range(3)]
    yield three
    for each in three:
        await each.close()
        await each._pool.close()  # pyright: ignore[reportPrivateUsage] - it is this test's


async def goods(pool: Pool, stock: int, buyers: int) -> tuple[int, list[Actor]]:
    async with pool.transaction() as db:
        _, shop = await ready_shop(db)
        sku = (await make_product(db, shop, stock=stock)).skus[0].sku_id
        return sku, [await make_account(db, handle=f"buyer{number}") for number in range(buyers)]


async def told(checkouts: Checkouts, asked: Checkout) -> str | bytes:
    """What a call is answered: the body, or the code of what was raised."""
    try:
        return (await checkouts.place(asked)).body
    except Refused as no:
        return no.code
    except (Busy, Limited, Unauthenticated) as away:
        return type(away).__name__


async def counts(pool: Pool) -> tuple[int, list[str]]:
    async with pool.connection() as db:
        return await ORDERS.sole(db), await broken(db)


async def test_a_sell_out_over_three_processes_is_exact(pool: Pool, counters: list[Checkouts]) -> None:
    sku, buyers = await goods(pool, 30, 64)
    answers = await asyncio.gather(
        *(
            told(counters[number % 3], call(cart_of(buyer, (sku, 1)), f"k{number}"))
            for number, buyer in enumerate(buyers)
        )
    )
    sold = [answer for answer in answers if answer != b"orders.out_of_stock"]
    assert len(sold) == 30 and all(isinstance(answer, bytes) for answer in sold)
    async with pool.connection() as db:
        assert await stock_of(db, sku) == [(0, 30)]
    assert await counts(pool) == (30, [])


async def test_the_same_keys_from_three_processes_place_each_order_once(pool: Pool, counters: list[Checkouts]) -> None:
    sku, buyers = await goods(pool, 1_000, 20)
    asked = [call(cart_of(buyer, (sku, 1)), "the-key") for buyer in buyers]
    answers = await asyncio.gather(*(told(each, one) for one in asked for each in counters))
    by_key = [answers[start : start + 3] for start in range(0, len(answers), 3)]
    for each in by_key:
        placed = {answer for answer in each if answer != "idempotency.in_flight"}
        assert len(placed) == 1, each
    # Asked again when nothing is in flight any more, all three say the same.
    again = await asyncio.gather(*(told(each, one) for one in asked for each in counters))
    for number, each in enumerate(by_key):
        assert set(again[number * 3 : number * 3 + 3]) == set(each) - {"idempotency.in_flight"}
    assert await counts(pool) == (20, [])


async def test_one_key_many_times_in_one_batch_is_one_order(pool: Pool, counters: list[Checkouts]) -> None:
    sku, [buyer] = await goods(pool, 9, 1)
    same, other = call(cart_of(buyer, (sku, 1)), "k"), call(cart_of(buyer, (sku, 2)), "k", b"other")
    answers = await asyncio.gather(*(told(counters[0], one) for one in (same, same, other, same)))
    assert answers[2] == "idempotency.key_reused"
    assert len({answers[at] for at in (0, 1, 3)}) == 1
    assert await counts(pool) == (1, [])


async def test_a_forged_token_places_nothing_and_takes_no_key_from_its_holder(
    pool: Pool, counters: list[Checkouts]
) -> None:
    sku, [buyer] = await goods(pool, 9, 1)
    async with pool.transaction() as db:
        session = await begin_session(db, buyer.account_id, kind="TOKEN", wall=datetime.now(UTC))
    parts = split_token(session.token)
    assert parts is not None
    own = msgspec.structs.replace(call(cart_of(buyer, (sku, 1)), "k"), bearer=parts[1])
    forged = msgspec.structs.replace(own, bearer=b"\x00" * 32, fingerprint=b"other")
    answers = await asyncio.gather(*(told(counters[0], one) for one in (forged, own, forged)))
    assert answers[0] == answers[2] == "Unauthenticated" and isinstance(answers[1], bytes)
    assert await counts(pool) == (1, [])
    assert await told(counters[1], forged) == "Unauthenticated"


async def test_a_refusal_is_kept_for_its_key_and_nothing_is_kept_of_a_form(
    pool: Pool, counters: list[Checkouts]
) -> None:
    sku, [first, second] = await goods(pool, 1, 2)
    await told(counters[0], call(cart_of(first, (sku, 1)), "k"))
    asked = call(cart_of(second, (sku, 1)), "k")
    form = msgspec.structs.replace(asked, key="form", refuse=None)
    assert await told(counters[0], asked) == b"orders.out_of_stock"
    assert await told(counters[0], form) == "orders.out_of_stock"
    async with pool.transaction() as db:
        await write("UPDATE stock_levels SET available = 5, reserved = 1").run(db)
    assert await told(counters[1], asked) == b"orders.out_of_stock"
    assert b"checkout_id" in msgspec.json.encode(msgspec.json.decode(await told(counters[1], form)))


async def test_a_poisoned_cart_fails_alone(pool: Pool, counters: list[Checkouts]) -> None:
    sku, buyers = await goods(pool, 50, 8)
    carts = [cart_of(buyer, (sku, 1)) for buyer in buyers]
    # No text of the database can hold this, and no door lets it through.
    carts[3] = msgspec.structs.replace(carts[3], address=ADDRESS | {"name": "\x00"})
    answers = await asyncio.gather(
        *(counters[0].place(call(cart, f"k{number}")) for number, cart in enumerate(carts)), return_exceptions=True
    )
    assert [isinstance(answer, Answered) for answer in answers] == [at != 3 for at in range(8)]
    assert await counts(pool) == (7, [])


async def test_a_code_that_no_voucher_can_have_fails_nobody(pool: Pool, counters: list[Checkouts]) -> None:
    async with pool.transaction() as db:
        owner, shop = await ready_shop(db)
        sku = (await make_product(db, shop, stock=9)).skus[0].sku_id
        await make_voucher(db, owner, shop, now=datetime.now(UTC), display="PROMO_CODE", code="HEMAT")
        buyers = [await make_account(db, handle=f"buyer{number}") for number in range(4)]
    odd = ("\x00", "\ud800", "x" * 40, "HEMAT")
    carts = [
        msgspec.structs.replace(cart_of(each, (sku, 1)), codes=(code,)) for each, code in zip(buyers, odd, strict=True)
    ]
    answers = await asyncio.gather(*(told(counters[0], call(cart, "k")) for cart in carts))
    assert all(isinstance(answer, bytes) for answer in answers), answers
    assert await counts(pool) == (4, [])


async def test_a_connection_that_dies_with_its_batch_is_told_and_the_key_may_be_tried_again(
    pool: Pool, counters: list[Checkouts]
) -> None:
    sku, buyers = await goods(pool, 50, 6)
    asked = [call(cart_of(buyer, (sku, 1)), "k") for buyer in buyers]
    async with pool.transaction() as db:
        await HOLD.sole(db, sku)
        placing = [asyncio.create_task(told(counters[0], one)) for one in asked]
        async with pool.connection() as watcher:
            pid: int | None = None
            for _ in range(200):
                pid = await WAITING.get(watcher)
                if pid is not None:
                    break
                await asyncio.sleep(0.02)
            assert pid is not None
            await END.sole(watcher, pid)
        assert await asyncio.gather(*placing) == ["Busy"] * 6
    assert (await counts(pool))[0] == 0
    answers = await asyncio.gather(*(told(counters[0], one) for one in asked))
    assert all(isinstance(answer, bytes) for answer in answers)
    assert await counts(pool) == (6, [])


async def test_a_full_list_is_told_at_once(pool: Pool) -> None:
    sku, buyers = await goods(pool, 50, 12)
    small = counter(pool, most=1, room=2)
    answers = await asyncio.gather(
        *(told(small, call(cart_of(buyer, (sku, 1)), "k")) for buyer in buyers),
    )
    found = Counter("Limited" if answer == "Limited" else "placed" for answer in answers)
    assert found["Limited"] > 0 and found["placed"] > 0
    await small.close()
    assert await told(small, call(cart_of(buyers[0], (sku, 1)), "later")) == "Busy"
    assert await counts(pool) == (found["placed"], [])


async def test_a_process_that_died_before_it_asked_for_the_money_is_taken_over(
    pool: Pool, counters: list[Checkouts]
) -> None:
    sku, [buyer] = await goods(pool, 5, 1)
    cart = Cart(buyer.account_id, [CartLine(sku, 1)], ADDRESS, "SANDBOX_CARD")
    asked = call(cart, "k")
    placed = await counters[0]._batcher.ask(asked)  # pyright: ignore[reportPrivateUsage] - as far as it came
    assert isinstance(placed, Placed) and placed.payment_status == "PENDING"
    assert await told(counters[1], asked) == "idempotency.in_flight"
    async with pool.transaction() as db:
        await AGE.run(db, timedelta(seconds=11))
    paid = msgspec.json.decode(await told(counters[1], asked), type=Placed)
    assert (paid.checkout_id, paid.payment_status, paid.orders[0].status) == (placed.checkout_id, "PAID", "ON_HOLD")
    assert await told(counters[2], asked) == msgspec.json.encode(paid)
    assert await counts(pool) == (1, [])
