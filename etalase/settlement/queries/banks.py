"""Bank accounts of a shop; their numbers leave this room masked."""

from datetime import datetime

import msgspec

from etalase.base.actor import Actor
from etalase.base.db import Db, rows
from etalase.base.errors import NotFound
from etalase.settlement.rules.banks import BankStatus
from etalase.shops.queries import permit


class BankAccount(msgspec.Struct, frozen=True):
    """An account as people see it: `ending` is the last four of its number."""

    bank_account_id: int
    bank: str
    ending: str
    holder: str
    status: BankStatus
    reason: str | None
    added_at: datetime
    removed_at: datetime | None

    @property
    def masked(self) -> str:
        """Dots, and the last four."""
        return "••••" + self.ending


COLUMNS = """bank_account_id, bank, right(number, 4) AS ending, holder, status, reason, added_at, removed_at"""
ONE = rows(BankAccount, f"SELECT {COLUMNS} FROM bank_accounts WHERE shop_id = $1 AND bank_account_id = $2")
IN_USE = rows(BankAccount, f"SELECT {COLUMNS} FROM bank_accounts WHERE shop_id = $1 AND removed_at IS NULL")
ALL = rows(
    BankAccount, f"SELECT {COLUMNS} FROM bank_accounts WHERE shop_id = $1 ORDER BY bank_account_id DESC LIMIT 20"
)


async def bank_account(db: Db, shop_id: int, bank_account_id: int) -> BankAccount:
    """One account of a shop; NotFound."""
    found = await ONE.one(db, shop_id, bank_account_id)
    if found is None:
        raise NotFound
    return found


async def account_in_use(db: Db, shop_id: int) -> BankAccount | None:
    """The account payouts go to."""
    return await IN_USE.one(db, shop_id)


async def bank_accounts(db: Db, actor: Actor, *, shop_id: int) -> list[BankAccount]:
    """Every account a shop has had, the one in use first."""
    await permit(db, actor, shop_id, "finance.read")
    return await ALL.all(db, shop_id)
