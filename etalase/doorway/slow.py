"""A body that stops coming is given up: whoever sends one byte a minute keeps no place that others wait for.

And one that nobody wants is taken off the line before it is refused. Closed with bytes unread, a connection is reset, and the
reset overtakes the answer: a browser would show "connection reset" in place of "that is too large".
"""

import asyncio
import time
from typing import Final

from litestar.exceptions import HTTPException
from litestar.types import (
    ASGIApp,
    HTTPReceiveMessage,
    HTTPScope,
    Message,
    Receive,
    Scope,
    Send,
    WebSocketReceiveMessage,
)

PAUSE_S: Final = 8.0
# Twelve megabytes in two minutes: slower than any phone that is worth waiting for.
WHOLE_S: Final = 120.0
# What is read for the sake of an answer: more than a phone's largest picture, and not for long.
LEFT_MAX: Final = 64_000_000
LEFT_S: Final = 20.0
WITH_BODY: Final = {"POST", "PUT", "PATCH", "DELETE"}


class TooSlow(HTTPException):
    """The rest of the body did not come in time."""

    status_code = 408


def hurried(app: ASGIApp, pause_s: float = PAUSE_S, whole_s: float = WHOLE_S) -> ASGIApp:
    """Around all of the application but its fast lane: TooSlow where the body is read, `pause_s` after its last piece or `whole_s`
    after its first.

    What is left of a body when the application refuses it is read first, as far as LEFT_MAX and LEFT_S go.
    """

    async def hurry(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await app(scope, receive, send)
            return
        awaiting, coming = patient(receive, pause_s, whole_s), True

        async def receiving() -> HTTPReceiveMessage | WebSocketReceiveMessage:
            nonlocal coming
            if not coming:
                return await receive()  # what comes now is the farewell, and a stream of events waits long for it
            message = await awaiting()
            coming = message["type"] == "http.request" and message["more_body"]
            return message

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start" and coming and _refuses(scope, message["status"]):
                await _take_off(receiving)
            await send(message)

        await app(scope, receiving, sending)

    return hurry


def patient(receive: Receive, pause_s: float = PAUSE_S, whole_s: float = WHOLE_S) -> Receive:
    """`receive`, which is TooSlow `pause_s` after it was asked, or `whole_s` from now."""
    ends = time.monotonic() + whole_s

    async def receiving() -> HTTPReceiveMessage | WebSocketReceiveMessage:
        return await _within(max(min(pause_s, ends - time.monotonic()), 0), receive)

    return receiving


def _refuses(scope: HTTPScope, status: int) -> bool:
    """Whether this answer says no to a body that is on its way; who waits for "100 Continue" has not begun to send."""
    said_no = status >= 400 and status != TooSlow.status_code and scope["method"] in WITH_BODY
    return said_no and not any(name == b"expect" for name, _ in scope["headers"])


async def _take_off(receive: Receive) -> None:
    left, ends = LEFT_MAX, time.monotonic() + LEFT_S
    while left > 0 and time.monotonic() < ends:
        try:
            message = await receive()
        except TooSlow:
            return
        if message["type"] != "http.request" or not message["more_body"]:
            return
        left -= len(message["body"])


async def _within(seconds: float, receive: Receive) -> HTTPReceiveMessage | WebSocketReceiveMessage:
    """The next message; TooSlow when it does not come in time.

    What `asyncio.timeout` does, at a fifth of its cost: every order in a rush passes here.
    """
    task, late = asyncio.current_task(), False

    def give_up() -> None:
        nonlocal late
        late = True
        if task is not None:
            task.cancel()

    timer = asyncio.get_running_loop().call_later(seconds, give_up)
    try:
        return await receive()
    except asyncio.CancelledError:
        # Somebody else may have cancelled us as well; then that counts.
        if late and task is not None and not task.uncancel():
            raise TooSlow(detail="The body did not come in time.") from None
        raise
    finally:
        timer.cancel()
