"""Payouts of a shop."""

from datetime import datetime

import msgspec

from etalase.base.actor import Actor
from etalase.base.db import Db, rows
from etalase.base.errors import NotFound
from etalase.base.pages import LIMIT_DEFAULT, Page, below_of, page_of
from etalase.settlement.rules.banks import PayoutStatus
from etalase.shops.queries import permit


class Payout(msgspec.Struct, frozen=True):
    """A payout. `asked_by` None: it was the daily one."""

    shop_id: int
    payout_id: int
    bank: str
    ending: str
    amount_minor: int
    currency: str
    status: PayoutStatus
    asked_by: int | None
    asked_at: datetime
    settled_at: datetime | None
    reason: str | None
    bank_ref: str | None
    statements: int


COLUMNS = """p.shop_id, p.payout_id, b.bank, right(b.number, 4) AS ending, p.amount_minor, p.currency, p.status, p.asked_by,
       p.asked_at, p.settled_at, p.reason, p.bank_ref,
       (SELECT count(*) FROM payout_statements m
         WHERE m.shop_id = p.shop_id AND m.payout_id = p.payout_id)::int AS statements"""
JOINS = "payouts p JOIN bank_accounts b ON b.shop_id = p.shop_id AND b.bank_account_id = p.bank_account_id"
ONE = rows(Payout, f"SELECT {COLUMNS} FROM {JOINS} WHERE p.shop_id = $1 AND p.payout_id = $2")
OF_SHOP = rows(
    Payout,
    f"""SELECT {COLUMNS} FROM {JOINS} WHERE p.shop_id = $1 AND p.payout_id < $2
         ORDER BY p.payout_id DESC LIMIT $3""",
)


async def payout(db: Db, shop_id: int, payout_id: int) -> Payout:
    """One payout of a shop; NotFound."""
    found = await ONE.one(db, shop_id, payout_id)
    if found is None:
        raise NotFound
    return found


async def one_payout(db: Db, actor: Actor, *, shop_id: int, payout_id: int) -> Payout:
    """One payout, for those who may read the shop's money."""
    await permit(db, actor, shop_id, "finance.read")
    return await payout(db, shop_id, payout_id)


async def payouts(
    db: Db, actor: Actor, *, shop_id: int, limit: int = LIMIT_DEFAULT, cursor: str | None = None
) -> Page[Payout]:
    """A shop's payouts, newest first."""
    await permit(db, actor, shop_id, "finance.read")
    found = await OF_SHOP.all(db, shop_id, below_of(cursor), limit + 1)
    return page_of(found, limit, lambda each: (each.payout_id,))
