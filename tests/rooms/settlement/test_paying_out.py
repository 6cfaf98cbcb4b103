"""Payouts: never twice, never more than there is; banks that refuse, are slow, or know somebody else; days and invoices."""

import asyncio
from datetime import datetime, timedelta

import pytest

from etalase.app.wiring import roster
from etalase.base.db import Db, rows, value
from etalase.base.errors import Invalid, NotAllowed, Refused
from etalase.base.jobs import drain
from etalase.base.markets import set_policy
from etalase.base.pool import Pool
from etalase.settlement.actions import add_bank_account, issue_invoice, remove_bank_account, withdraw
from etalase.settlement.actions.entering import Entry, enter
from etalase.settlement.ports import SandboxTransfer
from etalase.settlement.queries import (
    account_in_use,
    balance,
    payouts,
    statements,
    statements_of_payout,
    transactions,
)
from etalase.settlement.queries.invoices import Invoice
from tests.makers.accounts import make_account
from tests.makers.money import Stall, make_stall
from tests.makers.orders import broken
from tests.makers.shops import make_staff

DAY = timedelta(days=1)
AT_BANK = rows(SandboxTransfer, "SELECT outcome, asked FROM sandbox_bank_transfers ORDER BY key")
INVOICES = rows(Invoice, "SELECT shop_id, order_id, year, number, issued_at, tax_number FROM invoices ORDER BY number")
ENTRIES = value(int, "SELECT count(*) FROM statement_entries WHERE shop_id = $1 AND statement_id IS NULL")


async def earned(db: Db, stall: Stall, now: datetime) -> datetime:
    """Two sales settled and their day closed, nothing paid out; the time it is then."""
    await set_policy(db, stall.shop.market, "payout_automatic", now, False)
    for quantity in (1, 2):
        await stall.deliver(db, await stall.sell(db, now, quantity=quantity), now)
    await drain(db, roster(), now + 10 * DAY)
    await drain(db, roster(), now + 11 * DAY)
    return now + 11 * DAY


async def code_of(call: object) -> str:
    """The code of a refusal."""
    with pytest.raises(Refused) as no:
        await call  # pyright: ignore[reportGeneralTypeIssues]
    return no.value.code


async def test_a_payout_waits_for_an_account_that_the_bank_confirmed(db: Db, now: datetime) -> None:
    stall = await make_stall(db)
    at = await earned(db, stall, now)
    shop_id = stall.shop.shop_id
    assert await code_of(withdraw(db, stall.seller, shop_id=shop_id, now=at)) == "settlement.no_bank_account"
    account = {"bank": "BCA", "number": "8012-3456 78", "holder": "Sari  Anggraini"}
    added = await add_bank_account(db, stall.seller, shop_id=shop_id, **account, now=at)
    assert (added.masked, added.status, added.holder) == ("••••5678", "PENDING", "Sari Anggraini")
    assert await code_of(withdraw(db, stall.seller, shop_id=shop_id, now=at)) == "settlement.bank_account_waits"
    await drain(db, roster(), at)
    paid = await withdraw(db, stall.seller, shop_id=shop_id, now=at)
    assert (paid.status, paid.ending, paid.statements) == ("PROCESSING", "5678", 1)
    assert await code_of(withdraw(db, stall.seller, shop_id=shop_id, now=at)) == "settlement.nothing_to_pay"
    await drain(db, roster(), at)
    assert [each.status for each in (await payouts(db, stall.seller, shop_id=shop_id)).items] == ["PAID"]
    [made_of] = await statements_of_payout(db, stall.seller, shop_id=shop_id, payout_id=paid.payout_id)
    assert made_of.settlement_minor == paid.amount_minor
    await remove_bank_account(db, stall.seller, shop_id=shop_id, bank_account_id=added.bank_account_id, now=at)
    assert await account_in_use(db, shop_id) is None
    assert await broken(db) == []


@pytest.mark.parametrize(("number", "reason"), [("80120003", "name_differs"), ("80120004", "unknown_account")])
async def test_an_account_that_is_somebody_elses_is_rejected(db: Db, now: datetime, number: str, reason: str) -> None:
    stall = await make_stall(db)
    await stall.bank(db, now, number)
    found = await account_in_use(db, stall.shop.shop_id)
    assert found is not None and (found.status, found.reason) == ("REJECTED", reason)


async def test_what_a_bank_refuses_is_the_sellers_again(db: Db, now: datetime) -> None:
    stall = await make_stall(db)
    at = await earned(db, stall, now)
    await stall.bank(db, at, "80120001")
    shop_id = stall.shop.shop_id
    had = (await balance(db, stall.seller, shop_id=shop_id, now=at)).available_minor
    await withdraw(db, stall.seller, shop_id=shop_id, now=at)
    assert (await balance(db, stall.seller, shop_id=shop_id, now=at)).under_way_minor == had
    await drain(db, roster(), at)
    [failed] = (await payouts(db, stall.seller, shop_id=shop_id)).items
    assert (failed.status, failed.reason) == ("FAILED", "refused")
    after = await balance(db, stall.seller, shop_id=shop_id, now=at)
    assert (after.available_minor, after.closed_minor, after.under_way_minor) == (had, had, 0)
    moves = (await transactions(db, stall.seller, shop_id=shop_id, limit=2)).items
    assert [(each.type, each.status) for each in moves] == [("REVERSE", "SUCCESS"), ("WITHDRAW", "FAILED")]
    await stall.bank(db, at)
    await withdraw(db, stall.seller, shop_id=shop_id, now=at)
    await drain(db, roster(), at)
    assert [each.status for each in (await payouts(db, stall.seller, shop_id=shop_id)).items] == ["PAID", "FAILED"]
    assert await broken(db) == []


async def test_a_slow_bank_is_asked_again_and_pays_once(db: Db, now: datetime) -> None:
    stall = await make_stall(db)
    at = await earned(db, stall, now)
    await stall.bank(db, at, "80120002")
    await withdraw(db, stall.seller, shop_id=stall.shop.shop_id, now=at)
    for minutes in (0, 0, 1, 5):
        await drain(db, roster(), at + timedelta(minutes=minutes))
    assert [(each.outcome, each.asked) for each in await AT_BANK.all(db)] == [("PAID", 3)]
    assert [each.status for each in (await payouts(db, stall.seller, shop_id=stall.shop.shop_id)).items] == ["PAID"]
    assert await broken(db) == []


async def test_of_twenty_withdrawals_at_once_one_is_paid(pool: Pool, now: datetime) -> None:
    async with pool.transaction() as db:
        stall = await make_stall(db)
        at = await earned(db, stall, now)
        await stall.bank(db, at)

    async def ask() -> bool:
        try:
            async with pool.transaction() as db:
                await withdraw(db, stall.seller, shop_id=stall.shop.shop_id, now=at)
        except Refused:
            return False
        return True

    assert sum(await asyncio.gather(*(ask() for _ in range(20)))) == 1
    async with pool.transaction() as db:
        await drain(db, roster(), at)
        assert [each.outcome for each in await AT_BANK.all(db)] == ["PAID"]
        assert await broken(db) == []


async def test_r_fin_2_less_than_the_least_payout_waits(db: Db, now: datetime) -> None:
    stall = await make_stall(db)
    at = await earned(db, stall, now)
    await stall.bank(db, at)
    await set_policy(db, "ID", "payout_min_minor", now, 10_000_000)
    assert (await balance(db, stall.seller, shop_id=stall.shop.shop_id, now=at)).blocked == "BELOW_MINIMUM"
    with pytest.raises(Refused) as no:
        await withdraw(db, stall.seller, shop_id=stall.shop.shop_id, now=at)
    assert (no.value.code, no.value.facts) == ("settlement.nothing_to_pay", {"least": "10000000 IDR"})


async def test_a_late_entry_goes_into_the_next_day_without_a_statement(db: Db, now: datetime) -> None:
    stall = await make_stall(db)
    shop_id = stall.shop.shop_id
    await enter(db, shop_id, "IDR", [Entry("BORNE", 1, adjustment_minor=500)], now=now)
    await drain(db, roster(), now + DAY)
    await enter(db, shop_id, "IDR", [Entry("BORNE", 2, adjustment_minor=70)], now=now)
    await drain(db, roster(), now + DAY)
    assert await ENTRIES.sole(db, shop_id) == 1
    await drain(db, roster(), now + 2 * DAY)
    days = [
        (each.day - now.date(), each.settlement_minor)
        for each in (await statements(db, stall.seller, shop_id=shop_id)).items
    ]
    assert days == [(DAY, 70), (timedelta(0), 500)]


async def test_double_invoice_an_order_has_one_number_and_numbers_have_no_gap(pool: Pool, now: datetime) -> None:
    async with pool.transaction() as db:
        stall = await make_stall(db)
        orders = [await stall.sell(db, now) for _ in range(3)]

    async def issue(number: int) -> Invoice:
        async with pool.transaction() as db:
            return await issue_invoice(db, orders[number % 3], now=now)

    found = await asyncio.gather(*(issue(number) for number in range(30)))
    assert len({each.text for each in found}) == 3
    async with pool.transaction() as db:
        await drain(db, roster(), now)
        assert [each.number for each in await INVOICES.all(db)] == [1, 2, 3]


async def test_only_the_owner_says_where_the_money_goes(db: Db, now: datetime) -> None:
    stall = await make_stall(db)
    manager = await make_account(db, handle="manager")
    await make_staff(db, stall.seller, stall.shop, manager, "MANAGER", now=now)
    assert (await balance(db, manager, shop_id=stall.shop.shop_id, now=now)).available_minor == 0
    account = {"bank": "BCA", "number": "8012345678", "holder": "Sari Anggraini"}
    with pytest.raises(NotAllowed):
        await add_bank_account(db, manager, shop_id=stall.shop.shop_id, **account, now=now)
    with pytest.raises(Invalid) as wrong:
        await add_bank_account(db, stall.seller, shop_id=stall.shop.shop_id, bank="", number="1", holder="", now=now)
    assert set(wrong.value.errors) == {"bank", "number", "holder"}
