"""Pack, split, put together: which pieces lie in which package, as long as no carrier knows of it (R-ORD-10)."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from etalase.base.actor import Actor
from etalase.base.db import Db, value, write
from etalase.base.errors import NotFound, Refused
from etalase.orders import actions as orders
from etalase.orders.queries import OrderRow, held_orders
from etalase.orders.queries.one import lines_of
from etalase.parcels.actions.holding import held, must_be_open, wrong_order
from etalase.parcels.queries.packages import PackageDetail, package
from etalase.parcels.rules import BATCH_MAX, PACKS_IN
from etalase.shipping.rules import Method
from etalase.shops.queries import permit

OPEN = write(
    """INSERT INTO packages (shop_id, package_id, buyer_account_id, status, method, packed_at)
       VALUES ($1, $2, $3, 'PROCESSING', $4, $5)"""
)
PUT = write(
    """INSERT INTO package_lines (shop_id, package_id, line_id, order_id, quantity)
       SELECT $1, $2, n.* FROM unnest($3::bigint[], $4::bigint[], $5::int[]) AS n
       ON CONFLICT (shop_id, package_id, line_id) DO UPDATE SET quantity = package_lines.quantity + excluded.quantity"""
)
TAKE_PART = write(
    """UPDATE package_lines l SET quantity = l.quantity - n.quantity
         FROM unnest($3::bigint[], $4::int[]) AS n (line_id, quantity)
        WHERE l.shop_id = $1 AND l.package_id = $2 AND l.line_id = n.line_id AND l.quantity > n.quantity"""
)
TAKE_WHOLE = write(
    """DELETE FROM package_lines l USING unnest($3::bigint[], $4::int[]) AS n (line_id, quantity)
        WHERE l.shop_id = $1 AND l.package_id = $2 AND l.line_id = n.line_id AND l.quantity = n.quantity"""
)
EMPTY = write("DELETE FROM package_lines WHERE shop_id = $1 AND package_id = ANY($2::bigint[])")
REMOVE = write("DELETE FROM packages WHERE shop_id = $1 AND package_id = ANY($2::bigint[])")
CANCEL = write(
    """UPDATE packages SET status = 'CANCELLED', cancelled_at = $3, next_report = NULL, next_report_at = NULL
        WHERE shop_id = $1 AND package_id = $2 AND status = 'PROCESSING'"""
)
# Are these orders for the same door? jsonb compares what an address says, not how it was written.
ADDRESSES = value(
    int,
    """SELECT count(DISTINCT address)::int FROM orders WHERE shop_id = $1 AND order_id = ANY($2::bigint[])""",
)


async def pack(
    db: Db,
    actor: Actor,
    *,
    shop_id: int,
    order_id: int,
    now: datetime,
    lines: Mapping[int, int] | None = None,
) -> PackageDetail:
    """Lay pieces of an order (line id → how many; None: all that are not packed yet) into a new package.

    Refused: `orders.wrong_state` unless the shop may send it now (R-ORD-2), `orders.pieces_packed` when they lie in a package
    already, `parcels.nothing_to_pack`.
    """
    await permit(db, actor, shop_id, "order.ship")
    [order] = await held_orders(db, shop_id, [order_id]) or [None]
    if order is None:
        raise NotFound
    return await pack_held(db, order, lines, now=now)


async def pack_held(db: Db, order: OrderRow, lines: Mapping[int, int] | None, *, now: datetime) -> PackageDetail:
    """The same for an order that is held."""
    if order.status not in PACKS_IN:
        raise wrong_order(order)
    known = {line.line_id: line for line in (await lines_of(db, [order]))[order.order_id]}
    if lines is None:
        lines = {each.line_id: each.unpacked for each in known.values() if each.unpacked}
    if not lines or min(lines.values()) < 1:
        raise Refused("parcels.nothing_to_pack")
    if set(lines) - set(known):
        raise NotFound
    await orders.pack_pieces(db, order.shop_id, lines)
    package_id = await _open(db, order.shop_id, order.buyer_account_id, order.shipping_method, now)
    await _put(db, order.shop_id, package_id, {line_id: (order.order_id, count) for line_id, count in lines.items()})
    return await package(db, order.shop_id, package_id)


async def split(
    db: Db, actor: Actor, *, shop_id: int, package_id: int, lines: Mapping[int, int], now: datetime
) -> PackageDetail:
    """Take pieces (line id → how many) out of a package into a new one; both hold something then. Answers the new one.

    Refused: `parcels.arranged`, `parcels.not_in_package`, `parcels.takes_all`.
    """
    await permit(db, actor, shop_id, "order.ship")
    _, [found] = await held(db, shop_id, [package_id])
    must_be_open(found)
    held_lines = {line.line_id: line for line in found.lines}
    if not lines or any(
        line_id not in held_lines or not 0 < count <= held_lines[line_id].quantity for line_id, count in lines.items()
    ):
        raise Refused("parcels.not_in_package")
    if sum(lines.values()) == sum(line.quantity for line in found.lines):
        raise Refused("parcels.takes_all")
    for taken in (TAKE_WHOLE, TAKE_PART):
        await taken.run(db, shop_id, package_id, list(lines), list(lines.values()))
    made = await _open(db, shop_id, found.package.buyer_account_id, found.package.method, now)
    moved = {line_id: (held_lines[line_id].order_id, count) for line_id, count in lines.items()}
    await _put(db, shop_id, made, moved)
    return await package(db, shop_id, made)


async def combine(db: Db, actor: Actor, *, shop_id: int, package_ids: Sequence[int], now: datetime) -> PackageDetail:
    """Lay everything of several packages into the first of them, by id; they may be of several orders.

    Refused: `parcels.combine_two`, `parcels.arranged`, `parcels.buyer_differs` unless all go from here to one buyer, one
    address, the same way.
    """
    await permit(db, actor, shop_id, "order.ship")
    if not 1 < len(set(package_ids)) <= BATCH_MAX:
        raise Refused("parcels.combine_two")
    orders_held, found = await held(db, shop_id, package_ids)
    for each in found:
        must_be_open(each)
    ways = {(each.package.buyer_account_id, each.package.method) for each in found}
    if len(ways) > 1 or await ADDRESSES.sole(db, shop_id, list(orders_held)) > 1:
        raise Refused("parcels.buyer_differs")
    first, *others = found
    gone = [each.package.package_id for each in others]
    await EMPTY.run(db, shop_id, gone)
    await REMOVE.run(db, shop_id, gone)
    for each in others:
        moved = {line.line_id: (line.order_id, line.quantity) for line in each.lines}
        await _put(db, shop_id, first.package.package_id, moved)
    return await package(db, shop_id, first.package.package_id)


async def combine_orders(
    db: Db, actor: Actor, *, shop_id: int, order_ids: Sequence[int], now: datetime
) -> PackageDetail:
    """Pack whole orders of one buyer into one package: what of them is packed already joins it."""
    await permit(db, actor, shop_id, "order.ship")
    if not 1 < len(set(order_ids)) <= BATCH_MAX:
        raise Refused("parcels.combine_two")
    held_now = await held_orders(db, shop_id, order_ids)
    if len(held_now) != len(set(order_ids)):
        raise NotFound
    for order in held_now:
        left = [each for each in (await lines_of(db, [order]))[order.order_id] if each.unpacked]
        if left or order.status not in PACKS_IN:
            await pack_held(db, order, None, now=now)
    opened = await OPEN_PACKAGES.all(db, shop_id, sorted(set(order_ids)))
    return await combine(db, actor, shop_id=shop_id, package_ids=opened, now=now)


OPEN_PACKAGES = value(
    int,
    """SELECT DISTINCT p.package_id FROM package_lines l
         JOIN packages p ON p.shop_id = l.shop_id AND p.package_id = l.package_id
        WHERE l.shop_id = $1 AND l.order_id = ANY($2::bigint[]) AND p.status = 'PROCESSING' AND p.arranged_at IS NULL
        ORDER BY 1""",
)


async def unpack(db: Db, actor: Actor, *, shop_id: int, package_id: int, now: datetime) -> None:
    """Open a package again that no carrier knows of: its pieces can be packed anew."""
    await permit(db, actor, shop_id, "order.ship")
    _, [found] = await held(db, shop_id, [package_id])
    must_be_open(found)
    await orders.pack_pieces(db, shop_id, {line.line_id: -line.quantity for line in found.lines})
    await EMPTY.run(db, shop_id, [package_id])
    await REMOVE.run(db, shop_id, [package_id])


async def unpack_cancelled(db: Db, shop_id: int, order_id: int, *, now: datetime) -> None:
    """An order was cancelled: what lies packed of it is taken out; a package that held nothing else is cancelled.

    Nothing of a parcel that a carrier has or had is touched.
    """
    ids = await PACKED_OF.all(db, shop_id, order_id)
    if ids:
        _, found = await held(db, shop_id, ids)
        await take_out(db, order_id, found, now=now)


async def take_out(db: Db, order_id: int, found: Sequence[PackageDetail], *, now: datetime) -> None:
    """An order's pieces leave packages that are held and that no carrier has; one that held nothing else is cancelled."""
    for each in found:
        shop_id = each.package.shop_id
        own = {line.line_id: line.quantity for line in each.lines if line.order_id == order_id}
        if each.package.status != "PROCESSING" or not own:
            continue
        await orders.pack_pieces(db, shop_id, {line_id: -count for line_id, count in own.items()})
        if len(own) == len(each.lines):
            await CANCEL.run(db, shop_id, each.package.package_id, now)
        else:
            await TAKE_WHOLE.run(db, shop_id, each.package.package_id, list(own), list(own.values()))


PACKED_OF = value(
    int,
    """SELECT DISTINCT p.package_id FROM package_lines l
         JOIN packages p ON p.shop_id = l.shop_id AND p.package_id = l.package_id
        WHERE l.shop_id = $1 AND l.order_id = $2 AND p.status = 'PROCESSING' ORDER BY 1""",
)


async def _open(db: Db, shop_id: int, buyer_account_id: int, method: Method, now: datetime) -> int:
    package_id = await db.new_id()
    await OPEN.run(db, shop_id, package_id, buyer_account_id, method, now)
    return package_id


async def _put(db: Db, shop_id: int, package_id: int, lines: Mapping[int, tuple[int, int]]) -> None:
    order_ids, counts = [of for of, _ in lines.values()], [count for _, count in lines.values()]
    await PUT.run(db, shop_id, package_id, list(lines), order_ids, counts)
