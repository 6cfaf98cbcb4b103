"""Stock carved out for a campaign or a LIVE: only who buys at its price gets it, and what is left goes back at its end."""

from collections.abc import Mapping, Sequence
from datetime import datetime

import msgspec

from etalase.base import events, live
from etalase.base.actor import Actor
from etalase.base.db import Db, Value, rows, value
from etalase.base.errors import Invalid, NotFound, Refused
from etalase.base.texts import N_
from etalase.shops.queries import permit
from etalase.stock.actions.moving import Move, lock_levels
from etalase.stock.queries import SET_ASIDE_COLUMNS, Level, SetAside, open_set_asides, set_asides, set_asides_of
from etalase.stock.rules import Purpose, choose_warehouse

INSERT = rows(
    SetAside,
    f"""INSERT INTO stock_set_asides (shop_id, set_aside_id, sku_id, warehouse_id, product_id, purpose, purpose_ref, quantity,
               made_at)
        SELECT $1, u.set_aside_id, u.sku_id, u.warehouse_id, u.product_id, $2, $3, u.quantity, $4
        FROM unnest($5::bigint[], $6::bigint[], $7::bigint[], $8::bigint[], $9::int[])
             AS u (set_aside_id, sku_id, warehouse_id, product_id, quantity)
        ON CONFLICT (shop_id, purpose, purpose_ref, sku_id) WHERE ended_at IS NULL DO NOTHING RETURNING {SET_ASIDE_COLUMNS}""",
)
# A set-aside has one SKU and one purpose; two of them may lie on one level, so levels are changed by sums.
CARVE = value(
    int,
    """WITH made AS (SELECT * FROM unnest($2::bigint[], $3::bigint[], $4::bigint[], $5::int[], $6::bigint[])
                     AS u (set_aside_id, sku_id, warehouse_id, quantity, move_id)),
       carved AS (
           UPDATE stock_levels l SET available = l.available - m.quantity, aside = l.aside + m.quantity
           FROM (SELECT sku_id, warehouse_id, sum(quantity)::int AS quantity FROM made GROUP BY 1, 2) m
           WHERE l.shop_id = $1 AND l.sku_id = m.sku_id AND l.warehouse_id = m.warehouse_id RETURNING l.sku_id),
       moves AS (
           INSERT INTO stock_moves (shop_id, move_id, sku_id, warehouse_id, kind, quantity, at, set_aside_id)
           SELECT $1, move_id, sku_id, warehouse_id, 'SET_ASIDE', quantity, $7, set_aside_id FROM made)
       SELECT count(*) FROM carved""",
)
END = value(
    int,
    """WITH ended AS (
           UPDATE stock_set_asides a SET ended_at = $4 FROM unnest($2::bigint[], $3::bigint[]) AS u (set_aside_id, move_id)
           WHERE a.shop_id = $1 AND a.set_aside_id = u.set_aside_id AND a.ended_at IS NULL
           RETURNING a.set_aside_id, a.sku_id, a.warehouse_id, a.quantity - a.taken AS remaining, u.move_id),
       put_back AS (
           UPDATE stock_levels l SET available = l.available + e.remaining, aside = l.aside - e.remaining
           FROM (SELECT sku_id, warehouse_id, sum(remaining)::int AS remaining FROM ended GROUP BY 1, 2) e
           WHERE l.shop_id = $1 AND l.sku_id = e.sku_id AND l.warehouse_id = e.warehouse_id),
       moves AS (
           INSERT INTO stock_moves (shop_id, move_id, sku_id, warehouse_id, kind, quantity, at, set_aside_id)
           SELECT $1, move_id, sku_id, warehouse_id, 'PUT_BACK', remaining, $4, set_aside_id FROM ended WHERE remaining > 0)
       SELECT coalesce(sum(remaining), 0)::int FROM ended""",
)
# $8: 1 takes, -1 gives back. Open ones only, and never more than is left, nor more back than was taken.
MOVE_ASIDES = value(
    int,
    """WITH wanted AS (
           SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::int[], $5::bigint[], $6::bigint[])
                AS u (shop_id, sku_id, set_aside_id, quantity, order_line_id, move_id)),
       changed AS (
           UPDATE stock_set_asides a SET taken = a.taken + $8::int * w.quantity
           FROM (SELECT shop_id, set_aside_id, sum(quantity)::int AS quantity FROM wanted GROUP BY 1, 2) w
           WHERE a.shop_id = w.shop_id AND a.set_aside_id = w.set_aside_id AND a.ended_at IS NULL
             AND a.taken + $8::int * w.quantity BETWEEN 0 AND a.quantity
           RETURNING a.shop_id, a.set_aside_id, a.sku_id, a.warehouse_id, w.quantity),
       moved AS (
           UPDATE stock_levels l SET aside = l.aside - $8::int * c.quantity, reserved = l.reserved + $8::int * c.quantity
           FROM (SELECT shop_id, sku_id, warehouse_id, sum(quantity)::int AS quantity FROM changed GROUP BY 1, 2, 3) c
           WHERE l.shop_id = c.shop_id AND l.sku_id = c.sku_id AND l.warehouse_id = c.warehouse_id),
       moves AS (
           INSERT INTO stock_moves (shop_id, move_id, sku_id, warehouse_id, kind, quantity, order_line_id, at, set_aside_id)
           SELECT w.shop_id, w.move_id, c.sku_id, c.warehouse_id, $9, w.quantity, w.order_line_id, $7, w.set_aside_id
           FROM wanted w JOIN changed c USING (shop_id, set_aside_id))
       SELECT count(*) FROM changed""",
)

# What was sold and comes in again is set aside again: RETURNED has laid it into available.
SET_ASIDE_AGAIN = value(
    int,
    """WITH wanted AS (
           SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::int[], $5::bigint[], $6::bigint[])
                AS u (shop_id, sku_id, set_aside_id, quantity, order_line_id, move_id)),
       changed AS (
           UPDATE stock_set_asides a SET taken = a.taken - w.quantity
           FROM (SELECT shop_id, set_aside_id, sum(quantity)::int AS quantity FROM wanted GROUP BY 1, 2) w
           WHERE a.shop_id = w.shop_id AND a.set_aside_id = w.set_aside_id AND a.ended_at IS NULL AND a.taken >= w.quantity
           RETURNING a.shop_id, a.set_aside_id, a.sku_id, a.warehouse_id, w.quantity),
       carved AS (
           UPDATE stock_levels l SET available = l.available - c.quantity, aside = l.aside + c.quantity
           FROM (SELECT shop_id, sku_id, warehouse_id, sum(quantity)::int AS quantity FROM changed GROUP BY 1, 2, 3) c
           WHERE l.shop_id = c.shop_id AND l.sku_id = c.sku_id AND l.warehouse_id = c.warehouse_id),
       moves AS (
           INSERT INTO stock_moves (shop_id, move_id, sku_id, warehouse_id, kind, quantity, order_line_id, at, set_aside_id)
           SELECT w.shop_id, w.move_id, c.sku_id, c.warehouse_id, 'SET_ASIDE', w.quantity, w.order_line_id, $7, w.set_aside_id
           FROM wanted w JOIN changed c USING (shop_id, set_aside_id))
       SELECT count(*) FROM changed""",
)


class TakenFrom(msgspec.Struct, frozen=True):
    """The open set-aside from which an order line took its pieces."""

    order_line_id: int
    set_aside_id: int


TAKEN_FROM = rows(
    TakenFrom,
    """SELECT m.order_line_id, m.set_aside_id FROM stock_moves m
       JOIN stock_set_asides a ON a.shop_id = m.shop_id AND a.set_aside_id = m.set_aside_id AND a.ended_at IS NULL
       WHERE m.shop_id = $1 AND m.order_line_id = ANY($2::bigint[]) AND m.kind = 'ASIDE_RESERVED'""",
)


async def set_aside(
    db: Db, shop_id: int, quantities: Mapping[int, int], *, purpose: Purpose, purpose_ref: int, now: datetime
) -> list[SetAside]:
    """Carve pieces of SKUs (id → pieces, from 1) out of what everybody may buy, each from the fullest warehouse that has them.

    All or nothing. NotFound for an unknown SKU, Refused `stock.not_enough`, or `stock.set_aside_already` when this purpose
    holds some of a SKU. Whoever may do this was asked by the caller.
    """
    if any(quantity < 1 for quantity in quantities.values()):
        raise Invalid({"quantity": N_("Set aside at least one piece.")})
    held: dict[int, list[Level]] = {}
    for level in await lock_levels(db, shop_id, list(quantities)):
        held.setdefault(level.sku_id, []).append(level)
    chosen = [_chosen(held, sku_id, quantity) for sku_id, quantity in sorted(quantities.items())]
    wanted = [quantities[each.sku_id] for each in chosen]
    made = await INSERT.all(
        db,
        shop_id,
        purpose,
        purpose_ref,
        now,
        await db.new_ids(len(chosen)),
        [each.sku_id for each in chosen],
        [each.warehouse_id for each in chosen],
        [each.product_id for each in chosen],
        wanted,
    )
    if len(made) < len(chosen):
        missing = {each.sku_id for each in chosen} - {each.sku_id for each in made}
        raise Refused("stock.set_aside_already", sku_id=str(min(missing)))
    await CARVE.sole(db, shop_id, *_columns(made), await db.new_ids(len(made)), now)
    return made


async def end_set_asides(db: Db, shop_id: int, *, purpose: Purpose, purpose_ref: int, now: datetime) -> int:
    """The campaign or LIVE is over: what is left can be bought by everybody. The pieces that came back; 0 when it ended before."""
    open_ones = [each for each in await set_asides_of(db, shop_id, purpose, [purpose_ref]) if each.ended_at is None]
    if not open_ones:
        return 0
    await lock_levels(db, shop_id, [each.sku_id for each in open_ones])
    ids = [each.set_aside_id for each in open_ones]
    return await END.sole(db, shop_id, ids, await db.new_ids(len(ids)), now)


async def end_set_aside(db: Db, actor: Actor, *, shop_id: int, set_aside_id: int, now: datetime) -> SetAside:
    """One of the shop's is over: what is left can be bought by everybody. It as it ended; what came back is `quantity - taken`.

    NotFound for another shop's; Refused `stock.set_aside_ended` when it ended before.
    """
    await permit(db, actor, shop_id, "stock.write")
    for each in await set_asides(db, shop_id, [set_aside_id]):
        await lock_levels(db, shop_id, [each.sku_id])
    # Read again under the lock: only now it stays as it is.
    found = next(iter(await set_asides(db, shop_id, [set_aside_id])), None)
    if found is None:
        raise NotFound
    if found.ended_at is not None:
        raise Refused("stock.set_aside_ended", sku_id=str(found.sku_id))
    back = await END.sole(db, shop_id, [set_aside_id], await db.new_ids(1), now)
    facts: dict[str, events.FactValue] = {"set_aside_id": str(set_aside_id), "sku_id": str(found.sku_id), "back": back}
    await events.record(db, "stock.set_aside_ended", at=now, shop_id=shop_id, account_id=actor.account_id, facts=facts)
    await live.announce(db, live.shop(shop_id))
    return msgspec.structs.replace(found, ended_at=now)


async def end_all_of(db: Db, shop_id: int, sku_ids: Sequence[int], now: datetime) -> None:
    """Low-level, under the lock of the levels: nothing of these SKUs is kept any more."""
    ids = [each.set_aside_id for each in await open_set_asides(db, shop_id, sku_ids)]
    if ids:
        await END.sole(db, shop_id, ids, await db.new_ids(len(ids)), now)


async def take_from_asides(db: Db, moves: Sequence[Move], now: datetime) -> None:
    """Low-level, under the lock of the levels: from aside to reserved. What each set-aside has left was looked at under it, too."""
    through = [(each, each.set_aside_id or 0) for each in moves]
    await _move(db, MOVE_ASIDES, through, now, 1, "ASIDE_RESERVED")


async def release_to_asides(db: Db, moves: Sequence[Move], now: datetime) -> list[Move]:
    """Low-level, under the lock of the levels: give back what came from set-asides that are open; the moves that did not."""
    came = await _taken_from(db, moves)
    back = [(each, came[each.order_line_id]) for each in moves if each.order_line_id in came]
    await _move(db, MOVE_ASIDES, back, now, -1, "ASIDE_RELEASED")
    return [each for each in moves if each.order_line_id not in came]


async def set_aside_again(db: Db, moves: Sequence[Move], now: datetime) -> None:
    """Low-level, under the lock of the levels: what came from a set-aside that is open, and lies in its warehouse, is kept anew."""
    came = await _taken_from(db, moves)
    again = [(each, came[each.order_line_id]) for each in moves if each.order_line_id in came]
    await _move(db, SET_ASIDE_AGAIN, again, now)


async def _taken_from(db: Db, moves: Sequence[Move]) -> dict[int | None, int]:
    """Order line to the open set-aside from which it took its pieces; the others are missing."""
    came: dict[int | None, int] = {}
    for shop_id in sorted({each.shop_id for each in moves}):
        lines = [each.order_line_id for each in moves if each.shop_id == shop_id and each.order_line_id is not None]
        came |= {each.order_line_id: each.set_aside_id for each in await TAKEN_FROM.all(db, shop_id, lines)}
    return came


def _chosen(held: Mapping[int, list[Level]], sku_id: int, quantity: int) -> Level:
    if sku_id not in held:
        raise NotFound
    level = choose_warehouse(held[sku_id], quantity)
    if level is None:
        left = max(each.available for each in held[sku_id])
        raise Refused("stock.not_enough", sku_id=str(sku_id), left=left)
    return level


def _columns(made: Sequence[SetAside]) -> tuple[list[int], ...]:
    return (
        [each.set_aside_id for each in made],
        [each.sku_id for each in made],
        [each.warehouse_id for each in made],
        [each.quantity for each in made],
    )


async def _move(
    db: Db, statement: Value[int], moves: Sequence[tuple[Move, int]], now: datetime, *how: int | str
) -> None:
    if not moves:
        return
    changed = await statement.sole(
        db,
        [each.shop_id for each, _ in moves],
        [each.sku_id for each, _ in moves],
        [key for _, key in moves],
        [each.quantity for each, _ in moves],
        [each.order_line_id for each, _ in moves],
        await db.new_ids(len(moves)),
        now,
        *how,
    )
    if changed < len({(each.shop_id, key) for each, key in moves}):
        raise AssertionError("pieces of a set-aside that was held have gone")
