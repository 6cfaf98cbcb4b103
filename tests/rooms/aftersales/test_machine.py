"""A state machine over one order's after-sales, against a model with its money: refunds never pass what was paid.

Every act is tried in every state; the model says which may succeed and where they lead.
"""

from datetime import timedelta
from typing import Any

import msgspec
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from etalase.aftersales import actions
from etalase.aftersales.actions import Answer, Ask, Piece
from etalase.aftersales.queries import Return, returns_of
from etalase.aftersales.queries.disputes import open_dispute
from etalase.aftersales.rules.returning import DECISIONS, KIND_NAMES, MAY_WITHDRAW, MOVES
from etalase.base.db import Db
from etalase.base.errors import Invalid, Refused
from etalase.base.pool import Pool
from tests.makers.aftersales import Sale, make_sale, pass_time
from tests.makers.orders import broken
from tests.rooms.aftersales.test_arbitrating import make_operator

STEP = timedelta(hours=7)
DECIDE = sorted({decision for decisions in DECISIONS.values() for decision in decisions})
ACTS = some.one_of(
    some.tuples(some.just("ask"), some.sampled_from(sorted(KIND_NAMES)), some.integers(1, 3)),
    some.tuples(some.just("decide"), some.sampled_from(DECIDE), some.integers(1, 60_000)),
    some.tuples(some.sampled_from(["accept", "decline", "send", "withdraw", "dispute", "replace", "rest"])),
    some.tuples(some.just("verdict"), some.sampled_from(["SUPPORT_BUYER", "SUPPORT_SELLER"])),
    some.tuples(some.just("wait"), some.integers(1, 9)),
)


class Model(msgspec.Struct):
    """What is known of the order: what was paid, what went back, and where its newest return stands."""

    paid: int
    back: int = 0
    status: str = ""


async def newest(db: Db, sale: Sale) -> Return | None:
    found = await returns_of(db, sale.shop.shop_id, sale.order_id)
    return found[0] if found else None


async def do(db: Db, sale: Sale, operator: Any, act: tuple[Any, ...], at: Any) -> None:
    """One act on the newest return."""
    last = await newest(db, sale)
    return_id = last.return_id if last else 0
    mine: dict[str, Any] = {"return_id": return_id, "now": at}
    match act:
        case ("ask", kind, quantity):
            wish = Ask(kind=kind, reason="DAMAGED", lines=[Piece((await sale.line_ids(db))[0], quantity)])
            await actions.request_return(db, sale.buyer, order_id=sale.order_id, ask=wish, now=at)
        case ("wait", _):
            await pass_time(db, at)
        case _ if last is None:
            return
        case ("decide" | "replace", *_):
            await by_the_shop(db, sale, act, mine)
        case ("accept",) | ("decline",):
            await actions.answer_offer(db, sale.buyer, accept=act[0] == "accept", **mine)
        case ("send",):
            await actions.send_back(db, sale.buyer, carrier="JNE", tracking_number="B1", **mine)
        case ("withdraw",):
            await actions.withdraw_return(db, sale.buyer, **mine)
        case ("dispute",):
            await actions.dispute_return(db, sale.buyer, statement="Look", **mine)
        case (name, *verdict):  # verdict, rest
            await settle(db, sale, operator, last, name, verdict, at)
        case _:
            raise AssertionError(act)


async def by_the_shop(db: Db, sale: Sale, act: tuple[Any, ...], mine: dict[str, Any]) -> None:
    """What the seller does."""
    if act[0] == "decide":
        answer = Answer(decision=act[1], reason="So", amount_minor=act[2])
        await actions.decide(db, sale.seller, shop_id=sale.shop.shop_id, answer=answer, **mine)
    else:
        where: dict[str, Any] = {"shop_id": sale.shop.shop_id, "carrier": "JNE", "tracking_number": "N1"}
        await actions.ship_replacement(db, sale.seller, **where, **mine)


async def settle(db: Db, sale: Sale, operator: Any, last: Return, name: str, verdict: list[Any], at: Any) -> None:
    """The operator's word, or the buyer lets it rest, when there is a dispute."""
    dispute = await open_dispute(db, last.shop_id, last.return_id)
    if dispute is None:
        return
    if name == "verdict":
        await actions.decide_dispute(
            db, operator, dispute_id=dispute.dispute_id, verdict=verdict[0], reason="So", now=at
        )
    elif dispute.opened_by == "BUYER":
        await actions.withdraw_dispute(db, sale.buyer, dispute_id=dispute.dispute_id, now=at)


async def check(db: Db, sale: Sale, model: Model, act: tuple[Any, ...]) -> None:
    """The newest return moved along the table only, and money only went back, never beyond what was paid."""
    last = await newest(db, sale)
    status: Any = last.status if last else ""
    if act[0] not in {"ask", "wait"} and model.status and status != model.status:
        assert model.status in reachable(status), (model.status, act, status)
    if act[0] == "withdraw" and status != model.status:
        assert model.status in MAY_WITHDRAW
    refunds = sum(each.refund_minor or 0 for each in await returns_of(db, sale.shop.shop_id, sale.order_id))
    assert model.back <= refunds <= model.paid
    model.back, model.status = refunds, status
    assert await broken(db) == []


def reachable(status: Any) -> set[Any]:
    """From where a state is reached by one act: by one move, and what was nothing to refund completes with it."""
    direct: set[Any] = {start for start in MOVES[status] if start is not None}
    return direct | {start for middle in direct for start in MOVES[middle] if start is not None}


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(some.lists(ACTS, min_size=4, max_size=14))
async def test_r_ret_every_path_of_one_order_keeps_the_table_the_money_and_the_sweeps(
    worker_pool: Pool, script: list[tuple[Any, ...]]
) -> None:
    async with worker_pool.connection() as db:
        transaction = db.connection.transaction()
        await transaction.start()
        try:
            sale, operator = await make_sale(db, quantity=3), await make_operator(db)
            model, at = Model((await sale.order(db)).total_minor), sale.at
            for act in script:
                at += STEP * act[1] if act[0] == "wait" else timedelta(minutes=10)
                try:
                    async with db.transaction():
                        await do(db, sale, operator, act, at)
                except (Refused, Invalid):
                    continue
                await check(db, sale, model, act)
        finally:
            await transaction.rollback()
