"""Move a return from state to state: guarded, written into the history, told, with its money, its stock and its deadline.

Locked in this order: the order, its return, the stock, the payment.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

import msgspec

from etalase.aftersales.queries.returns import Return, ReturnLine, lines_of, return_row
from etalase.aftersales.rules.returning import (
    COMPLETE,
    ENDS,
    EVENTS,
    FREES_PIECES,
    MOVES,
    PENDING,
    R_PENDING,
    REFUNDS,
    REJECTS,
    Decision,
    Side,
    Status,
)
from etalase.base import events, live
from etalase.base.db import Db, rows, value, write
from etalase.base.errors import Invalid, Refused
from etalase.base.markets import Policy, policy
from etalase.base.money import Money, split
from etalase.base.texts import N_
from etalase.media.queries import known_keys
from etalase.orders.actions.money import refund
from etalase.orders.queries import OrderRow, order_row_of_shop
from etalase.orders.queries.one import hold_order
from etalase.shipping.rules import add_working_days
from etalase.stock import actions as stock

MOVE = value(
    int,
    """UPDATE returns SET status = $3, due_at = $5, decided_at = CASE WHEN $8 THEN $6 ELSE decided_at END,
              seller_note = coalesce($7, seller_note), closed_at = CASE WHEN $9 THEN $6 ELSE closed_at END
        WHERE shop_id = $1 AND return_id = $2 AND status = ANY($4::text[]) AND closed_at IS NULL RETURNING return_id""",
)
HISTORY = write(
    """INSERT INTO return_history (shop_id, entry_id, return_id, status, decision, at, by_side, by_account_id, note)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)"""
)
GRANTED_MONEY = write("UPDATE returns SET refund_minor = $3, refund_id = $4 WHERE shop_id = $1 AND return_id = $2")
RESTOCKED = write("UPDATE returns SET restocked = true WHERE shop_id = $1 AND return_id = $2")
CLOSE = value(
    int,
    """UPDATE returns SET closed_at = $3, due_at = NULL WHERE shop_id = $1 AND return_id = $2 AND closed_at IS NULL
    RETURNING return_id""",
)
FREE = write(
    """UPDATE returned_pieces p SET claimed = p.claimed - n.quantity FROM return_lines n
        WHERE n.shop_id = $1 AND n.return_id = $2 AND p.shop_id = n.shop_id AND p.line_id = n.line_id"""
)
SAY = write(
    """INSERT INTO evidence (shop_id, evidence_id, return_id, dispute_id, side, account_id, text, picture_keys, at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)"""
)


class Paid(msgspec.Struct, frozen=True):
    """A return whose money has arrived."""

    return_id: int
    status: Status


OF_REFUND = rows(Paid, "SELECT return_id, status FROM returns WHERE shop_id = $1 AND refund_id = $2")


class Act(msgspec.Struct, frozen=True, kw_only=True):
    """Who moves it, and what is written down of it."""

    side: Side
    by: int | None = None
    decision: Decision | None = None
    note: str | None = None


async def held(db: Db, request: Return) -> tuple[OrderRow, Return]:
    """The order of a return, locked, and the return as it is then."""
    order = await order_row_of_shop(db, request.shop_id, request.order_id)
    await hold_order(db, order)
    return await order_row_of_shop(db, request.shop_id, request.order_id), await return_row(db, request.return_id)


async def move(db: Db, request: Return, to: Status, act: Act, *, now: datetime, name: str = "") -> None:
    """One move of the table, with its next deadline; Refused `aftersales.wrong_state` when it stands elsewhere.

    `request` is as it was read; where it really stands, the guarded UPDATE decides.
    """
    until = due(to, request.market, await policy(db, request.market, now), now, asked_minor=request.asked_minor)
    note = act.note if act.side == "SELLER" else None
    decided = act.side in {"SELLER", "SYSTEM", "OPERATOR"}
    came_from = [start for start in MOVES[to] if start is not None and start == request.status]
    key = (request.shop_id, request.return_id)
    if await MOVE.get(db, *key, to, came_from, until, now, note, decided, to in ENDS) is None:
        raise Refused("aftersales.wrong_state")
    await write_down(db, request, to, act, now=now, name=name)
    if to in ENDS and to in FREES_PIECES:
        await FREE.run(db, *key)


def due(to: Status, market: str, numbers: Policy, now: datetime, *, asked_minor: int) -> datetime | None:
    """When silence decides a return that comes into this state now; None where nobody need answer."""
    if to in {PENDING, R_PENDING}:
        return answer_due(market, numbers, now, asked_minor=asked_minor)
    seconds = {
        "AWAITING_BUYER_RESPONSE": numbers.offer_answer_s,
        "AWAITING_BUYER_SHIP": numbers.return_ship_back_s,
        "BUYER_SHIPPED_ITEM": numbers.return_check_s,
        **dict.fromkeys(REJECTS, numbers.second_request_s),
    }.get(to)
    return None if seconds is None else now + timedelta(seconds=seconds)


def answer_due(market: str, numbers: Policy, now: datetime, *, asked_minor: int) -> datetime:
    """Until when the shop answers: in calendar time, or in working days of the market, more of them for a large amount."""
    if numbers.return_answer_large_minor is not None and asked_minor >= numbers.return_answer_large_minor:
        return add_working_days(market, now, numbers.return_answer_large_working_days)
    if numbers.return_answer_working_days is not None:
        return add_working_days(market, now, numbers.return_answer_working_days)
    return now + timedelta(seconds=numbers.return_answer_s)


async def write_down(db: Db, request: Return, status: Status, act: Act, *, now: datetime, name: str = "") -> None:
    """The history, the event and the pages that show it."""
    entry = (request.shop_id, await db.new_id(), request.return_id)
    await HISTORY.run(db, *entry, status, act.decision, now, act.side, act.by, act.note)
    facts: dict[str, events.FactValue] = {
        "return_id": str(request.return_id),
        "order_id": str(request.order_id),
        "by": act.side,
    }
    name = name or EVENTS[status]
    await events.record(db, name, at=now, shop_id=request.shop_id, account_id=request.account_id, facts=facts)
    await live.announce(db, live.shop(request.shop_id))
    await live.announce(db, live.account(request.account_id))


async def grant(db: Db, order: OrderRow, request: Return, to: Status, act: Act, *, now: datetime) -> None:
    """Into GRANTED (or refunded instead of replaced): what was asked, or the offer that stands, goes back."""
    offered = request.status == "AWAITING_BUYER_RESPONSE" and request.offered_minor is not None
    minor = request.offered_minor if offered else request.asked_minor
    await move(db, request, to, act, now=now)
    lines = (await lines_of(db, [request]))[request.return_id]
    parts = parts_of(lines, minor or 0, request.currency)
    key = (request.shop_id, request.return_id)
    if not any(parts.values()):
        await GRANTED_MONEY.run(db, *key, 0, None)
        await _complete(db, await return_row(db, request.return_id), now=now)
        return
    done = await refund(
        db, order, parts, cause="return", cause_id=request.return_id, now=now, reason=act.note or request.reason
    )
    await GRANTED_MONEY.run(db, *key, done.amount_minor, done.refund_id)


def parts_of(lines: Sequence[ReturnLine], minor: int, currency: str) -> dict[int, int]:
    """An amount laid on the lines in proportion to what was asked for each, never above what is left of any."""
    weights = [line.asked_minor for line in lines]
    if not any(weights):
        return {line.line_id: 0 for line in lines}
    shares = split(Money(min(minor, sum(weights)), currency), weights)
    return {line.line_id: min(share.minor, line.left_minor) for line, share in zip(lines, shares, strict=True)}


async def close(db: Db, request: Return, *, now: datetime) -> bool:
    """Nothing follows a rejection any more: its pieces are free. False when it was closed already."""
    if await CLOSE.get(db, request.shop_id, request.return_id, now) is None:
        return False
    if request.status in FREES_PIECES:
        await FREE.run(db, request.shop_id, request.return_id)
    return True


async def take_back(db: Db, request: Return, *, now: datetime) -> None:
    """The pieces of a received return can be sold again."""
    lines = (await lines_of(db, [request]))[request.return_id]
    await stock.take_back(db, pieces_of(request, lines), now)
    await RESTOCKED.run(db, request.shop_id, request.return_id)


def pieces_of(request: Return, lines: Sequence[ReturnLine]) -> list[stock.Move]:
    """The pieces of a return as the stock moves them."""
    return [stock.Move(request.shop_id, line.sku_id, line.warehouse_id, line.quantity, line.line_id) for line in lines]


async def say(
    db: Db,
    request: Return,
    side: str,
    account_id: int,
    text: str | None,
    keys: Sequence[str],
    *,
    now: datetime,
    dispute_id: int | None = None,
) -> None:
    """Keep what a side said, if it said anything; Invalid for a picture that is not stored."""
    if text is None and not keys:
        return
    await check_pictures(db, keys)
    entry = (request.shop_id, await db.new_id(), request.return_id, dispute_id)
    await SAY.run(db, *entry, side, account_id, text, list(keys), now)


async def check_pictures(db: Db, keys: Sequence[str]) -> None:
    """Invalid for a key that is no picture of the media room."""
    if keys and len(await known_keys(db, keys)) < len(set(keys)):
        raise Invalid({"pictures": N_("One of the pictures is not stored here. Upload it first.")})


async def note_paid_back(db: Db, shop_id: int, refund_id: int, *, now: datetime) -> None:
    """The money of a granted return has arrived: SUCCESS → COMPLETE."""
    for paid in await OF_REFUND.all(db, shop_id, refund_id):
        request = await return_row(db, paid.return_id)
        _, request = await held(db, request)
        if request.status in REFUNDS and request.closed_at is None:
            await _complete(db, request, now=now)


async def _complete(db: Db, request: Return, *, now: datetime) -> None:
    if request.status in MOVES[COMPLETE]:
        await move(db, request, COMPLETE, Act(side="SYSTEM"), now=now)
