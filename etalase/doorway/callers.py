"""Whose tokens these are, asked for all calls at once: under load one statement answers for many."""

from collections.abc import Sequence

from etalase.accounts.queries import actors_of_tokens
from etalase.base.actor import Actor
from etalase.base.batching import Batcher
from etalase.base.clock import Clock
from etalase.base.pool import Pool


class Callers:
    """The callers of one process. Nothing is remembered: a token that ended a moment ago is not valid any more."""

    def __init__(self, pool: Pool, clock: Clock) -> None:
        self._pool = pool
        self._clock = clock
        self._batcher: Batcher[str, Actor | None] = Batcher(self._ask)

    async def actor_of(self, token: str) -> Actor | None:
        """Who holds this token; None when it is forged, ended or expired."""
        return await self._batcher.ask(token)

    async def _ask(self, tokens: Sequence[str]) -> list[Actor | None]:
        async with self._pool.connection() as db:
            found = await actors_of_tokens(db, tokens, wall=await self._clock.wall(db))
        return [found.get(token) for token in tokens]
