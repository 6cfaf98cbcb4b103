"""The fast lane: plain handlers for a few (method, path) pairs, asked before the router. `*` in a path is any one name.

A handler answers what it can answer the same way, byte for byte, as the door behind it, and hands everything else on: what is
malformed, unknown or unusual is told by one place only.
"""

import re
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final

import msgspec
from litestar import Litestar, Request
from litestar.datastructures import State
from litestar.types import ASGIApp, HTTPReceiveMessage, Message, Receive, Scope, Send

from etalase.doorway.house import House
from etalase.doorway.problems import told


class Call(msgspec.Struct, frozen=True):
    """One call with its whole body. Header names are lower case."""

    house: House
    scope: Scope
    headers: Mapping[bytes, bytes]
    body: bytes

    def request(self) -> "Request[Any, Any, State]":
        """As the doors know it; only a refusal needs one, for its language."""
        return Request(self.scope)


class Told(msgspec.Struct, frozen=True):
    """A finished answer."""

    status: int
    media_type: bytes
    body: bytes
    headers: tuple[tuple[bytes, bytes], ...] = ()


def problem(call: Call, raised: Exception) -> Told:
    """What went wrong, as the door would tell it."""
    status, headers, body = told(call.request(), call.house, raised)
    return Told(status, PROBLEM, body, tuple((name.lower().encode(), text.encode()) for name, text in headers.items()))


Handler = Callable[[Call], Awaitable[Told | None]]
"""None: the door behind it shall answer."""
MOST: Final = 1_000_000
JSON: Final = b"application/json"
PROBLEM: Final = b"application/problem+json"


def express(app: Litestar, router: ASGIApp, table: Mapping[tuple[str, str], Handler]) -> ASGIApp:
    """In front of the router of `app`."""
    exact = {pair: handler for pair, handler in table.items() if "*" not in pair[1]}
    named = [
        (method, re.compile(re.escape(path).replace(r"\*", "[^/]+")), handler)
        for (method, path), handler in table.items()
        if "*" in path
    ]

    def found(method: str, path: str) -> Handler | None:
        handler = exact.get((method, path))
        return handler or next((each for its, form, each in named if its == method and form.fullmatch(path)), None)

    async def lane(scope: Scope, receive: Receive, send: Send) -> None:
        handler = found(scope["method"], scope["path"]) if scope["type"] == "http" else None
        if handler is None:
            await router(scope, receive, send)
            return
        messages, body = await _read(receive)
        raw = list(scope["headers"])
        headers, answer = dict(raw), None
        # Which of two headers of one name counts, the router knows.
        if body is not None and len(headers) == len(raw):
            answer = await handler(Call(app.state.house, scope, headers, body))
        if answer is None:
            await router(scope, _again(messages, receive), send)
            return
        await _send(answer, send)

    return lane


async def _read(receive: Receive) -> "tuple[list[Message], bytes | None]":
    """The messages of the body and the body; None for one that is too large for this lane, or whose sender has gone."""
    messages: list[Message] = []
    parts: list[bytes] = []
    while True:
        message = await receive()
        messages.append(message)  # type: ignore[arg-type] - what comes in of HTTP is a message
        if message["type"] != "http.request":
            return messages, None
        parts.append(message["body"])
        if not message["more_body"]:
            return messages, b"".join(parts)
        if sum(map(len, parts)) > MOST:
            return messages, None


def _again(messages: "list[Message]", receive: Receive) -> Receive:
    """What was read already, and then what is still to come."""
    waiting = iter(messages)

    async def receiving() -> "HTTPReceiveMessage":
        message = next(waiting, None)
        return await receive() if message is None else message  # type: ignore[return-value] - they came from `receive`

    return receiving


async def _send(told: Told, send: Send) -> None:
    headers = [
        (b"content-type", told.media_type),
        *told.headers,
        (b"content-length", str(len(told.body)).encode()),
    ]
    await send({"type": "http.response.start", "status": told.status, "headers": headers})
    await send({"type": "http.response.body", "body": told.body, "more_body": False})
