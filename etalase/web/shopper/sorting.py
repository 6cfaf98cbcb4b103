"""The orders a grid can be put in, as links that keep the search."""

from typing import Any, Final, get_args

from etalase.base.texts import N_
from etalase.showcase.rules import Sort
from etalase.web.flash import with_query
from etalase.web.frame import Asked
from etalase.web.pages import say

NAMES: Final[dict[Sort, str]] = {
    "recommended": N_("Recommended"),
    "new": N_("New"),
    "sales": N_("Best selling"),
    "price_asc": N_("Price, low first"),
    "price_desc": N_("Price, high first"),
}
WORDS_MAX: Final = 100


def sort_of(text: str) -> Sort:
    """The order asked for; an unknown one is the first."""
    return next((sort for sort in get_args(Sort) if sort == text), "recommended")


def words_of(text: str) -> str:
    """What was typed into the search box, without what no title can hold."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())[:WORDS_MAX]


def address(path: str, *, sort: Sort = "recommended", words: str = "", cursor: str | None = None) -> str:
    """The address of a grid; what is usual is left out."""
    asked = {"sort": "" if sort == "recommended" else sort, "q": words, "cursor": cursor or ""}
    kept = {name: text for name, text in asked.items() if text}
    return with_query(path, **kept) if kept else path


def sorts(request: Asked, path: str, current: Sort, words: str) -> list[dict[str, Any]]:
    """Every order as a chip."""
    return [
        {"label": say(request, name), "href": address(path, sort=sort, words=words), "current": sort == current}
        for sort, name in NAMES.items()
    ]
