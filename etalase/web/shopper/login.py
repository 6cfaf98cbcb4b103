"""Sign in by password or passkey, and out."""

from typing import Annotated, Any

import msgspec
from litestar import get, post
from litestar.params import Parameter
from litestar.response import Response

from etalase.accounts import actions, rules
from etalase.base.errors import Limited, Refusal, Refused, Unauthenticated
from etalase.base.texts import N_
from etalase.doorway.desk import Desk
from etalase.doorway.signing_in import agent_of, party_of, sign_in
from etalase.web.flash import local, with_query
from etalase.web.frame import Asked
from etalase.web.pages import Html, render, say, see_other
from etalase.web.shopper.forms import Form, Text, sentence_of, signed_in, signed_out

Next = Annotated[str, Parameter(query="next", max_length=2000)]
LIMITED = N_("That was wrong too often. Try again in %(retry_after_s)s seconds, or use a passkey.")
GOODBYE = N_("You are signed out.")
ONLY_JSON = {"cache-control": "no-store"}


class LoginForm(msgspec.Struct):
    """Who, with which password, and where to go then."""

    login: Text = ""
    password: Text = ""
    next: Text = "/"


class PasskeyAnswer(msgspec.Struct):
    """What the browser made of the options."""

    credential: dict[str, Any]
    next: Text = "/"


@get("/login")
async def login_page(request: Asked, desk: Desk, after: Next = "/") -> Response[Any]:
    """The form; whoever is signed in goes on."""
    if await desk.actor() is not None:
        return see_other(local(after))
    return _page(request, LoginForm(next=local(after)))


@post("/login", status_code=200)
async def login(request: Asked, desk: Desk, data: Annotated[LoginForm, Form]) -> Response[Any]:
    """Sign in and go where one came from."""
    try:
        minted = await sign_in(desk, login=data.login, password=data.password, kind=rules.SESSION)
    except (Unauthenticated, Limited) as no:
        return _page(request, data, _why(request, desk, no), no.status)
    answer = see_other(local(data.next))
    answer.set_cookie(signed_in(desk, minted))
    return answer


@post("/login/passkey/options", status_code=200)
async def passkey_options(request: Asked, desk: Desk) -> Response[str]:
    """What the browser needs to ask its owner for a passkey."""
    options = await desk.perform(actions.begin_passkey_login, anybody=True, party=party_of(desk))
    return Response(options, media_type="application/json", headers=ONLY_JSON)


@post("/login/passkey", status_code=200)
async def passkey_login(request: Asked, desk: Desk, data: PasskeyAnswer) -> Response[dict[str, str]]:
    """Sign in by what the browser signed; answers where to go, or what went wrong."""
    try:
        minted = await desk.perform(
            actions.finish_passkey_login,
            anybody=True,
            party=party_of(desk),
            credential=data.credential,
            user_agent=agent_of(request),
        )
    except Refused as no:
        return Response({"error": sentence_of(request, desk, no)}, status_code=no.status, headers=ONLY_JSON)
    answer = Response({"location": local(data.next)}, headers=ONLY_JSON)
    answer.set_cookie(signed_in(desk, minted))
    return answer


@post("/logout", status_code=303)
async def logout(request: Asked, desk: Desk) -> Response[None]:
    """Sign out of this browser."""
    if await desk.actor() is not None:
        await desk.perform(actions.end_session, token=request.cookies[signed_out(desk).key])
    answer = see_other("/", say(request, GOODBYE))
    answer.set_cookie(signed_out(desk))
    return answer


def _page(request: Asked, form: LoginForm, error: str = "", status: int = 200) -> Html:
    shown = {"login": form.login, "next": local(form.next), "error": error}
    links = {"signup": with_query("/signup", next=local(form.next))}
    return render(request, "shopper/login/login.html", status=status, **shown, **links)


def _why(request: Asked, desk: Desk, no: Refusal) -> str:
    if isinstance(no, Limited):
        return say(request, LIMITED, **no.facts)
    return sentence_of(request, desk, no)


routes = [login_page, login, passkey_options, passkey_login, logout]
