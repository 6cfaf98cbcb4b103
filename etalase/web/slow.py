"""A body that stops coming is given up: whoever sends one byte a minute keeps no place that others wait for."""

import asyncio
import time
from typing import Final

from litestar.exceptions import HTTPException
from litestar.types import ASGIApp, HTTPReceiveMessage, Receive, Scope, Send, WebSocketReceiveMessage

PAUSE_S: Final = 8.0
# Twelve megabytes in two minutes: slower than any phone that is worth waiting for.
WHOLE_S: Final = 120.0


class TooSlow(HTTPException):
    """The rest of the body did not come in time."""

    status_code = 408


def hurried(app: ASGIApp, pause_s: float = PAUSE_S, whole_s: float = WHOLE_S) -> ASGIApp:
    """Around the whole application: TooSlow where the body is read, `pause_s` after its last piece or `whole_s` after its first."""

    async def hurry(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await app(scope, receive, send)
            return
        ends, coming = time.monotonic() + whole_s, True

        async def receiving() -> HTTPReceiveMessage | WebSocketReceiveMessage:
            nonlocal coming
            if not coming:
                return await receive()  # what comes now is the farewell, and a stream of events waits long for it
            message = await _within(max(min(pause_s, ends - time.monotonic()), 0), receive)
            coming = message["type"] == "http.request" and message["more_body"]
            return message

        await app(scope, receiving, send)

    return hurry


async def _within(seconds: float, receive: Receive) -> HTTPReceiveMessage | WebSocketReceiveMessage:
    """What `asyncio.timeout` does, at a fifth of its cost: every order in a rush passes here."""
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
