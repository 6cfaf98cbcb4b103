"""Checkouts that are paid through the sandbox provider, and what it tells about them."""

from datetime import datetime

import msgspec

from etalase.app.wiring import roster
from etalase.base.actor import Actor
from etalase.base.db import Db, rows, value
from etalase.base.jobs import drain
from etalase.orders.actions import Placed, pay_checkout
from etalase.payments.actions import hear
from etalase.payments.ports.sandbox.sending import SECRET, Body
from etalase.payments.ports.signing import sign
from etalase.payments.queries import Attempt, attempts, payment
from etalase.payments.rules import Method, Word, attempt_key
from tests.makers.accounts import make_account
from tests.makers.catalog import make_product
from tests.makers.links import ready_shop
from tests.makers.orders import cart_of, order_of, placed_of


class Given(msgspec.Struct, frozen=True):
    """What went back, as the provider booked it."""

    key: str
    charge_key: str
    amount_minor: int


TAKEN = value(int, "SELECT coalesce(sum(amount_minor), 0)::bigint FROM sandbox_charges WHERE status = 'PAID'")
GIVEN = rows(Given, "SELECT key, charge_key, amount_minor FROM sandbox_refunds ORDER BY at, key")
REF = value(str, "SELECT ref FROM sandbox_charges WHERE key = $1")
HEARD = value(str, "SELECT status FROM provider_events ORDER BY received_at, event_id")
OWED = value(str, "SELECT status FROM payment_refunds ORDER BY refund_id")


class Sale(msgspec.Struct, frozen=True):
    """A buyer and what one piece of each shop's product costs to order."""

    buyer: Actor
    skus: list[int]


async def make_sale(db: Db, shops: int = 1) -> Sale:
    """Shops with a product each, and a buyer."""
    opened = [await ready_shop(db, owner=f"seller{number}") for number in range(shops)]
    skus = [(await make_product(db, shop)).skus[0].sku_id for _, shop in opened]
    return Sale(await make_account(db, handle="buyer"), skus)


async def placed_only(db: Db, sale: Sale, now: datetime, *, method: Method = "SANDBOX_CARD") -> Placed:
    """One piece of everything, placed; nobody was asked for money yet."""
    return await placed_of(db, cart_of(sale.buyer, *((sku, 1) for sku in sale.skus), method=method), now)


async def check_out(
    db: Db, sale: Sale, now: datetime, *, method: Method = "SANDBOX_CARD", card: str = "approve"
) -> Placed:
    """The same, and the provider was called."""
    return await pay_checkout(db, await placed_only(db, sale, now, method=method), card=card, now=now)


async def work(db: Db, now: datetime) -> None:
    """All jobs that are due, until nothing is owed any more."""
    for _ in range(3):
        await drain(db, roster(), now)


async def told(
    db: Db, placed: Placed, word: Word, now: datetime, *, event_id: str, attempt: int = 1, minor: int | None = None
) -> bool:
    """The provider's webhook about an attempt comes in at the door's own verb, signed; whether it was new."""
    amount = placed.total_minor if minor is None else minor
    key = attempt_key(placed.account_id, placed.payment_id, attempt)
    body = msgspec.json.encode(Body(key, "sb_told", word, amount, placed.currency))
    signed = sign(SECRET, event_id, now, body)
    return await hear(db, None, provider="SANDBOX", headers=signed, body=body, now=now, wall=now)


async def ref_of(db: Db, placed: Placed, attempt: int = 1) -> str:
    """The provider's name of an attempt."""
    return await REF.sole(db, attempt_key(placed.account_id, placed.payment_id, attempt))


async def states(db: Db, placed: Placed) -> tuple[str, list[str], list[str]]:
    """The payment's state, its attempts', its orders'."""
    found = await attempts(db, placed.account_id, placed.payment_id)
    orders = [(await order_of(db, placed, number)).status for number in range(len(placed.orders))]
    return (
        (await payment(db, placed.account_id, placed.payment_id)).status,
        [each.status for each in found],
        list(orders),
    )


async def last_attempt(db: Db, placed: Placed) -> Attempt:
    """The last try of a payment."""
    return (await attempts(db, placed.account_id, placed.payment_id))[-1]


async def money_is_whole(db: Db) -> int:
    """What the provider holds for us, by its own books: taken less given back. It must be what ours say (I3)."""
    held = await TAKEN.sole(db) - sum(each.amount_minor for each in await GIVEN.all(db))
    ours = await OURS.sole(db)
    assert held == ours, f"the provider holds {held}, our books say {ours}"
    return held


OURS = value(
    int,
    """SELECT (coalesce(sum(paid_minor), 0) - coalesce(sum(refunded_minor), 0))::bigint FROM payments WHERE method <> 'COD'""",
)
