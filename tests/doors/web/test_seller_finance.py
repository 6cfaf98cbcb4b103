"""The finance desk: numbers that open, payouts, the bank account, files; and who may see them. The buyer's invoice."""

import csv
import io
import re
from datetime import UTC, datetime, timedelta

import httpx
import pytest

from etalase.accounts.actions import set_operator
from etalase.app.wiring import roster
from etalase.base import live
from etalase.base.jobs import drain
from etalase.base.markets import set_policy
from etalase.base.pool import Pool
from etalase.doorway.house import House
from etalase.orders.actions import money
from etalase.orders.queries import OrderRow
from etalase.settlement.actions import close_days
from etalase.settlement.actions.entering import Entry, enter
from etalase.settlement.queries import payouts, statements
from etalase.settlement.queries.due import OpenDay
from tests.makers.desks import Desk, said
from tests.makers.money import Stall, make_stall

DAY = timedelta(days=1)


async def earned(client: httpx.AsyncClient, pool: Pool, *, bank: bool = True) -> tuple[Desk, Stall, OrderRow]:
    """A shop whose first day is closed, one sale and half a refund in it, nothing paid out; its seller is signed in."""
    now = datetime.now(UTC)
    async with pool.transaction() as db:
        await set_policy(db, "ID", "payout_automatic", now - 30 * DAY, False)
        stall = await make_stall(db)
        if bank:
            await stall.bank(db, now - 35 * DAY)
        order = await stall.deliver(db, await stall.sell(db, now - 35 * DAY), now - 35 * DAY)
        await drain(db, roster(), now - 12 * DAY)
        [line] = await stall.lines(db, order)
        await money.refund(
            db, order, {line.line_id: line.paid_minor // 2}, cause="test.refund", cause_id=1, now=now - 12 * DAY
        )
        await drain(db, roster(), now - 12 * DAY)
        await drain(db, roster(), now - 11 * DAY)
        await stall.sell(db, now)
        await drain(db, roster(), now)
    desk = Desk(client, pool, stall.seller, stall.shop)
    await desk.as_(stall.seller)
    return desk, stall, order


async def test_what_a_shop_has_opens_down_to_every_transfer(client: httpx.AsyncClient, pool: Pool) -> None:
    desk, stall, order = await earned(client, pool)
    page = await desk.page("/finance")
    # 2 × 100,000 less 10 %, 5.5 % and 1,250 is 167,750; half of it went back.
    assert "Rp200,000" in page and "Rp83,875" in page
    async with pool.connection() as db:
        [day] = (await statements(db, stall.seller, shop_id=stall.shop.shop_id)).items
    opened = await desk.page(f"/finance/statements/{day.statement_id}")
    for text in (
        "Goods, paid by the buyer",
        "Platform commission",
        "-Rp20,000",
        "Rate in force since 2021-01-01",
        "Rp83,875",
    ):
        assert text in opened, text
    held = await desk.page("/finance/held")
    assert "Not delivered yet" in held and "Rp200,000" in held
    moves = await desk.page("/finance/transactions")
    assert "Sale, settled" in moves and "Refund to the buyer" in moves and str(order.order_id) in moves
    assert "No" in await desk.page("/finance/today")
    conditions = await desk.page("/finance/conditions")
    assert "A sale is settled 7 working days after delivery." in conditions and "10 % · Fashion" in conditions
    assert "Standard: 7 working days after delivery, in force since 2021-01-01" in conditions
    assert "The platform's help, page 7753828090824449" in conditions
    assert "Bantuan platform, halaman 7753828090824449" in await desk.page("/finance/conditions", lang="id")
    assert "with 1,000 settled orders and more" in conditions and "2 working days" in conditions


async def test_a_statement_is_a_file_whose_rows_sum_to_it(client: httpx.AsyncClient, pool: Pool) -> None:
    desk, stall, _ = await earned(client, pool)
    async with pool.connection() as db:
        [day] = (await statements(db, stall.seller, shop_id=stall.shop.shop_id)).items
    answer = await client.get(f"{desk.home}/finance/statements/{day.statement_id}/lines.csv")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert sum(int(row["amount"]) for row in rows) == day.settlement_minor == 83_875
    assert {row["kind"] for row in rows} == {"SALE", "REFUND"}


async def test_a_payout_is_asked_for_and_arrives(client: httpx.AsyncClient, pool: Pool) -> None:
    desk, _, _ = await earned(client, pool)
    assert (await desk.send("/finance/payouts")).headers["location"] == f"{desk.home}/finance"
    assert "The payout is on its way to the bank." in await desk.page("/finance")
    async with pool.connection() as db:
        await drain(db, roster(), datetime.now(UTC))
    listed = await desk.page("/finance/payouts")
    assert "Paid" in listed and "••••5678" in listed
    number = listed.split("/finance/payouts/")[1].split('"')[0]
    assert "SANDBOX-" in await desk.page(f"/finance/payouts/{number}")
    await desk.send("/finance/payouts")
    assert "There is nothing to pay out: the least payout is 10000 IDR." in await desk.page("/finance")


async def test_a_bank_account_is_typed_refused_by_field_and_masked(client: httpx.AsyncClient, pool: Pool) -> None:
    desk, _, _ = await earned(client, pool, bank=False)
    assert "Add a bank account, so that you can be paid." in await desk.page("/finance")
    wrong = await desk.send("/finance/bank-account", bank="BCA", number="12", holder="Sari")
    assert wrong.status_code == 422 and "Write the account number: 4 to 34 digits or letters." in said(wrong)
    assert (await desk.send("/finance/bank-account", bank="BCA", number="8012345678", holder="Sari")).status_code == 303
    async with pool.connection() as db:
        await drain(db, roster(), datetime.now(UTC))
    page = await desk.page("/finance")
    assert "••••5678" in page and "8012345678" not in page and "Confirmed by the bank" in page
    number = page.split("/finance/bank-account/")[1].split("/")[0]
    await desk.send(f"/finance/bank-account/{number}/removal")
    assert "Nothing is paid to this account any more." in await desk.page("/finance")


@pytest.mark.parametrize(("role", "status"), [("MANAGER", 200), ("WAREHOUSE", 403), ("ADS", 403)])
async def test_the_owner_and_managers_see_the_money(
    client: httpx.AsyncClient, pool: Pool, role: str, status: int
) -> None:
    desk, _, _ = await earned(client, pool)
    await desk.staff(role)
    await desk.page("/finance", status=status)
    assert (await desk.send("/finance/payouts")).status_code == 403
    await desk.stranger()
    await desk.page("/finance", status=404)


async def test_an_order_has_an_invoice_for_its_buyer_and_its_shop(client: httpx.AsyncClient, pool: Pool) -> None:
    desk, stall, order = await earned(client, pool)
    path = f"/orders/{order.order_id}/invoice.pdf"
    for who in (stall.buyer, stall.seller):
        await desk.as_(who)
        answer = await client.get(path)
        assert answer.content.startswith(b"%PDF-") and "INV-" in answer.headers["content-disposition"]
    await desk.stranger()
    assert (await client.get(path)).status_code == 404


async def test_operators_see_reconciliation_and_sweeps(client: httpx.AsyncClient, pool: Pool) -> None:
    desk, stall, _ = await earned(client, pool)
    await desk.page("/operator/reconciliation", status=403)
    await desk.page("/operator/sweeps", status=403)
    async with pool.transaction() as db:
        await set_operator(db, stall.seller.account_id, is_operator=True)
    await desk.as_(stall.seller)
    page = await desk.page("/operator/reconciliation")
    assert "Platform fees" in page and "Rp16,125" in page
    day = datetime.now(UTC).date().isoformat()
    again = await desk.send(f"/operator/reconciliation/SANDBOX/{day}")
    assert again.status_code == 303 and again.headers["location"] == "/operator/reconciliation", again.headers
    page = await desk.page("/operator/reconciliation")
    assert "The day was compared once more." in page
    assert (await client.post("/operator/reconciliation/SANDBOX/yesterday")).status_code == 404
    assert "promises, all kept." in await desk.page("/operator/sweeps")


async def test_a_statement_that_closes_refreshes_the_open_page(house: House, pool: Pool) -> None:
    now = datetime.now(UTC)
    async with pool.transaction() as db:
        stall = await make_stall(db)
        sale = Entry("SALE", 1, revenue_minor=5_000)
        await enter(db, stall.shop.shop_id, stall.shop.currency, [sale], now=now - 2 * DAY)
    house.hub.start()
    try:
        with house.hub.watching(live.shop(stall.shop.shop_id)) as changed:
            async with pool.transaction() as db:
                assert await close_days(db, OpenDay(stall.shop.shop_id, now - 2 * DAY), now=now) == 1
            assert await live.next_change(changed)
    finally:
        await house.hub.stop()


async def test_r_link_46_the_closing_checklist_leads_to_what_is_left_and_pays_out_the_rest(
    client: httpx.AsyncClient, pool: Pool
) -> None:
    now = datetime.now(UTC)
    async with pool.transaction() as db:
        await set_policy(db, "ID", "payout_automatic", now - 30 * DAY, False)
        await set_policy(db, "ID", "payout_min_minor", now - 30 * DAY, 100_000_000)
        stall = await make_stall(db)
        await stall.bank(db, now - 35 * DAY)
        order = await stall.sell(db, now - 35 * DAY)
        await stall.deliver(db, order, now - 35 * DAY)
    desk = Desk(client, pool, stall.seller, stall.shop)
    await desk.as_(stall.seller)
    page = await desk.page("/settings")
    # Every line that is not done leads to a page that shows it.
    left = re.findall(rf'href="({desk.home}/[^"]+)">(?:\d+ left|[^<]*\d[^<]*)</a>', page[page.index('id="close"') :])
    assert left and "Pay out the rest" not in page
    for path in left:
        await desk.page(path)
    assert (await desk.send("/finance/payouts?last=true")).status_code == 303
    assert "Money of open orders or of a reserve still comes." in await desk.page("/finance/payouts")
    async with pool.transaction() as db:
        for days in (12, 11, 10, 1, 0):
            await drain(db, roster(), now - days * DAY)
    page = await desk.page("/settings")
    assert "Pay out the rest" in page and "Close for good" not in page
    # Of the desk's own button it is too little; the rest of a shop that expects nothing more is not.
    await desk.send("/finance/payouts")
    assert await paid_out(pool, stall) == []
    await desk.send("/finance/payouts?last=true")
    assert await paid_out(pool, stall) == ["PROCESSING"]
    async with pool.transaction() as db:
        await drain(db, roster(), datetime.now(UTC))
    assert await paid_out(pool, stall) == ["PAID"]
    assert "Close for good" in await desk.page("/settings")


async def paid_out(pool: Pool, stall: Stall) -> list[str]:
    """What became of the shop's payouts."""
    async with pool.connection() as db:
        return [each.status for each in (await payouts(db, stall.seller, shop_id=stall.shop.shop_id)).items]
