"""Pay sellers: a payout is its statements, it is sent once, and what a bank refuses is the seller's again."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final

import asyncpg
import msgspec
import structlog

from etalase.base import events, live
from etalase.base.actor import Actor
from etalase.base.db import Db, rows, value, write
from etalase.base.errors import Refused
from etalase.base.jobs import Place, one_by_one
from etalase.base.markets import policy
from etalase.base.money import Money
from etalase.ledger import actions as ledger
from etalase.ledger.queries import balances
from etalase.ledger.rules import Kind
from etalase.orders.queries import open_orders
from etalase.settlement.actions.banking import next_try
from etalase.settlement.ports import BANK, BankAnswer
from etalase.settlement.queries.banks import account_in_use
from etalase.settlement.queries.payouts import Payout, payout
from etalase.shops.queries import Shop, permit, shop

SENT: Final = "payout.sent"
PAID: Final = "payout.paid"
FAILED: Final = "payout.failed"

log = structlog.get_logger()


class Unpaid(msgspec.Struct, frozen=True):
    """A closed day that no payout holds."""

    statement_id: int
    settlement_minor: int


class ToSend(msgspec.Struct, frozen=True):
    """A payout the bank is to be asked about."""

    shop_id: int
    payout_id: int
    market: str
    number: str
    amount_minor: int
    currency: str
    tries: int


UNPAID = rows(
    Unpaid,
    """SELECT statement_id, settlement_minor FROM statements
        WHERE shop_id = $1 AND payout_id IS NULL ORDER BY statement_id FOR UPDATE""",
)
OPEN = write(
    """INSERT INTO payouts (shop_id, payout_id, bank_account_id, amount_minor, currency, status, asked_by, asked_at,
              next_try_at)
       VALUES ($1, $2, $3, $4, $5, 'PROCESSING', $6, $7, $7)"""
)
CLAIM = write("UPDATE statements SET payout_id = $2 WHERE shop_id = $1 AND statement_id = ANY($3::bigint[])")
MADE_OF = write("INSERT INTO payout_statements (shop_id, payout_id, statement_id) SELECT $1, $2, unnest($3::bigint[])")
FREE = write("UPDATE statements SET payout_id = NULL WHERE shop_id = $1 AND payout_id = $2")
TO_SEND = rows(
    ToSend,
    """SELECT p.shop_id, p.payout_id, s.market, b.number, p.amount_minor, p.currency, p.tries
         FROM payouts p JOIN bank_accounts b ON b.shop_id = p.shop_id AND b.bank_account_id = p.bank_account_id
              JOIN shops s ON s.shop_id = p.shop_id
        WHERE p.next_try_at <= $1 ORDER BY p.next_try_at LIMIT $2""",
)
MOVE = value(
    int,
    """UPDATE payouts SET status = $3, settled_at = $4, reason = $5, bank_ref = $6, next_try_at = NULL, tries = tries + 1
        WHERE shop_id = $1 AND payout_id = $2 AND status = 'PROCESSING' RETURNING payout_id""",
)
LATER = write(
    """UPDATE payouts SET next_try_at = $3, tries = tries + 1
        WHERE shop_id = $1 AND payout_id = $2 AND status = 'PROCESSING'"""
)
READY = value(
    int,
    """SELECT s.shop_id FROM shops s
         JOIN bank_accounts b ON b.shop_id = s.shop_id AND b.removed_at IS NULL AND b.status = 'VERIFIED'
        WHERE s.market = $1
          AND (SELECT sum(m.settlement_minor) FROM statements m
                WHERE m.shop_id = s.shop_id AND m.payout_id IS NULL) >= $2
          AND NOT EXISTS (SELECT 1 FROM payouts p
                WHERE p.shop_id = s.shop_id AND (p.status = 'PROCESSING' OR p.asked_at >= $3))
          AND s.shop_id > $4 ORDER BY s.shop_id LIMIT 200""",
)


async def withdraw(db: Db, actor: Actor, *, shop_id: int, now: datetime, last: bool = False) -> Payout:
    """Pay out every closed statement now. `last`: the rest of a shop that expects nothing more, however small (R-LINK-46).

    Refused: `settlement.no_bank_account`, `…bank_account_waits`, `…payout_under_way`, `…in_debt`, `…nothing_to_pay`,
    `…more_to_come`.
    """
    found = await permit(db, actor, shop_id, "finance.write")
    if last and await _more_comes(db, shop_id):
        raise Refused("settlement.more_to_come")
    return await pay_out(db, found, now=now, by=actor.account_id, least=1 if last else None)


async def pay_out(db: Db, to: Shop, *, now: datetime, by: int | None = None, least: int | None = None) -> Payout:
    """Open a payout of all closed statements of a shop; the bank is asked after the commit. `least`: else the market's."""
    account = await account_in_use(db, to.shop_id)
    if account is None or account.status == "REJECTED":
        raise Refused("settlement.no_bank_account")
    if account.status == "PENDING":
        raise Refused("settlement.bank_account_waits")
    held = await ledger.hold_available(db, to.shop_id, to.currency)
    unpaid = await UNPAID.all(db, to.shop_id)
    amount = sum(each.settlement_minor for each in unpaid)
    if least is None:
        least = (await policy(db, to.market, now)).payout_min_minor
    # Refunds of today may have taken what the statements of yesterday still hold: then both are paid together tomorrow.
    if held < 0 or (amount >= least and held < amount):
        raise Refused("settlement.in_debt")
    if amount < least:
        raise Refused("settlement.nothing_to_pay", least=Money(least, to.currency).decimal() + " " + to.currency)
    payout_id = await db.new_id()
    try:
        async with db.transaction():
            await OPEN.run(db, to.shop_id, payout_id, account.bank_account_id, amount, to.currency, by, now)
    except asyncpg.UniqueViolationError as under_way:
        raise Refused("settlement.payout_under_way") from under_way
    statement_ids = [each.statement_id for each in unpaid]
    await CLAIM.run(db, to.shop_id, payout_id, statement_ids)
    await MADE_OF.run(db, to.shop_id, payout_id, statement_ids)
    await _post(db, to.shop_id, payout_id, "seller_available", "payout_transit", amount, to.currency, SENT, now=now)
    await _tell(db, SENT, to.shop_id, payout_id, now=now)
    return await payout(db, to.shop_id, payout_id)


async def pay_ready(db: Db, market: str, *, now: datetime) -> None:
    """Open the daily payouts of a market, at most one per shop and UTC day; each shop by itself, outside any transaction.

    A shop that owes, or was faster itself, is refused and looked at again.
    """
    numbers = await policy(db, market, now)
    if not numbers.payout_automatic:
        return
    midnight = now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)

    async def pay(shop_id: int) -> None:
        await pay_out(db, await shop(db, shop_id), now=now)

    await one_by_one(
        db,
        lambda after: READY.all(db, market, numbers.payout_min_minor, midnight, after.row_id),
        pay,
        lambda shop_id: Place(midnight, shop_id),
        job=f"settlement.pay_ready.{market}",
    )


async def send_due(db: Db, limit: int, *, now: datetime) -> None:
    """Ask the bank about every payout whose time has come, outside any transaction. The same key each time: it pays once."""
    for each in await TO_SEND.all(db, now, limit):
        try:
            await _send(db, each, now=now)
        except Exception:
            # One that fails is nobody else's failure, and is asked about again when the others have had their turn.
            log.exception("settlement.payout_not_sent", payout=each.payout_id)
            await _ask_later(db, each, now=now)


async def _send(db: Db, each: ToSend, *, now: datetime) -> None:
    answer = await BANK.pay(
        db,
        key=str(each.payout_id),
        number=each.number,
        amount_minor=each.amount_minor,
        currency=each.currency,
        at=now,
    )
    async with db.transaction():
        await _apply(db, each, answer, now=now)


async def _ask_later(db: Db, sent: ToSend, *, now: datetime) -> None:
    later = await next_try(db, sent.market, sent.tries, now=now)
    await LATER.run(db, sent.shop_id, sent.payout_id, later)


async def _more_comes(db: Db, shop_id: int) -> bool:
    books = await balances(db, shop_id)
    waits = any(books.get(kind, 0) for kind in ("seller_pending", "seller_reserve"))
    return waits or await open_orders(db, shop_id) > 0


async def _apply(db: Db, sent: ToSend, answer: BankAnswer, *, now: datetime) -> None:
    if answer.outcome == "WAITING":
        # Nobody knows yet whether it was paid: it stays on its way, however long that takes.
        await _ask_later(db, sent, now=now)
        return
    word = (sent.shop_id, sent.payout_id, answer.outcome, now, answer.reason or None, answer.ref or None)
    if await MOVE.get(db, *word) is None:
        return
    paid = answer.outcome == "PAID"
    to: Kind = "bank" if paid else "seller_available"
    cause = PAID if paid else FAILED
    await _post(
        db, sent.shop_id, sent.payout_id, "payout_transit", to, sent.amount_minor, sent.currency, cause, now=now
    )
    if not paid:
        await FREE.run(db, sent.shop_id, sent.payout_id)
    await _tell(db, cause, sent.shop_id, sent.payout_id, now=now)


async def _post(
    db: Db,
    shop_id: int,
    payout_id: int,
    debit: Kind,
    credit: Kind,
    amount: int,
    currency: str,
    cause: str,
    *,
    now: datetime,
) -> None:
    moves: Sequence[ledger.Transfer] = [ledger.Transfer(shop_id, debit, credit, amount, currency, cause, payout_id, 1)]
    await ledger.post(db, moves, now=now)


async def _tell(db: Db, name: str, shop_id: int, payout_id: int, *, now: datetime) -> None:
    await events.record(db, name, at=now, shop_id=shop_id, facts={"payout_id": str(payout_id)})
    await live.announce(db, live.shop(shop_id))
