"""Money and after-sales that stand in the way of a closing (R-LINK-46)."""

from datetime import datetime, timedelta

import pytest

from etalase.app.wiring import roster
from etalase.base.db import Db
from etalase.base.errors import Refused
from etalase.base.jobs import drain
from etalase.base.markets import set_policy
from etalase.closures import queries
from etalase.closures.actions import close_shop
from etalase.ledger import actions as ledger
from etalase.settlement.actions import withdraw
from tests.makers.aftersales import make_cases
from tests.makers.money import Stall, make_stall
from tests.makers.orders import broken

DAY = timedelta(days=1)


async def left(db: Db, stall: Stall) -> list[str]:
    """What the checklist still asks for."""
    found = await queries.checklist(db, stall.seller, shop_id=stall.shop.shop_id)
    return [each.code.removeprefix("closures.") for each in found if each.left]


async def refused(db: Db, stall: Stall, now: datetime) -> tuple[str, dict[str, object]]:
    """Why the shop does not close."""
    with pytest.raises(Refused) as no:
        await close_shop(db, stall.seller, shop_id=stall.shop.shop_id, now=now)
    return no.value.code, dict(no.value.facts)


async def withdrawn(db: Db, stall: Stall, now: datetime, *, last: bool = False) -> str | None:
    """Why nothing is paid out; None when it is."""
    try:
        await withdraw(db, stall.seller, shop_id=stall.shop.shop_id, now=now, last=last)
    except Refused as no:
        return no.code
    return None


async def test_r_link_46_a_shop_closes_when_its_last_money_is_paid_out(db: Db, now: datetime) -> None:
    stall = await make_stall(db, "US", price_minor=20_00, probation=True)
    shop_id = stall.shop.shop_id
    await set_policy(db, "US", "payout_min_minor", now, 100_00)
    await stall.bank(db, now)
    await stall.deliver(db, await stall.sell(db, now, quantity=1), now)
    assert await left(db, stall) == ["orders_open", "orders_unsettled"]
    at = now + 15 * DAY
    await drain(db, roster(), at)
    assert "orders_unsettled" in await left(db, stall)
    assert await withdrawn(db, stall, at, last=True) == "settlement.more_to_come"
    await drain(db, roster(), now + 45 * DAY)
    # Until the guarantee ends, something may still come back.
    assert await left(db, stall) == ["orders_open", "reserve_held", "balance_left"]
    at = now + 92 * DAY
    for days in (80, 81, 91, 92):
        await drain(db, roster(), now + days * DAY)
    # Too little for a payout of every day, so that it waits for the seller.
    assert await left(db, stall) == ["balance_left"]
    code, facts = await refused(db, stall, at)
    assert code == "closures.balance_left" and str(facts["amount"]).endswith(" USD")
    assert await withdrawn(db, stall, at) == "settlement.nothing_to_pay"
    assert await withdrawn(db, stall, at, last=True) is None
    assert await left(db, stall) == ["payout_under_way"]
    assert (await refused(db, stall, at))[0] == "closures.payout_under_way"
    await drain(db, roster(), at)
    assert await left(db, stall) == []
    assert (await close_shop(db, stall.seller, shop_id=shop_id, now=at)).status == "CLOSED"
    assert await broken(db) == []


async def test_r_link_46_a_shop_that_owes_does_not_close(db: Db, now: datetime) -> None:
    stall = await make_stall(db)
    debt = ledger.Transfer(stall.shop.shop_id, "seller_available", "bank", 25_000, "IDR", "test.debt", 1, 1)
    await ledger.post(db, [debt], now=now)
    assert await refused(db, stall, now) == ("closures.debt_left", {"amount": "25000 IDR"})


async def test_r_link_46_open_requests_and_disputes_stand_in_the_way(db: Db, now: datetime) -> None:
    stall = await make_stall(db)
    made = await make_cases(db, stall.seller, stall.buyer, stall.shop.shop_id, stall.sku_id, now)
    assert made.dispute_id
    found = await queries.checklist(db, stall.seller, shop_id=stall.shop.shop_id)
    counted = {each.code: each.left for each in found}
    assert (counted["closures.after_sales_open"], counted["closures.disputes_open"]) == (2, 1)
