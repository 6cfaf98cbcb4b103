"""Error pages: what happened, in words, and a way on. Refusals of rules keep their own sentence."""

from typing import Any, Final

import msgspec

from etalase.base.texts import N_
from etalase.web.frame import Asked
from etalase.web.pages import Html, render, say


class Words(msgspec.Struct, frozen=True):
    """The icon, the heading and the sentence of one status."""

    icon: str
    title: str
    text: str


WORDS: Final = {
    400: Words("circle-alert", N_("We could not read that"), N_("Go back and try once more.")),
    401: Words("lock", N_("Please sign in"), N_("This page is for people who are signed in.")),
    403: Words(
        "lock",
        N_("This is not open to you"),
        N_("Your account may not do this. Someone who manages the shop can help."),
    ),
    404: Words("search", N_("There is nothing here"), N_("The page has moved, was removed, or was never here.")),
    405: Words("circle-alert", N_("That does not work here"), N_("Go back and try another way.")),
    409: Words(
        "triangle-alert", N_("That is not possible now"), N_("Something changed meanwhile. Go back and look again.")
    ),
    413: Words("file-text", N_("That is too large"), N_("Send a smaller file.")),
    422: Words("circle-alert", N_("Something is missing"), N_("Go back and look at the fields again.")),
    429: Words(
        "clock", N_("One moment, please"), N_("That was too often in a short time. Wait a little and try again.")
    ),
    500: Words("refresh-cw", N_("That was our mistake"), N_("It has been written down. Please try again.")),
    503: Words("clock", N_("We are very busy"), N_("Please try again in a moment.")),
}


def problem_page(request: Asked, status: int, detail: str = "", /, **facts: object) -> Html:
    """The page of a status. `detail` is a msgid that replaces the usual sentence; `facts` fill it."""
    words = WORDS.get(status, WORDS[500 if status >= 500 else 400])
    text = say(request, detail, **facts) if detail else say(request, words.text)
    shown: dict[str, Any] = {"icon": words.icon, "heading": say(request, words.title), "text": text, "code": status}
    return render(request, "problem/problem.html", status=status, **shown)
