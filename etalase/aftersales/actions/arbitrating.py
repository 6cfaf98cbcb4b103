"""Disputes: both sides speak, the operator decides, and silence supports the buyer (R-RET-4, 5)."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from etalase.aftersales.actions.moving import Act, close, grant, held, move, say, take_back
from etalase.aftersales.queries.disputes import Dispute, dispute_row, open_dispute
from etalase.aftersales.queries.returns import Return, my_return_row, return_row
from etalase.aftersales.rules import few_enough, said
from etalase.aftersales.rules.arbitrating import STATEMENT_MAX, STATEMENTS_MAX, VERDICT_MAX, Verdict
from etalase.aftersales.rules.returning import MAY_DISPUTE, REFUNDS, Side, rejected_status, supported_status
from etalase.base import events, live
from etalase.base.actor import Actor, only_operators
from etalase.base.db import Db, value, write
from etalase.base.errors import NotFound, Refused
from etalase.base.markets import policy
from etalase.orders.queries import OrderRow
from etalase.shops.queries import permit

# Numbered under the order's lock; the key disputes_number_once holds whatever happens.
OPEN = value(
    int,
    """INSERT INTO disputes (shop_id, dispute_id, return_id, order_id, number, status, opened_by, opened_at, answer_by)
       SELECT $1, $2, $3, $4::bigint, coalesce(max(number), 0) + 1, 'IN_PROGRESS', $5, $6, $7
         FROM disputes WHERE shop_id = $1 AND order_id = $4
       RETURNING dispute_id""",
)
OPENED_BY_BUYER = value(
    int, "SELECT count(*) FROM disputes WHERE shop_id = $1 AND order_id = $2 AND opened_by = 'BUYER'"
)
END = value(
    int,
    """UPDATE disputes SET status = $3, closed_at = $4, decided_by = $5, verdict = $6
        WHERE shop_id = $1 AND dispute_id = $2 AND status = 'IN_PROGRESS' RETURNING dispute_id""",
)
WAIT = write("UPDATE returns SET due_at = $3 WHERE shop_id = $1 AND return_id = $2 AND closed_at IS NULL")
STATEMENTS = value(int, "SELECT count(*) FROM evidence WHERE shop_id = $1 AND return_id = $2")


async def dispute_return(
    db: Db, actor: Actor, *, return_id: int, statement: str, picture_keys: Sequence[str] = (), now: datetime
) -> Dispute:
    """The buyer takes a rejected return to the operator.

    Refused: `aftersales.cannot_dispute` when it is not rejected or the time is over, `aftersales.disputes_used_up`.
    """
    order, request = await held(db, await my_return_row(db, actor, return_id))
    if request.status not in MAY_DISPUTE or request.closed_at is not None or request.due_at is None:
        raise Refused("aftersales.cannot_dispute")
    if request.due_at <= now:
        raise Refused("aftersales.cannot_dispute")
    numbers = await policy(db, order.market, now)
    if await OPENED_BY_BUYER.sole(db, order.shop_id, order.order_id) >= numbers.disputes_max:
        raise Refused("aftersales.disputes_used_up")
    text = said("statement", statement, STATEMENT_MAX, needed=True)
    keys = few_enough("pictures", picture_keys, numbers.evidence_pictures_max)
    dispute_id = await _open(db, request, "BUYER", now=now)
    await say(db, request, "BUYER", actor.account_id, text, keys, now=now, dispute_id=dispute_id)
    return await dispute_row(db, dispute_id)


async def open_for_shop(db: Db, request: Return, act: Act, picture_keys: Sequence[str], *, now: datetime) -> None:
    """A refused parcel goes to the operator by itself, with the shop's reason (Part B)."""
    dispute_id = await _open(db, request, "SELLER", now=now)
    await say(db, request, "SELLER", act.by or 0, act.note, picture_keys, now=now, dispute_id=dispute_id)


async def add_statement(
    db: Db, actor: Actor, *, dispute_id: int, statement: str, picture_keys: Sequence[str] = (), now: datetime
) -> Dispute:
    """The buyer, or the shop's staff, says more while the operator has not decided."""
    dispute = await dispute_row(db, dispute_id)
    order, request = await held(db, await return_row(db, dispute.return_id))
    side = "BUYER" if request.account_id == actor.account_id else "SELLER"
    if side == "SELLER":
        await permit(db, actor, dispute.shop_id, "aftersales.write")
    if (await dispute_row(db, dispute_id)).status != "IN_PROGRESS":
        raise Refused("aftersales.dispute_decided")
    if await STATEMENTS.sole(db, dispute.shop_id, dispute.return_id) >= STATEMENTS_MAX:
        raise Refused("aftersales.statements_used_up", most=STATEMENTS_MAX)
    text = said("statement", statement, STATEMENT_MAX, needed=True)
    keys = few_enough("pictures", picture_keys, (await policy(db, order.market, now)).evidence_pictures_max)
    await say(db, request, side, actor.account_id, text, keys, now=now, dispute_id=dispute_id)
    await live.announce(db, live.shop(request.shop_id))
    await live.announce(db, live.account(request.account_id))
    return await dispute_row(db, dispute_id)


async def withdraw_dispute(db: Db, actor: Actor, *, dispute_id: int, now: datetime) -> Dispute:
    """The buyer lets it rest: the rejection stands. A parcel that was refused stays with the operator."""
    dispute = await dispute_row(db, dispute_id)
    request = await return_row(db, dispute.return_id)
    if request.account_id != actor.account_id or dispute.opened_by != "BUYER":
        raise NotFound
    _, request = await held(db, request)
    await _end(db, dispute, "CLOSED", None, None, now=now)
    await close(db, request, now=now)
    await _tell(db, request, "dispute.withdrawn", dispute_id, now=now)
    return await dispute_row(db, dispute_id)


async def decide_dispute(
    db: Db, actor: Actor, *, dispute_id: int, verdict: Verdict, reason: str, now: datetime
) -> Dispute:
    """The operator supports one side, and says why; NotAllowed for others. Refused: `aftersales.dispute_decided`."""
    only_operators(actor)
    why = said("reason", reason, VERDICT_MAX, needed=True)
    await _settle(db, await dispute_row(db, dispute_id), verdict, "OPERATOR", actor.account_id, why, now=now)
    return await dispute_row(db, dispute_id)


async def overdue(db: Db, dispute: Dispute, *, now: datetime) -> None:
    """The operator did not decide in time: the buyer is supported (R-RET-3)."""
    await _settle(db, dispute, "SUPPORT_BUYER", "SYSTEM", None, None, now=now)


async def close_dispute(db: Db, request: Return, *, now: datetime) -> None:
    """The shop gave in before the operator decided."""
    dispute = await open_dispute(db, request.shop_id, request.return_id)
    if dispute is not None:
        await _end(db, dispute, "CLOSED", None, None, now=now)
        await _tell(db, request, "dispute.withdrawn", dispute.dispute_id, now=now)


async def _settle(
    db: Db, dispute: Dispute, verdict: Verdict, side: Side, by: int | None, why: str | None, *, now: datetime
) -> None:
    order, request = await held(db, await return_row(db, dispute.return_id))
    await _end(db, dispute, verdict, by, why, now=now)
    act = Act(side=side, by=by, note=why or "no_answer_in_time")
    if verdict == "SUPPORT_BUYER":
        await _support_buyer(db, order, request, act, now=now)
    else:
        await _support_seller(db, request, act, now=now)
    await _tell(db, request, "dispute.decided", dispute.dispute_id, now=now)


async def _support_buyer(db: Db, order: OrderRow, request: Return, act: Act, *, now: datetime) -> None:
    to = supported_status(request.kind, request.status, sent_back=request.sent_back_at is not None)
    if request.sent_back_at is not None and to in REFUNDS:
        # The parcel lies with the shop.
        await take_back(db, request, now=now)
    if to in REFUNDS:
        await grant(db, order, request, to, act, now=now)
    else:
        await move(db, request, to, act, now=now)


async def _support_seller(db: Db, request: Return, act: Act, *, now: datetime) -> None:
    """The rejection stands; the buyer has the same time as after any rejection."""
    rejected = rejected_status(request.kind)
    if request.status != rejected:
        await move(db, request, rejected, act, now=now)
        return
    until = now + timedelta(seconds=(await policy(db, request.market, now)).second_request_s)
    await WAIT.run(db, request.shop_id, request.return_id, until)


async def _open(db: Db, request: Return, side: str, *, now: datetime) -> int:
    until = now + timedelta(seconds=(await policy(db, request.market, now)).dispute_answer_s)
    key = (request.shop_id, await db.new_id(), request.return_id, request.order_id)
    dispute_id = await OPEN.sole(db, *key, side, now, until)
    await WAIT.run(db, request.shop_id, request.return_id, None)
    await _tell(db, request, "dispute.opened", dispute_id, now=now)
    return dispute_id


async def _end(db: Db, dispute: Dispute, status: str, by: int | None, why: str | None, *, now: datetime) -> None:
    if await END.get(db, dispute.shop_id, dispute.dispute_id, status, now, by, why) is None:
        raise Refused("aftersales.dispute_decided")


async def _tell(db: Db, request: Return, name: str, dispute_id: int, *, now: datetime) -> None:
    facts: dict[str, events.FactValue] = {"dispute_id": str(dispute_id), "return_id": str(request.return_id)}
    await events.record(db, name, at=now, shop_id=request.shop_id, account_id=request.account_id, facts=facts)
    await live.announce(db, live.shop(request.shop_id))
    await live.announce(db, live.account(request.account_id))
