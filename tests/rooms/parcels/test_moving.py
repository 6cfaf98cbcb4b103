"""Packages move, their orders come along: arranged, handed over, delivered, brought back."""

import asyncio
from datetime import datetime, timedelta

import pytest

from etalase.app.wiring import roster
from etalase.base.actor import Actor
from etalase.base.db import Db, value
from etalase.base.errors import NotAllowed, NotFound, Refused
from etalase.base.jobs import drain
from etalase.base.pool import Pool
from etalase.orders.actions import cancel_as_seller
from etalase.parcels import actions as parcels
from etalase.parcels.queries import PackageDetail
from etalase.parcels.rules import is_tracking_number
from tests.makers.accounts import make_account
from tests.makers.orders import broken, stock_of
from tests.makers.parcels import HOUR, Dispatch, make_dispatch
from tests.makers.shops import make_staff

DAY = timedelta(days=1)
EVENTS = value(str, "SELECT name FROM events WHERE name LIKE 'parcel.%' ORDER BY event_id")


async def packed(db: Db, at: Dispatch, *lines: tuple[int, int]) -> PackageDetail:
    order = await at.order(db, *lines)
    return await parcels.pack(db, at.seller, shop_id=at.shop.shop_id, order_id=order.order_id, now=at.at)


async def test_part_b_an_order_is_as_far_as_its_packages(db: Db, now: datetime) -> None:
    at = await make_dispatch(db, now)
    order = await at.order(db, (0, 2), (1, 1))
    whole = await parcels.pack(db, at.seller, shop_id=at.shop.shop_id, order_id=order.order_id, now=at.at)
    part = await parcels.split(
        db,
        at.seller,
        shop_id=at.shop.shop_id,
        package_id=whole.package.package_id,
        lines={whole.lines[0].line_id: 1},
        now=at.at,
    )
    ids = [whole.package.package_id, part.package.package_id]

    async def status() -> str:
        return (await at.now(db, order.order_id)).status

    with pytest.raises(Refused) as no:
        await parcels.hand_over(db, at.seller, shop_id=at.shop.shop_id, package_id=ids[0], now=at.at)
    assert no.value.code == "parcels.not_arranged"
    await parcels.arrange(db, at.seller, shop_id=at.shop.shop_id, package_id=ids[0], now=at.at)
    assert await status() == "PARTIALLY_SHIPPING"
    with pytest.raises(Refused) as no:
        await parcels.arrange(db, at.seller, shop_id=at.shop.shop_id, package_id=ids[0], now=at.at)
    assert no.value.code == "parcels.arranged"
    await parcels.hand_over(db, at.seller, shop_id=at.shop.shop_id, package_id=ids[0], now=at.at)
    assert await status() == "PARTIALLY_SHIPPING"
    assert await stock_of(db, *at.skus) == [(18, 1), (19, 0)]
    await parcels.arrange(db, at.seller, shop_id=at.shop.shop_id, package_id=ids[1], now=at.at)
    assert await status() == "IN_TRANSIT"
    with pytest.raises(Refused) as no:
        await parcels.deliver(db, at.seller, shop_id=at.shop.shop_id, package_id=ids[1], now=at.at)
    assert (no.value.code, no.value.facts) == ("parcels.wrong_state", {"package_status": "PROCESSING"})
    await parcels.deliver(db, at.seller, shop_id=at.shop.shop_id, package_id=ids[0], now=at.at)
    assert await status() == "IN_TRANSIT"
    await parcels.hand_over(db, at.seller, shop_id=at.shop.shop_id, package_id=ids[1], now=at.at)
    assert await stock_of(db, *at.skus) == [(18, 0), (19, 0)]
    await parcels.deliver(db, at.seller, shop_id=at.shop.shop_id, package_id=ids[1], now=at.at)
    assert await status() == "DELIVERED"
    assert await broken(db) == []


async def test_the_platforms_carrier_is_booked_with_a_number_that_checks_itself(db: Db, now: datetime) -> None:
    at = await make_dispatch(db, now)
    found = await packed(db, at)
    sent = await parcels.arrange(db, at.seller, shop_id=at.shop.shop_id, package_id=found.package.package_id, now=at.at)
    number = sent.package.tracking_number or ""
    assert sent.package.carrier == "SANDBOX" and is_tracking_number("KEID", number)
    order = await at.now(db, found.order_ids[0])
    assert (order.status, order.carrier, order.tracking_number) == ("AWAITING_COLLECTION", "SANDBOX", number)


async def test_a_carrier_that_was_typed_is_the_shops_own_way(db: Db, now: datetime) -> None:
    at = await make_dispatch(db, now)
    found = await packed(db, at)
    sent = await parcels.arrange(
        db,
        at.seller,
        shop_id=at.shop.shop_id,
        package_id=found.package.package_id,
        carrier=" JNE ",
        tracking_number=" A1 ",
        now=at.at,
    )
    assert (sent.package.carrier, sent.package.tracking_number, sent.package.method) == ("JNE", "A1", "SELLER")
    handed = await parcels.hand_over(
        db, at.seller, shop_id=at.shop.shop_id, package_id=found.package.package_id, now=at.at
    )
    # R-ORD-9: what an Indonesian shop sends by itself is to be there in fifteen days.
    assert handed.package.deliver_by == at.at + 15 * DAY
    await drain(db, roster(), at.at + 15 * DAY - HOUR)
    assert "parcel.overdue" not in await EVENTS.all(db)
    await drain(db, roster(), at.at + 15 * DAY)
    await drain(db, roster(), at.at + 15 * DAY + HOUR)
    assert (await EVENTS.all(db)).count("parcel.overdue") == 1


async def test_the_sandbox_carrier_delivers_by_itself(db: Db, now: datetime) -> None:
    at = await make_dispatch(db, now)
    found = await packed(db, at)
    await parcels.arrange(db, at.seller, shop_id=at.shop.shop_id, package_id=found.package.package_id, now=at.at)
    await drain(db, roster(), at.at + 4 * HOUR)
    assert (await at.now(db, found.order_ids[0])).status == "IN_TRANSIT"
    await drain(db, roster(), at.at + 3 * DAY)
    order = await at.now(db, found.order_ids[0])
    assert order.status == "DELIVERED" and order.paid_at is not None
    [package] = await at.packages(db, order.order_id)
    assert [each.kind for each in package.events] == ["PICKED_UP", "IN_TRANSIT", "OUT_FOR_DELIVERY", "DELIVERED"]
    assert await broken(db) == []


async def test_words_of_a_carrier_that_come_late_or_twice_harm_nothing(db: Db, now: datetime) -> None:
    at = await make_dispatch(db, now)
    found = await packed(db, at)
    await parcels.arrange(
        db,
        at.seller,
        shop_id=at.shop.shop_id,
        package_id=found.package.package_id,
        carrier="JNE",
        tracking_number="A1",
        now=at.at,
    )

    async def says(kind: str, event_id: str, hours: int) -> bool:
        report = parcels.Report("JNE", event_id, "A1", kind, at.at + hours * HOUR)  # pyright: ignore[reportArgumentType]
        return await parcels.carrier_reported(db, report, now=at.at + hours * HOUR)

    assert await says("DELIVERED", "3", 30)
    assert (await at.now(db, found.order_ids[0])).status == "DELIVERED"
    assert not await says("DELIVERED", "3", 31)
    assert await says("PICKED_UP", "1", 1)
    assert await says("DELIVERY_FAILED", "2", 20)
    assert await says("RETURNED", "4", 40)
    order = await at.now(db, found.order_ids[0])
    [package] = await at.packages(db, order.order_id)
    assert (order.status, package.package.status, package.package.failed_attempts) == ("DELIVERED", "COMPLETED", 0)
    assert [each.kind for each in package.events] == ["PICKED_UP", "DELIVERY_FAILED", "DELIVERED", "RETURNED"]
    with pytest.raises(Refused) as no:
        await parcels.carrier_reported(db, parcels.Report("JNE", "9", "A2", "DELIVERED", at.at), now=at.at)
    assert no.value.code == "parcels.unknown_number"
    assert await broken(db) == []


async def test_a_parcel_that_cannot_be_delivered_comes_back_and_its_order_ends(db: Db, now: datetime) -> None:
    at = await make_dispatch(db, now)
    found = await packed(db, at, (0, 2))
    await parcels.arrange(
        db,
        at.seller,
        shop_id=at.shop.shop_id,
        package_id=found.package.package_id,
        carrier="JNE",
        tracking_number="A1",
        now=at.at,
    )
    for number in range(3):
        report = parcels.Report("JNE", str(number), "A1", "DELIVERY_FAILED", at.at)
        assert await parcels.carrier_reported(db, report, now=at.at)
    assert await stock_of(db, at.skus[0]) == [(18, 0)]
    back = parcels.Report("JNE", "back", "A1", "RETURNED", at.at)
    assert await parcels.carrier_reported(db, back, now=at.at)
    order = await at.now(db, found.order_ids[0])
    assert (order.status, order.cancelled_by, order.cancel_reason) == ("CANCELLED", "SYSTEM", "not_delivered")
    assert await stock_of(db, at.skus[0]) == [(20, 0)]
    assert (await EVENTS.all(db)).count("parcel.delivery_failed") == 3
    await drain(db, roster(), at.at)
    assert await broken(db) == []


async def test_a_part_that_came_back_is_paid_back(db: Db, now: datetime) -> None:
    at = await make_dispatch(db, now)
    order = await at.order(db, (0, 3))
    whole = await parcels.pack(db, at.seller, shop_id=at.shop.shop_id, order_id=order.order_id, now=at.at)
    line_id = whole.lines[0].line_id
    part = await parcels.split(
        db, at.seller, shop_id=at.shop.shop_id, package_id=whole.package.package_id, lines={line_id: 1}, now=at.at
    )
    for number, each in enumerate((whole, part)):
        await parcels.arrange(
            db,
            at.seller,
            shop_id=at.shop.shop_id,
            package_id=each.package.package_id,
            carrier="JNE",
            tracking_number=f"A{number}",
            now=at.at,
        )
    back = parcels.Report("JNE", "back", "A1", "RETURNED", at.at)
    assert await parcels.carrier_reported(db, back, now=at.at)
    assert (await at.now(db, order.order_id)).status == "IN_TRANSIT"
    assert await parcels.carrier_reported(db, parcels.Report("JNE", "here", "A0", "DELIVERED", at.at), now=at.at)
    delivered = await at.now(db, order.order_id)
    assert delivered.status == "DELIVERED"
    paid = value(int, "SELECT refunded_minor FROM orders WHERE order_id = $1")
    assert await paid.sole(db, order.order_id) == order.total_minor - order.total_minor * 2 // 3
    await drain(db, roster(), at.at)
    assert await broken(db) == []


async def test_parcels_are_moved_by_those_who_may(db: Db, now: datetime) -> None:
    at = await make_dispatch(db, now)
    found = await packed(db, at)
    stranger = await make_account(db, handle="eve")
    advertiser = await make_account(db, handle="adv")
    await make_staff(db, at.seller, at.shop, advertiser, "ADS")
    acts = (parcels.arrange, parcels.hand_over, parcels.deliver, parcels.unpack)
    for act in acts:
        with pytest.raises(NotFound):
            await act(db, stranger, shop_id=at.shop.shop_id, package_id=found.package.package_id, now=now)
        with pytest.raises(NotAllowed):
            await act(db, advertiser, shop_id=at.shop.shop_id, package_id=found.package.package_id, now=now)
        with pytest.raises(NotFound):
            await act(db, at.seller, shop_id=at.shop.shop_id, package_id=999_999_999, now=now)


async def test_cancel_against_arrange_one_of_them_wins(pool: Pool, now: datetime) -> None:
    async with pool.transaction() as db:
        at = await make_dispatch(db, now)
        ids = [(await packed(db, at, (0, 1))) for _ in range(6)]

    async def arranges(actor: Actor, found: PackageDetail) -> str:
        async with pool.transaction() as db:
            try:
                await parcels.arrange(
                    db, actor, shop_id=at.shop.shop_id, package_id=found.package.package_id, now=at.at
                )
            except Refused as no:
                return no.code
            return "arranged"

    async def cancels(actor: Actor, found: PackageDetail) -> str:
        async with pool.transaction() as db:
            try:
                await cancel_as_seller(
                    db, actor, shop_id=at.shop.shop_id, order_id=found.order_ids[0], reason="", now=at.at
                )
            except Refused as no:
                return no.code
            return "cancelled"

    said = await asyncio.gather(
        *(act(at.seller, found) for found in ids for act in (arranges, cancels)), return_exceptions=False
    )
    for first, second in zip(said[::2], said[1::2], strict=True):
        assert {first, second} in ({"arranged", "orders.wrong_state"}, {"orders.wrong_state", "cancelled"})
    async with pool.transaction() as db:
        await drain(db, roster(), at.at)
        assert await broken(db) == []
