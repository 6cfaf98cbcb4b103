"""Where sellers come in: choose a shop, or open one."""

import secrets
from typing import Any, Final

from litestar import get, post
from litestar.response import Response

from etalase.base.errors import Invalid, Refused
from etalase.base.markets import MARKETS
from etalase.base.texts import N_
from etalase.doorway.desk import Desk
from etalase.shops.queries import Shop, shops_of
from etalase.shops.rules import SELLER_TYPES
from etalase.stock.actions import open_shop
from etalase.web.frame import Asked
from etalase.web.pages import Html, render, say, see_other
from etalase.web.typed import FINE, Trouble, Typed, trouble_of, typed

OPENED: Final = N_("Your shop is open. Add your first product.")
SHOPS_AT_ONCE: Final = 100
KEY_LENGTH: Final = range(16, 65)
KINDS: Final = {
    "INDIVIDUAL": (N_("Private seller"), N_("You sell as a person."), "user"),
    "BUSINESS": (N_("Company"), N_("A registered business sells."), "store"),
}


@get("/seller")
async def start_page(request: Asked, desk: Desk) -> Html:
    """The reader's shops, and the form for a new one."""
    return await start(request, desk, Typed())


@post("/seller")
async def open_a_shop(request: Asked, desk: Desk) -> Response[Any]:
    """Open a shop, once for the key of the form."""
    form = await typed(request)
    names = {name: form.text(name) for name in ("name", "market", "seller_type")}
    try:
        shop = await desk.perform_once(open_shop, key=f"open:{key_of(form)}", answers=Shop, **names)
    except (Invalid, Refused) as no:
        return await start(request, desk, form, trouble_of(request, no))
    return see_other(f"/seller/{shop.shop_id}", say(request, OPENED))


def key_of(form: Typed) -> str:
    """The key that makes a second tap harmless; a form that lost it is sent for the first time."""
    key = form.text("key")
    return key if len(key) in KEY_LENGTH and key.isascii() and key.isprintable() else secrets.token_urlsafe(24)


async def start(request: Asked, desk: Desk, form: Typed, trouble: Trouble = FINE) -> Html:
    """The page, with what was typed."""
    found = await desk.ask(shops_of, limit=SHOPS_AT_ONCE)
    kinds = [
        {"value": kind, "label": say(request, KINDS[kind][0]), "hint": say(request, KINDS[kind][1]), "icon": KINDS[kind][2]}
        for kind in SELLER_TYPES
    ]  # fmt: skip
    return render(
        request,
        "seller/start/start.html",
        status=trouble.status,
        shops=found.items,
        markets=[[market.code, say(request, market.name)] for market in MARKETS.values()],
        kinds=kinds,
        form=form,
        errors=trouble.errors,
        general=trouble.general,
        key=secrets.token_urlsafe(24),
    )


routes = [start_page, open_a_shop]
