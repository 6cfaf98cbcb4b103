"""A lost password: ask for a link, and choose a new one with it."""

from typing import Annotated, Any

import msgspec
from litestar import get, post
from litestar.params import Parameter
from litestar.response import Response

from etalase.accounts import actions, rules
from etalase.base.errors import Invalid, Limited, Refused
from etalase.base.texts import N_
from etalase.doorway.desk import Desk
from etalase.doorway.signing_in import address_of, as_nobody
from etalase.web.frame import Asked
from etalase.web.pages import render, say, see_other
from etalase.web.shopper.forms import Form, Text, errors_of

CHANGED = N_("Your password is changed. Sign in with it.")
LIMITED = N_("That was asked for too often. Try again in %(retry_after_s)s seconds.")
Token = Annotated[str, Parameter(query="token", max_length=300)]
# The address holds the token: it must not travel on in a Referer.
PRIVATE = {"referrer-policy": "no-referrer"}


class AskForm(msgspec.Struct):
    """Whose password is lost: handle or e-mail address."""

    login: Text = ""


class NewForm(msgspec.Struct):
    """The token of the mail and the new password."""

    token: Text = ""
    password: Text = ""


@get("/password")
async def ask_page(request: Asked) -> Response[Any]:
    """Who are you?"""
    return render(request, "shopper/password_reset/ask.html", login="", sent=False, error="")


@post("/password", status_code=200)
async def ask(request: Asked, desk: Desk, data: Annotated[AskForm, Form]) -> Response[Any]:
    """Send the link, and say the same whether there is such an account or not."""
    error, status = "", 200
    try:
        address = address_of(request)
        await as_nobody(desk).perform(actions.request_password_reset, anybody=True, login=data.login, address=address)
    except Limited as no:
        error, status = say(request, LIMITED, **no.facts), no.status
    shown = {"login": data.login, "sent": not error, "error": error}
    return render(request, "shopper/password_reset/ask.html", status=status, **shown)


@get("/password/new")
async def new_page(request: Asked, token: Token = "") -> Response[Any]:
    """Choose a new one."""
    return _new(request, token)


@post("/password/new", status_code=200)
async def new(request: Asked, desk: Desk, data: Annotated[NewForm, Form]) -> Response[Any]:
    """Set it; every session ends."""
    try:
        rules.refuse({"password": rules.password_error(data.password)})
        hashed = await actions.hash_password(data.password)
        await as_nobody(desk).perform(actions.reset_password, anybody=True, token=data.token, password_hash=hashed)
    except (Invalid, Refused) as no:
        return _new(request, data.token, errors_of(request, desk, no), no.status)
    return see_other("/login", say(request, CHANGED))


def _new(request: Asked, token: str, errors: dict[str, str] | None = None, status: int = 200) -> Response[Any]:
    page = render(request, "shopper/password_reset/new.html", status=status, token=token, errors=errors or {})
    page.headers.update(PRIVATE)
    return page


routes = [ask_page, ask, new_page, new]
