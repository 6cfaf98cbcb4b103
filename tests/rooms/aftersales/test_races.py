"""On real connections: cancel against ship, two requests at once, a yes against a withdrawal, a return against completion."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest

from etalase.aftersales import actions
from etalase.aftersales.actions import Ask, Piece, ReviewWords, Words
from etalase.aftersales.jobs import complete_delivered
from etalase.aftersales.queries import cancellations_of, my_returns, my_talk
from etalase.base.db import Db, value
from etalase.base.errors import Refused
from etalase.base.pool import Pool
from etalase.doorway.unit import RETRIED
from etalase.parcels import actions as parcels
from tests.makers.aftersales import HOUR, Sale, make_sale, pass_time
from tests.makers.orders import broken, stock_of

DAY = timedelta(days=1)
RETURNS = value(int, "SELECT count(*) FROM returns WHERE order_id = $1")


async def together(pool: Pool, *acts: Callable[[Db], Awaitable[Any]]) -> list[str]:
    """Each in a transaction of its own, all at once; "" for each that went well, else the code of its refusal."""

    async def one(act: Callable[[Db], Awaitable[Any]]) -> str:
        while True:
            try:
                async with pool.transaction() as db:
                    await act(db)
            except Refused as no:
                return no.code
            except RETRIED:
                continue
            return ""

    return list(await asyncio.gather(*(one(act) for act in acts)))


async def sold(pool: Pool, step: str) -> Sale:
    async with pool.transaction() as db:
        return await make_sale(db, step)


@pytest.mark.parametrize("ship_first", [False, True])
async def test_cancel_against_ship_exactly_one_wins(pool: Pool, ship_first: bool) -> None:
    sale = await sold(pool, "PACKED")
    async with pool.transaction() as db:
        asked = await actions.request_cancellation(db, sale.buyer, order_id=sale.order_id, now=sale.at)

    def agree(db: Db) -> Awaitable[Any]:
        key: dict[str, Any] = {"shop_id": sale.shop.shop_id, "cancellation_id": asked.cancellation_id}
        return actions.approve_cancellation(db, sale.seller, **key, now=sale.at)

    def ship(db: Db) -> Awaitable[Any]:
        key: dict[str, Any] = {"shop_id": sale.shop.shop_id, "order_id": sale.order_id}
        return parcels.hand_over_order(db, sale.seller, **key, now=sale.at)

    said = await together(pool, *((ship, agree) if ship_first else (agree, ship)))
    assert sum(code == "" for code in said) == 1, said
    cancelled = (said[1] if ship_first else said[0]) == ""
    async with pool.transaction() as db:
        assert (await sale.order(db)).status == ("CANCELLED" if cancelled else "IN_TRANSIT")
        await pass_time(db, sale.at + HOUR)
        assert await broken(db) == []


async def test_an_automatic_cancellation_against_packing_exactly_one_wins(pool: Pool) -> None:
    sale = await sold(pool, "RELEASED")
    where: dict[str, Any] = {"shop_id": sale.shop.shop_id, "order_id": sale.order_id}
    said = await together(
        pool,
        lambda db: parcels.ship_order(db, sale.seller, **where, carrier="JNE", tracking_number="J1", now=sale.at),
        lambda db: actions.request_cancellation(db, sale.buyer, order_id=sale.order_id, now=sale.at),
    )
    async with pool.transaction() as db:
        order = await sale.order(db)
        [record] = await cancellations_of(db, order)
        # Packed first: the request waits for the shop. Cancelled first: packing is refused.
        if said[0] == "":
            assert (order.status, record.status) == ("AWAITING_COLLECTION", "CANCELLATION_REQUEST_PENDING")
        else:
            assert order.status == "CANCELLED" and await stock_of(db, *sale.sku_ids) == [(10, 0)]
        await pass_time(db, sale.at + HOUR)
        assert await broken(db) == []


async def test_r_can_1_many_requests_at_once_are_one(pool: Pool) -> None:
    sale = await sold(pool, "PACKED")

    def ask(db: Db) -> Awaitable[Any]:
        return actions.request_cancellation(db, sale.buyer, order_id=sale.order_id, now=sale.at)

    said = await together(pool, *[ask] * 8)
    assert sorted(said) == [""] + ["aftersales.cancellation_open"] * 7


async def test_r_can_2_a_yes_against_a_withdrawal(pool: Pool) -> None:
    sale = await sold(pool, "PACKED")
    async with pool.transaction() as db:
        asked = await actions.request_cancellation(db, sale.buyer, order_id=sale.order_id, now=sale.at)
    key: dict[str, Any] = {"cancellation_id": asked.cancellation_id, "now": sale.at}
    said = await together(
        pool,
        lambda db: actions.approve_cancellation(db, sale.seller, shop_id=sale.shop.shop_id, **key),
        lambda db: actions.withdraw_cancellation(db, sale.buyer, **key),
    )
    assert sorted(said) == ["", "aftersales.cancellation_decided"]
    async with pool.connection() as db:
        assert ((await sale.order(db)).status == "CANCELLED") == (said[0] == "")
        assert await broken(db) == []


async def test_r_ret_many_returns_at_once_are_one_and_its_decision_is_made_once(pool: Pool) -> None:
    sale = await sold(pool, "DELIVERED")
    async with pool.connection() as db:
        [line] = await sale.line_ids(db)
    wish = Ask(kind="REFUND", reason="DAMAGED", lines=[Piece(line, 2)])

    def ask(db: Db) -> Awaitable[Any]:
        return actions.request_return(db, sale.buyer, order_id=sale.order_id, ask=wish, now=sale.at)

    said = await together(pool, *[ask] * 6)
    # The others found its pieces taken, or it open.
    assert said.count("") == 1
    async with pool.connection() as db:
        [one] = (await my_returns(db, sale.buyer)).items
    where: dict[str, Any] = {"shop_id": sale.shop.shop_id, "return_id": one.return_id, "now": sale.at}

    def decide(decision: str) -> Callable[[Db], Awaitable[Any]]:
        answer = actions.Answer(decision=decision, reason="So")  # type: ignore[arg-type] # tests name them as texts
        return lambda db: actions.decide(db, sale.seller, answer=answer, **where)

    decided = await together(pool, decide("APPROVE_REFUND"), decide("REJECT_REFUND"), decide("APPROVE_REFUND"))
    assert decided.count("") == 1
    async with pool.connection() as db:
        assert await broken(db) == []


async def test_r_ord_3_a_second_request_against_completion(pool: Pool) -> None:
    sale = await sold(pool, "DELIVERED")
    async with pool.connection() as db:
        [line] = await sale.line_ids(db)
    end = sale.at + 6 * DAY
    wish = Ask(kind="REFUND", reason="DAMAGED", lines=[Piece(line, 1)])
    said = await together(
        pool,
        lambda db: actions.request_return(
            db, sale.buyer, order_id=sale.order_id, ask=wish, now=end - timedelta(seconds=1)
        ),
        lambda db: complete_delivered(db, end),
    )
    async with pool.connection() as db:
        opened = await RETURNS.sole(db, sale.order_id)
        assert (opened == 1) == (said[0] == "")
        assert ((await sale.order(db)).status == "DELIVERED") == (opened == 1)
        assert await broken(db) == []


async def test_r_rev_1_two_taps_are_one_review_and_counted_once(pool: Pool) -> None:
    sale = await sold(pool, "DELIVERED")
    async with pool.connection() as db:
        [line] = await sale.line_ids(db)
    words = ReviewWords(stars=4)

    def write(db: Db) -> Awaitable[Any]:
        key: dict[str, Any] = {"order_id": sale.order_id, "line_id": line}
        return actions.write_review(db, sale.buyer, **key, words=words, now=sale.at)

    said = await together(pool, *[write] * 5)
    assert sorted(said) == [""] + ["aftersales.reviewed_already"] * 4
    async with pool.connection() as db:
        assert await broken(db) == []


async def test_messages_written_at_once_are_numbered_without_a_gap(pool: Pool) -> None:
    sale = await sold(pool, "PLACED")

    def write(db: Db) -> Awaitable[Any]:
        key: dict[str, Any] = {
            "shop_id": sale.shop.shop_id,
            "words": Words(text="Hello"),
            "now": sale.at,
            "wall": sale.at,
        }
        return actions.write_to_shop(db, sale.buyer, **key)

    assert await together(pool, *[write] * 10) == [""] * 10
    async with pool.connection() as db:
        talk = await my_talk(db, sale.buyer, shop_id=sale.shop.shop_id)
        assert talk is not None and [each.number for each in talk.messages] == list(range(1, 11))
