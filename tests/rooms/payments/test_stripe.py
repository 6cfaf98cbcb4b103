"""Stripe's protocol against an independent server of it, started for these tests: intents, its signatures, refunds, its file."""

import asyncio
import socket
import sys
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import msgspec
import pytest

from etalase.base.db import Db
from etalase.base.errors import Unauthenticated
from etalase.base.jobs import Roster, drain
from etalase.base.settings import Settings
from etalase.orders import jobs as orders
from etalase.orders.actions import Placed, money
from etalase.payments import jobs as payments
from etalase.payments.actions import call_providers, charge_of, hear
from etalase.payments.ports import Return, Unanswered, day_file, provider_of, set_up
from etalase.payments.queries import payment_methods
from etalase.payments.rules import attempt_key, refund_key
from tests.makers.orders import broken, order_of
from tests.makers.paying import check_out, last_attempt, make_sale, states, work

KEY, SECRET = "sk_test_etalase", "whsec_etalase"
# Whole numbers of cards stand nowhere, not even in a test.
GOOD, BAD = "42" * 8, "4000" + "0" * 9 + "341"


class Stripe(msgspec.Struct, frozen=True):
    """The server, and what it has sent to our door."""

    url: str
    http: httpx.AsyncClient
    sent: "asyncio.Queue[tuple[dict[str, str], bytes]]"

    async def buyer_pays(self, intent: str, card: str) -> httpx.Response:
        """What Stripe's own script does in the buyer's browser."""
        form = {
            "type": "card",
            "card[number]": card,
            "card[exp_month]": "12",
            "card[exp_year]": "2099",
            "card[cvc]": "123",
        }
        made = (await self.http.post("/v1/payment_methods", data=form)).json()
        await self.http.post(f"/v1/payment_intents/{intent}", data={"payment_method": made["id"]})
        return await self.http.post(f"/v1/payment_intents/{intent}/confirm")

    async def webhook(self, intent: str) -> tuple[dict[str, str], bytes]:
        """The next one about this intent. It sends a second late, so what an earlier test did may come first."""
        async with asyncio.timeout(30):
            while intent.encode() not in (found := await self.sent.get())[1]:
                pass
        return found


@pytest.fixture(scope="module")
def port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


@pytest.fixture(scope="module")
async def server(port: int) -> AsyncIterator[str]:
    """A process of its own."""
    command = (sys.executable, "-m", "localstripe", "--from-scratch", "--port", str(port))
    quiet = asyncio.subprocess.DEVNULL
    process = await asyncio.create_subprocess_exec(*command, stdout=quiet, stderr=quiet)
    url = f"http://127.0.0.1:{port}"
    try:
        async with asyncio.timeout(20), httpx.AsyncClient(base_url=url) as http:
            while True:
                try:
                    await http.get("/js.stripe.com/v3/")
                    break
                except httpx.TransportError:
                    await asyncio.sleep(0.1)
        yield url
    finally:
        process.kill()
        await process.wait()


@pytest.fixture
async def stripe(server: str) -> AsyncIterator[Stripe]:
    """The server with a webhook that leads here."""
    sent: asyncio.Queue[tuple[dict[str, str], bytes]] = asyncio.Queue()

    async def take(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")[1:]
        headers = {name.lower(): text for name, _, text in (line.partition(": ") for line in head if line)}
        await sent.put((headers, await reader.readexactly(int(headers["content-length"]))))
        writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\nconnection: close\r\n\r\n")
        await writer.drain()
        writer.close()

    door = await asyncio.start_server(take, "127.0.0.1", 0)
    ours = f"http://127.0.0.1:{door.sockets[0].getsockname()[1]}/"
    async with httpx.AsyncClient(base_url=server, auth=(KEY, "")) as http:
        await http.post("/_config/webhooks/etalase", json={"url": ours, "secret": SECRET})
        yield Stripe(server, http, sent)
    door.close()


@pytest.fixture(autouse=True)
def settings(server: str, tmp_path: Path) -> Iterator[Settings]:
    """A process that is set up with this Stripe, and with the sandbox as ever."""
    usual = Settings(home=tmp_path, sandbox=True)
    ours = msgspec.structs.replace(
        usual, stripe_key=KEY, stripe_publishable_key="pk_test", stripe_webhook_secret=SECRET, stripe_api_url=server
    )
    set_up(ours)
    yield ours
    set_up(usual)


async def ordered(db: Db, now: datetime) -> tuple[Placed, str]:
    placed = await check_out(db, await make_sale(db), now, method="STRIPE_CARD")
    ref = (await last_attempt(db, placed)).provider_ref
    assert ref is not None
    return placed, ref


async def let_in(db: Db, stripe: Stripe, intent: str, now: datetime) -> None:
    headers, body = await stripe.webhook(intent)
    await hear(db, None, provider="STRIPE", headers=headers, body=body, now=now, wall=datetime.now(UTC))


async def test_a_buyer_pays_by_card_and_the_webhook_says_so(db: Db, stripe: Stripe, now: datetime) -> None:
    assert "STRIPE_CARD" in {each.method for each in await payment_methods(db, "ID", now=now)}
    placed, intent = await ordered(db, now)
    step = placed.next_step
    assert step is not None
    assert (step.kind, step.publishable_key, step.client_secret.startswith(intent)) == ("stripe", "pk_test", True)
    there = (await stripe.http.get(f"/v1/payment_intents/{intent}")).json()
    # Stripe counts rupiah in hundredths.
    assert (there["amount"], there["currency"]) == (placed.total_minor * 100, "idr")
    assert (await stripe.buyer_pays(intent, GOOD)).json()["status"] == "succeeded"
    assert await states(db, placed) == ("PENDING", ["OPEN"], ["UNPAID"])
    await let_in(db, stripe, intent, now)
    await work(db, now)
    assert await states(db, placed) == ("PAID", ["PAID"], ["ON_HOLD"])
    assert await broken(db) == []


async def test_a_declined_card_leaves_the_intent_open_for_the_next(db: Db, stripe: Stripe, now: datetime) -> None:
    placed, intent = await ordered(db, now)
    assert (await stripe.buyer_pays(intent, BAD)).status_code == 402
    await let_in(db, stripe, intent, now)
    await work(db, now)
    assert await states(db, placed) == ("PENDING", ["OPEN"], ["UNPAID"])


async def test_a_refund_is_made_once_however_often_it_is_asked_for(db: Db, stripe: Stripe, now: datetime) -> None:
    placed, intent = await ordered(db, now)
    await stripe.buyer_pays(intent, GOOD)
    await let_in(db, stripe, intent, now)
    await work(db, now)
    order = await order_of(db, placed)
    part = await money.refund(db, order, {}, cause="test", cause_id=0, now=now)
    assert part.amount_minor == 0
    done = await money.refund(db, order, None, cause="test", cause_id=1, now=now)
    await call_providers(db, now)
    key = attempt_key(placed.account_id, placed.payment_id, 1)
    asked = Return(refund_key(order.shop_id, done.refund_id), key, intent, done.amount_minor, "IDR")
    again = [await provider_of(db, "STRIPE").give_back(asked, now=now) for _ in range(2)]
    assert {each.word for each in again} == {"SUCCESS"}
    there = (await stripe.http.get("/v1/refunds", params={"payment_intent": intent})).json()["data"]
    assert [each["amount"] for each in there] == [placed.total_minor * 100]
    booked = [row for row in await day_file(db, "STRIPE", datetime.now(UTC).date()) if row.key in {key, asked.key}]
    assert [(row.kind, row.amount_minor, row.key) for row in sorted(booked, key=lambda row: row.kind)] == [
        ("CHARGE", placed.total_minor, key),
        ("REFUND", -placed.total_minor, asked.key),
    ]
    assert await broken(db) == []


async def test_r_ord_8_an_order_that_expires_cancels_its_intent(db: Db, stripe: Stripe, now: datetime) -> None:
    placed, intent = await ordered(db, now)
    await work(db, now + timedelta(hours=48))
    await work(db, now + timedelta(hours=48, minutes=1))
    assert await states(db, placed) == ("CANCELLED", ["CLOSED"], ["CANCELLED"])
    assert (await stripe.http.get(f"/v1/payment_intents/{intent}")).json()["status"] == "canceled"


async def test_r_ord_8_one_that_was_paid_in_the_last_second_gets_its_money_back(
    db: Db, stripe: Stripe, now: datetime
) -> None:
    placed, intent = await ordered(db, now)
    await stripe.buyer_pays(intent, GOOD)  # its webhook is lost
    for minutes in range(3):
        await work(db, now + timedelta(hours=48, minutes=minutes))
    assert await states(db, placed) == ("REFUNDED", ["PAID"], ["CANCELLED"])
    there = (await stripe.http.get("/v1/refunds", params={"payment_intent": intent})).json()["data"]
    assert [each["amount"] for each in there] == [placed.total_minor * 100]
    assert await broken(db) == []


async def test_r12_stripes_own_signature_is_checked_and_its_age(db: Db, stripe: Stripe, now: datetime) -> None:
    placed, intent = await ordered(db, now)
    await stripe.buyer_pays(intent, GOOD)
    headers, body = await stripe.webhook(intent)
    wall = datetime.now(UTC)
    wrong: list[tuple[dict[str, str], bytes, datetime]] = [
        (headers, body + b" ", wall),
        ({}, body, wall),
        (headers | {"stripe-signature": headers["stripe-signature"][:-1] + "x"}, body, wall),
        (headers, body, wall + timedelta(minutes=6)),
        (headers, body, wall - timedelta(minutes=6)),
    ]
    for given, sent, at in wrong:
        with pytest.raises(Unauthenticated):
            await hear(db, None, provider="STRIPE", headers=given, body=sent, now=now, wall=at)
    new = [await hear(db, None, provider="STRIPE", headers=headers, body=body, now=now, wall=wall) for _ in range(3)]
    assert new == [True, False, False]
    await work(db, now)
    assert await states(db, placed) == ("PAID", ["PAID"], ["ON_HOLD"])


async def test_a_stripe_that_is_away_leaves_the_order_unpaid_and_is_asked_later(
    db: Db, settings: Settings, now: datetime
) -> None:
    set_up(msgspec.structs.replace(settings, stripe_api_url="http://127.0.0.1:1"))
    placed = await check_out(db, await make_sale(db), now, method="STRIPE_CARD")
    assert placed.payment_status == "PENDING"
    assert await states(db, placed) == ("PENDING", ["OPENING"], ["UNPAID"])
    with pytest.raises(Unanswered):
        await provider_of(db, "STRIPE").open(charge_of(await last_attempt(db, placed)), now=now)
    # The name of the intent was never learnt, so nobody can have paid it.
    await drain(db, Roster([*orders.JOBS, *payments.JOBS]), now + timedelta(minutes=1))
    assert await states(db, placed) == ("FAILED", ["CLOSED"], ["UNPAID"])


async def test_a_key_that_stripe_does_not_know_is_told_and_nothing_waits(
    db: Db, settings: Settings, now: datetime
) -> None:
    set_up(msgspec.structs.replace(settings, stripe_key="no_key"))
    placed: Any = await check_out(db, await make_sale(db), now, method="STRIPE_CARD")
    assert placed.payment_status == "FAILED"
    assert await states(db, placed) == ("FAILED", ["FAILED"], ["UNPAID"])
