"""The page of a payment and the sandbox provider's own page, in both languages, each way of paying."""

import re
from datetime import UTC, datetime
from html import unescape
from typing import Any

import httpx
import pytest

from etalase.app.wiring import roster
from etalase.base.jobs import drain
from etalase.base.pool import Pool
from etalase.orders.actions import CartLine, Placed, buy
from etalase.payments.rules import Method
from tests.makers.accounts import make_account
from tests.makers.orders import ADDRESS
from tests.makers.shopping import ADDRESS as FORM
from tests.makers.shopping import Market, make_market, put_in_cart, sign_in

EN = {"Accept-Language": "en"}


async def read(client: httpx.AsyncClient, path: str, lang: str = "en") -> str:
    answer = await client.get(path, headers={"Accept-Language": lang})
    assert answer.status_code == 200, answer.text[:2000]
    return unescape(answer.text)


async def bought(pool: Pool, market: Market, method: Method, card: str = "approve") -> Placed:
    async with pool.connection() as db:
        return await buy(
            db,
            market.buyer,
            lines=[CartLine(market.sizes[0], 1)],
            address=ADDRESS,
            method=method,
            card=card,
            now=datetime.now(UTC),
        )


async def work(pool: Pool) -> None:
    async with pool.connection() as db:
        for _ in range(2):
            await drain(db, roster(), datetime.now(UTC))


async def test_a_transfer_is_paid_at_the_bank_and_its_page_turns_green(client: httpx.AsyncClient, pool: Pool) -> None:
    market = await make_market(pool)
    await sign_in(client, pool, market.buyer)
    placed = await bought(pool, market, "BANK_TRANSFER")
    assert placed.next_step is not None
    path = f"/pay/{placed.payment_id}"
    page = await read(client, path)
    for expected in (
        "389,000",
        placed.next_step.account_number,
        "Copy the account number",
        "Time left",
        "Pay another way",
    ):
        assert expected in page
    assert 'data-live="/live/me"' in page
    assert "Salin nomor rekening" in await read(client, path, "id")
    bank = placed.next_step.url
    there = await read(client, bank)
    assert "No real money moves" in there and placed.next_step.account_number in there and "Let it expire" in there
    paid = await client.post(bank, data={"tap": "pay"}, headers=EN)
    assert (paid.status_code, paid.headers["location"]) == (303, bank)
    await work(pool)
    assert "Paid. Thank you!" in await read(client, path)
    assert "Paid. Go back" in await read(client, bank)
    assert (await client.post(bank, data={"tap": "decline"}, headers=EN)).headers["location"] == bank
    assert "This payment is over" in await read(client, bank)
    assert (await client.post(bank, data={"tap": "rob"})).status_code == 422


@pytest.mark.parametrize(
    ("tap", "told"),
    [("decline", "did not go through"), ("twice", "Paid. Thank you!"), ("expire", "did not go through")],
)
async def test_a_code_is_scanned_on_another_phone(client: httpx.AsyncClient, pool: Pool, tap: str, told: str) -> None:
    market = await make_market(pool)
    placed = await bought(pool, market, "QR")
    assert placed.next_step is not None
    assert (await client.post(placed.next_step.url, data={"tap": tap})).status_code == 303  # nobody is signed in there
    await work(pool)
    await sign_in(client, pool, market.buyer)
    page = await read(client, f"/pay/{placed.payment_id}")
    assert told in page
    code = await bought(pool, market, "QR")
    page = await read(client, f"/pay/{code.payment_id}")
    source = re.search(r'src="(/qr\.svg\?of=[^"]+)"', page)
    assert source is not None
    assert (await client.get(source.group(1))).headers["content-type"].startswith("image/svg+xml")


async def test_a_declined_payment_is_paid_another_way(client: httpx.AsyncClient, pool: Pool) -> None:
    market = await make_market(pool)
    await sign_in(client, pool, market.buyer)
    placed = await bought(pool, market, "SANDBOX_CARD", "decline")
    path, order = f"/pay/{placed.payment_id}", f"/orders/{placed.orders[0].order_id}"
    assert path in await read(client, order)
    page = await read(client, path)
    assert "did not go through" in page and 'value="wallet"' in page and 'value="cod"' in page
    declined = await client.post(f"{order}/payment", data={"way": "declined-card", "back": path}, headers=EN)
    assert declined.headers["location"] == path
    assert "was declined" in await read(client, path)
    wallet = await client.post(f"{order}/payment", data={"way": "wallet", "back": path})
    assert wallet.headers["location"] == path
    assert "Open the test payment page" in await read(client, path)
    slow = await client.post(f"{order}/payment", data={"way": "slow-card", "back": path})
    assert slow.headers["location"] == path
    assert "Waiting for the bank" in await read(client, path)
    card = await client.post(f"{order}/payment", data={"way": "card", "back": path})
    assert card.headers["location"] == path
    assert "Paid. Thank you!" in await read(client, path)


async def test_what_is_unknown_is_not_paid_again_yet(client: httpx.AsyncClient, pool: Pool) -> None:
    market = await make_market(pool)
    await sign_in(client, pool, market.buyer)
    placed = await bought(pool, market, "SANDBOX_CARD", "timeout")
    page = await read(client, f"/pay/{placed.payment_id}")
    assert "Waiting for the bank" in page and 'name="way"' not in page


async def test_a_checkout_that_needs_a_step_leads_to_it(client: httpx.AsyncClient, pool: Pool) -> None:
    market = await make_market(pool)
    await sign_in(client, pool, market.buyer)
    await put_in_cart(client, market.sizes[0])
    form = await read(client, "/checkout")
    assert all(f'value="{way}"' in form for way in ("card", "wallet", "transfer", "qr", "cod"))
    hidden = dict(re.findall(r'<input type="hidden" name="(key|market|skus)" value="([^"]*)">', form))
    fields: dict[str, Any] = {**hidden, "payment": "qr", **FORM}
    placed = await client.post("/checkout", data=fields, headers=EN)
    assert placed.status_code == 303, placed.text[:3000]
    assert placed.headers["location"].startswith("/pay/")
    assert "Scan it with the app" in await read(client, placed.headers["location"])


async def test_a_foreign_payment_is_not_found_and_the_sandbox_page_needs_its_name(
    client: httpx.AsyncClient, pool: Pool
) -> None:
    market = await make_market(pool)
    placed = await bought(pool, market, "QR")
    async with pool.transaction() as db:
        stranger = await make_account(db, handle="budi")
    await sign_in(client, pool, stranger)
    for path in (f"/pay/{placed.payment_id}", "/pay/1", "/sandbox/pay/nothing"):
        assert (await client.get(path)).status_code == 404
    assert (await client.post("/sandbox/pay/nothing", data={"tap": "pay"})).status_code == 404


async def test_r_cod_1_who_did_not_pay_yet_may_pay_the_courier(client: httpx.AsyncClient, pool: Pool) -> None:
    market = await make_market(pool)
    placed = await bought(pool, market, "SANDBOX_CARD", "decline")
    await sign_in(client, pool, market.buyer)
    page = await read(client, f"/pay/{placed.payment_id}")
    assert "Cash on delivery" in page
    order = f"/orders/{placed.orders[0].order_id}"
    answer = await client.post(f"{order}/payment", data={"way": "cod"}, headers=EN)
    assert answer.status_code == 303 and answer.headers["location"] == order
    page = await read(client, order)
    assert "You pay the courier in cash." in page and "On hold" in page and "Pay now" not in page
