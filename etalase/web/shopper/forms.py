"""What the forms of an account have in common: what comes in, what went wrong, and the session's cookie."""

from typing import Annotated, Final

import msgspec
from litestar.datastructures import Cookie
from litestar.enums import RequestEncodingType
from litestar.params import Body

from etalase.accounts.actions import Minted
from etalase.accounts.rules import SESSION_LIVES
from etalase.base.errors import Invalid, Refusal
from etalase.doorway.desk import SESSION_COOKIE, Desk
from etalase.web.frame import Asked
from etalase.web.pages import say

Text = Annotated[str, msgspec.Meta(max_length=10_000)]
Form: Final = Body(media_type=RequestEncodingType.URL_ENCODED)
# Which field of a form a refusal stands beside.
BESIDE: Final = {"accounts.handle_taken": "handle", "accounts.email_taken": "email"}


def errors_of(request: Asked, desk: Desk, no: Refusal) -> dict[str, str]:
    """What went wrong, in words, by field; the field "" is the form as a whole."""
    if isinstance(no, Invalid):
        return {field: say(request, msgid, **no.facts) for field, msgid in no.errors.items()}
    return {BESIDE.get(no.code, ""): sentence_of(request, desk, no)}


def sentence_of(request: Asked, desk: Desk, no: Refusal) -> str:
    """A refusal as one sentence."""
    if isinstance(no, Invalid):
        return " ".join(errors_of(request, desk, no).values())
    return say(request, desk.house.refusals.get(no.code, no.code), **no.facts)


def signed_in(desk: Desk, minted: Minted) -> Cookie:
    """The cookie of a new session: no script reads it, no other site's form sends it, and over TLS it stays there."""
    return Cookie(
        key=SESSION_COOKIE,
        value=minted.token,
        path="/",
        httponly=True,
        samesite="lax",
        secure=_tls(desk),
        max_age=int(SESSION_LIVES.total_seconds()),
    )


def signed_out(desk: Desk) -> Cookie:
    """Takes the session's cookie away."""
    return Cookie(key=SESSION_COOKIE, value="", path="/", httponly=True, samesite="lax", secure=_tls(desk), max_age=0)


def _tls(desk: Desk) -> bool:
    return desk.request.url.scheme == "https" or desk.house.settings.public_url.startswith("https://")
