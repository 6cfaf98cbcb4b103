"""Refunds, returns and replacements: every path of the table, its money, its stock, its deadlines."""

from collections.abc import Awaitable
from datetime import timedelta
from typing import Any

import pytest

from etalase.aftersales import actions
from etalase.aftersales.actions import Answer, Ask, Piece
from etalase.aftersales.queries import Return, my_returns, return_counts, return_detail, shop_returns, urgent_returns
from etalase.aftersales.queries.returns import return_row
from etalase.base.db import Db, value
from etalase.base.errors import Invalid, NotAllowed, NotFound, Refused
from tests.makers.accounts import make_account
from tests.makers.aftersales import HOUR, Sale, make_sale, pass_time
from tests.makers.orders import broken, stock_of
from tests.makers.shops import make_staff

DAY = timedelta(days=1)
PENDING = "RETURN_OR_REFUND_REQUEST_PENDING"
REJECT = "REFUND_OR_RETURN_REQUEST_REJECT"
SUCCESS = "RETURN_OR_REFUND_REQUEST_SUCCESS"
CANCEL = "RETURN_OR_REFUND_REQUEST_CANCEL"
COMPLETE = "RETURN_OR_REFUND_REQUEST_COMPLETE"
REFUNDED = value(int, "SELECT refunded_minor FROM orders WHERE order_id = $1")


async def ask(db: Db, sale: Sale, kind: str = "REFUND", quantity: int = 1, **more: Any) -> Return:
    """A request for pieces of the first line."""
    lines = [Piece((await sale.line_ids(db))[0], quantity)]
    now = more.pop("now", sale.at)
    asked = Ask(kind=kind, reason="DAMAGED", lines=lines, **more)  # type: ignore[arg-type] # tests name kinds as texts
    return await actions.request_return(db, sale.buyer, order_id=sale.order_id, ask=asked, now=now)


async def decide(db: Db, sale: Sale, asked: Return, decision: str, **more: Any) -> Return:
    """A decision of the shop, with a reason."""
    now = more.pop("now", sale.at + HOUR)
    answer = Answer(decision=decision, **({"reason": "Looked at it"} | more))  # type: ignore[arg-type] # likewise
    where: dict[str, Any] = {"shop_id": sale.shop.shop_id, "return_id": asked.return_id}
    return await actions.decide(db, sale.seller, **where, answer=answer, now=now)


async def refunded(db: Db, sale: Sale) -> int:
    return await REFUNDED.sole(db, sale.order_id)


async def refusal(db: Db, act: Awaitable[Any]) -> str:
    """The code of a refusal; what it wrote is undone, as a door does."""
    with pytest.raises(Refused) as no:
        async with db.transaction():
            await act
    return no.value.code


async def is_invalid(db: Db, act: Awaitable[Any]) -> bool:
    with pytest.raises(Invalid):
        async with db.transaction():
            await act
    return True


async def test_r_ret_1_refund_only_the_shop_agrees_and_the_money_goes_back(db: Db) -> None:
    sale = await make_sale(db)
    line = (await sale.detail(db)).lines[0]
    asked = await ask(db, sale, note="Broken zip")
    assert (asked.status, asked.request_number, asked.due_at) == (PENDING, 1, sale.at + 2 * DAY)
    assert asked.asked_minor == line.paid_minor // 2
    done = await decide(db, sale, asked, "APPROVE_REFUND")
    assert (done.status, done.refund_minor) == (SUCCESS, asked.asked_minor)
    assert await refunded(db, sale) == asked.asked_minor
    await pass_time(db, sale.at + 2 * HOUR)
    ended = await return_row(db, asked.return_id)
    assert (ended.status, ended.closed_at is not None) == (COMPLETE, True)
    assert await stock_of(db, *sale.sku_ids) == [(8, 0)]
    assert await broken(db) == []


async def test_r_ret_1_return_and_refund_the_pieces_come_back_first(db: Db) -> None:
    sale = await make_sale(db)
    asked = await ask(db, sale, "RETURN_AND_REFUND", 2)
    approved = await decide(db, sale, asked, "APPROVE_RETURN")
    assert (approved.status, approved.due_at) == ("AWAITING_BUYER_SHIP", sale.at + HOUR + 5 * DAY)
    where: dict[str, Any] = {"return_id": asked.return_id, "carrier": "JNE", "tracking_number": "BACK1"}
    sent = await actions.send_back(db, sale.buyer, **where, now=sale.at + DAY)
    assert (sent.status, sent.tracking_number, sent.due_at) == ("BUYER_SHIPPED_ITEM", "BACK1", sale.at + 15 * DAY)
    done = await decide(db, sale, asked, "APPROVE_RECEIVED_PACKAGE", now=sale.at + 2 * DAY)
    assert (done.status, done.restocked, done.refund_minor) == (SUCCESS, True, asked.asked_minor)
    assert await stock_of(db, *sale.sku_ids) == [(10, 0)]
    order = await sale.order(db)
    assert await refunded(db, sale) == order.total_minor
    assert await broken(db) == []


async def test_r_ret_3_what_came_back_broken_is_not_sold_again(db: Db) -> None:
    sale = await make_sale(db)
    asked = await ask(db, sale, "RETURN_AND_REFUND", 1)
    await decide(db, sale, asked, "APPROVE_RETURN")
    where: dict[str, Any] = {"return_id": asked.return_id, "carrier": "JNE", "tracking_number": "BACK1"}
    await actions.send_back(db, sale.buyer, **where, now=sale.at + DAY)
    done = await decide(db, sale, asked, "APPROVE_RECEIVED_PACKAGE", restock=False, now=sale.at + 2 * DAY)
    assert not done.restocked and await stock_of(db, *sale.sku_ids) == [(8, 0)]


@pytest.mark.parametrize(("kind", "first"), [("REFUND", SUCCESS), ("RETURN_AND_REFUND", "AWAITING_BUYER_SHIP")])
async def test_r_ret_3_the_shops_silence_approves(db: Db, kind: str, first: str) -> None:
    sale = await make_sale(db)
    asked = await ask(db, sale, kind)
    await pass_time(db, sale.at + 2 * DAY - HOUR / 60)
    assert (await return_row(db, asked.return_id)).status == PENDING
    await pass_time(db, sale.at + 2 * DAY)
    assert (await return_row(db, asked.return_id)).status in {first, COMPLETE if first == SUCCESS else first}
    assert await broken(db) == []


async def test_r_ret_3_a_shop_that_does_not_check_the_parcel_has_taken_it(db: Db) -> None:
    sale = await make_sale(db)
    asked = await ask(db, sale, "RETURN_AND_REFUND", 2)
    await decide(db, sale, asked, "APPROVE_RETURN")
    where: dict[str, Any] = {"return_id": asked.return_id, "carrier": "JNE", "tracking_number": "BACK1"}
    await actions.send_back(db, sale.buyer, **where, now=sale.at + DAY)
    await pass_time(db, sale.at + 15 * DAY)
    done = await return_row(db, asked.return_id)
    assert done.restocked and done.refund_minor == asked.asked_minor
    assert await broken(db) == []


async def test_part_b_a_return_that_is_not_sent_back_lapses(db: Db) -> None:
    sale = await make_sale(db)
    asked = await ask(db, sale, "RETURN_AND_REFUND", 2)
    approved = await decide(db, sale, asked, "APPROVE_RETURN")
    assert approved.due_at is not None
    await pass_time(db, approved.due_at)
    assert (await return_row(db, asked.return_id)).status == CANCEL
    assert await refunded(db, sale) == 0
    assert await broken(db) == []


async def test_r_ret_3_a_part_is_offered_and_taken(db: Db) -> None:
    sale = await make_sale(db)
    asked = await ask(db, sale)
    for wrong in (None, 0, asked.asked_minor):
        assert await is_invalid(db, decide(db, sale, asked, "OFFER_PARTIAL_REFUND", amount_minor=wrong))
    offered = await decide(db, sale, asked, "OFFER_PARTIAL_REFUND", amount_minor=50_000)
    assert (offered.status, offered.offered_minor) == ("AWAITING_BUYER_RESPONSE", 50_000)
    done = await actions.answer_offer(db, sale.buyer, return_id=asked.return_id, accept=True, now=sale.at + DAY)
    assert (done.status, done.refund_minor, await refunded(db, sale)) == (SUCCESS, 50_000, 50_000)
    assert await broken(db) == []


async def test_r_ret_3_a_declined_offer_is_decided_once_more_and_never_offered_again(db: Db) -> None:
    sale = await make_sale(db)
    asked = await ask(db, sale)
    await decide(db, sale, asked, "OFFER_PARTIAL_REFUND", amount_minor=50_000)
    back = await actions.answer_offer(db, sale.buyer, return_id=asked.return_id, accept=False, now=sale.at + DAY)
    assert (back.status, back.due_at) == (PENDING, sale.at + 3 * DAY)
    assert (
        await refusal(db, decide(db, sale, asked, "OFFER_PARTIAL_REFUND", amount_minor=60_000))
        == "aftersales.already_offered"
    )
    await pass_time(db, sale.at + 3 * DAY)
    # Silence approves what was asked, not what was offered.
    assert await refunded(db, sale) == asked.asked_minor


async def test_r_ret_3_the_buyers_silence_takes_the_offer(db: Db) -> None:
    sale = await make_sale(db)
    asked = await ask(db, sale)
    await decide(db, sale, asked, "OFFER_PARTIAL_REFUND", amount_minor=50_000)
    await pass_time(db, sale.at + HOUR + 2 * DAY)
    assert await refunded(db, sale) == 50_000
    assert await broken(db) == []


async def test_r_ret_5_a_rejection_leaves_two_days_for_a_second_request_then_closes(db: Db) -> None:
    sale = await make_sale(db)
    asked = await ask(db, sale)
    rejected = await decide(db, sale, asked, "REJECT_REFUND")
    assert (rejected.status, rejected.due_at) == (REJECT, sale.at + HOUR + 2 * DAY)
    second = await ask(db, sale, "RETURN_AND_REFUND", now=sale.at + 2 * DAY)
    assert second.request_number == 2
    await decide(db, sale, second, "REJECT_RETURN", now=sale.at + 2 * DAY)
    assert await refusal(db, ask(db, sale, now=sale.at + 2 * DAY)) == "aftersales.requests_used_up"
    await pass_time(db, sale.at + 4 * DAY)
    assert (await return_row(db, second.return_id)).closed_at == sale.at + 4 * DAY
    assert await refusal(db, ask(db, sale, now=sale.at + 4 * DAY)) == "aftersales.requests_used_up"
    assert await broken(db) == []


async def test_r_ret_5_a_rejection_nobody_took_further_is_closed_for_good(db: Db) -> None:
    sale = await make_sale(db)
    await decide(db, sale, await ask(db, sale), "REJECT_REFUND")
    late = sale.at + HOUR + 2 * DAY
    assert await refusal(db, ask(db, sale, now=late)) == "aftersales.requests_used_up"
    await pass_time(db, late)
    assert await refusal(db, ask(db, sale, now=late)) == "aftersales.requests_used_up"


async def test_r_ord_3_completion_waits_for_what_is_open_and_then_nothing_can_be_opened(db: Db) -> None:
    sale = await make_sale(db)
    window = sale.at + 6 * DAY
    asked = await ask(db, sale, now=window - HOUR)
    await pass_time(db, window + HOUR)
    assert (await sale.order(db)).status == "DELIVERED"
    await decide(db, sale, asked, "REJECT_REFUND", now=window + HOUR)
    await pass_time(db, window + 2 * HOUR)
    assert (await sale.order(db)).status == "DELIVERED"
    await pass_time(db, window + 3 * DAY)
    assert (await sale.order(db)).status == "COMPLETED"
    assert await refusal(db, ask(db, sale, now=window + 3 * DAY)) == "aftersales.window_closed"
    assert await broken(db) == []


async def test_r_ret_1_a_replacement_leaves_the_stock_when_it_is_promised(db: Db) -> None:
    sale = await make_sale(db)
    asked = await ask(db, sale, "REPLACEMENT", 2)
    promised = await decide(db, sale, asked, "APPROVE_REPLACEMENT")
    assert (promised.status, promised.due_at) == ("REPLACEMENT_REQUEST_PENDING", sale.at + HOUR + 3 * DAY)
    assert await stock_of(db, *sale.sku_ids) == [(6, 0)]
    assert await refusal(db, decide(db, sale, asked, "APPROVE_REPLACEMENT")) == "aftersales.already_promised"
    assert await refusal(db, decide(db, sale, asked, "REJECT_REPLACEMENT")) == "aftersales.already_promised"
    where: dict[str, Any] = {
        "shop_id": sale.shop.shop_id,
        "return_id": asked.return_id,
        "carrier": "JNE",
        "tracking_number": "NEW1",
    }
    done = await actions.ship_replacement(db, sale.seller, **where, now=sale.at + DAY)
    assert done.status == "REPLACEMENT_REQUEST_COMPLETE" and await refunded(db, sale) == 0
    replacement = (await return_detail(db, sale.buyer, return_id=asked.return_id)).replacement
    assert replacement is not None and (replacement.status, replacement.tracking_number) == ("FULFILLING", "NEW1")
    assert (
        await refusal(db, actions.ship_replacement(db, sale.seller, **where, now=sale.at + DAY))
        == "aftersales.not_promised"
    )
    assert await broken(db) == []


async def test_r_ret_3_silence_promises_a_replacement_and_a_promise_that_is_not_kept_becomes_money(db: Db) -> None:
    sale = await make_sale(db)
    asked = await ask(db, sale, "REPLACEMENT", 2)
    await pass_time(db, sale.at + 2 * DAY)
    assert await stock_of(db, *sale.sku_ids) == [(6, 0)]
    await pass_time(db, sale.at + 5 * DAY)
    done = await return_row(db, asked.return_id)
    assert (done.status, done.refund_minor) == ("REPLACEMENT_REQUEST_REFUND_SUCCESS", asked.asked_minor)
    assert await stock_of(db, *sale.sku_ids) == [(8, 0)]
    assert await broken(db) == []


async def test_r_ret_3_without_stock_there_is_no_replacement_but_money(db: Db) -> None:
    sale = await make_sale(db, quantity=2, stock=2)
    asked = await ask(db, sale, "REPLACEMENT", 1)
    assert await refusal(db, decide(db, sale, asked, "APPROVE_REPLACEMENT")) == "aftersales.replacement_out_of_stock"
    done = await decide(db, sale, asked, "ISSUE_REPLACEMENT_REFUND")
    assert done.status == "REPLACEMENT_REQUEST_REFUND_SUCCESS" and await refunded(db, sale) == asked.asked_minor
    other = await ask(db, sale, "REPLACEMENT", 1)
    await pass_time(db, sale.at + 2 * DAY)
    assert (await return_row(db, other.return_id)).status == "REPLACEMENT_REQUEST_REFUND_SUCCESS"
    assert await broken(db) == []


async def test_r_ret_3_a_promise_may_become_money_and_a_withdrawal_gives_its_pieces_back(db: Db) -> None:
    sale = await make_sale(db)
    asked = await ask(db, sale, "REPLACEMENT", 1)
    await decide(db, sale, asked, "APPROVE_REPLACEMENT")
    await decide(db, sale, asked, "ISSUE_REPLACEMENT_REFUND")
    assert await stock_of(db, *sale.sku_ids) == [(8, 0)]
    other = await ask(db, sale, "REPLACEMENT", 1)
    await decide(db, sale, other, "APPROVE_REPLACEMENT")
    kept = await actions.withdraw_return(db, sale.buyer, return_id=other.return_id, now=sale.at + HOUR)
    assert kept.status == "REPLACEMENT_REQUEST_CANCEL" and await stock_of(db, *sale.sku_ids) == [(8, 0)]
    assert await broken(db) == []


async def test_r_ret_one_open_return_per_order_and_no_piece_twice(db: Db) -> None:
    sale = await make_sale(db, quantity=3)
    first = await ask(db, sale, quantity=2)
    assert await refusal(db, ask(db, sale, quantity=1)) == "aftersales.return_open"
    await decide(db, sale, first, "APPROVE_REFUND")
    await pass_time(db, sale.at + 2 * HOUR)
    assert await refusal(db, ask(db, sale, quantity=2)) == "aftersales.pieces_used_up"
    rest = await ask(db, sale, quantity=1)
    await decide(db, sale, rest, "APPROVE_REFUND")
    # Two pieces and one are exactly all that was paid.
    assert await refunded(db, sale) == (await sale.order(db)).total_minor
    assert await broken(db) == []


async def test_r_ret_only_a_part_may_be_asked_for_and_withdrawn_pieces_are_free(db: Db) -> None:
    sale = await make_sale(db)
    part = await ask(db, sale, quantity=2, amount_minor=10_000)
    assert part.asked_minor == 10_000
    await actions.withdraw_return(db, sale.buyer, return_id=part.return_id, now=sale.at)
    assert await is_invalid(db, ask(db, sale, quantity=2, amount_minor=10**9))
    assert (await ask(db, sale, quantity=2)).asked_minor == (await sale.order(db)).total_minor


async def test_what_is_asked_has_a_shape(db: Db) -> None:
    sale, other = await make_sale(db), await make_sale(db, market="TH")
    [line] = await sale.line_ids(db)
    [foreign] = await other.line_ids(db)

    async def of(*pieces: Piece) -> Return:
        asked = Ask(kind="REFUND", reason="OTHER", lines=list(pieces))
        return await actions.request_return(db, sale.buyer, order_id=sale.order_id, ask=asked, now=sale.at)

    for pieces in ((), (Piece(line, 0),), (Piece(line, 3),), (Piece(line, 1), Piece(line, 1))):
        assert await is_invalid(db, of(*pieces))
    with pytest.raises(NotFound):
        await of(Piece(foreign, 1))
    assert await is_invalid(db, ask(db, sale, picture_keys=["f" * 64]))


@pytest.mark.parametrize("step", ["PLACED", "RELEASED", "ON_THE_WAY"])
async def test_r_ret_only_what_was_delivered_is_returned(db: Db, step: str) -> None:
    assert await refusal(db, ask(db, await make_sale(db, step))) == "aftersales.not_delivered"


async def test_r_ret_3_no_decision_out_of_its_state(db: Db) -> None:
    sale = await make_sale(db)
    asked = await ask(db, sale)
    for decision in ("APPROVE_RETURN", "APPROVE_RECEIVED_PACKAGE", "APPROVE_REPLACEMENT", "REJECT_RECEIVED_PACKAGE"):
        assert await refusal(db, decide(db, sale, asked, decision)) == "aftersales.wrong_state"
    with pytest.raises(Invalid):
        await decide(db, sale, asked, "REJECT_REFUND", reason=" ")
    await decide(db, sale, asked, "APPROVE_REFUND")
    assert await refusal(db, decide(db, sale, asked, "REJECT_REFUND")) == "aftersales.wrong_state"
    where: dict[str, Any] = {"return_id": asked.return_id}
    assert await refusal(db, actions.withdraw_return(db, sale.buyer, **where, now=sale.at)) == "aftersales.wrong_state"
    assert (
        await refusal(db, actions.answer_offer(db, sale.buyer, **where, accept=True, now=sale.at))
        == "aftersales.wrong_state"
    )


async def test_each_side_sees_its_own_returns(db: Db) -> None:
    sale = await make_sale(db)
    asked = await ask(db, sale, note="Broken")
    stranger = await make_account(db, handle="stranger")
    with pytest.raises(NotFound):
        await return_detail(db, stranger, return_id=asked.return_id)
    with pytest.raises(NotFound):
        await shop_returns(db, stranger, shop_id=sale.shop.shop_id)
    with pytest.raises(NotFound):
        await actions.withdraw_return(db, stranger, return_id=asked.return_id, now=sale.at)
    worker = await make_account(db, handle="worker")
    await make_staff(db, sale.seller, sale.shop, worker, "WAREHOUSE")
    answer = Answer(decision="APPROVE_REFUND")
    where: dict[str, Any] = {"shop_id": sale.shop.shop_id, "return_id": asked.return_id}
    with pytest.raises(NotAllowed):
        await actions.decide(db, worker, **where, answer=answer, now=sale.at)
    assert await return_counts(db, worker, shop_id=sale.shop.shop_id) == {PENDING: 1}
    assert [each.return_id for each in await urgent_returns(db, worker, shop_id=sale.shop.shop_id)] == [asked.return_id]
    assert (await my_returns(db, sale.buyer)).items == [asked]
    detail = await return_detail(db, sale.buyer, return_id=asked.return_id)
    assert [(each.side, each.text) for each in detail.evidence] == [("BUYER", "Broken")]
    assert [(each.status, each.by_side) for each in detail.history] == [(PENDING, "BUYER")]


async def test_r_ret_cash_at_the_door_goes_back_too(db: Db) -> None:
    sale = await make_sale(db, method="COD")
    done = await decide(db, sale, await ask(db, sale, quantity=2), "APPROVE_REFUND")
    assert done.status == SUCCESS and await refunded(db, sale) == (await sale.order(db)).total_minor
    await pass_time(db, sale.at + 2 * HOUR)
    # Nobody gives cash back through a provider: it waits for the operator, and the order with it.
    await pass_time(db, sale.at + 30 * DAY)
    assert (await sale.order(db)).status == "DELIVERED"
    assert await broken(db) == []
