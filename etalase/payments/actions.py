"""Open payments and move them on."""

from collections.abc import Sequence
from datetime import datetime

import msgspec

from etalase.base.db import Db, rows, value, write
from etalase.payments.rules import MOVES, Method, Status, opening_status


class Due(msgspec.Struct, frozen=True):
    """What one checkout owes, and each order's share as (shop, order, minor units)."""

    account_id: int
    payment_id: int
    checkout_id: int
    method: Method
    currency: str
    shares: list[tuple[int, int, int]]

    @property
    def amount_minor(self) -> int:
        """The sum of the shares."""
        return sum(minor for _, _, minor in self.shares)


class Held(msgspec.Struct, frozen=True):
    """The state of a payment that is locked."""

    status: Status


HOLD = rows(Held, "SELECT status FROM payments WHERE account_id = $1 AND payment_id = $2 FOR UPDATE")
OPEN = write(
    """INSERT INTO payments (account_id, payment_id, checkout_id, method, status, amount_minor, currency, created_at)
       SELECT *, $8::timestamptz
         FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::text[], $5::text[], $6::bigint[], $7::text[])"""
)
SHARE = write(
    """INSERT INTO payment_shares (shop_id, payment_id, order_id, amount_minor)
       SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::bigint[])"""
)
MOVE = value(
    int,
    """UPDATE payments SET status = $3, paid_at = CASE WHEN $3 = 'PAID' THEN $5 ELSE paid_at END
        WHERE account_id = $1 AND payment_id = $2 AND status = ANY($4::text[]) RETURNING amount_minor""",
)
REFUND_SHARE = write(
    """UPDATE payment_shares SET refunded_minor = amount_minor
        WHERE shop_id = $1 AND payment_id = $2 AND order_id = $3 AND refunded_minor = 0"""
)


async def open_payments(db: Db, dues: Sequence[Due], *, now: datetime) -> None:
    """Open one payment per checkout with its shares, in two statements however many there are."""
    await OPEN.run(
        db,
        [due.account_id for due in dues],
        [due.payment_id for due in dues],
        [due.checkout_id for due in dues],
        [due.method for due in dues],
        [opening_status(due.method) for due in dues],
        [due.amount_minor for due in dues],
        [due.currency for due in dues],
        now,
    )
    shares = [(shop, due.payment_id, order, minor) for due in dues for shop, order, minor in due.shares]
    await SHARE.run(db, *map(list, zip(*shares, strict=True)))


async def hold(db: Db, account_id: int, payment_id: int) -> Status:
    """Lock a payment until the end of the transaction; its state. Locked after the orders it pays for, never before."""
    return (await HOLD.sole(db, account_id, payment_id)).status


async def move(db: Db, account_id: int, payment_id: int, to: Status, *, now: datetime) -> bool:
    """Move a payment on; False when it is not in a state from which it may."""
    return await MOVE.get(db, account_id, payment_id, to, list(MOVES[to]), now) is not None


async def refund_share(db: Db, shop_id: int, payment_id: int, order_id: int) -> bool:
    """Give one order's share back, whole and once."""
    return bool(await REFUND_SHARE.run(db, shop_id, payment_id, order_id))
