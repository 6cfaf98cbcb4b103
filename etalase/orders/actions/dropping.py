"""Pieces of an order that were not sent while others were: they can be sold again, and what was paid for them goes back."""

from collections.abc import Mapping
from datetime import datetime

import msgspec

from etalase.base import events
from etalase.base.db import Db, rows, value
from etalase.base.errors import Refused
from etalase.orders.actions import money
from etalase.orders.actions.giving_back import give_back
from etalase.orders.queries.one import OrderRow
from etalase.orders.rules import paid_for_dropped

CAUSE = "order.pieces_dropped"
DROP = value(
    int,
    """UPDATE order_lines l SET cancelled_quantity = l.cancelled_quantity + n.quantity
         FROM unnest($3::bigint[], $4::int[]) AS n (line_id, quantity)
        WHERE l.shop_id = $1 AND l.order_id = $2 AND l.line_id = n.line_id AND n.quantity > 0
          AND l.packed_quantity + l.cancelled_quantity + n.quantity <= l.quantity
    RETURNING l.line_id""",
)


class Dropped(msgspec.Struct, frozen=True):
    """A line of which pieces were dropped."""

    line_id: int
    quantity: int
    cancelled_quantity: int
    paid_minor: int


DROPPED = rows(
    Dropped,
    """SELECT line_id, quantity, cancelled_quantity, paid_minor FROM order_lines
        WHERE shop_id = $1 AND order_id = $2 AND cancelled_quantity > 0 ORDER BY line_id""",
)


async def drop_pieces(db: Db, order: OrderRow, pieces: Mapping[int, int], *, now: datetime) -> None:
    """These pieces (line id to how many) are never sent. The caller holds the order and has taken them out of packages.

    What was paid for them goes back at once; of cash at the door it was never collected, and is written off the order when
    the rest is paid (`settle_dropped`). Refused `orders.pieces_packed` when they lie in packages.
    """
    done = await DROP.all(db, order.shop_id, order.order_id, list(pieces), list(pieces.values()))
    if len(done) != len(pieces):
        raise Refused("orders.pieces_packed")
    await give_back(db, order, now=now, dropped=pieces)
    if order.paid_at is not None:
        await settle_dropped(db, order, now=now)
    facts: dict[str, events.FactValue] = {"order_id": str(order.order_id), "pieces": sum(pieces.values())}
    await events.record(db, CAUSE, at=now, shop_id=order.shop_id, account_id=order.buyer_account_id, facts=facts)


async def settle_dropped(db: Db, order: OrderRow, *, now: datetime) -> None:
    """What the dropped pieces of a paid order cost is given back, once; nothing happens when there are none."""
    lines = await DROPPED.all(db, order.shop_id, order.order_id)
    if lines:
        worth = {
            each.line_id: paid_for_dropped(each.paid_minor, each.quantity, each.cancelled_quantity) for each in lines
        }
        collected = order.payment_method != "COD"
        await money.refund(db, order, worth, cause=CAUSE, cause_id=order.order_id, now=now, collected=collected)
