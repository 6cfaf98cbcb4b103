"""Lists of orders: the buyer's own, and a shop's."""

from collections.abc import Sequence
from datetime import datetime

import msgspec

from etalase.base.actor import Actor
from etalase.base.db import Db, rows, value
from etalase.base.pages import LIMIT_DEFAULT, Page, below_of, page_of
from etalase.orders.queries.desk import EVERY, Sought, counts_up_to, desk_orders
from etalase.orders.queries.one import COLUMNS, JOINS, OrderDetail, OrderRow, lines_of
from etalase.orders.rules import OPEN_STATES, Status
from etalase.shops.queries import permit

MINE = rows(
    OrderRow,
    f"""SELECT {COLUMNS} FROM account_orders m
               JOIN orders o ON o.shop_id = m.shop_id AND o.order_id = m.order_id {JOINS}
         WHERE m.account_id = $1 AND m.order_id < $2 AND o.status = ANY($3::text[])
         ORDER BY m.order_id DESC LIMIT $4""",
)
TO_SHIP = rows(
    OrderRow,
    f"""SELECT {COLUMNS} FROM orders o {JOINS}
         WHERE o.shop_id = $1 AND o.status = 'AWAITING_SHIPMENT' AND o.due_at IS NOT NULL ORDER BY o.due_at, o.order_id LIMIT $2""",
)


class Sales(msgspec.Struct, frozen=True):
    """What was ordered in a time and not cancelled; `total_minor` in the shop's currency."""

    orders: int
    pieces: int
    total_minor: int


SALES = rows(
    Sales,
    """SELECT count(*)::int AS orders,
              coalesce(sum((SELECT sum(l.quantity) FROM order_lines l
                             WHERE l.shop_id = o.shop_id AND l.order_id = o.order_id)), 0)::int AS pieces,
              coalesce(sum(o.total_minor), 0)::bigint AS total_minor
         FROM orders o WHERE o.shop_id = $1 AND o.placed_at >= $2 AND o.placed_at < $3 AND o.status <> 'CANCELLED'""",
)
OPEN_OF_SHOP = value(int, "SELECT count(*) FROM orders WHERE shop_id = $1 AND status = ANY($2::text[])")


async def my_orders(
    db: Db,
    actor: Actor,
    *,
    statuses: Sequence[Status] = EVERY,
    limit: int = LIMIT_DEFAULT,
    cursor: str | None = None,
) -> Page[OrderDetail]:
    """The caller's orders, newest first, with their lines."""
    found = await MINE.all(db, actor.account_id, below_of(cursor), list(statuses), limit + 1)
    return await _with_lines(db, found, limit)


async def shop_orders(
    db: Db,
    actor: Actor,
    *,
    shop_id: int,
    statuses: Sequence[Status] = EVERY,
    since: datetime | None = None,
    until: datetime | None = None,
    limit: int = LIMIT_DEFAULT,
    cursor: str | None = None,
) -> Page[OrderDetail]:
    """A shop's orders, newest first, for its staff; `since` and `until` are about when they were placed."""
    sought = Sought(statuses=statuses, since=since, until=until)
    return await desk_orders(db, actor, shop_id=shop_id, sought=sought, limit=limit, cursor=cursor)


async def to_ship(db: Db, actor: Actor, *, shop_id: int, limit: int = 5) -> list[OrderRow]:
    """Orders that wait for shipment, the most urgent first (R-ORD-7)."""
    await permit(db, actor, shop_id, "order.read")
    return await TO_SHIP.all(db, shop_id, limit)


async def sales(db: Db, actor: Actor, *, shop_id: int, since: datetime, until: datetime) -> Sales:
    """What was ordered from the shop in a time."""
    await permit(db, actor, shop_id, "order.read")
    return await SALES.sole(db, shop_id, since, until)


async def counts(db: Db, actor: Actor, *, shop_id: int) -> dict[str, int]:
    """State to the number of a shop's open orders in it; desk.COUNT_MAX means so many or more."""
    await permit(db, actor, shop_id, "order.read")
    return await counts_up_to(db, shop_id, OPEN_STATES)


async def open_orders(db: Db, shop_id: int) -> int:
    """How many orders of a shop still owe somebody something (R-LINK-46)."""
    return await OPEN_OF_SHOP.sole(db, shop_id, list(OPEN_STATES))


async def _with_lines(db: Db, found: list[OrderRow], limit: int) -> Page[OrderDetail]:
    lines = await lines_of(db, found) if found else {}
    details = [OrderDetail(order, lines[order.order_id], []) for order in found]
    return page_of(details, limit, lambda each: (each.order.order_id,))
