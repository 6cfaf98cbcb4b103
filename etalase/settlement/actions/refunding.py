"""A refund after settlement: fees go back in proportion, the reserve is drawn on, and the rest is the seller's debt."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Final

import msgspec

from etalase.base.db import Db, rows, value
from etalase.base.markets import policy
from etalase.ledger import actions as ledger
from etalase.ledger.queries import Posted, of_orders
from etalase.ledger.rules import Leg, floor_share
from etalase.orders.actions.money import REFUNDED, SETTLED
from etalase.orders.queries.one import hold_order, order_row_of_shop
from etalase.settlement.actions.entering import Entry, enter
from etalase.settlement.actions.settling import RELEASE
from etalase.settlement.queries.due import Due, settled
from etalase.settlement.rules.fees import FEE_LEGS

RETURNED: Final = "fee.returned"
DRAWN: Final = "reserve.drawn"
BORNE: Final = "refund.borne"


class ChargedLine(msgspec.Struct, frozen=True):
    """A settled line: how much of it was left to charge on, and how much of that was refunded since."""

    line_id: int
    left_minor: int
    since_minor: int


CHARGED = rows(
    ChargedLine,
    """SELECT b.line_id, b.left_minor, l.refunded_minor - b.refunded_minor AS since_minor
         FROM settlement_lines b JOIN order_lines l ON l.shop_id = b.shop_id AND l.line_id = b.line_id
        WHERE b.shop_id = $1 AND b.order_id = $2 AND b.line_id = ANY($3::bigint[]) ORDER BY b.line_id""",
)
LEFT = value(int, "SELECT reserve_left_minor FROM settlements WHERE shop_id = $1 AND order_id = $2")


async def take_back(db: Db, shop_id: int, order_id: int, refund_id: int, *, now: datetime) -> None:
    """What a refund of a settled order means for its fees, its reserve and the seller. Nothing for others."""
    await hold_order(db, await order_row_of_shop(db, shop_id, order_id))
    posted = await of_orders(db, [(shop_id, order_id)])
    reversed_ = [each for each in posted if each.cause == REFUNDED and each.cause_id == refund_id and _after(each)]
    due = await settled(db, shop_id, order_id)
    if due is None or not reversed_:
        return
    lines = await CHARGED.all(db, shop_id, order_id, sorted({each.line_id for each in reversed_ if each.line_id}))
    fees = _fees_back(due, lines, posted, refund_id)
    entries = [_entry(due, line.line_id, refund_id, reversed_, fees) for line in lines]
    owed = -sum(entry.net_minor for entry in entries)
    moves, more = await _borne(db, due, refund_id, owed, now=now)
    await ledger.post(db, [*fees, *moves], now=now)
    await enter(db, shop_id, due.currency, [*entries, *more], now=now)


def _after(each: Posted) -> bool:
    """Taken from what was the seller's already: the refund came after the settlement."""
    return "seller_available" in (each.debit, each.credit)


def _fees_back(
    due: Due, lines: Sequence[ChargedLine], posted: Sequence[Posted], refund_id: int
) -> list[ledger.Transfer]:
    gone: dict[int, int] = defaultdict(int)
    for each in posted:
        if each.cause == RETURNED and each.reverses is not None:
            gone[each.reverses] += each.amount_minor
    found: list[ledger.Transfer] = []
    for line in lines:
        for fee in (each for each in posted if each.cause == SETTLED and each.line_id == line.line_id):
            if fee.leg not in FEE_LEGS.values():
                continue
            amount = floor_share(fee.amount_minor, line.since_minor, line.left_minor) - gone[fee.transfer_id]
            if amount > 0:
                found.append(_returned(due, fee, amount, refund_id, len(found)))
    return found


def _returned(due: Due, fee: Posted, amount: int, refund_id: int, leg: int) -> ledger.Transfer:
    return ledger.Transfer(
        due.shop_id,
        "platform_fee",
        "seller_available",
        amount,
        due.currency,
        RETURNED,
        refund_id,
        leg,
        order_id=due.order_id,
        line_id=fee.line_id,
        rule=fee.rule,
        reverses=fee.transfer_id,
    )


def _entry(
    due: Due, line_id: int, refund_id: int, reversed_: Sequence[Posted], fees: Sequence[ledger.Transfer]
) -> Entry:
    own = [each for each in reversed_ if each.line_id == line_id]
    revenue = sum(each.amount_minor for each in own if each.debit == "seller_available")
    back = sum(each.amount_minor for each in own if each.credit == "seller_available")
    back += sum(fee.amount_minor for fee in fees if fee.line_id == line_id)
    return Entry("REFUND", refund_id, due.order_id, line_id, -revenue, back)


async def _borne(
    db: Db, due: Due, refund_id: int, owed: int, *, now: datetime
) -> tuple[list[ledger.Transfer], list[Entry]]:
    if owed <= 0:
        return [], []
    if not (await policy(db, due.market, now)).refund_clawback:
        move = _shops(due, "write_off", BORNE, refund_id, owed)
        return [move], [Entry("BORNE", refund_id, due.order_id, adjustment_minor=owed)]
    drawn = min(await LEFT.sole(db, due.shop_id, due.order_id), owed)
    if not drawn:
        return [], []
    await RELEASE.run(db, due.shop_id, due.order_id, drawn)
    move = _shops(due, "seller_reserve", DRAWN, refund_id, drawn)
    return [move], [Entry("RESERVE_RELEASED", refund_id, due.order_id, adjustment_minor=drawn)]


def _shops(due: Due, source: ledger.Kind, cause: str, refund_id: int, amount: int) -> ledger.Transfer:
    return ledger.Transfer(
        due.shop_id,
        source,
        "seller_available",
        amount,
        due.currency,
        cause,
        refund_id,
        Leg.RESERVE,
        order_id=due.order_id,
        rule=due.rule,
    )
