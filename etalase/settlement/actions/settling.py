"""Settle a delivered order: its fees are taken, the rest becomes the seller's (R-FIN-1, 2)."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

import msgspec

from etalase.base import events, live
from etalase.base.db import Db, rows, value, write
from etalase.base.money import Money, share
from etalase.ledger import actions as ledger
from etalase.ledger.queries import Posted, of_orders
from etalase.ledger.rules import Kind, Leg
from etalase.orders.actions.money import CAPTURED, REFUNDED, SETTLED
from etalase.settlement.actions.entering import Entry, enter
from etalase.settlement.queries.due import Due
from etalase.settlement.rules.fees import FEE_LEGS, FeeBase, FeeCharged, fees_in_force, fees_of

RESERVED: Final = "order.reserved"
RELEASED: Final = "reserve.released"
GOODS: Final = (Leg.ITEM, Leg.PLATFORM_DISCOUNT)


class SaleLine(msgspec.Struct, frozen=True):
    """A line with its category, and how far it was paid and refunded."""

    line_id: int
    category_id: int
    parent_id: int | None
    quantity: int
    paid_minor: int
    refunded_minor: int


class Standing(msgspec.Struct):
    """What is left of a line in the books: goods, what came to the seller, what left the seller again."""

    goods_minor: int = 0
    came_minor: int = 0
    left_minor: int = 0


LINES = rows(
    SaleLine,
    """SELECT l.line_id, p.category_id, c.parent_id, l.quantity, l.paid_minor, l.refunded_minor
         FROM order_lines l JOIN products p ON p.shop_id = l.shop_id AND p.product_id = l.product_id
              JOIN categories c ON c.category_id = p.category_id
        WHERE l.shop_id = $1 AND l.order_id = $2 ORDER BY l.line_id""",
)
SETTLE = value(
    int,
    """UPDATE settlements SET settled_at = $3, revenue_minor = $4, fees_minor = $5, reserve_minor = $6,
              reserve_left_minor = $6, reserve_until = $7
        WHERE shop_id = $1 AND order_id = $2 AND settled_at IS NULL RETURNING order_id""",
)
BASES = write(
    """INSERT INTO settlement_lines (shop_id, line_id, order_id, left_minor, refunded_minor)
       SELECT $1, n.line_id, $2, n.paid - n.refunded, n.refunded
         FROM unnest($3::bigint[], $4::bigint[], $5::bigint[]) AS n (line_id, paid, refunded)"""
)
RELEASE = write(
    "UPDATE settlements SET reserve_left_minor = reserve_left_minor - $3 WHERE shop_id = $1 AND order_id = $2"
)


async def settle(db: Db, due: Due, *, now: datetime) -> None:
    """Settle one order whose row is locked and whose waiting is over."""
    lines = await LINES.all(db, due.shop_id, due.order_id)
    standing = standing_of(await of_orders(db, [(due.shop_id, due.order_id)]))
    fees = charged(due, lines, standing)
    entries = [_entry(due, line, standing[line.line_id], fees[line.line_id]) for line in lines]
    net = sum(entry.net_minor for entry in entries)
    reserve = share(Money(net, due.currency), due.reserve_bp).minor if net > 0 and due.reserve_bp else 0
    moves = [move for line in lines for move in _moves(due, line.line_id, standing[line.line_id], fees[line.line_id])]
    if reserve:
        moves.append(_transfer(due, "seller_available", "seller_reserve", reserve, RESERVED, Leg.RESERVE, due.rule))
        entries.append(Entry("RESERVE_HELD", due.order_id, due.order_id, adjustment_minor=-reserve))
    taken = sum(fee.amount_minor for each in fees.values() for fee in each)
    until = now + timedelta(days=due.reserve_days) if reserve else None
    revenue = sum(entry.revenue_minor for entry in entries)
    if await SETTLE.get(db, due.shop_id, due.order_id, now, revenue, taken, reserve, until) is None:
        return
    await BASES.run(
        db,
        due.shop_id,
        due.order_id,
        [line.line_id for line in lines],
        [line.paid_minor for line in lines],
        [line.refunded_minor for line in lines],
    )
    await ledger.post(db, moves, now=now)
    await enter(db, due.shop_id, due.currency, [entry for entry in entries if _says_something(entry)], now=now)
    await events.record(db, SETTLED, at=now, shop_id=due.shop_id, facts={"order_id": str(due.order_id)})
    await live.announce(db, live.shop(due.shop_id))


async def release_reserve(db: Db, due: Due, *, now: datetime) -> None:
    """What was kept back of an order is the seller's now."""
    amount = due.reserve_left_minor
    await RELEASE.run(db, due.shop_id, due.order_id, amount)
    move = _transfer(due, "seller_reserve", "seller_available", amount, RELEASED, Leg.RESERVE, due.rule)
    await ledger.post(db, [move], now=now)
    entry = Entry("RESERVE_RELEASED", due.order_id, due.order_id, adjustment_minor=amount)
    await enter(db, due.shop_id, due.currency, [entry], now=now)
    await live.announce(db, live.shop(due.shop_id))


def standing_of(posted: Sequence[Posted]) -> dict[int, Standing]:
    """What captures and refunds left of each line."""
    found: dict[int, Standing] = defaultdict(Standing)
    legs = {each.transfer_id: (each.leg, each.credit == "seller_pending") for each in posted if each.cause == CAPTURED}
    for each in posted:
        if each.line_id is None or each.cause not in {CAPTURED, REFUNDED}:
            continue
        if "seller_pending" not in (each.debit, each.credit):
            continue
        sign = 1 if each.cause == CAPTURED else -1
        leg, came = legs[each.transfer_id if each.reverses is None else each.reverses]
        line = found[each.line_id]
        line.goods_minor += sign * each.amount_minor * (leg in GOODS)
        line.came_minor += sign * each.amount_minor * came
        line.left_minor += sign * each.amount_minor * (not came)
    return found


def charged(due: Due, lines: Sequence[SaleLine], standing: dict[int, Standing]) -> dict[int, list[FeeCharged]]:
    """The fees of an order by line, as of the day it was paid."""
    bases = [
        FeeBase(
            line.line_id,
            (line.category_id, line.parent_id) if line.parent_id is not None else (line.category_id,),
            line.quantity,
            standing[line.line_id].goods_minor,
            line.paid_minor - line.refunded_minor,
        )
        for line in lines
    ]
    found: dict[int, list[FeeCharged]] = {line.line_id: [] for line in lines}
    for fee in fees_of(due.currency, bases, fees_in_force(due.market, due.paid_at)):
        found[fee.line_id].append(fee)
    return found


def _entry(due: Due, line: SaleLine, standing: Standing, fees: Sequence[FeeCharged]) -> Entry:
    taken = standing.left_minor + sum(fee.amount_minor for fee in fees)
    return Entry("SALE", due.order_id, due.order_id, line.line_id, standing.came_minor, -taken)


def _moves(due: Due, line_id: int, standing: Standing, fees: Sequence[FeeCharged]) -> list[ledger.Transfer]:
    moves = [
        _transfer(
            due, "seller_pending", "platform_fee", fee.amount_minor, SETTLED, FEE_LEGS[fee.kind], fee.rule, line_id
        )
        for fee in fees
    ]
    net = standing.came_minor - standing.left_minor - sum(fee.amount_minor for fee in fees)
    ways: tuple[Kind, Kind] = ("seller_pending", "seller_available")
    if net:
        debit, credit = ways if net > 0 else ways[::-1]
        moves.append(_transfer(due, debit, credit, abs(net), SETTLED, Leg.NET, due.rule, line_id))
    return moves


def _transfer(
    due: Due, debit: Kind, credit: Kind, amount: int, cause: str, leg: int, rule: str, line_id: int | None = None
) -> ledger.Transfer:
    return ledger.Transfer(
        due.shop_id,
        debit,
        credit,
        amount,
        due.currency,
        cause,
        line_id or due.order_id,
        leg,
        order_id=due.order_id,
        line_id=line_id,
        rule=rule,
    )


def _says_something(entry: Entry) -> bool:
    return bool(entry.revenue_minor or entry.fees_minor or entry.adjustment_minor)
