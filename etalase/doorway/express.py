"""The fast lane: plain handlers for a few (method, path) pairs, asked before everything else. `*` in a path is any one name.

A handler answers what it can answer the same way, byte for byte, as the door behind it, and hands everything else on: what is
malformed, unknown, unusual, slow or from another site is told by one place only.
"""

import re
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final

import msgspec
from litestar import Litestar, Request
from litestar.datastructures import State
from litestar.types import ASGIApp, HTTPReceiveMessage, Message, Receive, Scope, Send

from etalase.doorway.house import House
from etalase.doorway.problems import TYPE, told
from etalase.doorway.security import foreign, headers_for
from etalase.doorway.slow import PAUSE_S, TooSlow, patient


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
PIECES: Final = 1_000
JSON: Final = b"application/json"
PROBLEM: Final = TYPE.encode()


def express(
    app: Litestar, behind: ASGIApp, table: Mapping[tuple[str, str], Handler], pause_s: float = PAUSE_S
) -> ASGIApp:
    """In front of all of `app`: `behind` is its router with every layer around it, of which an answer given here passes none."""
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
        if scope["type"] != "http" or (handler := found(scope["method"], scope["path"])) is None:
            await behind(scope, receive, send)
            return
        raw = list(scope["headers"])
        headers, answer = dict(raw), None
        # Which of two headers of one name counts, the router knows.
        if len(headers) != len(raw) or foreign(scope["method"], headers):
            await behind(scope, receive, send)
            return
        reads = scope["method"] != "GET"
        messages, body, late = await _read(patient(receive, pause_s)) if reads else ([], b"", None)
        if body is not None:
            answer = await handler(Call(app.state.house, scope, headers, body))
        if answer is None:
            await behind(scope, _again(messages, receive, late), send)
            return
        await _send(answer, scope["scheme"], send)

    return lane


async def _read(receive: Receive) -> "tuple[list[Message], bytes | None, TooSlow | None]":
    """The messages of the body, the body, and that it stopped coming.

    No body when it is too large or in too many pieces for this lane, stopped coming, or its sender has gone.
    """
    messages: list[Message] = []
    parts: list[bytes] = []
    size = 0
    while True:
        try:
            message = await receive()
        except TooSlow as late:
            return messages, None, late
        messages.append(message)  # type: ignore[arg-type] - what comes in of HTTP is a message
        if message["type"] != "http.request":
            return messages, None, None
        parts.append(message["body"])
        if not message["more_body"]:
            return messages, b"".join(parts), None
        size += len(message["body"])
        if size > MOST or len(parts) > PIECES:
            return messages, None, None


def _again(messages: "list[Message]", receive: Receive, late: TooSlow | None) -> Receive:
    """What was read already, and then what is still to come, or that nothing more came in time."""
    waiting = iter(messages)

    async def receiving() -> "HTTPReceiveMessage":
        message = next(waiting, None)
        if message is not None:
            return message  # type: ignore[return-value] - it came from `receive`
        if late is not None:
            raise late
        return await receive()  # type: ignore[return-value] - nobody asks after the farewell

    return receiving


async def _send(told: Told, scheme: str, send: Send) -> None:
    headers = [
        (b"content-type", told.media_type),
        *told.headers,
        (b"content-length", str(len(told.body)).encode()),
        *headers_for(scheme),
    ]
    await send({"type": "http.response.start", "status": told.status, "headers": headers})
    await send({"type": "http.response.body", "body": told.body, "more_body": False})
