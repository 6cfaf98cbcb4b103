"""What the owner of a shop is written to: payouts, the statement of each day, listings that the platform stopped."""

from datetime import datetime, timedelta

from etalase.app.wiring import roster
from etalase.base.actor import SYSTEM
from etalase.base.db import Db
from etalase.base.jobs import drain, subscribe
from etalase.catalog.actions import deactivate_product, set_platform_status
from etalase.notices import queries
from tests.makers.catalog import make_product
from tests.makers.links import ready_shop
from tests.makers.money import Stall, make_stall

DAY = timedelta(days=1)


async def letters(db: Db) -> list[queries.Message]:
    """Everything that was written, the oldest first."""
    return (await queries.outbox(db, None, everybody=True)).items[::-1]


async def earn(db: Db, stall: Stall, now: datetime, number: str) -> list[queries.Message]:
    """Two sales until the bank has answered; what was written of them."""
    await subscribe(db, roster())
    await stall.bank(db, now, number)
    for quantity in (1, 2):
        await stall.deliver(db, await stall.sell(db, now, quantity=quantity), now)
    # Both terms of a new shop: 7 days in the US, 15 in Indonesia.
    for days in (8, 9, 16, 17, 18):
        await drain(db, roster(), now + days * DAY)
    return await letters(db)


async def test_one_letter_a_day_and_one_when_the_money_is_there(db: Db, now: datetime) -> None:
    stall = await make_stall(db)
    statement, paid = await earn(db, stall, now, "8012345678")
    assert statement.subject.startswith("Laporan ") and "/finance/statements/" in statement.body
    assert "Rp" in statement.body and stall.shop.name in statement.body
    assert paid.subject == "Pencairan dana Anda sudah masuk" and "/finance/payouts/" in paid.body


async def test_a_payout_that_the_bank_refused(db: Db, now: datetime) -> None:
    stall = await make_stall(db, "US")
    subjects = [each.subject for each in await earn(db, stall, now, "8012340001")]
    assert subjects[0].startswith("Your statement for November") or subjects[0].startswith(
        "Your statement for December"
    )
    assert "Your payout did not go through" in subjects


async def test_a_listing_that_the_platform_stopped_is_told_and_one_that_the_shop_stopped_is_not(
    db: Db, now: datetime
) -> None:
    await subscribe(db, roster())
    seller, shop = await ready_shop(db, now=now, market="US")
    mine, theirs, frozen = [(await make_product(db, shop, now=now)).product_id for _ in range(3)]
    await deactivate_product(db, seller, shop_id=shop.shop_id, product_id=mine, now=now)
    await set_platform_status(
        db, SYSTEM, product_id=theirs, becomes="PLATFORM_DEACTIVATED", reason="A fake brand", now=now
    )
    await set_platform_status(db, SYSTEM, product_id=frozen, becomes="FREEZE", now=now)
    await drain(db, roster(), now)
    down, cold = await letters(db)
    assert down.subject == "A product was taken down" and "A fake brand" in down.body
    assert f"/seller/{shop.shop_id}/products/{theirs}" in down.body
    assert cold.subject == "A product is frozen" and "none was given" in cold.body
