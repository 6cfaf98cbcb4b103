"""An order's money in the books: in when it is paid, back when it is refunded, part by part and to the last minor unit."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

import msgspec

from etalase.base import events
from etalase.base.db import Db, rows, value, write
from etalase.base.errors import Refused
from etalase.ledger import actions as ledger
from etalase.ledger.queries import Posted, happened, of_orders
from etalase.ledger.rules import Kind, Move, Sold, back, moves_of, withholding
from etalase.orders.queries.one import OrderRow, hold_order
from etalase.payments import actions as payments

CAPTURED: Final = "order.captured"
REFUNDED: Final = "order.refunded"
SETTLED: Final = "order.settled"  # posted by a higher room: from then on the seller's part is available


class SoldLine(msgspec.Struct, frozen=True):
    """A line's amounts, as the books need them."""

    shop_id: int
    order_id: int
    line_id: int
    market: str
    seller_type: str
    currency: str
    payment_method: str
    shipping_method: str
    revenue_minor: int
    platform_discount_minor: int
    shipping_minor: int
    shipping_seller_minor: int
    shipping_platform_minor: int
    tax_minor: int
    buyer_fee_minor: int
    tax_rule: str
    paid_minor: int
    refunded_minor: int

    @property
    def sold(self) -> Sold:
        """The same in the ledger's words."""
        return Sold(
            currency=self.currency,
            revenue_minor=self.revenue_minor,
            platform_discount_minor=self.platform_discount_minor,
            shipping_minor=self.shipping_minor,
            shipping_seller_minor=self.shipping_seller_minor,
            shipping_platform_minor=self.shipping_platform_minor,
            tax_minor=self.tax_minor,
            buyer_fee_minor=self.buyer_fee_minor,
            in_cash=self.payment_method == "COD",
            seller_ships=self.shipping_method == "SELLER",
            tax_rule=self.tax_rule,
        )


class Refunded(msgspec.Struct, frozen=True):
    """What went back: in all, and of each line. Minor units."""

    refund_id: int
    amount_minor: int
    lines: dict[int, int]


class RefundLine(msgspec.Struct, frozen=True):
    """A line's part of a refund that was made before."""

    refund_id: int
    line_id: int | None
    amount_minor: int


LINES = rows(
    SoldLine,
    """SELECT l.shop_id, l.order_id, l.line_id, s.market, s.seller_type, o.currency, o.payment_method, o.shipping_method,
              l.quantity * l.unit_price_minor - l.seller_discount_minor AS revenue_minor, l.platform_discount_minor,
              l.shipping_minor, l.shipping_seller_minor, l.shipping_platform_minor, l.tax_minor, l.buyer_fee_minor,
              coalesce(l.tax_rule, '') AS tax_rule, l.paid_minor, l.refunded_minor
         FROM order_lines l JOIN orders o ON o.shop_id = l.shop_id AND o.order_id = l.order_id
              JOIN shops s ON s.shop_id = l.shop_id
        WHERE l.shop_id = ANY($1::bigint[]) AND l.order_id = ANY($2::bigint[]) ORDER BY l.shop_id, l.line_id""",
)
EARLIER = rows(
    RefundLine,
    """SELECT r.refund_id, l.line_id, coalesce(l.amount_minor, 0) AS amount_minor FROM order_refunds r
         LEFT JOIN order_refund_lines l ON l.shop_id = r.shop_id AND l.refund_id = r.refund_id
        WHERE r.shop_id = $1 AND r.cause = $2 AND r.cause_id = $3""",
)
TAKE_LINES = value(
    int,
    """UPDATE order_lines l SET refunded_minor = l.refunded_minor + n.minor
         FROM unnest($3::bigint[], $4::bigint[]) AS n (line_id, minor)
        WHERE l.shop_id = $1 AND l.order_id = $2 AND l.line_id = n.line_id AND n.minor >= 0
          AND l.refunded_minor + n.minor <= l.paid_minor RETURNING l.line_id""",
)
TAKE_ORDER = value(
    int,
    """UPDATE orders SET refunded_minor = refunded_minor + $3
        WHERE shop_id = $1 AND order_id = $2 AND paid_at IS NOT NULL AND $3 >= 0
          AND refunded_minor + $3 <= total_minor
    RETURNING refunded_minor""",
)
WRITE = write(
    """INSERT INTO order_refunds (shop_id, refund_id, order_id, cause, cause_id, amount_minor, reason, at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"""
)
WRITE_LINES = write(
    """INSERT INTO order_refund_lines (shop_id, refund_id, line_id, amount_minor)
       SELECT $1, $2, n.* FROM unnest($3::bigint[], $4::bigint[]) AS n"""
)


async def capture(db: Db, orders: Sequence[OrderRow], *, now: datetime) -> None:
    """The money of these orders has come: paid through a provider, or in cash at the door. Once per order."""
    sold = await LINES.all(db, [order.shop_id for order in orders], [order.order_id for order in orders])
    await ledger.post(db, [_came(line, move) for line in sold for move in _moves(line, now)], now=now)


async def refund(
    db: Db,
    order: OrderRow,
    lines: Mapping[int, int] | None,
    *,
    cause: str,
    cause_id: int,
    now: datetime,
    reason: str = "",
    collected: bool = True,
) -> Refunded:
    """Give money back: `lines` says how much of what was paid for each line, None all that is left of every line.

    `collected` is False for cash at the door that no courier ever asked for: it is taken off what the carrier owes, and
    nobody has to pay it.

    Once per (cause, cause_id): asked again, it answers the first refund. Each part of a line goes back in proportion to
    all that was refunded of it, so that many small refunds end exactly where one whole refund does.
    Refused: `orders.not_paid`, `orders.refund_too_large`.
    """
    await hold_order(db, order)
    earlier = await EARLIER.all(db, order.shop_id, cause, cause_id)
    if earlier:
        return _answer(earlier[0].refund_id, {each.line_id: each.amount_minor for each in earlier if each.line_id})
    sold = await LINES.all(db, [order.shop_id], [order.order_id])
    given = dict(lines) if lines is not None else {each.line_id: each.paid_minor - each.refunded_minor for each in sold}
    await _take(db, order, given)
    done = _answer(await db.new_id(), given)
    await WRITE.run(
        db, order.shop_id, done.refund_id, order.order_id, cause, cause_id, done.amount_minor, reason[:200], now
    )
    await WRITE_LINES.run(db, order.shop_id, done.refund_id, list(given), list(given.values()))
    await _reverse(db, order, sold, done, now=now, collected=collected)
    await _pay_back(db, order, done, now=now, owed=collected)
    facts: dict[str, events.FactValue] = {"order_id": str(order.order_id), "refund_id": str(done.refund_id)}
    await events.record(db, REFUNDED, at=now, shop_id=order.shop_id, account_id=order.buyer_account_id, facts=facts)
    return done


def _moves(line: SoldLine, now: datetime) -> list[Move]:
    return moves_of(line.sold, withholding(line.market, line.seller_type, now))


def _came(line: SoldLine, move: Move) -> ledger.Transfer:
    return ledger.Transfer(
        line.shop_id,
        move.debit,
        move.credit,
        move.amount_minor,
        line.currency,
        CAPTURED,
        line.line_id,
        move.leg,
        order_id=line.order_id,
        line_id=line.line_id,
        rule=move.rule,
    )


async def _take(db: Db, order: OrderRow, given: Mapping[int, int]) -> None:
    if await TAKE_ORDER.get(db, order.shop_id, order.order_id, sum(given.values())) is None:
        paid = order.paid_at is not None
        raise Refused("orders.refund_too_large") if paid else Refused("orders.not_paid")
    taken = await TAKE_LINES.all(db, order.shop_id, order.order_id, list(given), list(given.values()))
    if len(taken) != len(given):
        raise Refused("orders.refund_too_large")


async def _reverse(
    db: Db, order: OrderRow, sold: Sequence[SoldLine], done: Refunded, *, now: datetime, collected: bool
) -> None:
    seller: Kind = "seller_pending"
    if await happened(db, order.shop_id, order.order_id, SETTLED):
        seller = "seller_available"
    posted = await of_orders(db, [(order.shop_id, order.order_id)])
    by_line: dict[int | None, list[Posted]] = defaultdict(list)
    for each in posted:
        if each.cause == CAPTURED:
            by_line[each.line_id].append(each)
    # A line that cost the buyer nothing (the platform paid for it) goes back whole, the first time it is named.
    gone = {each.line_id for each in posted if each.cause == REFUNDED}
    reversals: list[ledger.Transfer] = []
    for line in sold:
        if line.line_id not in done.lines or (line.paid_minor == 0 and line.line_id in gone):
            continue
        after = line.refunded_minor + done.lines[line.line_id]
        for move, came in _backwards(by_line[line.line_id], line, after):
            reversals.append(_goes_back(came, move, done.refund_id, len(reversals), seller, collected=collected))
    await ledger.post(db, reversals, now=now)


def _backwards(came: Sequence[Posted], line: SoldLine, after_minor: int) -> list[tuple[Move, Posted]]:
    by_leg = {each.leg: each for each in came}
    parts = [Move(each.leg, each.debit, each.credit, each.amount_minor) for each in came]
    return [(move, by_leg[move.leg]) for move in back(parts, line.refunded_minor, after_minor, line.paid_minor)]


def _goes_back(came: Posted, move: Move, refund_id: int, leg: int, seller: Kind, *, collected: bool) -> ledger.Transfer:
    # Cash at the door goes back by bank: the carrier has handed it over, or will.
    source: Kind = "bank" if came.debit == "carrier_cash" and collected else came.debit
    paid_by: Kind = seller if came.credit == "seller_pending" else came.credit
    paid_to: Kind = seller if source == "seller_pending" else source
    return ledger.Transfer(
        came.shop_id,
        paid_by,
        paid_to,
        move.amount_minor,
        came.currency,
        REFUNDED,
        refund_id,
        leg,
        order_id=came.order_id,
        line_id=came.line_id,
        rule=came.rule,
        reverses=came.transfer_id,
    )


async def _pay_back(db: Db, order: OrderRow, done: Refunded, *, now: datetime, owed: bool) -> None:
    if not done.amount_minor:
        return
    await payments.refund(
        db,
        shop_id=order.shop_id,
        account_id=order.buyer_account_id,
        payment_id=order.payment_id,
        order_id=order.order_id,
        amount_minor=done.amount_minor,
        refund_id=done.refund_id,
        now=now,
        owed=owed,
    )


def _answer(refund_id: int, lines: Mapping[int, int]) -> Refunded:
    return Refunded(refund_id, sum(lines.values()), dict(lines))
