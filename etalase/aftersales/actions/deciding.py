"""The shop's decisions about a return, and what its silence decides (R-RET-3)."""

from datetime import datetime

import msgspec

from etalase.aftersales.actions.arbitrating import close_dispute, open_for_shop
from etalase.aftersales.actions.asking import lapse
from etalase.aftersales.actions.moving import Act, check_pictures, close, grant, held, move, say, take_back
from etalase.aftersales.actions.replacing import cancel_promise, is_promised, promise
from etalase.aftersales.queries.returns import Return, return_row, shop_return_row
from etalase.aftersales.rules import few_enough, said
from etalase.aftersales.rules.returning import (
    NEEDS_REASON,
    R_REFUNDED,
    REFUNDS,
    REJECTS,
    SILENCE,
    Decision,
    Status,
    decides,
)
from etalase.base.actor import Actor
from etalase.base.db import Db, value
from etalase.base.errors import Invalid, Refused
from etalase.base.markets import policy
from etalase.base.texts import N_
from etalase.catalog.rules import Price, price_in
from etalase.orders.queries import OrderRow
from etalase.shops.queries import permit

REASON_MAX = 1000
OFFER = value(
    int,
    """UPDATE returns SET offered_minor = $3 WHERE shop_id = $1 AND return_id = $2 AND offered_minor IS NULL
    RETURNING return_id""",
)


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """A decision of the shop. `amount_minor` or `price`: the part it offers. `restock`: what came back can be sold again."""

    decision: Decision
    reason: str = ""
    amount_minor: int | None = None
    price: Price | None = None
    restock: bool = True
    picture_keys: list[str] = []


async def decide(db: Db, actor: Actor, *, shop_id: int, return_id: int, answer: Answer, now: datetime) -> Return:
    """Decide about a return of the shop; some decisions need a reason, which its buyer reads.

    Refused: `aftersales.wrong_state` for what cannot be decided now, `aftersales.already_offered`,
    `aftersales.already_promised`, `aftersales.replacement_out_of_stock`.
    """
    await permit(db, actor, shop_id, "aftersales.write")
    order, request = await held(db, await shop_return_row(db, shop_id, return_id))
    if missing := _missing(answer):
        raise Invalid(missing)
    why = said("reason", answer.reason, REASON_MAX)
    keys = few_enough("pictures", answer.picture_keys, (await policy(db, order.market, now)).evidence_pictures_max)
    await check_pictures(db, keys)
    to = decides(request.kind, request.status).get(answer.decision)
    if to is None or request.closed_at is not None:
        raise Refused("aftersales.wrong_state")
    if answer.price is not None:
        answer = msgspec.structs.replace(answer, amount_minor=price_in(answer.price, order.currency, "amount"))
    act = Act(side="SELLER", by=actor.account_id, decision=answer.decision, note=why)
    await _carry_out(db, order, request, to, act, answer, now=now)
    if to != "REJECT_RECEIVE_PACKAGE":
        await say(db, request, "SELLER", actor.account_id, why, keys, now=now)
    return await return_row(db, return_id)


def _missing(answer: Answer) -> dict[str, str]:
    """What the decision needs and lacks, all of it at once."""
    lacks: dict[str, str] = {}
    unsaid = answer.price is None or not answer.price.amount.strip()
    if answer.decision == "OFFER_PARTIAL_REFUND" and answer.amount_minor is None and unsaid:
        lacks["amount"] = N_("Say how much you offer.")
    if answer.decision in NEEDS_REASON and not answer.reason.strip():
        lacks["reason"] = N_("Write a few words.")
    return lacks


async def _carry_out(
    db: Db, order: OrderRow, request: Return, to: Status, act: Act, answer: Answer, *, now: datetime
) -> None:
    match answer.decision:
        case "OFFER_PARTIAL_REFUND":
            await _offer(db, request, answer.amount_minor)
            await move(db, request, to, act, now=now)
        case "APPROVE_REPLACEMENT":
            await promise(db, request, act, now=now)
        case "REJECT_REPLACEMENT" if await is_promised(db, request):
            raise Refused("aftersales.already_promised")
        case "ISSUE_REPLACEMENT_REFUND":
            await cancel_promise(db, request, now=now)
            await grant(db, order, request, to, act, now=now)
        case "APPROVE_RECEIVED_PACKAGE":
            await close_dispute(db, request, now=now)
            await receive(db, order, request, to, act, restock=answer.restock, now=now)
        case "REJECT_RECEIVED_PACKAGE":
            await move(db, request, to, act, now=now)
            await open_for_shop(db, request, act, answer.picture_keys, now=now)
        case _ if to in REFUNDS:
            await grant(db, order, request, to, act, now=now)
        case _:
            await move(db, request, to, act, now=now)


async def receive(
    db: Db, order: OrderRow, request: Return, to: Status, act: Act, *, restock: bool, now: datetime
) -> None:
    """The parcel came back: its pieces go into the stock (before the payment is locked), its money to the buyer."""
    if restock:
        await take_back(db, request, now=now)
    await grant(db, order, request, to, act, now=now)


async def fall_silent(db: Db, found: Return, *, now: datetime) -> None:
    """The pending step is past its time: silence decides it (R-RET-3), and a rejection nobody took further closes."""
    order, request = await held(db, found)
    if request.closed_at is not None or request.due_at is None or request.due_at > now:
        return
    if request.status in REJECTS:
        await close(db, request, now=now)
        return
    act = Act(side="SYSTEM", note="no_answer_in_time")
    if request.kind == "REPLACEMENT":
        await _silent_replacement(db, order, request, act, now=now)
        return
    to = SILENCE[request.kind, request.status]
    if request.status == "AWAITING_BUYER_SHIP":
        await lapse(db, request, now=now)
    elif request.status == "BUYER_SHIPPED_ITEM":
        await receive(db, order, request, to, act, restock=True, now=now)
    elif to in REFUNDS:
        await grant(db, order, request, to, act, now=now)
    else:
        await move(db, request, to, act, now=now)


async def _silent_replacement(db: Db, order: OrderRow, request: Return, act: Act, *, now: datetime) -> None:
    """Nobody answered: promised. Nobody sent what was promised, or there is none left: the money instead."""
    if not await cancel_promise(db, request, now=now):
        try:
            async with db.transaction():
                await promise(db, request, act, now=now)
        except Refused:
            pass
        else:
            return
    await grant(db, order, request, R_REFUNDED, act, now=now)


async def _offer(db: Db, request: Return, amount_minor: int | None) -> None:
    if amount_minor is None or not 1 <= amount_minor < request.asked_minor:
        raise Invalid({"amount": N_("Less than what was asked for, and more than nothing.")})
    if await OFFER.get(db, request.shop_id, request.return_id, amount_minor) is None:
        raise Refused("aftersales.already_offered")
