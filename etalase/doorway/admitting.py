"""Who is let in to a JSON door. Asked before the request is read: without a token nobody learns what a call would take."""

from collections.abc import Mapping
from typing import Any, Final

from litestar.connection import ASGIConnection
from litestar.handlers import BaseRouteHandler, HTTPRouteHandler

from etalase.accounts.queries import actor_of_token
from etalase.base.actor import Actor
from etalase.base.errors import NotFound, Unauthenticated
from etalase.doorway.house import House

# What the document says of a door is what the guard goes by, so the two cannot differ.
SIGNED_IN: Final[list[dict[str, list[str]]]] = [{"bearer": []}]
ANYBODY: Final[list[dict[str, list[str]]]] = [{}]
SANDBOX_ONLY: Final = {"sandbox_only": True}
SCHEME: Final = "bearer"

AnyConnection = ASGIConnection[Any, Any, Any, Any]


async def admit(connection: AnyConnection, door: BaseRouteHandler) -> None:
    """A guard: NotFound for a door of the sandbox elsewhere, Unauthenticated without a valid token where one is needed."""
    house: House = connection.app.state.house
    if door.opt.get("sandbox_only") and not house.settings.sandbox:
        raise NotFound
    if isinstance(door, HTTPRouteHandler) and {} in door.resolve_security():
        return
    token = token_of(connection.headers)
    if token is None:
        raise Unauthenticated
    async with house.pool.connection() as db:
        actor = await actor_of_token(db, token, wall=await house.clock.wall(db))
    if actor is None:
        raise Unauthenticated
    connection.scope["state"]["actor"] = actor


def admitted(connection: AnyConnection) -> Actor | None:
    """Whom the guard let in; None where anybody may come."""
    return connection.scope["state"].get("actor")


def token_of(headers: Mapping[str, str]) -> str | None:
    """The bearer token; None without one. Unauthenticated for anything else that wants to sign in."""
    scheme, _, token = headers.get("authorization", "").partition(" ")
    if scheme and (scheme.lower() != SCHEME or not token.strip()):
        raise Unauthenticated
    return token.strip() or None


def bearer_of(authorization: bytes) -> str | None:
    """The bearer token of a raw header; None for none, or for anything else that wants to sign in."""
    try:
        return token_of({"authorization": authorization.decode("latin-1")})
    except Unauthenticated:
        return None
