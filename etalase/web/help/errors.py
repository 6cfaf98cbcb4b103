"""/help/errors: every refusal with its code and its sentence; the `type` of a problem answer leads to its anchor here."""

import re
from itertools import groupby
from typing import Final

import msgspec
from litestar import get

from etalase.base.texts import N_
from etalase.doorway.problems import DETAILS
from etalase.web.frame import Asked
from etalase.web.help.pages import topic_page
from etalase.web.pages import Html, say

ROOMS: Final = {
    "": N_("Everywhere"),
    "accounts": N_("Accounts"),
    "ads": N_("Ads"),
    "affiliate": N_("Affiliate plans"),
    "catalog": N_("Products"),
    "closures": N_("Closing"),
    "idempotency": N_("Repeated requests"),
    "imports": N_("Imports"),
    "links": N_("Links"),
    "media": N_("Pictures and files"),
    "orders": N_("Orders"),
    "payments": N_("Payments"),
    "shops": N_("Shops"),
    "showcase": N_("Showcase"),
    "stock": N_("Stock"),
}
STATUS: Final = {
    "unauthenticated": 401,
    "not_allowed": 403,
    "not_found": 404,
    "invalid": 422,
    "limited": 429,
    "busy": 503,
    "internal": 500,
}
FACT: Final = re.compile(r"%\((\w+)\)s")


class Explained(msgspec.Struct, frozen=True):
    """One code. In its sentence the facts, which differ each time, are an ellipsis."""

    code: str
    status: int
    sentence: str
    facts: list[str]


@get("/help/errors", sync_to_thread=False)
def help_errors(request: Asked) -> Html:
    """Every code, by room."""
    known: dict[str, str] = DETAILS | request.app.state.house.refusals
    explained = sorted(
        (explain(request, code, msgid) for code, msgid in known.items()), key=lambda one: (room_of(one.code), one.code)
    )
    rooms = [
        {"name": name, "title": say(request, ROOMS.get(name, name.capitalize())), "codes": list(codes)}
        for name, codes in groupby(explained, key=lambda one: room_of(one.code))
    ]
    return topic_page(request, "errors", "help/errors.html", rooms=rooms, market="")


def explain(request: Asked, code: str, msgid: str) -> Explained:
    """A code in the reader's language."""
    names = list(dict.fromkeys(FACT.findall(msgid)))
    sentence = say(request, msgid, **dict.fromkeys(names, "…"))
    return Explained(code, STATUS.get(code, 409), sentence, names)


def room_of(code: str) -> str:
    """The room that refuses; empty for what any door may say."""
    return code.split(".")[0] if "." in code else ""


routes = [help_errors]
