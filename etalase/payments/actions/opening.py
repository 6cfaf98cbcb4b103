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
    """A payment that is locked."""

    status: Status
    method: Method
    amount_minor: int
    paid_minor: int
    currency: str
    attempts: int


HOLD = rows(
    Held,
    """SELECT status, method, amount_minor, paid_minor, currency, attempts FROM payments
        WHERE account_id = $1 AND payment_id = $2 FOR UPDATE""",
)
# For a statement of a higher room with two CTEs: `due` (account_id, payment_id, checkout_id, method, status, amount_minor,
# currency, at), one row per checkout, and `shares` (shop_id, payment_id, order_id, amount_minor), one per order.
OPEN_FRAGMENT = """opened AS (
           INSERT INTO payments (account_id, payment_id, checkout_id, method, status, amount_minor, currency, created_at)
           SELECT account_id, payment_id, checkout_id, method, status, amount_minor, currency, at FROM due),
       shared AS (
           INSERT INTO payment_shares (shop_id, payment_id, order_id, amount_minor)
           SELECT shop_id, payment_id, order_id, amount_minor FROM shares)"""
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
    """UPDATE payments SET status = $3 WHERE account_id = $1 AND payment_id = $2 AND status = ANY($4::text[])
       RETURNING amount_minor""",
)
AT_THE_DOOR = value(
    int,
    """UPDATE payments SET status = 'DUE_ON_DELIVERY', method = 'COD'
        WHERE account_id = $1 AND payment_id = $2 AND status = ANY($3::text[]) AND amount_minor > 0
       RETURNING payment_id""",
)
# Whatever could still take money for it is to be closed at its provider, by a job after this commit.
CLOSE_ATTEMPTS = write(
    """UPDATE payment_attempts SET status = 'CLOSING', next_try_at = $4
        WHERE account_id = $1 AND payment_id = $2 AND status IN ('OPENING', 'OPEN') AND attempt <> $3"""
)
TAKE_SHARES = value(
    int,
    """UPDATE payment_shares s SET paid_minor = s.amount_minor
         FROM unnest($2::bigint[], $3::bigint[]) AS u (shop_id, order_id)
        WHERE s.shop_id = u.shop_id AND s.payment_id = $1 AND s.order_id = u.order_id AND s.paid_minor = 0
        RETURNING s.amount_minor""",
)
TAKE = write(
    """UPDATE payments SET status = 'PAID', paid_minor = paid_minor + $3, paid_at = coalesce(paid_at, $5)
        WHERE account_id = $1 AND payment_id = $2 AND status = ANY($4::text[])"""
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


async def hold_payment(db: Db, account_id: int, payment_id: int) -> Held | None:
    """Lock a payment until the end of the transaction, after the orders it pays for, never before; None: there is none."""
    return await HOLD.one(db, account_id, payment_id)


async def hold(db: Db, account_id: int, payment_id: int) -> Status:
    """Lock a payment that exists; its state."""
    return (await HOLD.sole(db, account_id, payment_id)).status


async def move(db: Db, account_id: int, payment_id: int, to: Status, *, now: datetime) -> bool:
    """Move a payment on; False when it is not in a state from which it may.

    What could still take money for one that is CANCELLED is closed at its provider. PAID is `take`'s, not this one's.
    """
    moved = await MOVE.get(db, account_id, payment_id, to, list(MOVES[to])) is not None
    if moved and to == "CANCELLED":
        await CLOSE_ATTEMPTS.run(db, account_id, payment_id, 0, now)
    return moved


async def owe_at_the_door(db: Db, account_id: int, payment_id: int, *, now: datetime) -> bool:
    """What is not paid yet is to be paid on delivery; False when it is not open. What could still take money is closed."""
    if await AT_THE_DOOR.get(db, account_id, payment_id, list(MOVES["DUE_ON_DELIVERY"])) is None:
        return False
    await CLOSE_ATTEMPTS.run(db, account_id, payment_id, 0, now)
    return True


async def take(db: Db, account_id: int, payment_id: int, orders: Sequence[tuple[int, int]], *, now: datetime) -> int:
    """The money for these orders (shop, order) of a payment has come; how much of it was not in the books yet."""
    held = await HOLD.sole(db, account_id, payment_id)
    shops, numbers = [shop for shop, _ in orders], [order for _, order in orders]
    taken = sum(await TAKE_SHARES.all(db, payment_id, shops, numbers))
    if taken or held.amount_minor == 0:
        states = [*MOVES["PAID"], "PAID"]
        await TAKE.run(db, account_id, payment_id, taken, states, now)
    return taken
