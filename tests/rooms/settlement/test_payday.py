"""From the sale to the bank: settlement, statement, payout, in three markets."""

from datetime import datetime, timedelta

import pytest

from etalase.app.wiring import roster
from etalase.base.actor import SYSTEM
from etalase.base.db import Db
from etalase.base.jobs import drain
from etalase.base.markets.changing import change_policy
from etalase.settlement.queries import balance, conditions, held, payouts, statement_lines, statements
from tests.makers.money import make_stall
from tests.makers.orders import broken

DAY = timedelta(days=1)
PRICES = {"ID": 100_000, "US": 2_500, "VN": 100_000}
# From a Tuesday: in Indonesia seven working days, over a weekend.
DAYS = {"ID": 9, "US": 7, "VN": 7}


async def test_r_fin_2_an_operator_plans_another_term_and_what_waits_keeps_its_own(db: Db, now: datetime) -> None:
    stall = await make_stall(db)
    shop_id = stall.shop.shop_id
    await change_policy(
        db, SYSTEM, market="ID", name="settlement_standard_days", value=5, day=now.date() + DAY, now=now
    )
    before = await stall.deliver(db, await stall.sell(db, now), now)
    after = await stall.deliver(db, await stall.sell(db, now + DAY), now + DAY)
    assert before.delivered_at is not None and after.delivered_at is not None
    found = {each.order_id: each for each in (await held(db, stall.seller, shop_id=shop_id)).items}
    first, second = found[before.order_id], found[after.order_id]
    assert (first.rule, first.release_at) == ("standard 7wd ID 2021-01-01", before.delivered_at + 9 * DAY)
    # A Wednesday: five working days end on the next.
    assert (second.rule, second.release_at) == ("standard 5wd ID 2026-11-25", after.delivered_at + 7 * DAY)
    told = await conditions(db, stall.seller, shop_id=shop_id, now=now + DAY)
    assert [(step.term.tier, step.term.days, step.term.working) for step in told.steps] == [
        ("EXPRESS", 2, True),
        ("STANDARD", 5, True),
        ("EXTENDED", 15, False),
    ]
    assert told.term == told.steps[1].term and told.steps[0].from_orders == 1_000


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
    number = statement.statement_id
    [line] = (await statement_lines(db, stall.seller, shop_id=shop_id, statement_id=number)).items
    entry = line.entry
    assert sum(part.amount_minor for part in line.parts) == entry.revenue_minor + entry.fees_minor
    assert all(part.name for part in line.parts)
    [payout] = (await payouts(db, stall.seller, shop_id=shop_id)).items
    assert (payout.status, payout.amount_minor) == ("PAID", statement.settlement_minor)
    assert (await stall.books(db)).get("seller_available") is None
    assert sum((await stall.books(db)).values()) == 0
    assert await broken(db) == []
