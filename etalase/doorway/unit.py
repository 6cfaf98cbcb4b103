"""One request, one transaction, committed before we answer; a lost race with another transaction is run again."""

import inspect
from collections.abc import Awaitable, Callable
from functools import lru_cache
from typing import Any, TypeVar

import asyncpg

from etalase.base.actor import Actor
from etalase.base.db import Db
from etalase.doorway.house import House

Result = TypeVar("Result")
TRIES = 3
RETRIED = (asyncpg.SerializationError, asyncpg.DeadlockDetectedError)


async def transact(house: House, work: Callable[[Db], Awaitable[Result]]) -> Result:
    """Run `work` in a transaction; the whole of it again after a serialization failure or deadlock, three times in all."""
    for tries_left in reversed(range(TRIES)):
        try:
            async with house.pool.transaction() as db:
                return await work(db)
        except RETRIED:
            if not tries_left:
                raise
    raise AssertionError("unreachable")


async def call(
    house: House, db: Db, act: Callable[..., Awaitable[Result]], actor: Actor | None, **inputs: Any
) -> Result:
    """Call an action or query with the times it asks for by name: `now` (marketplace) and `wall` (tokens, limits)."""
    asked = times_asked(act)
    if "now" in asked:
        inputs["now"] = await house.clock.now(db)
    if "wall" in asked:
        inputs["wall"] = await house.clock.wall(db)
    return await act(db, actor, **inputs)


@lru_cache(maxsize=1024)
def times_asked(act: Callable[..., object]) -> frozenset[str]:
    """Which of `now` and `wall` a verb takes."""
    return frozenset(inspect.signature(act).parameters) & {"now", "wall"}
