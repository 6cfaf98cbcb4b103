"""What providers tell (R12): each word three times, out of order, stale, forged, before its order exists; effects come once."""

import random
from datetime import UTC, datetime, timedelta

import msgspec
import pytest

from etalase.base.db import Db, value
from etalase.base.errors import NotFound, Unauthenticated
from etalase.orders.actions import pay_checkout
from etalase.payments.actions import hear
from etalase.payments.ports.sandbox import tap
from etalase.payments.ports.sandbox.sending import SECRET, Body
from etalase.payments.ports.signing import sign, verify
from etalase.payments.rules import Word, attempt_key
from tests.makers.orders import broken
from tests.makers.paying import HEARD, check_out, make_sale, money_is_whole, placed_only, ref_of, states, told, work

MINUTE = timedelta(minutes=1)
EVENTS = value(int, "SELECT count(*) FROM events WHERE name = 'order.paid'")
STORED = value(int, "SELECT count(*) FROM provider_events")
SETTLE = value(int, "UPDATE sandbox_charges SET status = 'PAID', settled_at = $2 WHERE key = $1 RETURNING 1")
WORDS: tuple[Word, ...] = ("OPEN", "PAID", "FAILED", "CLOSED")


async def knock(db: Db, body: bytes, headers: dict[str, str], now: datetime) -> bool:
    return await hear(db, None, provider="SANDBOX", headers=headers, body=body, now=now, wall=now)


async def test_r12_each_word_three_times_in_any_order_has_its_effects_once(db: Db, now: datetime) -> None:
    sale = await make_sale(db)
    for seed in range(10):
        placed = await check_out(db, sale, now, method="QR")
        key = attempt_key(placed.account_id, placed.payment_id, 1)
        await SETTLE.sole(db, key, now)  # the provider has the money, whatever it says
        before = await EVENTS.sole(db)
        told_words: list[tuple[Word, int]] = [(word, number) for word in WORDS for number in range(3)]
        random.Random(seed).shuffle(told_words)
        for word, number in told_words:
            await told(db, placed, word, now, event_id=f"{seed}-{word}-{number % 2}")
            if number == 1:
                await work(db, now)
        await work(db, now)
        assert await states(db, placed) == ("PAID", ["PAID"], ["ON_HOLD"]), seed
        assert await EVENTS.sole(db) == before + 1
    assert await STORED.sole(db) == 10 * len(WORDS) * 2
    await money_is_whole(db)
    assert await broken(db) == []


async def test_r12_a_word_before_the_order_exists_is_parked_and_applied(db: Db, now: datetime) -> None:
    sale = await make_sale(db)
    placed = await placed_only(db, sale, now, method="QR")
    for _ in range(3):
        await told(db, placed, "PAID", now, event_id="early")
    await work(db, now)
    assert await states(db, placed) == ("PENDING", [], ["UNPAID"])
    assert await HEARD.all(db) == ["WAITING"]
    await pay_checkout(db, placed, card="approve", now=now)
    await SETTLE.sole(db, attempt_key(placed.account_id, placed.payment_id, 1), now)
    await work(db, now + MINUTE)
    assert await states(db, placed) == ("PAID", ["PAID"], ["ON_HOLD"])
    assert await HEARD.all(db) == ["APPLIED"]
    assert await broken(db) == []


async def test_r12_a_word_about_nothing_is_let_go_after_three_days(db: Db, now: datetime) -> None:
    body = msgspec.json.encode(Body("1-2-1", "sb_x", "PAID", 100, "IDR"))
    assert await knock(db, body, sign(SECRET, "lost", now, body), now)
    await work(db, now + timedelta(days=2))
    assert await HEARD.all(db) == ["WAITING"]
    await work(db, now + timedelta(days=3, minutes=1))
    assert await HEARD.all(db) == ["IGNORED"]


async def test_r12_forged_and_stale_ones_change_nothing(db: Db, now: datetime) -> None:
    placed = await check_out(db, await make_sale(db), now, method="QR")
    key = attempt_key(placed.account_id, placed.payment_id, 1)
    body = msgspec.json.encode(Body(key, "sb_x", "PAID", placed.total_minor, "IDR"))
    good = sign(SECRET, "e", now, body)
    other = sign("whsec_b3RoZXI=", "e", now, body)
    forged: dict[str, tuple[bytes, dict[str, str]]] = {
        "another secret": (body, other),
        "another body": (body.replace(b"PAID", b"OPEN"), good),
        "another id": (body, good | {"webhook-id": "f"}),
        "another time": (body, good | {"webhook-timestamp": str(int(now.timestamp()) + 1)}),
        "no signature": (body, {name: text for name, text in good.items() if name != "webhook-signature"}),
        "no headers": (body, {}),
        "another kind": (body, good | {"webhook-signature": good["webhook-signature"].replace("v1,", "v1a,")}),
        "time that is none": (body, good | {"webhook-timestamp": "soon"}),
        "no json": (b"{", sign(SECRET, "e", now, b"{")),
        "an id without end": (body, sign(SECRET, "e" * 201, now, body)),
        "a body without end": (b"x" * 64_001, sign(SECRET, "e", now, b"x" * 64_001)),
        "five minutes old": (body, sign(SECRET, "e", now - timedelta(minutes=5, seconds=1), body)),
        "five minutes ahead": (body, sign(SECRET, "e", now + timedelta(minutes=5, seconds=1), body)),
    }
    for name, (sent, headers) in forged.items():
        for _ in range(3):
            with pytest.raises(Unauthenticated):
                await knock(db, sent, headers, now)
        assert await STORED.sole(db) == 0, name
    await work(db, now)
    assert await states(db, placed) == ("PENDING", ["OPEN"], ["UNPAID"])
    assert await knock(db, body, sign(SECRET, "e", now - timedelta(minutes=4, seconds=59), body), now)


async def test_another_sum_than_was_asked_for_is_kept_and_pays_nothing(db: Db, now: datetime) -> None:
    placed = await check_out(db, await make_sale(db), now, method="QR")
    await told(db, placed, "PAID", now, event_id="less", minor=placed.total_minor - 1)
    await work(db, now)
    assert await states(db, placed) == ("PENDING", ["OPEN"], ["UNPAID"])
    assert await HEARD.all(db) == ["DIFFERS"]


async def test_what_is_genuine_and_not_ours_is_taken_and_forgotten(db: Db, now: datetime) -> None:
    body = msgspec.json.encode(Body("somebody-elses", "sb_x", "PAID", 100, "IDR"))
    assert await knock(db, body, sign(SECRET, "e", now, body), now) is False
    assert await STORED.sole(db) == 0


async def test_a_provider_that_is_not_set_up_has_no_door(db: Db, now: datetime) -> None:
    for name in ("STRIPE", "NOBODY", ""):
        with pytest.raises(NotFound):
            await hear(db, None, provider=name, headers={}, body=b"{}", now=now, wall=now)


def test_the_signature_is_the_one_of_standard_webhooks() -> None:
    """The example of the specification, whose signature others made."""
    secret, body = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", b'{"test": 2432232314}'
    at = datetime.fromtimestamp(1614265330, UTC)
    signed = sign(secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", at, body)
    assert signed["webhook-signature"] == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
    assert verify(secret, signed, body, wall=at) == "msg_p5jXN8AQM9LWM0D4loKWxJek"


async def test_the_provider_tells_what_was_done_on_its_page(db: Db, now: datetime) -> None:
    placed = await check_out(db, await make_sale(db), now, method="SANDBOX_WALLET")
    assert await tap(db, await ref_of(db, placed), "pay", now=now)
    assert not await tap(db, await ref_of(db, placed), "decline", now=now)
    await work(db, now)
    assert await states(db, placed) == ("PAID", ["PAID"], ["ON_HOLD"])
