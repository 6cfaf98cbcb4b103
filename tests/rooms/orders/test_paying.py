"""Being paid, whatever the provider does: at once, later, twice, never, too late, or for something cancelled meanwhile."""

from datetime import datetime, timedelta

import pytest

from etalase.base.db import Db, value
from etalase.base.errors import Refused
from etalase.ledger.queries import balances
from etalase.orders.actions import Placed, cancel_as_buyer, pay_again, pay_checkout
from etalase.payments.ports.sandbox import tap
from etalase.payments.queries import payment, refunds_of
from etalase.payments.rules import Method
from tests.makers.orders import broken, order_of
from tests.makers.paying import (
    GIVEN,
    HEARD,
    OWED,
    check_out,
    last_attempt,
    make_sale,
    money_is_whole,
    placed_only,
    ref_of,
    states,
    told,
    work,
)

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
PAID_NEWS = value(int, "SELECT count(*) FROM events WHERE name = 'order.paid'")
HISTORY = value(int, "SELECT count(*) FROM order_history WHERE status = 'ON_HOLD'")


async def test_a_card_that_approves_pays_in_the_call(db: Db, now: datetime) -> None:
    placed = await check_out(db, await make_sale(db, shops=2), now)
    assert (placed.payment_status, [each.status for each in placed.orders]) == ("PAID", ["ON_HOLD", "ON_HOLD"])
    assert await states(db, placed) == ("PAID", ["PAID"], ["ON_HOLD", "ON_HOLD"])
    await work(db, now)
    assert await money_is_whole(db) == placed.total_minor
    assert await broken(db) == []


async def test_a_card_that_declines_leaves_the_orders_to_be_paid_again(db: Db, now: datetime) -> None:
    sale = await make_sale(db)
    placed = await check_out(db, sale, now, card="decline")
    assert (placed.payment_status, placed.orders[0].status) == ("FAILED", "UNPAID")
    order_id = placed.orders[0].order_id
    with pytest.raises(Refused) as no:
        await pay_again(db, sale.buyer, order_id=order_id, card="decline", now=now)
    assert no.value.code == "payments.declined"
    assert await states(db, placed) == ("FAILED", ["FAILED", "FAILED"], ["UNPAID"])
    assert (await pay_again(db, sale.buyer, order_id=order_id, card="approve", now=now)).status == "ON_HOLD"
    assert await states(db, placed) == ("PAID", ["FAILED", "FAILED", "PAID"], ["ON_HOLD"])
    assert await broken(db) == []


async def test_a_card_that_takes_its_time_pays_by_its_word(db: Db, now: datetime) -> None:
    placed = await check_out(db, await make_sale(db), now, card="delay")
    assert placed.next_step is not None
    assert (placed.next_step.kind, placed.payment_status) == ("wait", "PENDING")
    await work(db, now + timedelta(seconds=29))
    assert await states(db, placed) == ("PENDING", ["OPEN"], ["UNPAID"])
    await work(db, now + timedelta(seconds=31))
    assert await states(db, placed) == ("PAID", ["PAID"], ["ON_HOLD"])
    assert await money_is_whole(db) == placed.total_minor
    assert await broken(db) == []


async def test_a_provider_that_never_answers_is_closed_when_the_time_to_pay_is_over(db: Db, now: datetime) -> None:
    placed = await check_out(db, await make_sale(db), now, card="silent")
    await work(db, now + 47 * HOUR)
    assert await states(db, placed) == ("PENDING", ["OPEN"], ["UNPAID"])
    await work(db, now + 49 * HOUR)
    assert await states(db, placed) == ("CANCELLED", ["CLOSED"], ["CANCELLED"])
    assert await tap(db, await ref_of(db, placed), "pay", now=now + 49 * HOUR) is False
    assert await money_is_whole(db) == 0
    assert await broken(db) == []


async def test_an_answer_that_was_lost_is_asked_for_and_nothing_is_taken_twice(db: Db, now: datetime) -> None:
    placed = await check_out(db, await make_sale(db), now, card="timeout")
    assert (placed.payment_status, placed.orders[0].status) == ("PENDING", "UNPAID")
    assert await states(db, placed) == ("PENDING", ["OPENING"], ["UNPAID"])
    await work(db, now + 10 * timedelta(seconds=1))
    assert await states(db, placed) == ("PENDING", ["OPENING"], ["UNPAID"])  # it may still be on its way
    await work(db, now + MINUTE)
    assert await states(db, placed) == ("PAID", ["PAID"], ["ON_HOLD"])
    assert await money_is_whole(db) == placed.total_minor
    assert await broken(db) == []


async def test_a_call_that_never_arrived_is_closed_before_another_is_made(db: Db, now: datetime) -> None:
    sale = await make_sale(db)
    placed = await check_out(db, sale, now, card="lost")
    assert await states(db, placed) == ("PENDING", ["OPENING"], ["UNPAID"])
    await work(db, now + MINUTE)
    assert await states(db, placed) == ("FAILED", ["CLOSED"], ["UNPAID"])
    await pay_again(db, sale.buyer, order_id=placed.orders[0].order_id, card="approve", now=now + MINUTE)
    assert await states(db, placed) == ("PAID", ["CLOSED", "PAID"], ["ON_HOLD"])
    assert await money_is_whole(db) == placed.total_minor


async def test_paying_again_while_the_first_result_is_unknown_takes_the_money_once(db: Db, now: datetime) -> None:
    sale = await make_sale(db)
    placed = await check_out(db, sale, now, card="timeout")
    await pay_again(db, sale.buyer, order_id=placed.orders[0].order_id, card="approve", now=now)
    assert await states(db, placed) == ("PAID", ["CLOSING", "PAID"], ["ON_HOLD"])
    await work(db, now + MINUTE)
    await work(db, now + 2 * MINUTE)
    assert await states(db, placed) == ("PAID", ["RETURNED", "PAID"], ["ON_HOLD"])
    assert await money_is_whole(db) == placed.total_minor
    assert await broken(db) == []


async def test_webhook_vs_return(db: Db, now: datetime) -> None:
    """The webhook comes before the call returns, and after it: one payment either way."""
    sale = await make_sale(db)
    placed = await check_out(db, sale, now)
    assert await told(db, placed, "PAID", now, event_id="e1") is True
    await work(db, now)
    assert await states(db, placed) == ("PAID", ["PAID"], ["ON_HOLD"])
    other = await check_out(db, sale, now, card="timeout")
    assert await told(db, other, "PAID", now, event_id="e2") is True
    await work(db, now)
    assert await states(db, other) == ("PAID", ["PAID"], ["ON_HOLD"])
    await work(db, now + MINUTE)
    assert await PAID_NEWS.sole(db) == await HISTORY.sole(db) == 2
    assert await money_is_whole(db) == placed.total_minor + other.total_minor
    assert await broken(db) == []


async def test_webhook_x3(db: Db, now: datetime) -> None:
    """A card whose provider tells twice, and once more: the effects come once."""
    placed = await check_out(db, await make_sale(db), now, card="twice")
    for number in range(3):
        await told(db, placed, "PAID", now, event_id=f"other-{number}")
        await told(db, placed, "PAID", now, event_id="same")
        await work(db, now)
    assert await states(db, placed) == ("PAID", ["PAID"], ["ON_HOLD"])
    assert await PAID_NEWS.sole(db) == await HISTORY.sole(db) == 1
    assert set(await HEARD.all(db)) == {"IGNORED"}
    assert await money_is_whole(db) == placed.total_minor
    assert await broken(db) == []


async def test_paid_but_sold_out_goes_back_by_itself(db: Db, now: datetime) -> None:
    """The order expired and its pieces were let go; then its money comes, and goes back."""
    sale = await make_sale(db, shops=2)
    placed = await check_out(db, sale, now, method="BANK_TRANSFER")
    ref = await ref_of(db, placed)
    later = now + 48 * HOUR
    await tap(db, ref, "pay", now=later - timedelta(seconds=1))
    for number in range(2):  # as the job does, before the provider's word is heard
        await cancel_as_buyer(db, sale.buyer, order_id=placed.orders[number].order_id, reason="", now=later)
    assert await states(db, placed) == ("CANCELLED", ["CLOSING"], ["CANCELLED", "CANCELLED"])
    await work(db, later)
    await work(db, later + MINUTE)
    assert await states(db, placed) == ("REFUNDED", ["PAID"], ["CANCELLED", "CANCELLED"])
    assert await OWED.all(db) == ["SUCCESS", "SUCCESS"]
    assert sum(each.amount_minor for each in await GIVEN.all(db)) == placed.total_minor
    assert await money_is_whole(db) == 0
    assert await broken(db) == []


async def test_cancel_vs_capture(db: Db, now: datetime) -> None:
    """One order of two is cancelled while the money is on its way: its share goes back, the other's stays."""
    sale = await make_sale(db, shops=2)
    placed = await check_out(db, sale, now, card="delay")
    await cancel_as_buyer(db, sale.buyer, order_id=placed.orders[0].order_id, reason="", now=now)
    await work(db, now + MINUTE)
    assert await states(db, placed) == ("PAID", ["PAID"], ["CANCELLED", "ON_HOLD"])
    first, second = [await order_of(db, placed, number) for number in range(2)]
    assert [each.amount_minor for each in await refunds_of(db, first.shop_id, first.payment_id, first.order_id)] == [
        first.total_minor
    ]
    assert await money_is_whole(db) == second.total_minor
    assert await broken(db) == []


async def test_two_intents_for_one_checkout_are_paid_once(db: Db, now: datetime) -> None:
    """A QR code is paid after its buyer went on to another method and paid that."""
    sale = await make_sale(db)
    placed = await check_out(db, sale, now, method="QR")
    ref = await ref_of(db, placed)
    await tap(db, ref, "pay", now=now)  # the provider has the money; we have not heard of it
    await pay_again(db, sale.buyer, order_id=placed.orders[0].order_id, method="SANDBOX_CARD", now=now)
    assert await states(db, placed) == ("PAID", ["CLOSING", "PAID"], ["ON_HOLD"])
    await work(db, now)
    await work(db, now + MINUTE)
    assert await states(db, placed) == ("PAID", ["RETURNED", "PAID"], ["ON_HOLD"])
    assert [each.charge_key[-2:] for each in await GIVEN.all(db)] == ["-1"]
    assert await money_is_whole(db) == placed.total_minor
    assert await broken(db) == []


async def test_double_invoice(db: Db, now: datetime) -> None:
    """However often it is said that an order is paid, its sale is in the books once."""
    placed = await check_out(db, await make_sale(db), now, card="twice")
    order = await order_of(db, placed)
    before = await balances(db, order.shop_id)
    for number in range(3):
        await told(db, placed, "PAID", now, event_id=f"again-{number}")
    await work(db, now)
    assert await balances(db, order.shop_id) == before
    assert await broken(db) == []


async def test_r_ord_8_an_expired_order_closes_its_intent_and_nothing_can_be_paid_any_more(
    db: Db, now: datetime
) -> None:
    placed = await check_out(db, await make_sale(db), now, method="BANK_TRANSFER")
    ref, later = await ref_of(db, placed), now + 48 * HOUR
    assert placed.next_step is not None
    assert placed.pay_until == later
    assert len(placed.next_step.account_number) == 12
    await work(db, later)
    await work(db, later + MINUTE)
    assert await states(db, placed) == ("CANCELLED", ["CLOSED"], ["CANCELLED"])
    assert await tap(db, ref, "pay", now=later + MINUTE) is False
    assert await broken(db) == []


async def test_a_code_that_expired_can_be_asked_for_again_with_any_method(db: Db, now: datetime) -> None:
    sale = await make_sale(db)
    placed = await check_out(db, sale, now, method="QR")
    assert placed.next_step is not None
    assert (placed.next_step.kind, placed.pay_until) == ("qr", now + 15 * MINUTE)
    await work(db, now + 16 * MINUTE)
    assert await states(db, placed) == ("FAILED", ["CLOSED"], ["UNPAID"])
    at = now + 17 * MINUTE
    again = await pay_again(db, sale.buyer, order_id=placed.orders[0].order_id, method="SANDBOX_WALLET", now=at)
    assert (again.status, again.payment_method) == ("UNPAID", "SANDBOX_WALLET")
    wallet = await last_attempt(db, placed)
    assert wallet.next_step is not None
    assert wallet.next_step.kind == "redirect"
    assert await tap(db, await ref_of(db, placed, 2), "decline", now=at)
    await work(db, at)
    assert await states(db, placed) == ("FAILED", ["CLOSED", "FAILED"], ["UNPAID"])
    await pay_again(db, sale.buyer, order_id=placed.orders[0].order_id, method="QR", now=at)
    assert await tap(db, await ref_of(db, placed, 3), "twice", now=at)
    await work(db, at)
    assert await states(db, placed) == ("PAID", ["CLOSED", "FAILED", "PAID"], ["ON_HOLD"])
    assert await broken(db) == []


async def test_what_is_not_open_is_not_paid_again(db: Db, now: datetime) -> None:
    sale = await make_sale(db)
    paid = await check_out(db, sale, now)
    late = await check_out(db, sale, now, card="decline")
    asked: list[tuple[Placed, datetime, Method, str]] = [
        (paid, now, "SANDBOX_CARD", "payments.not_open"),
        (late, now + 48 * HOUR, "SANDBOX_CARD", "payments.not_open"),
        (paid, now, "COD", "payments.not_open"),
        (late, now + 48 * HOUR, "COD", "payments.not_open"),
        (late, now, "STRIPE_CARD", "payments.method_not_offered"),
    ]
    for placed, at, method, code in asked:
        with pytest.raises(Refused) as no:
            await pay_again(db, sale.buyer, order_id=placed.orders[0].order_id, method=method, now=at)
        assert no.value.code == code


async def test_a_checkout_is_tried_twenty_times_and_no_more(db: Db, now: datetime) -> None:
    sale = await make_sale(db)
    placed = await check_out(db, sale, now, card="decline")
    codes: list[str] = []
    for _ in range(20):
        with pytest.raises(Refused) as no:
            await pay_again(db, sale.buyer, order_id=placed.orders[0].order_id, card="decline", now=now)
        codes.append(no.value.code)
    assert codes == ["payments.declined"] * 19 + ["payments.too_many_attempts"]


async def test_after_a_crash_between_placing_and_paying_it_goes_on(db: Db, now: datetime) -> None:
    sale = await make_sale(db)
    placed = await placed_only(db, sale, now)
    first = await pay_checkout(db, placed, card="approve", now=now)
    again = await pay_checkout(db, placed, card="approve", now=now)
    assert first == again
    unknown = await check_out(db, sale, now, card="timeout")
    assert (await pay_checkout(db, unknown, card="timeout", now=now)).payment_status == "PENDING"
    assert await states(db, unknown) == ("PENDING", ["OPENING"], ["UNPAID"])
    await work(db, now + MINUTE)
    assert (await pay_checkout(db, unknown, card="timeout", now=now)).payment_status == "PAID"
    assert (await payment(db, unknown.account_id, unknown.payment_id)).attempts == 1
    assert await money_is_whole(db) == placed.total_minor + unknown.total_minor
