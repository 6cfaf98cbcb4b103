"""HEAD at the pages: what GET would answer, without its body. The doors know GET only."""

from typing import Final

from litestar.types import ASGIApp, Message, Receive, Scope, Send

# The JSON doors answer the methods of their document; a stream of events has no end to leave out.
WITHOUT: Final = ("/api/", "/live/")


def headed(app: ASGIApp) -> ASGIApp:
    """Around all of the application but its fast lane."""

    async def head(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "HEAD" or scope["path"].startswith(WITHOUT):
            await app(scope, receive, send)
            return
        scope["method"] = "GET"  # type: ignore[typeddict-item] - every method is one, Litestar's enum says otherwise
        await app(scope, receive, _bodiless(send))

    return head


def _bodiless(send: Send) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            await send(message)
            await send({"type": "http.response.body", "body": b"", "more_body": False})

    return sending
