"""The operators' desk: the tax rows of a market, what is planned, and who changed what."""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Final

from litestar import get, post
from litestar.response import Response

from etalase.base.errors import Invalid, Refused
from etalase.base.markets import MARKETS, changing
from etalase.base.money import Money
from etalase.base.texts import N_
from etalase.doorway.desk import Desk
from etalase.orders.actions.taxing import NewTax, set_tax
from etalase.orders.queries.taxes import STATE_NAMES, tax_rows
from etalase.orders.rules.taxes import STATES, TAX_NAMES, TaxKind
from etalase.web.flash import with_query
from etalase.web.frame import Asked
from etalase.web.pages import Html, render, say, see_other
from etalase.web.typed import FINE, Trouble, Typed, trouble_of, typed

HERE: Final = "/operator/taxes"
SAVED: Final = N_("Planned. It is in force from that day on.")
PERCENT: Final = re.compile(r"[0-9]{1,2}(?:[.,][0-9]{1,4})?", re.ASCII)
STATE_TONES: Final[Mapping[str, str]] = {"FUTURE": "info", "IN_FORCE": "good", "PAST": ""}
KINDS: Final[Mapping[str, TaxKind]] = {kind: kind for kind in TAX_NAMES}


@get(HERE)
async def taxes_page(request: Asked, desk: Desk, market: str = "ID", cursor: str | None = None) -> Html:
    """The rows of a market, and the form that plans one."""
    return await page(request, desk, market if market in MARKETS else "ID", cursor=cursor)


@post(HERE)
async def plan(request: Asked, desk: Desk) -> Response[Any]:
    """Plan a row for a day to come."""
    form = await typed(request)
    market = form.text("market")
    try:
        await desk.perform(set_tax, new=new_tax(form))
    except (Invalid, Refused) as no:
        return await page(request, desk, market if market in MARKETS else "ID", form, trouble_of(request, no))
    return see_other(with_query(HERE, market=market), say(request, SAVED))


def new_tax(form: Typed) -> NewTax:
    """What was typed. Invalid beside the field that is wrong."""
    market = form.text("market")
    if market not in MARKETS:
        raise Invalid({"market": N_("Choose one of the eight markets.")})
    currency = MARKETS[market].currency
    return NewTax(
        market,
        form.text("region"),
        day_of(form, "day"),
        KINDS.get(form.text("kind"), "NONE"),
        ppm_of(form, "rate"),
        included=form.ticked("included"),
        shipping_taxed=form.ticked("shipping_taxed"),
        delivery_fee_minor=minor_of(form, "delivery_fee", currency),
        delivery_fee_from_minor=minor_of(form, "delivery_fee_from", currency),
    )


def day_of(form: Typed, name: str) -> date:
    """A day as the browser sends it."""
    try:
        return date.fromisoformat(form.text(name))
    except ValueError as wrong:
        raise Invalid({name: N_("Choose a day.")}) from wrong


def ppm_of(form: Typed, name: str) -> int:
    """A percentage in millionths; empty is nothing."""
    text = form.text(name)
    if text and not PERCENT.fullmatch(text):
        raise Invalid({name: N_("Write a percentage, such as 10 or 12.5.")})
    return int(Decimal(text.replace(",", ".") or "0") * 10_000)


def minor_of(form: Typed, name: str, currency: str) -> int:
    """An amount in minor units; empty is nothing."""
    try:
        return Money.parse(form.text(name) or "0", currency).minor
    except ValueError as wrong:
        raise Invalid({name: N_("Write an amount.")}) from wrong


async def page(
    request: Asked,
    desk: Desk,
    market: str,
    form: Typed | None = None,
    trouble: Trouble = FINE,
    *,
    cursor: str | None = None,
) -> Html:
    """The page, with what was typed."""
    found = await desk.ask(tax_rows, market=market)
    history = await desk.ask(changing.changes, kind="TAX", cursor=cursor)
    errors = {("rate" if field == "rate_ppm" else field): text for field, text in trouble.errors.items()}
    return render(
        request,
        "operator/numbers/taxes.html",
        status=trouble.status,
        market=market,
        currency=MARKETS[market].currency,
        markets=[(code, say(request, each.name)) for code, each in MARKETS.items()],
        rows=found,
        names=TAX_NAMES,
        kinds=[(kind, say(request, name)) for kind, name in TAX_NAMES.items()],
        regions=[(code, code) for code in sorted(STATES.values())] if market == "US" else [],
        states=STATE_NAMES,
        tones=STATE_TONES,
        history=history.items,
        more=with_query(HERE, market=market, cursor=history.next_cursor) if history.next_cursor else "",
        form=form or Typed([("market", market), ("included", "" if market == "US" else "1"), ("shipping_taxed", "1")]),
        errors=errors,
        general=trouble.general,
    )


routes = [taxes_page, plan]
