"""Pieces go into packages, out of them, from one to another: each into one at most (R-ORD-10)."""

import asyncio
from datetime import datetime

import pytest

from etalase.app.wiring import roster
from etalase.base.db import Db
from etalase.base.errors import NotFound, Refused
from etalase.base.jobs import drain
from etalase.base.pool import Pool
from etalase.orders.actions import cancel_as_seller
from etalase.orders.queries import my_order
from etalase.parcels import actions as parcels
from etalase.parcels.queries import PackageDetail, tracking
from tests.makers.accounts import make_account
from tests.makers.orders import broken, cart_of, placed_of
from tests.makers.parcels import Dispatch, make_dispatch


async def lines_of(db: Db, at: Dispatch, order_id: int) -> list[int]:
    return [line.line_id for line in (await my_order(db, at.buyer, order_id=order_id)).lines]


def held(found: PackageDetail) -> dict[int, int]:
    return {line.line_id: line.quantity for line in found.lines}


async def test_r_ord_10_an_order_is_packed_in_two_packages_and_never_a_piece_twice(db: Db, now: datetime) -> None:
    at = await make_dispatch(db, now)
    order = await at.order(db, (0, 3), (1, 1))
    first, second = await lines_of(db, at, order.order_id)
    one = await parcels.pack(db, at.seller, shop_id=at.shop.shop_id, order_id=order.order_id, lines={first: 2}, now=now)
    assert (one.package.status, held(one)) == ("PROCESSING", {first: 2})
    with pytest.raises(Refused) as no:
        await parcels.pack(db, at.seller, shop_id=at.shop.shop_id, order_id=order.order_id, lines={first: 2}, now=now)
    assert no.value.code == "orders.pieces_packed"
    rest = await parcels.pack(db, at.seller, shop_id=at.shop.shop_id, order_id=order.order_id, now=now)
    assert held(rest) == {first: 1, second: 1}
    with pytest.raises(Refused) as no:
        await parcels.pack(db, at.seller, shop_id=at.shop.shop_id, order_id=order.order_id, now=now)
    assert no.value.code == "parcels.nothing_to_pack"
    with pytest.raises(NotFound):
        await parcels.pack(
            db, at.seller, shop_id=at.shop.shop_id, order_id=order.order_id, lines={first + 999_999: 1}, now=now
        )
    assert await broken(db) == []


async def test_r_ord_2_nothing_is_packed_before_the_hour_is_over(db: Db, now: datetime) -> None:
    at = await make_dispatch(db, now)
    placed = await placed_of(db, cart_of(at.buyer, (at.skus[0], 1)), now)
    with pytest.raises(Refused) as no:
        await parcels.pack(db, at.seller, shop_id=at.shop.shop_id, order_id=placed.orders[0].order_id, now=now)
    assert (no.value.code, no.value.facts) == ("orders.wrong_state", {"order_status": "ON_HOLD"})


async def test_r_ord_10_a_package_is_split_and_the_parts_are_put_together_again(db: Db, now: datetime) -> None:
    at = await make_dispatch(db, now)
    order = await at.order(db, (0, 3), (1, 1))
    first, second = await lines_of(db, at, order.order_id)
    whole = await parcels.pack(db, at.seller, shop_id=at.shop.shop_id, order_id=order.order_id, now=now)
    for lines, code in (
        ({first: 3, second: 1}, "parcels.takes_all"),
        ({first: 4}, "parcels.not_in_package"),
        ({first: 0}, "parcels.not_in_package"),
        ({}, "parcels.not_in_package"),
        ({second + 999_999: 1}, "parcels.not_in_package"),
    ):
        with pytest.raises(Refused) as no:
            await parcels.split(
                db, at.seller, shop_id=at.shop.shop_id, package_id=whole.package.package_id, lines=lines, now=now
            )
        assert no.value.code == code
    part = await parcels.split(
        db,
        at.seller,
        shop_id=at.shop.shop_id,
        package_id=whole.package.package_id,
        lines={first: 1, second: 1},
        now=now,
    )
    assert held(part) == {first: 1, second: 1}
    assert [held(each) for each in await at.packages(db, order.order_id)] == [{first: 2}, {first: 1, second: 1}]
    assert await broken(db) == []
    ids = [whole.package.package_id, part.package.package_id]
    again = await parcels.combine(db, at.seller, shop_id=at.shop.shop_id, package_ids=ids, now=now)
    assert held(again) == {first: 3, second: 1}
    assert [each.package.package_id for each in await at.packages(db, order.order_id)] == [whole.package.package_id]
    await parcels.unpack(db, at.seller, shop_id=at.shop.shop_id, package_id=whole.package.package_id, now=now)
    assert await at.packages(db, order.order_id) == []
    assert await broken(db) == []


async def test_r_ord_10_orders_of_one_buyer_to_one_address_travel_together(db: Db, now: datetime) -> None:
    at = await make_dispatch(db, now)
    first, second = await at.order(db, (0, 1)), await at.order(db, (0, 1), (1, 1))
    foreign = await at.order(db, (1, 1), buyer=await make_account(db, handle="other"))
    with pytest.raises(Refused) as no:
        await parcels.combine_orders(
            db, at.seller, shop_id=at.shop.shop_id, order_ids=[first.order_id, foreign.order_id], now=at.at
        )
    assert no.value.code == "parcels.buyer_differs"
    with pytest.raises(Refused) as no:
        await parcels.combine_orders(db, at.seller, shop_id=at.shop.shop_id, order_ids=[first.order_id], now=at.at)
    assert no.value.code == "parcels.combine_two"
    both = await parcels.combine_orders(
        db, at.seller, shop_id=at.shop.shop_id, order_ids=[first.order_id, second.order_id], now=at.at
    )
    assert both.order_ids == [first.order_id, second.order_id]
    await parcels.arrange(db, at.seller, shop_id=at.shop.shop_id, package_id=both.package.package_id, now=at.at)
    with pytest.raises(Refused) as no:
        await parcels.split(
            db,
            at.seller,
            shop_id=at.shop.shop_id,
            package_id=both.package.package_id,
            lines={both.lines[0].line_id: 1},
            now=at.at,
        )
    assert no.value.code == "parcels.arranged"
    await parcels.hand_over(db, at.seller, shop_id=at.shop.shop_id, package_id=both.package.package_id, now=at.at)
    await parcels.deliver(db, at.seller, shop_id=at.shop.shop_id, package_id=both.package.package_id, now=at.at)
    for order in (first, second):
        assert (await at.now(db, order.order_id)).status == "DELIVERED"
    assert await broken(db) == []


async def test_what_was_packed_of_a_cancelled_order_is_taken_out(db: Db, now: datetime) -> None:
    at = await make_dispatch(db, now)
    first, second = await at.order(db, (0, 1)), await at.order(db, (1, 2))
    both = await parcels.combine_orders(
        db, at.seller, shop_id=at.shop.shop_id, order_ids=[first.order_id, second.order_id], now=now
    )
    await cancel_as_seller(db, at.seller, shop_id=at.shop.shop_id, order_id=first.order_id, reason="broken", now=at.at)
    with pytest.raises(Refused) as no:
        await parcels.arrange(db, at.seller, shop_id=at.shop.shop_id, package_id=both.package.package_id, now=at.at)
    assert no.value.facts == {"order_status": "CANCELLED"}
    await drain(db, roster(), at.at)
    assert await broken(db) == []
    sent = await parcels.arrange(db, at.seller, shop_id=at.shop.shop_id, package_id=both.package.package_id, now=at.at)
    assert sent.order_ids == [second.order_id]
    third = await at.order(db, (0, 1))
    alone = await parcels.pack(db, at.seller, shop_id=at.shop.shop_id, order_id=third.order_id, now=at.at)
    await cancel_as_seller(db, at.seller, shop_id=at.shop.shop_id, order_id=third.order_id, reason="broken", now=at.at)
    await drain(db, roster(), at.at)
    [left] = await at.packages(db, third.order_id)
    assert (left.package.package_id, left.package.status) == (alone.package.package_id, "CANCELLED")
    assert await broken(db) == []


async def test_r_ord_5_each_line_tells_how_far_it_is(db: Db, now: datetime) -> None:
    at = await make_dispatch(db, now)
    order = await at.order(db, (0, 2), (1, 1))
    first, second = await lines_of(db, at, order.order_id)

    async def states() -> list[str]:
        found = await tracking(db, at.buyer, order_id=order.order_id)
        return [found.line_states[first], found.line_states[second]]

    assert await states() == ["TO_FULFILL", "TO_FULFILL"]
    one = await parcels.pack(db, at.seller, shop_id=at.shop.shop_id, order_id=order.order_id, lines={first: 2}, now=now)
    assert await states() == ["PROCESSING", "TO_FULFILL"]
    two = await parcels.pack(db, at.seller, shop_id=at.shop.shop_id, order_id=order.order_id, now=now)
    for each in (one, two):
        await parcels.arrange(db, at.seller, shop_id=at.shop.shop_id, package_id=each.package.package_id, now=now)
    await parcels.hand_over(db, at.seller, shop_id=at.shop.shop_id, package_id=one.package.package_id, now=now)
    assert await states() == ["FULFILLING", "PROCESSING"]
    await parcels.deliver(db, at.seller, shop_id=at.shop.shop_id, package_id=one.package.package_id, now=now)
    assert await states() == ["COMPLETED", "PROCESSING"]


async def test_two_people_pack_the_same_order_at_once_and_one_of_them_packs_it(pool: Pool, now: datetime) -> None:
    async with pool.transaction() as db:
        at = await make_dispatch(db, now)
        order = await at.order(db, (0, 5))
    answers: list[str] = []

    async def packs() -> None:
        async with pool.transaction() as db:
            try:
                await parcels.pack(db, at.seller, shop_id=at.shop.shop_id, order_id=order.order_id, now=now)
                answers.append("packed")
            except Refused as no:
                answers.append(no.code)

    await asyncio.gather(*(packs() for _ in range(8)))
    assert sorted(answers) == ["packed"] + ["parcels.nothing_to_pack"] * 7 or answers.count("packed") == 1
    async with pool.connection() as db:
        assert await broken(db) == []
