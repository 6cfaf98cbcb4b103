"""The buyer's side of a return: ask, answer an offer, send it back, withdraw (R-RET-1, 3, 5)."""

from datetime import datetime
from typing import Any

import msgspec

from etalase.aftersales.actions.moving import Act, check_pictures, close, due, grant, held, move, say, write_down
from etalase.aftersales.actions.replacing import cancel_promise
from etalase.aftersales.queries.disputes import open_dispute
from etalase.aftersales.queries.returns import Return, lines_of, my_return_row, return_row
from etalase.aftersales.rules import few_enough, said
from etalase.aftersales.rules.returning import (
    CANCELLED,
    DEFECTS,
    GRANTED,
    MAY_WITHDRAW,
    PENDING,
    REJECTS,
    Kind,
    Reason,
    first_status,
    share_of,
    windows,
    withdrawn_status,
)
from etalase.base.actor import Actor
from etalase.base.db import Db, rows, value, write
from etalase.base.errors import Invalid, NotFound, Refused
from etalase.base.markets import Policy, policy
from etalase.base.money import Money, split
from etalase.base.texts import N_
from etalase.catalog.rules import Price, price_in
from etalase.orders.queries import OrderRow, order_row
from etalase.orders.queries.one import hold_order

NOTE_MAX = 1000
CARRIER_MAX = 60
NUMBER_MAX = 64


class Piece(msgspec.Struct, frozen=True):
    """So many pieces of a line."""

    line_id: int
    quantity: int


class Ask(msgspec.Struct, frozen=True, kw_only=True):
    """What a buyer asks for. `amount_minor` or `price`: less than all that was paid for the pieces, None for all of it."""

    kind: Kind
    reason: Reason
    lines: list[Piece]
    note: str = ""
    amount_minor: int | None = None
    price: Price | None = None
    picture_keys: list[str] = []


class Claim(msgspec.Struct, frozen=True):
    """A line whose pieces were claimed: how many were before, and what is left of what was paid for it."""

    line_id: int
    bought: int
    before: int
    quantity: int
    paid_minor: int
    left_minor: int


class Earlier(msgspec.Struct, frozen=True):
    """A rejected request that named one of the lines."""

    return_id: int
    request_number: int
    is_open: bool


# More than were bought finds no row (or, on the first claim, is refused before it is asked).
CLAIM = rows(
    Claim,
    """WITH asked AS (SELECT * FROM unnest($3::bigint[], $4::int[]) AS u (line_id, quantity)),
            claimed AS (
           INSERT INTO returned_pieces AS p (shop_id, line_id, bought, claimed)
           SELECT l.shop_id, l.line_id, l.quantity - l.cancelled_quantity, a.quantity
             FROM asked a JOIN order_lines l ON l.shop_id = $1 AND l.order_id = $2 AND l.line_id = a.line_id
            ORDER BY l.line_id
           ON CONFLICT (shop_id, line_id) DO UPDATE SET claimed = p.claimed + excluded.claimed
            WHERE p.claimed + excluded.claimed <= p.bought
           RETURNING line_id, claimed)
       SELECT l.line_id, l.quantity AS bought, c.claimed - a.quantity AS before, a.quantity, l.paid_minor,
              l.paid_minor - l.refunded_minor AS left_minor
         FROM claimed c JOIN asked a ON a.line_id = c.line_id
              JOIN order_lines l ON l.shop_id = $1 AND l.line_id = c.line_id ORDER BY l.line_id""",
)
# Without the pieces that were never sent.
BOUGHT = rows(
    Piece,
    """SELECT line_id, quantity - cancelled_quantity AS quantity FROM order_lines WHERE shop_id = $1 AND order_id = $2""",
)
EARLIER = rows(
    Earlier,
    """SELECT r.return_id, r.request_number, r.closed_at IS NULL AS is_open FROM returns r
        WHERE r.shop_id = $1 AND r.order_id = $2 AND r.status = ANY($4::text[])
          AND EXISTS (SELECT 1 FROM return_lines n
               WHERE n.shop_id = r.shop_id AND n.return_id = r.return_id AND n.line_id = ANY($3::bigint[]))
        ORDER BY r.return_id DESC""",
)
# The index returns_one_open: one open return per order.
OPEN = value(
    int,
    """INSERT INTO returns (shop_id, return_id, order_id, account_id, kind, status, request_number, reason, note, currency,
              asked_minor, requested_at, due_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
       ON CONFLICT (shop_id, order_id) WHERE closed_at IS NULL DO NOTHING RETURNING return_id""",
)
LINES = write(
    """INSERT INTO return_lines (shop_id, return_id, line_id, quantity, asked_minor)
       SELECT $1, $2, u.* FROM unnest($3::bigint[], $4::int[], $5::bigint[]) AS u"""
)
SENT = write(
    """UPDATE returns SET carrier = $3, tracking_number = $4, sent_back_at = $5 WHERE shop_id = $1 AND return_id = $2"""
)


async def request_return(db: Db, actor: Actor, *, order_id: int, ask: Ask, now: datetime) -> Return:
    """Ask for money, a return or a replacement of pieces that were delivered, while the market's window is open for the reason.

    Once more within the time after a rejection (R-RET-5). Refused: `aftersales.not_delivered`, `aftersales.window_closed`,
    `aftersales.only_defects` (the guarantee goes on), `aftersales.return_open`, `aftersales.pieces_used_up`,
    `aftersales.requests_used_up`, `aftersales.nothing_left`.
    """
    order = await order_row(db, actor.account_id, order_id)
    await hold_order(db, order)
    order = await order_row(db, actor.account_id, order_id)
    numbers = await policy(db, order.market, now)
    note = said("note", ask.note, NOTE_MAX)
    keys = few_enough("pictures", ask.picture_keys, numbers.evidence_pictures_max)
    await check_pictures(db, keys)
    if ask.price is not None:
        ask = msgspec.structs.replace(ask, amount_minor=price_in(ask.price, order.currency, "amount"))
    number = await _number(db, order, ask, numbers, now)
    claims = await _claim(db, order, ask)
    asked = _asked(claims, ask, order.currency)
    return_id = await db.new_id()
    until = due(first_status(ask.kind), order.market, numbers, now, asked_minor=sum(asked))
    made = await OPEN.get(
        db, order.shop_id, return_id, order_id, actor.account_id, ask.kind, first_status(ask.kind), number, ask.reason, note,
        order.currency, sum(asked), now, until,
    )  # fmt: skip
    if made is None:
        raise Refused("aftersales.return_open")
    columns: list[list[Any]] = [[each.line_id for each in claims], [each.quantity for each in claims], asked]
    await LINES.run(db, order.shop_id, return_id, *columns)
    request = await return_row(db, return_id)
    await say(db, request, "BUYER", actor.account_id, note, keys, now=now)
    await write_down(db, request, request.status, Act(side="BUYER", by=actor.account_id, note=note), now=now)
    return request


async def answer_offer(db: Db, actor: Actor, *, return_id: int, accept: bool, now: datetime) -> Return:
    """The buyer takes the part that the shop offered, or leaves it: then the shop decides once more."""
    order, request = await held(db, await my_return_row(db, actor, return_id))
    act = Act(side="BUYER", by=actor.account_id)
    if request.status != "AWAITING_BUYER_RESPONSE":
        raise Refused("aftersales.wrong_state")
    if accept:
        await grant(db, order, request, GRANTED, act, now=now)
    else:
        await move(db, request, PENDING, act, now=now, name="return.offer_declined")
    return await return_row(db, return_id)


async def send_back(
    db: Db, actor: Actor, *, return_id: int, carrier: str, tracking_number: str, now: datetime
) -> Return:
    """The parcel is on its way back to the shop, under this number."""
    who = said("carrier", carrier, CARRIER_MAX, needed=True)
    number = said("tracking_number", tracking_number, NUMBER_MAX, needed=True)
    _, request = await held(db, await my_return_row(db, actor, return_id))
    act = Act(side="BUYER", by=actor.account_id, note=number)
    await move(db, request, "BUYER_SHIPPED_ITEM", act, now=now)
    await SENT.run(db, request.shop_id, return_id, who, number, now)
    return await return_row(db, return_id)


async def withdraw_return(db: Db, actor: Actor, *, return_id: int, now: datetime) -> Return:
    """The buyer keeps it after all. Refused: `aftersales.wrong_state` once it is on its way back or decided."""
    _, request = await held(db, await my_return_row(db, actor, return_id))
    if request.status not in MAY_WITHDRAW:
        raise Refused("aftersales.wrong_state")
    await cancel_promise(db, request, now=now)
    await move(db, request, withdrawn_status(request.kind), Act(side="BUYER", by=actor.account_id), now=now)
    return await return_row(db, return_id)


async def lapse(db: Db, request: Return, *, now: datetime) -> None:
    """The buyer did not send it back in time (Part B)."""
    await move(db, request, CANCELLED, Act(side="SYSTEM", note="not_sent_back_in_time"), now=now)


async def _number(db: Db, order: OrderRow, ask: Ask, numbers: Policy, now: datetime) -> int:
    """Which request for these pieces it is. A first one needs an open window, a second one a rejection that is fresh."""
    ids = [piece.line_id for piece in ask.lines]
    earlier = await EARLIER.all(db, order.shop_id, order.order_id, ids, list(REJECTS))
    if earlier and earlier[0].is_open:
        return await _second(db, order, ask, earlier[0], numbers, now)
    _check_window(order, ask, numbers, now)
    if earlier:
        raise Refused("aftersales.requests_used_up")
    return 1


async def _second(db: Db, order: OrderRow, ask: Ask, first: Earlier, numbers: Policy, now: datetime) -> int:
    """It is about the same pieces, for a reason that could be given when the first was: what goes further needs a window."""
    request = await return_row(db, first.return_id)
    if await open_dispute(db, request.shop_id, request.return_id) is not None:
        raise Refused("aftersales.return_open")
    late = request.due_at is not None and request.due_at <= now
    if late or first.request_number >= numbers.return_requests_max:
        raise Refused("aftersales.requests_used_up")
    before = {line.line_id: line.quantity for line in (await lines_of(db, [request]))[request.return_id]}
    if any(piece.quantity > before.get(piece.line_id, 0) for piece in ask.lines):
        _check_window(order, ask, numbers, now)
    elif request.reason in DEFECTS and ask.reason not in DEFECTS:
        _check_window(order, ask, numbers, request.requested_at)
    await close(db, request, now=now)
    return first.request_number + 1


def _check_window(order: OrderRow, ask: Ask, numbers: Policy, now: datetime) -> None:
    if order.status == "COMPLETED":
        raise Refused("aftersales.window_closed")
    if order.status != "DELIVERED" or order.delivered_at is None:
        raise Refused("aftersales.not_delivered")
    open_until = windows(order.delivered_at, numbers)
    if now >= open_until.of(ask.reason):
        raise Refused("aftersales.only_defects" if now < open_until.defect else "aftersales.window_closed")


async def _claim(db: Db, order: OrderRow, ask: Ask) -> list[Claim]:
    bought = {piece.line_id: piece.quantity for piece in await BOUGHT.all(db, order.shop_id, order.order_id)}
    wanted = {piece.line_id: piece.quantity for piece in ask.lines}
    if not wanted or len(wanted) < len(ask.lines):
        raise Invalid({"lines": N_("Name each line once.")})
    if not set(wanted) <= set(bought):
        raise NotFound
    if any(not 1 <= quantity <= bought[line] for line, quantity in wanted.items()):
        raise Invalid({"lines": N_("Of each line, from one piece up to as many as you bought.")})
    claims = await CLAIM.all(db, order.shop_id, order.order_id, list(wanted), list(wanted.values()))
    if len(claims) < len(wanted):
        raise Refused("aftersales.pieces_used_up")
    return claims


def _asked(claims: list[Claim], ask: Ask, currency: str) -> list[int]:
    """What is asked for each line: all that was paid for its pieces, or a part of the sum laid on them."""
    most = [min(share_of(each.paid_minor, each.bought, each.before, each.quantity), each.left_minor) for each in claims]
    if ask.amount_minor is None or ask.kind == "REPLACEMENT":
        if ask.kind != "REPLACEMENT" and not any(most) and any(each.paid_minor for each in claims):
            raise Refused("aftersales.nothing_left")
        return most
    if not 1 <= ask.amount_minor <= sum(most):
        raise Invalid({"amount": N_("At most what was paid for these pieces.")})
    return [part.minor for part in split(Money(ask.amount_minor, currency), most)]
