"""Every checkout of this process goes through here: one transaction for all that are in flight (group commit).

A call waits in a bounded list while the batch before it is committed, and is answered after the commit of its own: with what
was placed, with the rule that said no, or with what the first call of its key was answered. Any number of processes and
machines do this on one database: what they share are its row locks. Whose the tokens of a batch are is asked with the rest, and
nothing is remembered: one that ended a moment ago is not valid any more.
"""

import hashlib
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Final

import msgspec

from etalase.base import idempotency
from etalase.base.batching import MOST, ROOM, Batcher
from etalase.base.clock import Clock
from etalase.base.db import Db
from etalase.base.errors import Refused, Unauthenticated
from etalase.base.idempotency import Answered, Call, Earlier
from etalase.base.live import Announcer, shop
from etalase.base.pool import Pool
from etalase.orders.actions import Asking, Cart, Met, Placed, StockMoved, meet, pay_checkout, place

# What is kept for a call whose orders are placed and whose payment was not asked for yet: its body is what was placed.
UNFINISHED: Final = 0
# After so long the process that was asking for the payment is taken for dead, and the next call with its key goes on.
RESUMED_AFTER: Final = timedelta(seconds=10)
Outcome = Answered | Refused | Unauthenticated | Placed


class Checkout(msgspec.Struct, frozen=True):
    """One call: its cart, its key, and how its answer is written.

    `refuse`: a refusal as it is kept, so that a repeated call is refused alike; None: it is raised and nothing is kept.
    `bearer`: the hash of the secret of the token that the call came with; None: whose cart it is was found out already.
    """

    cart: Cart
    key: str
    fingerprint: bytes
    show: Callable[[Placed], bytes]
    refuse: Callable[[Refused], bytes] | None = None
    bearer: bytes | None = None

    @property
    def name(self) -> tuple[int, str]:
        """Whose key it is, and the key."""
        return self.cart.account_id, self.key

    def answered(self, outcome: Placed | Refused) -> Answered | None:
        """What is kept of an outcome."""
        if isinstance(outcome, Refused):
            return self.refuse and Answered(self.fingerprint, outcome.status, self.refuse(outcome))
        if outcome.method != "COD":
            return Answered(self.fingerprint, UNFINISHED, msgspec.json.encode(outcome))
        return Answered(self.fingerprint, 201, self.show(outcome))


class Checkouts:
    """The till's counter of one process."""

    def __init__(self, pool: Pool, clock: Clock, *, most: int = MOST, room: int = ROOM) -> None:
        self._pool = pool
        self._clock = clock
        self._announcer = Announcer(pool)
        self._batcher: Batcher[Checkout, Outcome] = Batcher(self._flush, most=most, room=room)

    async def place(self, asked: Checkout) -> Answered:
        """Place a cart once for its key, and ask for its payment.

        Refused with the rule that says no where `refuse` is None; `idempotency.in_flight` and `idempotency.key_reused` always.
        Unauthenticated when the cart's account does not hold the token. Limited when too many wait, Busy when the database is away.
        """
        outcome = await self._batcher.ask(asked)
        if isinstance(outcome, Placed):
            return await self._finish(asked, outcome)
        if isinstance(outcome, Refused | Unauthenticated):
            raise outcome
        return outcome

    async def close(self) -> None:
        """Take no more, and answer those that wait."""
        await self._batcher.close()
        await self._announcer.close()

    async def _flush(self, batch: Sequence[Checkout]) -> list[Outcome]:
        try:
            return await self._flushed(batch, held=False)
        except StockMoved:
            return await self._flushed(batch, held=True)

    async def _flushed(self, batch: Sequence[Checkout], *, held: bool) -> list[Outcome]:
        first: dict[tuple[int, str], int] = {}
        outcomes: dict[int, Outcome] = {}
        topics: set[str] = set()
        async with self._pool.transaction() as db:
            now, wall = await self._clock.now(db), await self._clock.wall(db)
            met = await meet(db, [Asking(each.cart, each.key, each.bearer) for each in batch], now=now, wall=wall)
            for number, (asked, each) in enumerate(zip(batch, met, strict=True)):
                if not each.admitted:
                    outcomes[number] = Unauthenticated()
                elif first.setdefault(asked.name, number) == number:
                    settled = _settled(asked, each.known, wall)
                    if settled is not None:
                        outcomes[number] = settled
            fresh = [number for number in first.values() if number not in outcomes]
            calls = [(batch[number], met[number]) for number in fresh]
            placed = await _place(db, calls, topics, now, wall, held=held)
            outcomes |= zip(fresh, placed, strict=True)
        self._announcer.announce(topics)
        return [
            outcomes[number]
            if number in outcomes
            else _repeated(asked, batch[first[asked.name]], outcomes[first[asked.name]])
            for number, asked in enumerate(batch)
        ]

    async def _finish(self, asked: Checkout, placed: Placed) -> Answered:
        """Ask for the payment, outside any transaction, and keep what the call is answered in the end."""
        async with self._pool.connection() as db:
            try:
                paid = await pay_checkout(db, placed, card=asked.cart.card, now=await self._clock.now(db))
            except Refused:
                # It stands as it was placed; the buyer pays another time.
                paid = placed
            answered = Answered(asked.fingerprint, 201, asked.show(paid))
            await idempotency.replace(db, Call(*asked.name, answered))
        self._announcer.announce({shop(each.shop_id) for each in paid.orders})
        return answered


async def _place(
    db: Db, batch: Sequence[tuple[Checkout, Met]], topics: set[str], now: datetime, wall: datetime, *, held: bool
) -> list[Outcome]:
    """The carts of one transaction, and in the same statement what is kept for their keys; `topics` gets whom it concerns."""
    told: list[Outcome] = []

    def keep(answers: Sequence[Placed | Refused]) -> list[Call]:
        calls: list[Call] = []
        for (asked, _), answer in zip(batch, answers, strict=True):
            kept = asked.answered(answer)
            if isinstance(answer, Placed):
                topics.update(shop(each.shop_id) for each in answer.orders)
            told.append(answer if kept is None or kept.status == UNFINISHED else kept)
            if kept is not None:
                calls.append(Call(*asked.name, kept))
        return calls

    if batch:
        buyers = {asked.cart.account_id: met.buyer for asked, met in batch}
        await place(db, [asked.cart for asked, _ in batch], now=now, wall=wall, keep=keep, held=held, buyers=buyers)
    return told


def _settled(asked: Checkout, earlier: Earlier, wall: datetime) -> Outcome | None:
    """What a call is told without being done: the earlier answer, or that another has its key."""
    answered = earlier.answered
    if answered is None:
        return None if earlier.free else Refused("idempotency.in_flight")
    if answered.request_hash != asked.fingerprint:
        return Refused("idempotency.key_reused")
    # A finished answer stands, even while another call with the key is looking at it, too.
    if answered.status != UNFINISHED:
        return answered
    if not earlier.free:
        return Refused("idempotency.in_flight")
    if earlier.created_at is not None and wall - earlier.created_at < RESUMED_AFTER:
        return Refused("idempotency.in_flight")
    return msgspec.json.decode(answered.body, type=Placed)


def _repeated(asked: Checkout, first: Checkout, outcome: Outcome) -> Outcome:
    """The same key twice in one batch."""
    if asked.fingerprint != first.fingerprint:
        return Refused("idempotency.key_reused")
    # Its payment is being asked for by the first of them.
    return Refused("idempotency.in_flight") if isinstance(outcome, Placed) else outcome


def fingerprint_of(name: str) -> bytes:
    """Of a form: its key alone tells two calls apart."""
    return hashlib.sha256(name.encode()).digest()
