"""Refunds that wait for a person: shown to operators alone, tried again, or given back in cash."""

from datetime import UTC, datetime
from html import unescape

import httpx

from etalase.accounts.actions import set_operator
from etalase.base.db import write
from etalase.base.pool import Pool
from etalase.orders.actions import money
from etalase.payments import actions as payments
from etalase.payments.actions import call_providers
from etalase.payments.queries import refund_row
from tests.makers.accounts import make_account
from tests.makers.orders import order_of
from tests.makers.paying import check_out, make_sale, placed_only
from tests.makers.shopping import sign_in

LOSE = write("UPDATE sandbox_charges SET status = 'CLOSED'")
FIND = write("UPDATE sandbox_charges SET status = 'PAID'")
DELIVERED = write("UPDATE orders SET paid_at = $2 WHERE order_id = $1")
EN = {"Accept-Language": "en"}


async def test_an_operator_tries_again_and_gives_cash_back(client: httpx.AsyncClient, pool: Pool) -> None:
    now = datetime.now(UTC)
    async with pool.transaction() as db:
        sale = await make_sale(db)
        card = await order_of(db, await check_out(db, sale, now))
        placed = await placed_only(db, sale, now, method="COD")
        cash = await order_of(db, placed)
        await payments.take(db, placed.account_id, placed.payment_id, [(cash.shop_id, cash.order_id)], now=now)
        await DELIVERED.run(db, cash.order_id, now)
        await money.capture(db, [cash], now=now)
        given = [
            await money.refund(db, each, None, cause="test", cause_id=each.order_id, now=now) for each in (card, cash)
        ]
        await LOSE.run(db)
        operator = await make_account(db, handle="operator")
    async with pool.connection() as db:
        await call_providers(db, now)
        await FIND.run(db)
    await sign_in(client, pool, operator)
    assert (await client.get("/operator/refunds", headers=EN)).status_code == 403
    async with pool.transaction() as db:
        await set_operator(db, operator.account_id, is_operator=True)
    page = unescape((await client.get("/operator/refunds", headers=EN)).text)
    retry = f"/operator/refunds/{card.shop_id}/{given[0].refund_id}/retry"
    paid = f"/operator/refunds/{cash.shop_id}/{given[1].refund_id}/cash"
    assert retry in page and paid in page and "nothing_was_taken" in page
    for path, data in ((retry, {}), (paid, {"note": "BCA 881"}), (retry, {}), (paid, {"note": "again"})):
        assert (await client.post(path, data=data, headers=EN)).headers["location"] == "/operator/refunds"
    async with pool.connection() as db:
        await call_providers(db, datetime.now(UTC))
        found = [
            await refund_row(db, card.shop_id, given[0].refund_id),
            await refund_row(db, cash.shop_id, given[1].refund_id),
        ]
    assert [(each.status, each.reason) for each in found if each] == [("SUCCESS", None), ("SUCCESS", "BCA 881")]
    assert "Nothing waits to be given back" in (await client.get("/operator/refunds", headers=EN)).text
