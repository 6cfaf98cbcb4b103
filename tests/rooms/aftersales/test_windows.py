"""How long something can be returned, and how long a shop has to answer, in each market (Part C)."""

from datetime import datetime, timedelta
from typing import Any, get_args

import pytest

from etalase.aftersales import actions
from etalase.aftersales.actions import Answer, Ask, Piece
from etalase.aftersales.actions.moving import answer_due
from etalase.aftersales.queries import Return
from etalase.aftersales.rules.returning import DEFECTS, Reason
from etalase.base.db import Db
from etalase.base.errors import Refused
from etalase.base.markets import policy, set_policy
from etalase.shipping.rules import add_working_days
from tests.makers.aftersales import HOUR, Sale, make_sale, pass_time
from tests.makers.orders import broken

DAY = timedelta(days=1)
PENDING = "RETURN_OR_REFUND_REQUEST_PENDING"


async def ask(db: Db, sale: Sale, now: datetime, reason: Reason = "DAMAGED") -> Return:
    """A request for one piece."""
    [line, *_] = await sale.line_ids(db)
    wish = Ask(kind="REFUND", reason=reason, lines=[Piece(line, 1)])
    return await actions.request_return(db, sale.buyer, order_id=sale.order_id, ask=wish, now=now)


async def refusal(db: Db, sale: Sale, now: datetime, reason: Reason = "DAMAGED") -> str:
    """Why it is refused; what it wrote is undone, as a door does."""
    with pytest.raises(Refused) as no:
        async with db.transaction():
            await ask(db, sale, now, reason)
    return no.value.code


@pytest.mark.parametrize(("market", "days"), [("ID", 6), ("TH", 7), ("GB", 30), ("US", 90), ("VN", 15)])
async def test_part_c_the_return_window_of_each_market(db: Db, market: str, days: int) -> None:
    sale = await make_sale(db, market=market)
    assert await refusal(db, sale, sale.at + days * DAY) == "aftersales.window_closed"
    assert (await ask(db, sale, sale.at + days * DAY - HOUR)).status == PENDING


@pytest.mark.parametrize("reason", get_args(Reason))
async def test_part_c_the_us_takes_anything_back_for_30_days_and_defects_for_90(db: Db, reason: Reason) -> None:
    sale = await make_sale(db, market="US")
    late = sale.at + 30 * DAY
    if reason in DEFECTS:
        assert (await ask(db, sale, late, reason)).status == PENDING
        return
    assert await refusal(db, sale, late, reason) == "aftersales.only_defects"
    assert await refusal(db, sale, sale.at + 90 * DAY, reason) == "aftersales.window_closed"
    assert (await ask(db, sale, late - HOUR, reason)).status == PENDING


async def test_r_ord_3_an_order_of_the_us_completes_with_its_guarantee(db: Db) -> None:
    sale = await make_sale(db, market="US")
    late = sale.at + 89 * DAY
    await pass_time(db, late)
    assert (await sale.order(db)).status == "DELIVERED"
    asked = await ask(db, sale, late)
    where: dict[str, Any] = {"shop_id": sale.shop.shop_id, "return_id": asked.return_id}
    await actions.decide(db, sale.seller, **where, answer=Answer(decision="APPROVE_REFUND"), now=late)
    await pass_time(db, late)
    await pass_time(db, sale.at + 91 * DAY)
    order = await sale.order(db)
    assert order.status == "COMPLETED" and order.refunded_minor > 0
    assert await broken(db) == []


async def test_part_c_thailand_and_viet_nam_answer_in_one_working_day(db: Db) -> None:
    # Delivered on a Tuesday; the same hour on Wednesday. Asked on a Saturday: Monday.
    sale = await make_sale(db, market="TH")
    assert (await ask(db, sale, sale.at)).due_at == sale.at + DAY
    saturday = await make_sale(db, market="VN")
    at = saturday.at + 4 * DAY
    assert (await ask(db, saturday, at)).due_at == at + 2 * DAY


async def test_part_c_great_britain_answers_large_returns_in_four_working_days(db: Db) -> None:
    sale = await make_sale(db, market="GB")
    numbers = await policy(db, "GB", sale.at)
    assert numbers.return_answer_large_minor == 100_00
    assert answer_due("GB", numbers, sale.at, asked_minor=99_99) == add_working_days("GB", sale.at, 2)
    assert answer_due("GB", numbers, sale.at, asked_minor=100_00) == add_working_days("GB", sale.at, 4)
    assert answer_due("ID", await policy(db, "ID", sale.at), sale.at, asked_minor=10**9) == sale.at + 2 * DAY
    await set_policy(db, "GB", "return_answer_large_minor", sale.at, 1)
    assert (await ask(db, sale, sale.at)).due_at == add_working_days("GB", sale.at, 4)


async def reject(db: Db, sale: Sale, asked: Return, now: datetime) -> None:
    """The shop says no, for a reason."""
    where: dict[str, Any] = {"shop_id": sale.shop.shop_id, "return_id": asked.return_id}
    await actions.decide(db, sale.seller, **where, answer=Answer(decision="REJECT_REFUND", reason="No."), now=now)


async def test_r_ret_5_a_second_request_gives_no_reason_whose_window_was_closed_when_the_first_was_made(db: Db) -> None:
    sale = await make_sale(db, market="US")
    late = sale.at + 40 * DAY
    await reject(db, sale, await ask(db, sale, late), late)
    assert await refusal(db, sale, late + HOUR, "NO_LONGER_NEEDED") == "aftersales.only_defects"
    assert (await ask(db, sale, late + HOUR, "WRONG_ITEM")).request_number == 2


@pytest.mark.parametrize("first", ["DAMAGED", "NO_LONGER_NEEDED"])
async def test_r_ret_5_a_second_request_is_as_good_as_the_first_though_the_window_has_closed(
    db: Db, first: Reason
) -> None:
    sale = await make_sale(db, market="US")
    in_time, late = sale.at + 30 * DAY - HOUR, sale.at + 31 * DAY
    await reject(db, sale, await ask(db, sale, in_time, first), in_time)
    assert (await ask(db, sale, late, "NO_LONGER_NEEDED")).request_number == 2


async def test_r_ret_5_a_second_request_for_more_pieces_needs_an_open_window(db: Db) -> None:
    sale = await make_sale(db)
    in_time, late = sale.at + 6 * DAY - HOUR, sale.at + 6 * DAY
    await reject(db, sale, await ask(db, sale, in_time), in_time)
    [line] = await sale.line_ids(db)
    more = Ask(kind="REFUND", reason="DAMAGED", lines=[Piece(line, 2)])
    with pytest.raises(Refused) as no:
        async with db.transaction():
            await actions.request_return(db, sale.buyer, order_id=sale.order_id, ask=more, now=late)
    assert no.value.code == "aftersales.window_closed"
    assert (await ask(db, sale, late)).request_number == 2
