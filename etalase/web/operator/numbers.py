"""The operators' desk: every number of a market that is no tax, what is planned, and who changed what."""

from typing import Any, Final

from babel import Locale
from babel.units import format_unit
from litestar import get, post
from litestar.response import Response

from etalase.base.errors import Invalid, Refused
from etalase.base.markets import MARKETS, changing
from etalase.base.markets.changing import Setting
from etalase.base.markets.definition import DAY_S, HOUR_S, Value
from etalase.base.markets.policies import DEFINITIONS, TYPES
from etalase.base.money import Money
from etalase.base.texts import N_
from etalase.doorway.desk import Desk
from etalase.web.filters import money, number, percent_bp
from etalase.web.flash import with_query
from etalase.web.frame import Asked
from etalase.web.operator.taxes import day_of
from etalase.web.pages import Html, house, render, say, see_other
from etalase.web.typed import FINE, Trouble, Typed, trouble_of, typed, whole

HERE: Final = "/operator/numbers"
SAVED: Final = N_("Planned. It is in force from that day on.")
NONE: Final = N_("none")
YES: Final = N_("Yes")
NO: Final = N_("No")


@get(HERE)
async def numbers_page(
    request: Asked, desk: Desk, market: str = "ID", name: str = "", cursor: str | None = None
) -> Html:
    """The numbers of a market, and the form that plans another value for one of them."""
    form = Typed([("name", name)] if name in DEFINITIONS else [])
    return await page(request, desk, market if market in MARKETS else "ID", form, cursor=cursor)


@post(HERE)
async def plan(request: Asked, desk: Desk) -> Response[Any]:
    """Plan a value for a day to come."""
    form = await typed(request)
    market = form.text("market") if form.text("market") in MARKETS else "ID"
    try:
        told: dict[str, Any] = {"name": form.text("name"), "value": value_of(form), "day": day_of(form, "day")}
        await desk.perform(changing.change_policy, market=market, **told)
    except (Invalid, Refused) as no:
        return await page(request, desk, market, form, trouble_of(request, no))
    return see_other(with_query(HERE, market=market), say(request, SAVED))


def value_of(form: Typed) -> Value:
    """What was typed, as the number's kind wants it: yes or no, a whole number, or empty for none."""
    text = form.text("value")
    if TYPES.get(form.text("name")) is bool:
        if text not in {"0", "1"}:
            raise Invalid({"value": N_("Write 1 for yes or 0 for no.")})
        return text == "1"
    if not text:
        return None
    found = whole(text)
    if found is None:
        raise Invalid({"value": N_("Write a whole number.")})
    return found


def written(request: Asked, market: str, name: str, value: Value) -> str:
    """A value as people read it, by the unit that ends its name."""
    locale = Locale.parse(house().frame(request).lang)
    if value is None or isinstance(value, bool):
        return say(request, {None: NONE, True: YES, False: NO}[value])
    if name.endswith("_minor"):
        return money(locale, Money(value, MARKETS[market].currency))
    if name.endswith("_bp"):
        return percent_bp(locale, value)
    if name.endswith("_s") and value and not value % HOUR_S:
        unit, length = ("duration-day", DAY_S) if not value % DAY_S else ("duration-hour", HOUR_S)
        return format_unit(value // length, unit, locale=locale)
    return format_unit(value, "duration-second", locale=locale) if name.endswith("_s") else number(locale, value)


def shown(request: Asked, market: str, each: Setting) -> dict[str, Any]:
    """A number as a row of the page."""
    return {
        "name": each.name,
        "said": each.definition,
        "now": written(request, market, each.name, each.value),
        "raw": "" if each.value is None else int(each.value),
        "later": [(at, written(request, market, each.name, value)) for at, value in each.later],
    }


async def page(
    request: Asked, desk: Desk, market: str, form: Typed, trouble: Trouble = FINE, *, cursor: str | None = None
) -> Html:
    """The page, with what was typed."""
    found = await desk.ask(changing.settings, market=market)
    history = await desk.ask(changing.changes, kind="POLICY", cursor=cursor)
    rows = [shown(request, market, each) for each in found]
    return render(
        request,
        "operator/numbers/numbers.html",
        status=trouble.status,
        market=market,
        markets=[(code, say(request, each.name)) for code, each in MARKETS.items()],
        rows=rows,
        names=[(name, name) for name in DEFINITIONS],
        chosen=next((row for row in rows if row["name"] == form.text("name")), None),
        history=history.items,
        more=with_query(HERE, market=market, cursor=history.next_cursor) if history.next_cursor else "",
        form=form,
        errors=trouble.errors,
        general=trouble.general,
    )


routes = [numbers_page, plan]
