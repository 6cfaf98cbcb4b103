"""The bank account of a shop: one in use, confirmed by the name the bank has for it."""

from datetime import datetime, timedelta
from typing import Final

import msgspec
import structlog

from etalase.base import events, live
from etalase.base.actor import Actor
from etalase.base.db import Db, rows, value, write
from etalase.base.markets import policy
from etalase.settlement.ports import BANK
from etalase.settlement.queries.banks import BankAccount, bank_account
from etalase.settlement.rules.banks import checked_account, same_name
from etalase.shops.queries import permit

WAIT: Final = timedelta(minutes=1)

log = structlog.get_logger()


class ToVerify(msgspec.Struct, frozen=True):
    """An account to be asked about."""

    shop_id: int
    bank_account_id: int
    bank: str
    number: str
    holder: str
    market: str
    tries: int


REMOVE = write("UPDATE bank_accounts SET removed_at = $2 WHERE shop_id = $1 AND removed_at IS NULL")
ADD = write(
    """INSERT INTO bank_accounts (shop_id, bank_account_id, bank, number, holder, status, added_by, added_at,
              next_try_at)
       VALUES ($1, $2, $3, $4, $5, 'PENDING', $6, $7, $7)"""
)
WAITING = rows(
    ToVerify,
    """SELECT b.shop_id, b.bank_account_id, b.bank, b.number, b.holder, s.market, b.tries
         FROM bank_accounts b JOIN shops s ON s.shop_id = b.shop_id
        WHERE b.status = 'PENDING' AND b.removed_at IS NULL AND b.next_try_at <= $1 ORDER BY b.next_try_at LIMIT $2""",
)
ANSWER = value(
    int,
    """UPDATE bank_accounts SET status = $3, reason = $4, answered_at = $5, next_try_at = NULL, tries = tries + 1
        WHERE shop_id = $1 AND bank_account_id = $2 AND status = 'PENDING' RETURNING bank_account_id""",
)
LATER = write(
    """UPDATE bank_accounts SET next_try_at = $3, tries = tries + 1
        WHERE shop_id = $1 AND bank_account_id = $2 AND status = 'PENDING'"""
)


async def add_bank_account(
    db: Db, actor: Actor, *, shop_id: int, bank: str, number: str, holder: str, now: datetime
) -> BankAccount:
    """Use this account from now on, in place of the one before; payouts wait until the bank confirms its name."""
    await permit(db, actor, shop_id, "finance.write")
    told = checked_account(bank, number, holder)
    account_id = await db.new_id()
    await REMOVE.run(db, shop_id, now)
    await ADD.run(db, shop_id, account_id, *told, actor.account_id, now)
    await events.record(db, "bank_account.added", at=now, shop_id=shop_id, account_id=actor.account_id)
    return await bank_account(db, shop_id, account_id)


async def remove_bank_account(db: Db, actor: Actor, *, shop_id: int, bank_account_id: int, now: datetime) -> None:
    """Use it no more. A payout that is on its way still arrives there."""
    await permit(db, actor, shop_id, "finance.write")
    found = await bank_account(db, shop_id, bank_account_id)
    if found.removed_at is None:
        await REMOVE.run(db, shop_id, now)


async def verify_waiting(db: Db, limit: int, *, now: datetime) -> None:
    """Ask the bank whose accounts those are whose time has come, one after the other, outside any transaction.

    One it does not answer for waits twice as long each time, as a payout does.
    """
    for each in await WAITING.all(db, now, limit):
        try:
            holder = await BANK.holder_of(bank=each.bank, number=each.number, written=each.holder)
        except Exception:
            # It goes on waiting; the others, and the payouts after them, do not.
            log.exception("settlement.account_not_verified", bank_account=each.bank_account_id)
            later = await next_try(db, each.market, each.tries, now=now)
            await LATER.run(db, each.shop_id, each.bank_account_id, later)
            continue
        reason = "unknown_account" if holder is None else None if same_name(each.holder, holder) else "name_differs"
        status = "VERIFIED" if reason is None else "REJECTED"
        async with db.transaction():
            await ANSWER.get(db, each.shop_id, each.bank_account_id, status, reason, now)
            await live.announce(db, live.shop(each.shop_id))


async def next_try(db: Db, market: str, tries: int, *, now: datetime) -> datetime:
    """When a bank that did not answer is asked again: a minute, then twice as long each time, as often as the market says."""
    most = (await policy(db, market, now)).payout_retries_max
    return now + WAIT * 2 ** min(tries, most)
