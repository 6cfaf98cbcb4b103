"""Take the place in a shop that a mail offers (R-SHOP-1)."""

from typing import Annotated, Any

import msgspec
from litestar import get, post
from litestar.params import Parameter
from litestar.response import Response

from etalase.base.errors import NotFound, Refused, Unauthenticated
from etalase.base.texts import N_
from etalase.doorway.desk import Desk
from etalase.shops.actions import accept_invitation
from etalase.web.frame import Asked
from etalase.web.pages import render, say, see_other
from etalase.web.shopper.forms import Form, Text, sentence_of

JOINED = N_("You work in %(shop)s now.")
UNKNOWN = N_("This invitation is not known. Copy the whole address from the mail.")
Token = Annotated[str, Parameter(query="token", max_length=300)]


class JoinForm(msgspec.Struct):
    """The token of the mail."""

    token: Text = ""


@get("/seller/join")
async def join_page(request: Asked, desk: Desk, token: Token = "") -> Response[Any]:
    """Ask before anything happens: mail programs open links on their own. Whoever is not signed in does that first."""
    if await desk.actor() is None:
        raise Unauthenticated
    return _page(request, token)


@post("/seller/join", status_code=200)
async def join(request: Asked, desk: Desk, data: Annotated[JoinForm, Form]) -> Response[Any]:
    """Accept."""
    try:
        shop = await desk.perform(accept_invitation, token=data.token)
    except Refused as no:
        return _page(request, data.token, sentence_of(request, desk, no), no.status)
    except NotFound as no:
        return _page(request, data.token, say(request, UNKNOWN), no.status)
    return see_other(f"/seller/{shop.shop_id}", say(request, JOINED, shop=shop.name))


def _page(request: Asked, token: str, error: str = "", status: int = 200) -> Response[Any]:
    page = render(request, "seller/join/join.html", status=status, token=token, error=error)
    # The address holds the token: it must not travel on in a Referer.
    page.headers["referrer-policy"] = "no-referrer"
    return page


routes = [join_page, join]
