"""A provider's day against the books: what agrees, what is missing on either side, what differs."""

from datetime import datetime, timedelta
from pathlib import Path

import msgspec

from etalase.app.wiring import roster
from etalase.base.actor import SYSTEM
from etalase.base.db import Db, write
from etalase.base.jobs import drain
from etalase.base.settings import Settings
from etalase.orders.actions import cancel_as_buyer
from etalase.payments.ports import set_up
from etalase.settlement.actions import reconcile_day, reconcile_recent
from etalase.settlement.queries import findings, reconciled_days
from tests.makers.money import make_stall

DAY = timedelta(days=1)
# What only a fault of the provider could do to its books.
LOSE = write("DELETE FROM sandbox_charges WHERE amount_minor = $1")
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
    [day] = [each for each in await reconciled_days(db, SYSTEM) if each.day == now.date()]
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
    days = [(each.provider, each.day, each.matched) for each in await reconciled_days(db, SYSTEM)]
    assert sorted(days) == [("SANDBOX", (now - DAY).date(), 0), ("SANDBOX", now.date(), 1)]
