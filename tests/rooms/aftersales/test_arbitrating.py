"""Disputes: who may open one, what both sides say, what the operator's word and silence do."""

from datetime import timedelta
from typing import Any

import msgspec
import pytest

from etalase.aftersales import actions
from etalase.aftersales.queries import Dispute, Return, disputes_waiting, return_detail, waiting_disputes
from etalase.aftersales.queries.returns import return_row
from etalase.base.actor import Actor
from etalase.base.db import Db
from etalase.base.errors import Invalid, NotAllowed, NotFound
from tests.makers.accounts import make_account
from tests.makers.aftersales import HOUR, Sale, make_sale, pass_time
from tests.makers.orders import broken, stock_of
from tests.rooms.aftersales.test_returning import COMPLETE, REJECT, SUCCESS, ask, decide, refunded, refusal

DAY = timedelta(days=1)


async def make_operator(db: Db) -> Actor:
    return msgspec.structs.replace(await make_account(db, handle="operator"), is_operator=True)


async def rejected(db: Db, sale: Sale, kind: str = "REFUND") -> Return:
    name = {"REFUND": "REJECT_REFUND", "RETURN_AND_REFUND": "REJECT_RETURN", "REPLACEMENT": "REJECT_REPLACEMENT"}[kind]
    return await decide(db, sale, await ask(db, sale, kind), name)


async def dispute(db: Db, sale: Sale, asked: Return, now: Any = None) -> Dispute:
    where: dict[str, Any] = {"return_id": asked.return_id, "statement": "It is broken, see the pictures."}
    return await actions.dispute_return(db, sale.buyer, **where, now=now or sale.at + 2 * HOUR)


async def refused_parcel(db: Db, sale: Sale) -> Return:
    asked = await ask(db, sale, "RETURN_AND_REFUND", 2)
    await decide(db, sale, asked, "APPROVE_RETURN")
    where: dict[str, Any] = {"return_id": asked.return_id, "carrier": "JNE", "tracking_number": "BACK1"}
    await actions.send_back(db, sale.buyer, **where, now=sale.at + DAY)
    return await decide(db, sale, asked, "REJECT_RECEIVED_PACKAGE", reason="An empty box", now=sale.at + 2 * DAY)


async def verdict(db: Db, operator: Actor, one: Dispute, side: str, now: Any) -> Dispute:
    said: dict[str, Any] = {"dispute_id": one.dispute_id, "verdict": f"SUPPORT_{side}", "reason": "By the pictures."}
    return await actions.decide_dispute(db, operator, **said, now=now)


async def test_r_ret_4_the_operator_supports_the_buyer_and_the_money_goes_back(db: Db) -> None:
    sale, operator = await make_sale(db), await make_operator(db)
    asked = await rejected(db, sale)
    opened = await dispute(db, sale, asked)
    assert (opened.status, opened.opened_by, opened.number) == ("IN_PROGRESS", "BUYER", 1)
    # Nothing lapses while the operator reads.
    await pass_time(db, sale.at + 4 * DAY)
    assert (await return_row(db, asked.return_id)).closed_at is None
    await verdict(db, operator, opened, "BUYER", sale.at + 4 * DAY)
    assert (await return_row(db, asked.return_id)).status == SUCCESS
    assert await refunded(db, sale) == asked.asked_minor
    detail = await return_detail(db, sale.buyer, return_id=asked.return_id)
    assert [(each.status, each.verdict) for each in detail.disputes] == [("SUPPORT_BUYER", "By the pictures.")]
    assert await broken(db) == []


async def test_r_ret_4_the_operator_supports_the_shop_and_the_rejection_stands(db: Db) -> None:
    sale, operator = await make_sale(db), await make_operator(db)
    asked = await rejected(db, sale)
    await verdict(db, operator, await dispute(db, sale, asked), "SELLER", sale.at + 3 * HOUR)
    assert (await return_row(db, asked.return_id)).due_at == sale.at + 3 * HOUR + 2 * DAY
    await pass_time(db, sale.at + 3 * HOUR + 2 * DAY)
    assert (await return_row(db, asked.return_id)).closed_at is not None
    assert await refunded(db, sale) == 0
    assert await broken(db) == []


async def test_r_ret_4_a_supported_return_is_sent_back_first(db: Db) -> None:
    sale, operator = await make_sale(db), await make_operator(db)
    asked = await rejected(db, sale, "RETURN_AND_REFUND")
    await verdict(db, operator, await dispute(db, sale, asked), "BUYER", sale.at + 3 * HOUR)
    assert (await return_row(db, asked.return_id)).status == "AWAITING_BUYER_SHIP"
    assert await refunded(db, sale) == 0


async def test_r_ret_4_a_rejected_replacement_becomes_money(db: Db) -> None:
    sale, operator = await make_sale(db), await make_operator(db)
    asked = await rejected(db, sale, "REPLACEMENT")
    await verdict(db, operator, await dispute(db, sale, asked), "BUYER", sale.at + 3 * HOUR)
    assert (await return_row(db, asked.return_id)).status == "REPLACEMENT_REQUEST_REFUND_SUCCESS"
    assert await refunded(db, sale) == asked.asked_minor
    assert await broken(db) == []


async def test_part_b_a_refused_parcel_goes_to_the_operator_by_itself(db: Db) -> None:
    sale, operator = await make_sale(db), await make_operator(db)
    asked = await refused_parcel(db, sale)
    assert asked.status == "REJECT_RECEIVE_PACKAGE"
    [opened] = (await waiting_disputes(db, operator)).items
    assert (opened.return_id, opened.opened_by) == (asked.return_id, "SELLER")
    said: dict[str, Any] = {"dispute_id": opened.dispute_id, "statement": "I sent both."}
    await actions.add_statement(db, sale.buyer, **said, now=sale.at + 2 * DAY)
    detail = await return_detail(db, operator, return_id=asked.return_id)
    assert [(each.side, each.text) for each in detail.evidence[-2:]] == [
        ("SELLER", "An empty box"),
        ("BUYER", "I sent both."),
    ]
    await verdict(db, operator, opened, "BUYER", sale.at + 3 * DAY)
    assert await stock_of(db, *sale.sku_ids) == [(10, 0)]
    assert await refunded(db, sale) == asked.asked_minor
    assert await broken(db) == []


async def test_r_ret_4_a_refused_parcel_may_stay_refused_or_the_shop_gives_in(db: Db) -> None:
    operator = await make_operator(db)
    stays, gives = await make_sale(db), await make_sale(db, market="VN")
    asked = await refused_parcel(db, stays)
    [opened] = (await waiting_disputes(db, operator)).items
    await verdict(db, operator, opened, "SELLER", stays.at + 3 * DAY)
    assert (await return_row(db, asked.return_id)).status == REJECT
    other = await refused_parcel(db, gives)
    await decide(db, gives, other, "APPROVE_RECEIVED_PACKAGE", now=gives.at + 3 * DAY)
    assert await disputes_waiting(db) == 0
    assert await refunded(db, gives) == other.asked_minor
    assert await broken(db) == []


async def test_r_ret_3_4_the_operators_silence_supports_the_buyer(db: Db) -> None:
    sale = await make_sale(db)
    asked = await rejected(db, sale)
    opened = await dispute(db, sale, asked)
    await pass_time(db, opened.answer_by)
    assert (await return_row(db, asked.return_id)).status in {SUCCESS, COMPLETE}
    assert await broken(db) == []


async def test_r_ret_5_at_most_two_disputes_about_an_order(db: Db) -> None:
    sale, operator = await make_sale(db), await make_operator(db)
    asked, at = await rejected(db, sale), sale.at + 2 * HOUR
    for number in (1, 2):
        opened = await dispute(db, sale, asked, at)
        assert opened.number == number
        await verdict(db, operator, opened, "SELLER", at)
    assert await refusal(db, dispute(db, sale, asked, at)) == "aftersales.disputes_used_up"


async def test_r_ret_5_only_a_fresh_rejection_is_disputed_and_once_at_a_time(db: Db) -> None:
    sale = await make_sale(db)
    asked = await ask(db, sale)
    assert await refusal(db, dispute(db, sale, asked)) == "aftersales.cannot_dispute"
    await decide(db, sale, asked, "REJECT_REFUND")
    assert await refusal(db, dispute(db, sale, asked, sale.at + 3 * DAY)) == "aftersales.cannot_dispute"
    opened = await dispute(db, sale, asked)
    assert await refusal(db, dispute(db, sale, asked)) == "aftersales.cannot_dispute"
    assert await refusal(db, ask(db, sale, now=sale.at + 3 * HOUR)) == "aftersales.return_open"
    await actions.withdraw_dispute(db, sale.buyer, dispute_id=opened.dispute_id, now=sale.at + 3 * HOUR)
    assert (await return_row(db, asked.return_id)).closed_at == sale.at + 3 * HOUR
    assert await broken(db) == []


async def test_r_ret_4_only_operators_decide_once_with_a_reason_and_only_the_two_sides_speak(db: Db) -> None:
    sale, operator = await make_sale(db), await make_operator(db)
    opened = await dispute(db, sale, await rejected(db, sale))
    at = sale.at + 3 * HOUR
    for actor in (sale.buyer, sale.seller):
        with pytest.raises(NotAllowed):
            await verdict(db, actor, opened, "BUYER", at)
        with pytest.raises(NotAllowed):
            await waiting_disputes(db, actor)
    stranger = await make_account(db, handle="stranger")
    said: dict[str, Any] = {"dispute_id": opened.dispute_id, "statement": "Me too"}
    with pytest.raises(NotFound):
        await actions.add_statement(db, stranger, **said, now=at)
    with pytest.raises(Invalid):
        await actions.decide_dispute(
            db, operator, dispute_id=opened.dispute_id, verdict="SUPPORT_BUYER", reason=" ", now=at
        )
    await verdict(db, operator, opened, "SELLER", at)
    assert await refusal(db, verdict(db, operator, opened, "BUYER", at)) == "aftersales.dispute_decided"
    assert await refusal(db, actions.add_statement(db, sale.seller, **said, now=at)) == "aftersales.dispute_decided"
