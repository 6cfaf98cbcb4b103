"""A sentence that survives one redirect, in a cookie that only the reader's own browser holds.

It is shown as text, never as HTML, so a forged cookie can fool nobody but its owner.
"""

import base64
import binascii
from typing import Any, Final
from urllib.parse import quote, urlencode

import msgspec
from litestar import Request
from litestar.datastructures import Cookie
from litestar.enums import MediaType
from litestar.response import Response

COOKIE: Final = "flash"
LONGEST: Final = 600
# A header holds no letter beyond ASCII; what is encoded already stays, and so does what an address is made of.
AS_THEY_ARE: Final = "/%?#[]@!$&'()*+,;=:~"


class Flash(msgspec.Struct, frozen=True):
    """`kind`: good, bad, warn or info. `text` is already in the reader's language."""

    kind: str
    text: str


def read(request: Request[Any, Any, Any]) -> tuple[Flash, ...]:
    """What the last redirect wanted to say."""
    raw = request.cookies.get(COOKIE, "")
    if not raw:
        return ()
    try:
        return (msgspec.json.decode(base64.urlsafe_b64decode(raw), type=Flash),)
    except (binascii.Error, ValueError, msgspec.MsgspecError):
        return ()


def write(kind: str, text: str) -> Cookie:
    """The cookie that carries a sentence to the next page."""
    packed = base64.urlsafe_b64encode(msgspec.json.encode(Flash(kind, text[:LONGEST]))).decode()
    return Cookie(key=COOKIE, value=packed, path="/", httponly=True, samesite="lax", max_age=60)


def spent() -> Cookie:
    """Takes the sentence away once it was shown."""
    return Cookie(key=COOKIE, value="", path="/", httponly=True, samesite="lax", max_age=0)


def see_other(path: str, text: str = "", kind: str = "good") -> Response[None]:
    """303 to `path` (always our own), with a sentence to show there."""
    target = quote(local(path), safe=AS_THEY_ARE)
    response: Response[None] = Response(None, status_code=303, headers={"location": target}, media_type=MediaType.TEXT)
    if text:
        response.set_cookie(write(kind, text))
    return response


def local(path: str | None, fallback: str = "/") -> str:
    """`path` when it leads to this server, else `fallback`: a redirect must not be a way out."""
    if not path or not path.startswith("/") or path.startswith(("//", "/\\")):
        return fallback
    return fallback if any(ord(letter) < 32 for letter in path) else path


def with_query(path: str, **values: str) -> str:
    """`path` with a query of `values`."""
    return f"{path}?{urlencode(values)}"
