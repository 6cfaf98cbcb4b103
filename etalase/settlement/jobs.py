"""What delivery, refunds and time do to a seller's money."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Final

from etalase.base.db import Db
from etalase.base.events import Event
from etalase.base.jobs import Place, Reaction, Timed, one_by_one
from etalase.base.markets import MARKETS, policy
from etalase.orders.queries.one import held_orders, order_row_of_shop
from etalase.settlement.actions import (
    begin_waiting,
    carrier_remits,
    close_days,
    issue_invoice,
    pay_ready,
    reconcile_recent,
    release_reserve,
    send_due,
    settle,
    take_back,
    verify_waiting,
    write_off,
)
from etalase.settlement.queries.due import (
    Due,
    cash_due,
    debts,
    open_days,
    reserves_due,
    still_cash_due,
    still_reserved,
    still_to_settle,
    to_settle,
)

BATCH: Final = 200


async def wait_from_delivery(db: Db, event: Event, now: datetime) -> None:
    """A delivered order's money begins to wait (R-FIN-2)."""
    await begin_waiting(db, *_order_of(event), now=now)


async def reverse_fees(db: Db, event: Event, now: datetime) -> None:
    """A refund after settlement takes its fees back too."""
    shop_id, order_id = _order_of(event)
    await take_back(db, shop_id, order_id, int(str(event.fact("refund_id"))), now=now)


async def invoice_order(db: Db, event: Event, now: datetime) -> None:
    """An order whose money came has an invoice; one paid at the door has it from then on."""
    order = await order_row_of_shop(db, *_order_of(event))
    if order.paid_at is not None:
        await issue_invoice(db, order, now=now)


async def settle_due(db: Db, now: datetime) -> None:
    """Cash is handed over, orders are settled, reserves are released, each when its time has come."""
    await one_by_one(
        db,
        lambda after: cash_due(db, now, after),
        lambda due: _held(db, due, still_cash_due, carrier_remits, now),
        lambda due: Place(due.cash_due_at or now, due.order_id),
        job="settlement.remit",
    )
    await one_by_one(
        db,
        lambda after: to_settle(db, now, after),
        lambda due: _held(db, due, still_to_settle, settle, now),
        lambda due: Place(due.due_at, due.order_id),
        job="settlement.settle",
    )
    await one_by_one(
        db,
        lambda after: reserves_due(db, now, after),
        lambda due: _held(db, due, still_reserved, release_reserve, now),
        lambda due: Place(due.reserve_until or now, due.order_id),
        job="settlement.release_reserve",
    )


async def close_past_days(db: Db, now: datetime) -> None:
    """Every UTC day that is over has its statements, and what they hold is paid out."""
    midnight = now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    await one_by_one(
        db,
        lambda after: open_days(db, midnight, after),
        lambda found: close_days(db, found, now=now),
        lambda found: Place(midnight, found.shop_id),
        job="settlement.close_days",
    )
    for market in MARKETS:
        await pay_ready(db, market, now=now)


async def ask_bank(db: Db, now: datetime) -> None:
    """What became of payouts, and whose accounts those are that wait."""
    await send_due(db, BATCH, now=now)
    await verify_waiting(db, BATCH, now=now)


async def reconcile(db: Db, now: datetime) -> None:
    """The providers' last days against the books."""
    await reconcile_recent(db, now=now)


async def write_off_debts(db: Db, now: datetime) -> None:
    """What a shop has owed for too long is given up."""
    for market in MARKETS:
        since = now - timedelta(days=(await policy(db, market, now)).debt_write_off_days)
        await one_by_one(
            db,
            lambda after, market=market, since=since: debts(db, market, since, after),
            lambda found: write_off(db, found, now=now),
            lambda found: Place(found.negative_since, found.shop_id),
            job=f"settlement.write_off.{market}",
        )


async def _held(
    db: Db,
    found: Due,
    still: Callable[[Db, datetime, Due], Awaitable[Due | None]],
    act: Callable[..., Awaitable[None]],
    now: datetime,
) -> None:
    await held_orders(db, found.shop_id, [found.order_id])
    due = await still(db, now, found)
    if due is not None:
        await act(db, due, now=now)


def _order_of(event: Event) -> tuple[int, int]:
    if event.shop_id is None:
        raise LookupError(event.name)
    return event.shop_id, int(str(event.fact("order_id")))


JOBS: Final = (
    Reaction("order.delivered", "settlement.wait_from_delivery", wait_from_delivery),
    Reaction("order.refunded", "settlement.reverse_fees", reverse_fees),
    Reaction("order.paid", "settlement.invoice_order", invoice_order),
    Reaction("order.delivered", "settlement.invoice_order", invoice_order),
    Timed("settlement.settle_due", every_s=10, act=settle_due, outside=True),
    Timed("settlement.close_past_days", every_s=30, act=close_past_days, outside=True),
    Timed("settlement.ask_bank", every_s=5, act=ask_bank, outside=True),
    Timed("settlement.reconcile", every_s=3600, act=reconcile, outside=True),
    Timed("settlement.write_off_debts", every_s=3600, act=write_off_debts, outside=True),
)
