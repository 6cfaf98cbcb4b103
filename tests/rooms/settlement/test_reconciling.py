"""A provider's day against the books: what agrees, what is missing on either side, what differs."""

from datetime import date, datetime, timedelta
from pathlib import Path

import msgspec

from etalase.app.wiring import roster
from etalase.base.actor import SYSTEM
from etalase.base.db import Db, write
from etalase.base.jobs import drain
from etalase.base.settings import Settings
from etalase.orders.actions import cancel_as_buyer
from etalase.payments.ports import set_up
from etalase.settlement.actions import reconcile_again, reconcile_day, reconcile_recent
from etalase.settlement.queries import Payout, findings, payouts, reconciled_days
from tests.makers.money import Stall, make_stall
from tests.makers.orders import broken

DAY = timedelta(days=1)
# What only a fault of the provider could do to its books.
LOSE = write("DELETE FROM sandbox_charges WHERE amount_minor = $1")
AT_BANK_LESS = write("UPDATE sandbox_bank_transfers SET amount_minor = amount_minor - 1 WHERE key = $1")
AT_BANK_REFUSED = write("UPDATE sandbox_bank_transfers SET outcome = 'FAILED' WHERE key = $1")
AT_BANK_UNASKED = write(
    """INSERT INTO sandbox_bank_transfers (key, amount_minor, currency, outcome, asked, at)
       VALUES ('77', 5, 'IDR', 'PAID', 1, $1)"""
)
FORGED = write("UPDATE payouts SET amount_minor = amount_minor + 1 WHERE status = 'PAID'")
SKIM = write("UPDATE sandbox_charges SET amount_minor = amount_minor - 1 WHERE amount_minor = $1")


async def test_every_charge_and_refund_agrees(db: Db, now: datetime) -> None:
    stall = await make_stall(db)
    await stall.sell(db, now)
    cancelled = await stall.sell(db, now, quantity=3)
    await stall.sell(db, now, method="COD")
    await cancel_as_buyer(db, stall.buyer, order_id=cancelled.order_id, reason="", now=now)
    await drain(db, roster(), now)
    found = await reconcile_day(db, "SANDBOX", now.date(), now=now + DAY)
    # Two charges and a refund; cash is none of the provider's business.
    assert (found.matched, found.findings) == (3, [])
    assert (await reconcile_day(db, "SANDBOX", (now + DAY).date(), now=now + 2 * DAY)).matched == 0


async def test_what_does_not_agree_is_kept_for_an_operator(db: Db, now: datetime) -> None:
    stall = await make_stall(db)
    lost, skimmed, right = [await stall.sell(db, now, quantity=quantity) for quantity in (1, 2, 3)]
    await LOSE.run(db, lost.total_minor)
    await SKIM.run(db, skimmed.total_minor)
    await drain(db, roster(), now + DAY)
    days = await reconciled_days(db, SYSTEM)
    [day] = [each for each in days if (each.provider, each.day) == ("SANDBOX", now.date())]
    assert (day.matched, day.different, day.provider_only, day.books_only) == (1, 1, 0, 1)
    by_order = {
        each.order_ids: (each.kind, each.provider_minor, each.books_minor) for each in await findings(db, SYSTEM)
    }
    assert by_order == {
        str(lost.order_id): ("BOOKS_ONLY", None, lost.total_minor),
        str(skimmed.order_id): ("DIFFERENT", skimmed.total_minor - 1, skimmed.total_minor),
    }
    assert str(right.order_id) not in by_order


async def test_a_provider_that_does_not_answer_stops_nobody_else(db: Db, now: datetime, tmp_path: Path) -> None:
    stall = await make_stall(db)
    await stall.sell(db, now)
    usual = Settings(home=tmp_path, sandbox=True)
    set_up(msgspec.structs.replace(usual, stripe_key="sk_test_nobody", stripe_api_url="http://127.0.0.1:1"))
    try:
        await reconcile_recent(db, now=now + DAY)
    finally:
        set_up(usual)
    days = [
        (each.provider, each.day, each.matched) for each in await reconciled_days(db, SYSTEM) if each.provider != "BANK"
    ]
    assert sorted(days) == [("SANDBOX", (now - DAY).date(), 0), ("SANDBOX", now.date(), 1)]


async def paid_out(db: Db, now: datetime, number: str = "8012345678") -> tuple[Stall, Payout]:
    """A shop whose first day was closed and paid to that account as soon as the bank would; its only payout."""
    stall = await make_stall(db)
    await stall.bank(db, now, number)
    await stall.deliver(db, await stall.sell(db, now), now)
    for days in (10, 11):
        await drain(db, roster(), now + days * DAY)
    [payout] = (await payouts(db, stall.seller, shop_id=stall.shop.shop_id)).items
    return stall, payout


async def bank_days(db: Db) -> dict[date, tuple[int, int, int, int]]:
    """The bank's days that were compared, with what was found."""
    return {
        each.day: (each.matched, each.different, each.provider_only, each.books_only)
        for each in await reconciled_days(db, SYSTEM)
        if each.provider == "BANK"
    }


async def test_r_fin_1_what_the_bank_paid_is_what_the_books_say(db: Db, now: datetime) -> None:
    _, payout = await paid_out(db, now)
    assert payout.status == "PAID"
    await drain(db, roster(), now + 12 * DAY)
    assert (await bank_days(db))[(now + 11 * DAY).date()] == (1, 0, 0, 0)
    assert await broken(db) == []


async def test_r_fin_1_what_bank_and_books_disagree_on_is_told_to_an_operator(db: Db, now: datetime) -> None:
    _, payout = await paid_out(db, now)
    day, key = (now + 11 * DAY).date(), str(payout.payout_id)
    for fault, kind, there in (
        (AT_BANK_LESS, "DIFFERENT", 1 - payout.amount_minor),
        (AT_BANK_REFUSED, "BOOKS_ONLY", None),
    ):
        await fault.run(db, key)
        found = await reconcile_again(db, SYSTEM, provider="BANK", day=day, now=now + 12 * DAY)
        [told] = found.findings
        assert (told.key, told.kind, told.provider_minor, told.books_minor) == (key, kind, there, -payout.amount_minor)
    await AT_BANK_UNASKED.run(db, now + 11 * DAY)
    found = await reconcile_day(db, "BANK", day, now=now + 12 * DAY)
    assert sorted(each.kind for each in found.findings) == ["BOOKS_ONLY", "PROVIDER_ONLY"]
    assert len([each for each in await findings(db, SYSTEM) if each.provider == "BANK"]) == 2


async def test_a_slow_bank_books_a_payout_on_the_day_it_paid_it(db: Db, now: datetime) -> None:
    stall, payout = await paid_out(db, now, number="8012340002")
    assert payout.status == "PROCESSING"
    for minutes in (2, 5, 9, 20):
        await drain(db, roster(), now + 11 * DAY + timedelta(minutes=minutes))
    [payout] = (await payouts(db, stall.seller, shop_id=stall.shop.shop_id)).items
    assert payout.status == "PAID" and payout.settled_at is not None
    await drain(db, roster(), now + 13 * DAY)
    assert (await bank_days(db))[payout.settled_at.date()] == (1, 0, 0, 0)


async def test_the_sweep_finds_a_payout_that_the_books_do_not_know(db: Db, now: datetime) -> None:
    await paid_out(db, now)
    await FORGED.run(db)
    assert "settlement.what_the_bank_paid_is_a_paid_payout" in " ".join(await broken(db))
