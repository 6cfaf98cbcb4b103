"""Who stands at the till: tokens, keys, earlier orders and standing of a batch, in one statement."""

import asyncio
from datetime import datetime, timedelta

from etalase.accounts.actions.signing_in import begin_session
from etalase.accounts.queries import split_token
from etalase.base.db import Db, value
from etalase.base.pool import Pool
from etalase.orders.actions import Asking, meet, place
from etalase.orders.actions.meeting import buyers_of
from tests.makers.accounts import make_account
from tests.makers.catalog import make_product
from tests.makers.links import ready_shop
from tests.makers.orders import cart_of

HELD = value(int, "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()")
OTHERS = [b"\x00" * 32, b""]


async def token(db: Db, account_id: int, wall: datetime) -> bytes:
    parts = split_token((await begin_session(db, account_id, kind="TOKEN", wall=wall)).token)
    assert parts is not None
    return parts[1]


async def test_only_a_token_that_the_account_holds_now_is_admitted(db: Db, now: datetime) -> None:
    rina, sari = await make_account(db, handle="rina"), await make_account(db, handle="sari")
    held, foreign = await token(db, rina.account_id, now), await token(db, sari.account_id, now)
    ended = await token(db, rina.account_id, now - timedelta(days=400))
    cart = cart_of(rina, (1, 1))
    asked = [Asking(cart, f"k{at}", each) for at, each in enumerate([held, foreign, ended, *OTHERS, None])]
    met = await meet(db, asked, now=now, wall=now)
    assert [each.admitted for each in met] == [True, False, False, False, False, True]
    assert [each.known.free for each in met] == [True, False, False, False, False, True]


async def test_who_is_not_admitted_takes_nobodys_key(db: Db, now: datetime) -> None:
    rina = await make_account(db, handle="rina")
    await meet(db, [Asking(cart_of(rina, (1, 1)), "the-key", bearer) for bearer in OTHERS], now=now, wall=now)
    assert await HELD.sole(db) == 0
    await meet(db, [Asking(cart_of(rina, (1, 1)), "the-key", None)], now=now, wall=now)
    assert await HELD.sole(db) == 1


async def test_a_key_in_flight_elsewhere_is_not_free_and_nobody_waits_for_it(pool: Pool, now: datetime) -> None:
    async with pool.transaction() as db:
        asked = [Asking(cart_of(await make_account(db, handle="rina"), (1, 1)), "k")]
    async with pool.transaction() as one, pool.transaction() as two:
        assert [each.known.free for each in await meet(one, asked, now=now, wall=now)] == [True]
        async with asyncio.timeout(5):
            assert [each.known.free for each in await meet(two, asked, now=now, wall=now)] == [False]


async def test_r_ord_6_earlier_orders_are_counted_as_far_as_a_fee_depends_on_them(db: Db, now: datetime) -> None:
    _, shop = await ready_shop(db)
    sku = (await make_product(db, shop, stock=99)).skus[0].sku_id
    rina, sari = await make_account(db, handle="rina"), await make_account(db, handle="sari")
    counted: list[int] = []
    for _ in range(7):
        found = await buyers_of(db, [cart_of(rina, (sku, 1)), cart_of(sari, (sku, 1))], now=now)
        counted.append(found[rina.account_id].earlier)
        assert found[sari.account_id].earlier == 0
        await place(db, [cart_of(rina, (sku, 1))], now=now)
    assert counted == [0, 1, 2, 3, 4, 5, 5]


async def test_an_unknown_account_is_met_as_a_stranger(db: Db, now: datetime) -> None:
    rina = await make_account(db, handle="rina")
    stranger = cart_of(rina, (1, 1))
    [met] = await meet(
        db, [Asking(type(stranger)(9_000_000, stranger.lines, stranger.address, "COD"), "k", b"x")], now=now, wall=now
    )
    assert not met.admitted and met.buyer.earlier == 0 and met.buyer.standing.failures == ()
