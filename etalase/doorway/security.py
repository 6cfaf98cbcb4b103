"""Headers that every answer carries, and a refusal of posts that another site's page started.

The pages have no inline script, style or event attribute, so the policy needs neither 'unsafe-inline' nor a nonce.
Cross-site posts are told by the browser itself (Sec-Fetch-Site, else Origin): no token, nothing to forget in a form.
Callers without a browser send neither header, and no cookie of somebody else.
"""

from typing import Final
from urllib.parse import urlsplit

from litestar.types import ASGIApp, Message, Receive, Scope, Send

POLICY: Final = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data: blob:",
        "font-src 'self'",
        "media-src 'self' blob:",
        "connect-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS: Final = (
    (b"content-security-policy", POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"strict-origin-when-cross-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(self), microphone=(self), geolocation=(), payment=()"),
)
SECURE: Final = (*HEADERS, (b"strict-transport-security", b"max-age=31536000"))
SAFE_METHODS: Final = {"GET", "HEAD", "OPTIONS"}
REFUSAL: Final = b"Refused: this form was sent from another site."


def guarded(app: ASGIApp) -> ASGIApp:
    """Around all of the application but its fast lane: what no door takes is answered with the headers, too."""

    async def guard(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await app(scope, receive, send)
        elif foreign(scope["method"], dict(scope["headers"])):
            await _refuse(_with_headers(send, scope["scheme"]))
        else:
            await app(scope, receive, _with_headers(send, scope["scheme"]))

    return guard


def foreign(method: str, headers: dict[bytes, bytes]) -> bool:
    """Whether a browser says that a page of another site started this change."""
    if method in SAFE_METHODS:
        return False
    site = headers.get(b"sec-fetch-site")
    if site is not None:
        return site not in {b"same-origin", b"none"}
    origin = headers.get(b"origin")
    if origin is None:
        return False
    # "null" (a sandboxed frame, a redirect from elsewhere) names no host: it must not equal a Host that is missing.
    try:
        sender = urlsplit(origin.decode("latin-1")).netloc
    except ValueError:
        return True
    return not sender or sender != headers.get(b"host", b"").decode("latin-1")


def headers_for(scheme: str) -> tuple[tuple[bytes, bytes], ...]:
    """What every answer carries."""
    return SECURE if scheme == "https" else HEADERS


def _with_headers(send: Send, scheme: str) -> Send:
    extra = headers_for(scheme)

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            own = {name.lower() for name, _ in message["headers"]}
            message["headers"] = [*message["headers"], *(pair for pair in extra if pair[0] not in own)]
        await send(message)

    return sending


async def _refuse(send: Send) -> None:
    headers = [(b"content-type", b"text/plain; charset=utf-8")]
    await send({"type": "http.response.start", "status": 403, "headers": headers})
    await send({"type": "http.response.body", "body": REFUSAL, "more_body": False})
