"""Requests to cancel, as both sides read them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final, get_args

import msgspec

from etalase.aftersales.rules.cancelling import Kind, Status, Way, way
from etalase.base.actor import Actor
from etalase.base.db import Db, rows, value
from etalase.base.errors import NotFound
from etalase.base.jobs import Place
from etalase.base.markets import policy
from etalase.base.pages import LIMIT_DEFAULT, Page, below_of, page_of
from etalase.orders.queries import OrderRow, any_order
from etalase.shops.queries import permit

EVERY: Final[tuple[Status, ...]] = get_args(Status)


class Cancellation(msgspec.Struct, frozen=True):
    """A request to cancel. `decided_by` and `answer` say how it ended; `answer_by` when silence approves."""

    shop_id: int
    cancellation_id: int
    order_id: int
    account_id: int
    buyer_handle: str
    kind: Kind
    status: Status
    reason: str | None
    requested_at: datetime
    answer_by: datetime
    decided_at: datetime | None
    decided_by: str | None
    answer: str | None
    refunded_at: datetime | None


COLUMNS = """c.shop_id, c.cancellation_id, c.order_id, c.account_id, a.handle AS buyer_handle, c.kind, c.status, c.reason,
       c.requested_at, c.answer_by, c.decided_at, c.decided_by, c.answer, c.refunded_at
  FROM cancellations c JOIN accounts a ON a.account_id = c.account_id"""
ONE = rows(Cancellation, f"SELECT {COLUMNS} WHERE c.cancellation_id = $1")
OF_ORDER = rows(
    Cancellation, f"SELECT {COLUMNS} WHERE c.shop_id = $1 AND c.order_id = $2 ORDER BY c.cancellation_id DESC"
)
OF_SHOP = rows(
    Cancellation,
    f"""SELECT {COLUMNS} WHERE c.shop_id = $1 AND c.status = ANY($2::text[]) AND c.cancellation_id < $3
        ORDER BY c.cancellation_id DESC LIMIT $4""",
)
DUE = rows(
    Cancellation,
    f"""SELECT {COLUMNS} WHERE c.status = 'CANCELLATION_REQUEST_PENDING' AND c.answer_by <= $1
          AND (c.answer_by, c.cancellation_id) > ($2, $3) ORDER BY c.answer_by, c.cancellation_id LIMIT 200""",
)
WAITING = value(
    int, "SELECT count(*) FROM cancellations WHERE shop_id = $1 AND status = 'CANCELLATION_REQUEST_PENDING'"
)


async def cancellation(db: Db, cancellation_id: int) -> Cancellation:
    """One request; NotFound when there is none."""
    found = await ONE.one(db, cancellation_id)
    if found is None:
        raise NotFound
    return found


async def cancellations_of(db: Db, order: OrderRow) -> list[Cancellation]:
    """Of one order, newest first."""
    return await OF_ORDER.all(db, order.shop_id, order.order_id)


async def order_cancellations(db: Db, actor: Actor, *, order_id: int) -> list[Cancellation]:
    """Of one order, for its buyer and for the staff of its shop; NotFound for all others."""
    return await cancellations_of(db, (await any_order(db, actor, order_id=order_id)).order)


async def shop_cancellations(
    db: Db,
    actor: Actor,
    *,
    shop_id: int,
    statuses: Sequence[Status] = EVERY,
    limit: int = LIMIT_DEFAULT,
    cursor: str | None = None,
) -> Page[Cancellation]:
    """A shop's, newest first."""
    await permit(db, actor, shop_id, "aftersales.read")
    below = below_of(cursor)
    found = await OF_SHOP.all(db, shop_id, list(statuses), below, limit + 1)
    return page_of(found, limit, lambda each: (each.cancellation_id,))


async def due_cancellations(db: Db, now: datetime, after: Place) -> list[Cancellation]:
    """The next requests whose time to be answered is over."""
    return await DUE.all(db, now, after.at, after.row_id)


async def way_to_cancel(db: Db, order: OrderRow, now: datetime) -> Way | None:
    """How the buyer may cancel this order now; None: no more."""
    numbers = await policy(db, order.market, now)
    ships = order.shipping_method != "SELLER"
    return way(order.status, numbers, paid_at=order.paid_at or order.placed_at, now=now, platform_ships=ships)
