"""From the sale to the bank: settlement, statement, payout, in three markets."""

from datetime import datetime, timedelta

import pytest

from etalase.app.wiring import roster
from etalase.base.db import Db
from etalase.base.jobs import drain
from etalase.settlement.queries import balance, payouts, statement_lines, statements
from tests.makers.money import make_stall
from tests.makers.orders import broken

DAY = timedelta(days=1)
PRICES = {"ID": 100_000, "US": 2_500, "VN": 100_000}
# From a Tuesday: in Indonesia seven working days, over a weekend.
DAYS = {"ID": 9, "US": 7, "VN": 7}


@pytest.mark.parametrize("market", ["ID", "US", "VN"])
async def test_r_fin_1_a_sale_becomes_a_statement_and_a_statement_a_payout(db: Db, now: datetime, market: str) -> None:
    stall = await make_stall(db, market, price_minor=PRICES[market])
    await stall.bank(db, now)
    order = await stall.deliver(db, await stall.sell(db, now), now)
    shop_id = stall.shop.shop_id
    before = await balance(db, stall.seller, shop_id=shop_id, now=now)
    assert before.pending_minor > 0 and before.available_minor == 0
    assert order.delivered_at is not None
    due = order.delivered_at + DAYS[market] * DAY
    await drain(db, roster(), due - timedelta(seconds=1))
    assert (await balance(db, stall.seller, shop_id=shop_id, now=now)).available_minor == 0
    await drain(db, roster(), due)
    after = await balance(db, stall.seller, shop_id=shop_id, now=now)
    assert after.pending_minor == 0 and 0 < after.available_minor < before.pending_minor
    await drain(db, roster(), due + DAY)
    [statement] = (await statements(db, stall.seller, shop_id=shop_id)).items
    assert statement.settlement_minor == statement.revenue_minor + statement.fees_minor == after.available_minor
    held = statement.statement_id
    [line] = (await statement_lines(db, stall.seller, shop_id=shop_id, statement_id=held)).items
    entry = line.entry
    assert sum(part.amount_minor for part in line.parts) == entry.revenue_minor + entry.fees_minor
    assert all(part.name for part in line.parts)
    [payout] = (await payouts(db, stall.seller, shop_id=shop_id)).items
    assert (payout.status, payout.amount_minor) == ("PAID", statement.settlement_minor)
    assert (await stall.books(db)).get("seller_available") is None
    assert sum((await stall.books(db)).values()) == 0
    assert await broken(db) == []
