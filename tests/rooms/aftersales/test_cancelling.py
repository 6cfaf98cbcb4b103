"""Cancelling after an order was placed: alone, at once, asked, by silence; and against a parcel that leaves."""

from datetime import timedelta
from typing import Any

import msgspec
import pytest

from etalase.aftersales import actions
from etalase.aftersales.actions.cancelling import close_overtaken
from etalase.aftersales.jobs import answer_cancellations
from etalase.aftersales.queries import Cancellation, cancellations_of, order_cancellations, shop_cancellations
from etalase.base.db import Db
from etalase.base.errors import Invalid, NotAllowed, NotFound, Refused
from etalase.orders.actions import cancel_as_buyer, cancel_as_seller
from etalase.parcels import actions as parcels
from tests.makers.accounts import make_account
from tests.makers.aftersales import HOUR, NOW, Sale, make_sale, pass_time
from tests.makers.orders import broken, stock_of
from tests.makers.shops import make_staff

DAY = timedelta(days=1)
PENDING = "CANCELLATION_REQUEST_PENDING"
CANCEL = "CANCELLATION_REQUEST_CANCEL"
COMPLETE = "CANCELLATION_REQUEST_COMPLETE"


async def ask(db: Db, sale: Sale, reason: str = "Wrong size") -> Cancellation:
    return await actions.request_cancellation(db, sale.buyer, order_id=sale.order_id, reason=reason, now=sale.at)


async def records(db: Db, sale: Sale) -> list[tuple[str, str, str | None]]:
    return [(each.kind, each.status, each.decided_by) for each in await cancellations_of(db, await sale.order(db))]


def where(sale: Sale, asked: Cancellation) -> dict[str, Any]:
    return {"shop_id": sale.shop.shop_id, "cancellation_id": asked.cancellation_id}


async def test_r_ord_2_on_hold_the_buyer_cancels_alone_and_the_money_goes_back(db: Db) -> None:
    sale = await make_sale(db, "PLACED")
    done = await ask(db, sale)
    assert (done.kind, done.status, done.decided_by) == ("BUYER_CANCEL", "CANCELLATION_REQUEST_SUCCESS", "BUYER")
    order = await sale.order(db)
    assert (order.status, order.cancelled_by, order.cancel_reason) == ("CANCELLED", "BUYER", "Wrong size")
    assert await stock_of(db, *sale.sku_ids) == [(10, 0)]
    await pass_time(db, sale.at + HOUR / 60)
    # The provider gave it back: complete.
    assert await records(db, sale) == [("BUYER_CANCEL", COMPLETE, "BUYER")]
    assert await broken(db) == []


async def test_r_can_1_what_was_not_paid_is_complete_with_the_act(db: Db) -> None:
    sale = await make_sale(db, "PLACED", method="COD")
    assert (await ask(db, sale)).status == COMPLETE
    assert await broken(db) == []


async def test_r_can_2_indonesia_grants_a_platform_parcel_at_once_before_collection(db: Db) -> None:
    sale = await make_sale(db, "RELEASED")
    done = await ask(db, sale)
    assert (done.status, done.decided_by) == ("CANCELLATION_REQUEST_SUCCESS", "SYSTEM")
    assert (await sale.order(db)).cancelled_by == "BUYER"
    assert await broken(db) == []


async def test_r_can_2_awaiting_collection_the_shop_is_asked_and_its_yes_cancels(db: Db) -> None:
    sale = await make_sale(db, "PACKED")
    asked = await ask(db, sale)
    assert (asked.status, asked.answer_by) == (PENDING, sale.at + 2 * DAY)
    assert (await sale.order(db)).status == "AWAITING_COLLECTION"
    done = await actions.approve_cancellation(db, sale.seller, **where(sale, asked), now=sale.at + HOUR)
    assert (done.status, done.decided_by) == ("CANCELLATION_REQUEST_SUCCESS", "SELLER")
    order = await sale.order(db)
    assert (order.status, order.cancelled_by) == ("CANCELLED", "BUYER")
    assert await stock_of(db, *sale.sku_ids) == [(10, 0)]
    await pass_time(db, sale.at + 2 * HOUR)
    assert await records(db, sale) == [("BUYER_CANCEL", COMPLETE, "SELLER")]
    assert await broken(db) == []


@pytest.mark.parametrize(("market", "step", "answer"), [("ID", "PACKED", 2 * DAY), ("TH", "RELEASED", DAY)])
async def test_r_can_2_3_silence_approves(db: Db, market: str, step: str, answer: timedelta) -> None:
    sale = await make_sale(db, step, market=market)
    asked = await ask(db, sale)
    assert asked.answer_by == sale.at + answer
    await pass_time(db, asked.answer_by - HOUR / 60)
    assert (await records(db, sale))[0][1] == PENDING
    await pass_time(db, asked.answer_by)
    [(_, status, by)] = await records(db, sale)
    assert status in {COMPLETE, "CANCELLATION_REQUEST_SUCCESS"} and by == "SYSTEM"
    assert (await sale.order(db)).status == "CANCELLED"
    assert await broken(db) == []


async def test_r_can_3_the_united_states_grant_three_hours_and_ask_then(db: Db) -> None:
    sale = await make_sale(db, "RELEASED", market="US")
    late = msgspec.structs.replace(sale, at=NOW + 3 * HOUR)
    asked = await ask(db, late)
    assert (asked.status, asked.answer_by) == (PENDING, late.at + DAY)
    await actions.withdraw_cancellation(db, sale.buyer, cancellation_id=asked.cancellation_id, now=late.at)
    assert (await ask(db, sale)).decided_by == "SYSTEM"


async def test_r_can_2_a_rejected_request_ends_and_another_may_follow(db: Db) -> None:
    sale = await make_sale(db, "PACKED")
    asked = await ask(db, sale)
    with pytest.raises(Invalid):
        await actions.reject_cancellation(db, sale.seller, **where(sale, asked), reason=" ", now=sale.at)
    said_no = await actions.reject_cancellation(db, sale.seller, **where(sale, asked), reason="Packed", now=sale.at)
    assert (said_no.status, said_no.decided_by, said_no.answer) == (CANCEL, "SELLER", "Packed")
    assert (await ask(db, sale)).status == PENDING
    assert [status for _, status, _ in await records(db, sale)] == [PENDING, CANCEL]


async def test_r_can_1_one_open_request_per_order_and_it_can_be_withdrawn(db: Db) -> None:
    sale = await make_sale(db, "PACKED")
    asked = await ask(db, sale)
    with pytest.raises(Refused) as no:
        await ask(db, sale)
    assert no.value.code == "aftersales.cancellation_open"
    kept = await actions.withdraw_cancellation(db, sale.buyer, cancellation_id=asked.cancellation_id, now=sale.at)
    assert (kept.status, kept.decided_by) == (CANCEL, "BUYER")
    with pytest.raises(Refused) as no:
        await actions.approve_cancellation(db, sale.seller, **where(sale, asked), now=sale.at)
    assert no.value.code == "aftersales.cancellation_decided"
    assert (await sale.order(db)).status == "AWAITING_COLLECTION"


@pytest.mark.parametrize("step", ["ON_THE_WAY", "DELIVERED"])
async def test_r_can_2_in_transit_nothing_is_cancelled(db: Db, step: str) -> None:
    sale = await make_sale(db, step)
    with pytest.raises(Refused) as no:
        await ask(db, sale)
    assert no.value.code == "aftersales.cannot_cancel"


async def test_r_can_2_a_parcel_that_left_ends_the_request(db: Db) -> None:
    sale = await make_sale(db, "PACKED")
    await ask(db, sale)
    await parcels.hand_over_order(db, sale.seller, shop_id=sale.shop.shop_id, order_id=sale.order_id, now=sale.at)
    await pass_time(db, sale.at + HOUR)
    assert await records(db, sale) == [("BUYER_CANCEL", CANCEL, "SYSTEM")]
    assert (await sale.order(db)).status == "IN_TRANSIT"
    assert await broken(db) == []


async def test_r_can_2_silence_about_a_parcel_that_left_unheard_ends_the_request(db: Db) -> None:
    sale = await make_sale(db, "PACKED")
    asked = await ask(db, sale)
    await parcels.hand_over_order(db, sale.seller, shop_id=sale.shop.shop_id, order_id=sale.order_id, now=sale.at)
    # The time to answer is over before anybody has heard of the parcel.
    assert asked.answer_by is not None
    await answer_cancellations(db, asked.answer_by)
    assert await records(db, sale) == [("BUYER_CANCEL", CANCEL, "SYSTEM")]
    assert (await sale.order(db)).status == "IN_TRANSIT"
    # The news that comes late changes nothing any more.
    await close_overtaken(db, sale.shop.shop_id, sale.order_id, now=asked.answer_by + HOUR)
    assert await records(db, sale) == [("BUYER_CANCEL", CANCEL, "SYSTEM")]


async def test_r_can_2_only_a_parcel_that_left_overtakes_a_request(db: Db) -> None:
    sale = await make_sale(db, "PACKED")
    await ask(db, sale)
    await close_overtaken(db, sale.shop.shop_id, sale.order_id, now=sale.at)
    assert await records(db, sale) == [("BUYER_CANCEL", PENDING, None)]


async def test_r_can_1_cancellations_by_shop_and_system_are_recorded_as_cancel(db: Db) -> None:
    shops = await make_sale(db, "RELEASED")
    await cancel_as_seller(
        db, shops.seller, shop_id=shops.shop.shop_id, order_id=shops.order_id, reason="Broken", now=shops.at
    )
    unpaid = await make_sale(db, "RELEASED", market="TH")
    await pass_time(db, unpaid.at + 20 * DAY)
    assert (await unpaid.order(db)).cancelled_by == "SYSTEM"
    assert await records(db, shops) == [("CANCEL", COMPLETE, "SELLER")]
    assert [(kind, by) for kind, _, by in await records(db, unpaid)] == [("CANCEL", "SYSTEM")]
    assert await broken(db) == []


async def test_r_can_1_the_buyers_own_door_is_recorded_too(db: Db) -> None:
    sale = await make_sale(db, "PLACED")
    await cancel_as_buyer(db, sale.buyer, order_id=sale.order_id, reason="", now=sale.at)
    await pass_time(db, sale.at)
    assert await records(db, sale) == [("BUYER_CANCEL", COMPLETE, "BUYER")]


async def test_each_side_sees_and_answers_its_own(db: Db) -> None:
    sale = await make_sale(db, "PACKED")
    asked = await ask(db, sale)
    stranger = await make_account(db, handle="stranger")
    for look in (
        actions.withdraw_cancellation(db, stranger, cancellation_id=asked.cancellation_id, now=sale.at),
        actions.approve_cancellation(db, stranger, **where(sale, asked), now=sale.at),
        order_cancellations(db, stranger, order_id=sale.order_id),
        actions.request_cancellation(db, stranger, order_id=sale.order_id, now=sale.at),
    ):
        with pytest.raises(NotFound):
            await look
    worker = await make_account(db, handle="worker")
    await make_staff(db, sale.seller, sale.shop, worker, "WAREHOUSE")
    with pytest.raises(NotAllowed):
        await actions.approve_cancellation(db, worker, **where(sale, asked), now=sale.at)
    page = await shop_cancellations(db, worker, shop_id=sale.shop.shop_id)
    assert [each.cancellation_id for each in page.items] == [asked.cancellation_id]
    assert await order_cancellations(db, sale.buyer, order_id=sale.order_id) == page.items
