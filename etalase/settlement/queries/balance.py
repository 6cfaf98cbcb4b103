"""What a seller has: waiting, kept back, to be had, on its way; and every held amount with its rule and its day."""

from datetime import UTC, datetime, timedelta
from typing import Literal

import msgspec

from etalase.base.actor import Actor
from etalase.base.db import Db, rows
from etalase.base.markets import policy
from etalase.base.pages import LIMIT_DEFAULT, Page, below_of, page_of
from etalase.ledger import queries as ledger
from etalase.settlement.queries.banks import BankAccount, account_in_use
from etalase.shops.queries import permit

HeldFor = Literal["SHIPPING", "TIME", "CASH", "RETURN", "RESERVE"]
Blocked = Literal["NO_BANK_ACCOUNT", "BANK_ACCOUNT_WAITS", "BELOW_MINIMUM", "IN_DEBT", "UNDER_WAY"]


class Money(msgspec.Struct, frozen=True):
    """Closed statements that no payout holds, entries of days not closed yet, and a payout on its way."""

    closed_minor: int
    today_minor: int
    under_way_minor: int


class SellerBalance(msgspec.Struct, frozen=True):
    """A shop's money in its currency.

    `available` may be negative: refunds took more than there was. `next_payout_at` is when the next daily payout is opened
    and `next_payout_minor` how much it would be now; `blocked` says why none is.
    """

    shop_id: int
    currency: str
    pending_minor: int
    available_minor: int
    reserve_minor: int
    under_way_minor: int
    closed_minor: int
    today_minor: int
    least_minor: int
    automatic: bool
    next_payout_at: datetime | None
    next_payout_minor: int
    blocked: Blocked | None
    account: BankAccount | None


class Held(msgspec.Struct, frozen=True):
    """An amount that is not the seller's yet: of which order, why, by which rule, until when (None: not known yet)."""

    order_id: int
    held_for: HeldFor
    amount_minor: int
    currency: str
    rule: str | None
    release_at: datetime | None


MONEY = rows(
    Money,
    """SELECT coalesce((SELECT sum(settlement_minor) FROM statements WHERE shop_id = $1 AND payout_id IS NULL), 0)::bigint
                  AS closed_minor,
              coalesce((SELECT sum(revenue_minor + fees_minor + adjustment_minor) FROM statement_entries
                         WHERE shop_id = $1 AND statement_id IS NULL), 0)::bigint AS today_minor,
              coalesce((SELECT sum(amount_minor) FROM payouts
                         WHERE shop_id = $1 AND status = 'PROCESSING'), 0)::bigint AS under_way_minor""",
)
PENDING = """(SELECT coalesce(sum(CASE WHEN x.credit = 'seller_pending' THEN x.amount_minor ELSE -x.amount_minor END), 0)
        FROM transfers x
       WHERE x.shop_id = o.shop_id AND x.order_id = o.order_id AND 'seller_pending' IN (x.debit, x.credit))::bigint"""
OPEN_RETURN = """EXISTS (SELECT 1 FROM returns r
       WHERE r.shop_id = o.shop_id AND r.order_id = o.order_id AND r.closed_at IS NULL)"""
# Three stretches of three indexes: not delivered, delivered and waiting, kept back.
HELD = rows(
    Held,
    f"""SELECT order_id, held_for, amount_minor, currency, rule, release_at FROM (
          SELECT o.order_id, 'SHIPPING' AS held_for, {PENDING} AS amount_minor, o.currency, NULL AS rule,
                 NULL::timestamptz AS release_at
            FROM orders o WHERE o.shop_id = $1 AND o.paid_at IS NOT NULL
             AND o.status IN ('ON_HOLD', 'AWAITING_SHIPMENT', 'PARTIALLY_SHIPPING', 'AWAITING_COLLECTION', 'IN_TRANSIT')
          UNION ALL
          SELECT o.order_id, CASE WHEN {OPEN_RETURN} THEN 'RETURN' WHEN t.cash_due_at > t.due_at THEN 'CASH' ELSE 'TIME' END,
                 {PENDING}, t.currency, t.rule, greatest(t.due_at, t.cash_due_at)
            FROM settlements t JOIN orders o ON o.shop_id = t.shop_id AND o.order_id = t.order_id
           WHERE t.shop_id = $1 AND t.settled_at IS NULL
          UNION ALL
          SELECT t.order_id, 'RESERVE', t.reserve_left_minor, t.currency, t.rule, t.reserve_until
            FROM settlements t WHERE t.shop_id = $1 AND t.reserve_left_minor > 0) AS held
         WHERE amount_minor <> 0 AND order_id < $2 ORDER BY order_id DESC LIMIT $3""",
)


async def balance(db: Db, actor: Actor, *, shop_id: int, now: datetime) -> SellerBalance:
    """A shop's money, and when the next payout comes."""
    shop = await permit(db, actor, shop_id, "finance.read")
    books = await ledger.balances(db, shop_id)
    money = await MONEY.sole(db, shop_id)
    numbers = await policy(db, shop.market, now)
    account = await account_in_use(db, shop_id)
    available = books.get("seller_available", 0)
    blocked = _blocked(account, money, available, numbers.payout_min_minor)
    at, amount = _next_payout(money, numbers.payout_min_minor, now)
    return SellerBalance(
        shop_id,
        shop.currency,
        books.get("seller_pending", 0),
        available,
        books.get("seller_reserve", 0),
        money.under_way_minor,
        money.closed_minor,
        money.today_minor,
        numbers.payout_min_minor,
        numbers.payout_automatic,
        at if numbers.payout_automatic else None,
        amount,
        blocked,
        account,
    )


async def held(
    db: Db, actor: Actor, *, shop_id: int, limit: int = LIMIT_DEFAULT, cursor: str | None = None
) -> Page[Held]:
    """Every amount that is not the seller's yet, newest order first."""
    await permit(db, actor, shop_id, "finance.read")
    found = await HELD.all(db, shop_id, below_of(cursor), limit + 1)
    return page_of(found, limit, lambda each: (each.order_id,))


def _blocked(account: BankAccount | None, money: Money, available: int, least: int) -> Blocked | None:
    if money.under_way_minor:
        return "UNDER_WAY"
    if account is None or account.status == "REJECTED":
        return "NO_BANK_ACCOUNT"
    if account.status == "PENDING":
        return "BANK_ACCOUNT_WAITS"
    if available < 0 or money.closed_minor > available:
        return "IN_DEBT"
    return "BELOW_MINIMUM" if money.closed_minor < least else None


def _next_payout(money: Money, least: int, now: datetime) -> tuple[datetime | None, int]:
    """Closed statements are paid at once; what was earned today is closed at midnight UTC and paid then."""
    midnight = now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    if money.closed_minor >= least:
        return now, money.closed_minor
    amount = money.closed_minor + money.today_minor
    return (midnight, amount) if amount >= least else (None, max(amount, 0))
