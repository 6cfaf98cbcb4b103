"""Become an account."""

from datetime import date
from typing import Annotated, Any

import msgspec
from litestar import get, post
from litestar.response import Response

from etalase.accounts import actions, rules
from etalase.accounts.rules import SignUp
from etalase.base.errors import Invalid, Limited, Refused
from etalase.base.markets import MARKETS
from etalase.base.texts import N_
from etalase.doorway.desk import Desk
from etalase.doorway.signing_in import agent_of, as_nobody, sign_up
from etalase.web.flash import local, with_query
from etalase.web.frame import Asked
from etalase.web.pages import Html, house, render, say, see_other
from etalase.web.shopper.forms import Form, Text, errors_of, signed_in
from etalase.web.shopper.login import Next

WELCOME = N_("Welcome to Etalase, %(name)s!")
LIMITED = N_("Too many accounts were made from here. Try again in %(retry_after_s)s seconds.")
NO_DATE = N_("Write the date of birth as YYYY-MM-DD.")


class SignUpForm(msgspec.Struct):
    """The fields as they were written."""

    handle: Text = ""
    name: Text = ""
    email: Text = ""
    password: Text = ""
    market: Text = ""
    birth_date: Text = ""
    next: Text = "/"


@get("/signup")
async def signup_page(request: Asked, desk: Desk, after: Next = "/") -> Response[Any]:
    """The form; whoever is signed in goes on."""
    if await desk.actor() is not None:
        return see_other(local(after))
    market = house().frame(request).market
    return _page(request, SignUpForm(market=market, next=local(after)))


@post("/signup", status_code=200)
async def signup(request: Asked, desk: Desk, data: Annotated[SignUpForm, Form]) -> Response[Any]:
    """Make the account, sign in, and go where one came from."""
    try:
        made = await sign_up(desk, _asked(data))
    except (Invalid, Refused) as no:
        return _page(request, data, errors_of(request, desk, no), no.status)
    except Limited as no:
        return _page(request, data, {"": say(request, LIMITED, **no.facts)}, no.status)
    attempt = actions.Attempt(made.account_id, made.handle, "")
    minted = await as_nobody(desk).perform(
        actions.sign_in, anybody=True, attempt=attempt, kind=rules.SESSION, user_agent=agent_of(request)
    )
    answer = see_other(local(data.next), say(request, WELCOME, name=made.name))
    answer.set_cookie(signed_in(desk, minted))
    return answer


def _asked(form: SignUpForm) -> SignUp:
    try:
        born = date.fromisoformat(form.birth_date) if form.birth_date else None
    except ValueError:
        raise Invalid({"birth_date": NO_DATE}) from None
    return SignUp(rules.plain_handle(form.handle), form.name, form.email, form.password, form.market, born)


def _page(request: Asked, form: SignUpForm, errors: dict[str, str] | None = None, status: int = 200) -> Html:
    shown = msgspec.structs.asdict(form) | {"password": "", "next": local(form.next)}
    return render(
        request,
        "shopper/signup/signup.html",
        status=status,
        form=shown,
        errors=errors or {},
        markets=list(MARKETS),
        login=with_query("/login", next=local(form.next)),
    )


routes = [signup_page, signup]
