"""Where the parcels of an order are, for its buyer and its shop."""

from collections.abc import Sequence

import msgspec

from etalase.base.actor import Actor
from etalase.base.db import Db, rows
from etalase.orders.queries import OrderDetail, any_order
from etalase.orders.rules import LineStatus, line_status
from etalase.parcels.queries.packages import PackageDetail, packages_of_orders


class Tracked(msgspec.Struct, frozen=True):
    """An order with its packages; `line_states` is line id to where the line stands (R-ORD-5)."""

    detail: OrderDetail
    packages: list[PackageDetail]
    line_states: dict[int, LineStatus]


class Tally(msgspec.Struct, frozen=True):
    """An order's pieces: all to be sent, and those in packages that are arranged, with a carrier, delivered, brought back."""

    order_id: int
    pieces: int
    arranged: int
    shipped: int
    delivered: int
    returned: int


TALLIES = rows(
    Tally,
    """SELECT o.order_id, o.pieces, coalesce(p.arranged, 0) AS arranged, coalesce(p.shipped, 0) AS shipped,
              coalesce(p.delivered, 0) AS delivered, coalesce(p.returned, 0) AS returned
         FROM (SELECT order_id, sum(quantity - cancelled_quantity)::int AS pieces
                 FROM order_lines
                WHERE shop_id = $1 AND order_id = ANY($2::bigint[]) GROUP BY order_id) o
              LEFT JOIN (SELECT l.order_id, sum(l.quantity) FILTER (WHERE k.arranged_at IS NOT NULL)::int AS arranged,
                                sum(l.quantity) FILTER (WHERE k.handed_at IS NOT NULL)::int AS shipped,
                                sum(l.quantity) FILTER (WHERE k.status = 'COMPLETED')::int AS delivered,
                                sum(l.quantity) FILTER (WHERE k.returned_at IS NOT NULL)::int AS returned
                           FROM package_lines l JOIN packages k ON k.shop_id = l.shop_id AND k.package_id = l.package_id
                          WHERE l.shop_id = $1 AND l.order_id = ANY($2::bigint[])
                            AND (k.status <> 'CANCELLED' OR k.returned_at IS NOT NULL)
                          GROUP BY l.order_id) p ON p.order_id = o.order_id
        ORDER BY o.order_id""",
)


async def tallies(db: Db, shop_id: int, order_ids: Sequence[int]) -> dict[int, Tally]:
    """Order id to how far its pieces are."""
    return {each.order_id: each for each in await TALLIES.all(db, shop_id, list(order_ids))}


async def tracking(db: Db, actor: Actor, *, order_id: int) -> Tracked:
    """An order and its parcels, for its buyer and for whoever may read the shop's orders; NotFound for all others."""
    return await tracked(db, await any_order(db, actor, order_id=order_id))


async def tracked(db: Db, detail: OrderDetail) -> Tracked:
    """An order that was found, with its parcels."""
    order = detail.order
    found = (await packages_of_orders(db, order.shop_id, [order.order_id]))[order.order_id]
    states: dict[int, LineStatus] = {
        line.line_id: line_status(
            order.status,
            line.wanted,
            line.packed_quantity,
            [each.package.status for each in found for held in each.lines if held.line_id == line.line_id],
        )
        for line in detail.lines
    }
    return Tracked(detail, found, states)
