"""Give up what a shop has owed for too long."""

from datetime import datetime

from etalase.base.db import Db
from etalase.ledger import actions as ledger
from etalase.settlement.actions.entering import Entry, enter
from etalase.settlement.queries.due import Debt

WRITTEN_OFF = "debt.written_off"


async def write_off(db: Db, debt: Debt, *, now: datetime) -> None:
    """The platform bears it: the shop's balance is nothing again."""
    owed = -await ledger.hold_available(db, debt.shop_id, debt.currency)
    if owed <= 0:
        return
    cause_id = await db.new_id()
    move = ledger.Transfer(debt.shop_id, "write_off", "seller_available", owed, debt.currency, WRITTEN_OFF, cause_id, 1)
    await ledger.post(db, [move], now=now)
    await enter(db, debt.shop_id, debt.currency, [Entry("WRITTEN_OFF", cause_id, adjustment_minor=owed)], now=now)
