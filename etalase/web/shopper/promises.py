"""What a shopper may count on, told from the market's policy."""

from typing import Any

from etalase.base.markets import Policy
from etalase.base.texts import N_
from etalase.web.frame import Asked
from etalase.web.pages import house, say

HOUR_S = 3600
DAY_S = 24 * HOUR_S


def span(request: Asked, seconds: int) -> str:
    """A length of time in words: whole days where it is so many, else hours."""
    pages = house()
    lang = pages.frame(request).lang
    if seconds % DAY_S == 0 and seconds >= DAY_S:
        return pages.texts.ngettext(lang, "%(count)s day", "%(count)s days", seconds // DAY_S)
    return pages.texts.ngettext(lang, "%(count)s hour", "%(count)s hours", max(1, round(seconds / HOUR_S)))


def promises(request: Asked, policy: Policy) -> list[dict[str, Any]]:
    """Shipping, returns, cancelling and paying, each with its icon."""
    told = [
        ("truck", N_("Shipped within %(time)s"), policy.shipping_due_s),
        ("rotate-ccw", N_("Return within %(time)s after delivery"), policy.auto_complete_s),
        ("undo-2", N_("Free to cancel within %(time)s"), policy.on_hold_s),
    ]
    rows = [{"icon": icon, "text": say(request, text, time=span(request, seconds))} for icon, text, seconds in told]
    if policy.cod_allowed:
        rows.append({"icon": "banknote", "text": say(request, N_("Pay in cash on delivery"))})
    return rows
