"""The desk a door works at: it knows who asks and runs one action or query for them."""

import asyncio
import hashlib
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

import msgspec
from litestar import Request, Response
from litestar.datastructures import State
from litestar.enums import MediaType

from etalase.accounts.queries import actor_of_token
from etalase.base import idempotency
from etalase.base.actor import Actor
from etalase.base.db import Db
from etalase.base.errors import Invalid, Refusal, Refused, Unauthenticated
from etalase.base.pages import LIMIT_DEFAULT, Page
from etalase.base.texts import N_
from etalase.doorway.admitting import admitted, token_of
from etalase.doorway.checkouts import Checkout, fingerprint_of
from etalase.doorway.house import House
from etalase.doorway.problems import TYPE, problem_body
from etalase.doorway.repeating import Asked, asked_of
from etalase.doorway.shown import Listed, listed
from etalase.doorway.unit import call, transact
from etalase.orders.actions import Cart, Placed

Result = TypeVar("Result")
Shown = TypeVar("Shown")
AnyRequest = Request[Any, Any, State]
SESSION_COOKIE = "etalase_session"
ANYBODY = 0
KEY_NEEDED = N_("Send an Idempotency-Key, so that a repeated call places one order.")
# How long the second tap on a button waits for the first, in all about five seconds.
SECOND_TAP_WAITS_S = (0.05, 0.1, 0.2, 0.4, 0.8, 1.6, 1.6)


class Answer(Response[Shown]):
    """An answer whose JSON body is encoded already; the type parameter documents its shape."""


class Desk:
    """One per request. The API's desk takes a bearer token, the pages' desk the session cookie."""

    def __init__(self, request: AnyRequest, house: House, token: str | None, actor: Actor | None = None) -> None:
        """`actor`: whose the token is, when that was found out already."""
        self.request = request
        self.house = house
        self._token = token
        self._actor = actor
        self._looked = actor is not None

    # For the JSON doors

    async def write(
        self,
        act: Callable[..., Awaitable[Result]],
        *,
        show: Callable[[Result], Shown],
        status: int = 200,
        anybody: bool = False,
        sealed: bool = False,
        **inputs: Any,
    ) -> Answer[Shown]:
        """Run an action once for its Idempotency-Key and answer what `show` makes of its result.

        `anybody`: callers without an account may, too. `sealed`: what is asked or answered is a secret. A refusal of the
        action undoes what it wrote; one of `show` does not.
        """
        asked = await asked_of(self.request, sealed=sealed)

        async def work(db: Db) -> idempotency.Answered:
            actor = await self._caller(db, anybody=anybody)

            async def effect() -> idempotency.Answered:
                result = await call(self.house, db, act, actor, **inputs)
                try:
                    return idempotency.Answered(b"", status, msgspec.json.encode(show(result)))
                except Refused as no:
                    return idempotency.Answered(b"", no.status, problem_body(self.request, self.house, no))

            return await effect() if asked is None else await self._once(db, actor, asked, effect)

        answered = await transact(self.house, work)
        return encoded(answered.body, answered.status)

    async def read(
        self, query: Callable[..., Awaitable[Result]], *, show: Callable[[Result], Shown], **inputs: Any
    ) -> Answer[Shown]:
        """Run a query for a signed-in caller."""
        return encoded(msgspec.json.encode(show(await self.ask(query, **inputs))), 200)

    async def public(
        self, query: Callable[..., Awaitable[Result]], *, show: Callable[[Result], Shown], **inputs: Any
    ) -> Answer[Shown]:
        """Run a query for anybody; the actor is None without a token."""
        return encoded(msgspec.json.encode(show(await self.look(query, **inputs))), 200)

    async def page(
        self,
        query: Callable[..., Awaitable[Page[Result]]],
        *,
        show: Callable[[Result], Shown],
        public: bool = False,
        limit: int = LIMIT_DEFAULT,
        cursor: str | None = None,
        **inputs: Any,
    ) -> Answer[Listed[Shown]]:
        """Run a query that pages, and show every item."""
        run = self.look if public else self.ask
        found = await run(query, limit=limit, cursor=cursor, **inputs)
        return encoded(msgspec.json.encode(listed(found, show)), 200)

    # For every door

    async def perform(self, act: Callable[..., Awaitable[Result]], *, anybody: bool = False, **inputs: Any) -> Result:
        """Run an action in a transaction of its own and return its result."""

        async def work(db: Db) -> Result:
            return await call(self.house, db, act, await self._caller(db, anybody=anybody), **inputs)

        return await transact(self.house, work)

    async def perform_once(
        self, act: Callable[..., Awaitable[Result]], *, key: str, answers: type[Result], **inputs: Any
    ) -> Result:
        """Run an action once for a key that a form carries; a second tap waits for the first and gets its result.

        `answers`: the type of the result, which is kept as JSON. A refusal keeps nothing, so the form may be mended.
        """
        asked = hashlib.sha256(act.__name__.encode()).digest()

        async def work(db: Db) -> Result:
            actor = await self._caller(db)
            account_id, wall = actor.account_id if actor else ANYBODY, await self.house.clock.wall(db)
            earlier = await idempotency.begin(db, account_id, key, asked, wall)
            if earlier is not None:
                return msgspec.json.decode(earlier.body, type=answers)
            result = await call(self.house, db, act, actor, **inputs)
            answered = idempotency.Answered(asked, 200, msgspec.json.encode(result))
            await idempotency.keep(db, account_id, key, answered, wall)
            return result

        return await self._patiently(work)

    async def check_out(self, cart: Cart, *, show: Callable[[Placed], Shown]) -> Answer[Shown]:
        """Place a cart for the Idempotency-Key that the call must have, together with all carts in flight."""
        asked = await asked_of(self.request, sealed=False)
        if asked is None:
            raise Invalid({"Idempotency-Key": KEY_NEEDED})
        answered = await self.house.checkouts.place(checkout_of(lambda: self.request, self.house, cart, asked, show))
        return encoded(answered.body, answered.status)

    async def check_out_once(self, cart: Cart, *, key: str) -> Placed:
        """The same for a key that a form carries: a second tap waits for the first and gets its result.

        A refusal keeps nothing, so the form may be mended.
        """
        call = Checkout(cart, key, fingerprint_of("check_out"), msgspec.json.encode)
        for pause_s in (*SECOND_TAP_WAITS_S, None):
            try:
                answered = await self.house.checkouts.place(call)
            except Refused as no:
                if no.code != "idempotency.in_flight" or pause_s is None:
                    raise
                await asyncio.sleep(pause_s)
            else:
                return msgspec.json.decode(answered.body, type=Placed)
        raise AssertionError("unreachable")

    async def _patiently(self, work: Callable[[Db], Awaitable[Result]]) -> Result:
        for pause_s in SECOND_TAP_WAITS_S:
            try:
                return await transact(self.house, work)
            except Refused as no:
                if no.code != "idempotency.in_flight":
                    raise
            await asyncio.sleep(pause_s)
        return await transact(self.house, work)

    async def ask(self, query: Callable[..., Awaitable[Result]], **inputs: Any) -> Result:
        """Run a query for a signed-in caller and return its result."""
        async with self.house.pool.connection() as db:
            return await call(self.house, db, query, await self._caller(db), **inputs)

    async def look(self, query: Callable[..., Awaitable[Result]], **inputs: Any) -> Result:
        """Run a query for anybody and return its result."""
        async with self.house.pool.connection() as db:
            return await call(self.house, db, query, await self._caller(db, anybody=True), **inputs)

    async def actor(self) -> Actor | None:
        """Who asks; None without a valid token or session."""
        if self._token is None:
            return None
        async with self.house.pool.connection() as db:
            return await self._caller(db, anybody=True)

    async def _caller(self, db: Db, *, anybody: bool = False) -> Actor | None:
        if not self._looked and self._token is not None:
            self._actor = await actor_of_token(db, self._token, wall=await self.house.clock.wall(db))
            self._looked = True
        # A bad token is told even where none is needed: its owner believes to be signed in.
        believes = self._token is not None and bool(self.request.headers.get("authorization"))
        if self._actor is None and (believes or not anybody):
            raise Unauthenticated
        return self._actor

    async def check_key(self) -> None:
        """Refused when the key of this sealed call was used for another, for doors that look into it before they write."""
        asked = await asked_of(self.request, sealed=True)
        if asked is None:
            return

        async def look(db: Db) -> None:
            await idempotency.begin(db, ANYBODY, asked.key, asked.fingerprint, await self.house.clock.wall(db))

        await transact(self.house, look)

    async def _once(
        self, db: Db, actor: Actor | None, asked: Asked, effect: Callable[[], Awaitable[idempotency.Answered]]
    ) -> idempotency.Answered:
        account_id, wall = actor.account_id if actor else ANYBODY, await self.house.clock.wall(db)
        earlier = await idempotency.begin(db, account_id, asked.key, asked.fingerprint, wall)
        if earlier is not None:
            return idempotency.Answered(asked.fingerprint, earlier.status, asked.open(earlier.body))
        try:
            async with db.transaction():
                fresh = await effect()
        except Refusal as no:
            if no.status in {401, 422, 429, 503}:
                raise
            fresh = idempotency.Answered(b"", no.status, problem_body(self.request, self.house, no))
        kept = idempotency.Answered(asked.fingerprint, fresh.status, asked.close(fresh.body))
        await idempotency.keep(db, account_id, asked.key, kept, wall)
        return fresh


def checkout_of(
    request: Callable[[], AnyRequest],
    house: House,
    cart: Cart,
    asked: Asked,
    show: Callable[[Placed], Shown],
    bearer: bytes | None = None,
) -> Checkout:
    """A call of the JSON doors as the checkouts take it. `bearer`: of a token that nobody looked at yet."""
    return Checkout(
        cart,
        asked.key,
        asked.fingerprint,
        lambda placed: msgspec.json.encode(show(placed)),
        lambda no: problem_body(request(), house, no),
        bearer,
    )


def encoded(body: bytes, status: int) -> Answer[Any]:
    """A finished JSON answer; a refusal keeps its own media type."""
    kind = MediaType.JSON if status < 400 else TYPE
    return Answer(content=body, status_code=status, media_type=kind)


async def provide_api_desk(request: AnyRequest) -> Desk:
    """The desk of /api: bearer tokens only, so no page of another site can act for its reader."""
    return Desk(request, request.app.state.house, token_of(request.headers), admitted(request))


async def provide_page_desk(request: AnyRequest) -> Desk:
    """The desk of the pages: the session cookie."""
    return Desk(request, request.app.state.house, request.cookies.get(SESSION_COOKIE) or None)
