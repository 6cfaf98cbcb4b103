"""Actions that speak to somebody outside: they make transactions of their own and hold none while they wait for an answer.

What such an action has written stays written, also when it ends in a refusal; its answer is kept for the call's key after it.
"""

from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

import msgspec

from etalase.base import idempotency
from etalase.base.actor import Actor
from etalase.base.db import Db
from etalase.base.errors import Refused, Unauthenticated
from etalase.base.turns import turn
from etalase.doorway.desk import Answer, Desk, encoded
from etalase.doorway.problems import problem_body
from etalase.doorway.repeating import Asked, asked_of
from etalase.doorway.unit import call

Result = TypeVar("Result")
Shown = TypeVar("Shown")


async def write_in_steps(
    desk: Desk,
    act: Callable[..., Awaitable[Result]],
    *,
    show: Callable[[Result], Shown],
    status: int = 200,
    **inputs: Any,
) -> Answer[Shown]:
    """Like `Desk.write`, for a signed-in caller and an action of several transactions."""
    asked, actor = await asked_of(desk.request, sealed=False), await desk.actor()
    if actor is None:
        raise Unauthenticated
    async with desk.house.pool.connection() as db:

        async def effect() -> idempotency.Answered:
            try:
                result = await call(desk.house, db, act, actor, **inputs)
            except Refused as no:
                return idempotency.Answered(b"", no.status, problem_body(desk.request, desk.house, no))
            return idempotency.Answered(b"", status, msgspec.json.encode(show(result)))

        answered = await effect() if asked is None else await _once(desk, db, actor, asked, effect)
    return encoded(answered.body, answered.status)


async def perform_in_steps(desk: Desk, act: Callable[..., Awaitable[Result]], **inputs: Any) -> Result:
    """Like `Desk.perform`, for a signed-in caller and an action of several transactions."""
    actor = await desk.actor()
    if actor is None:
        raise Unauthenticated
    async with desk.house.pool.connection() as db:
        return await call(desk.house, db, act, actor, **inputs)


async def _once(
    desk: Desk, db: Db, actor: Actor, asked: Asked, effect: Callable[[], Awaitable[idempotency.Answered]]
) -> idempotency.Answered:
    async with turn(db, actor.account_id, asked.key):
        wall = await desk.house.clock.wall(db)
        async with db.transaction():
            earlier = await idempotency.begin(db, actor.account_id, asked.key, asked.fingerprint, wall)
        if earlier is not None:
            return earlier
        fresh = await effect()
        async with db.transaction():
            kept = idempotency.Answered(asked.fingerprint, fresh.status, fresh.body)
            await idempotency.keep(db, actor.account_id, asked.key, kept, wall)
        return fresh
