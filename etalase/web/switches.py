"""Language and theme: a form sets a cookie and leads back to where the reader was."""

from typing import Annotated, Final

import msgspec
from litestar import post
from litestar.datastructures import Cookie
from litestar.enums import RequestEncodingType
from litestar.params import Body
from litestar.response import Response

from etalase.base.texts import LANGUAGES
from etalase.web.flash import see_other
from etalase.web.frame import THEMES

YEAR_S: Final = 365 * 24 * 3600


class Language(msgspec.Struct):
    """The chosen language and the way back."""

    lang: str
    next: str = "/"


class Theme(msgspec.Struct):
    """The chosen theme and the way back."""

    theme: str
    next: str = "/"


@post("/language", sync_to_thread=False, include_in_schema=False)
def choose_language(
    data: Annotated[Language, Body(media_type=RequestEncodingType.URL_ENCODED)],
) -> Response[None]:
    """Remember the language; an unknown one changes nothing."""
    return _remember("lang", data.lang if data.lang in LANGUAGES else None, data.next)


@post("/theme", sync_to_thread=False, include_in_schema=False)
def choose_theme(data: Annotated[Theme, Body(media_type=RequestEncodingType.URL_ENCODED)]) -> Response[None]:
    """Remember the theme; an unknown one changes nothing."""
    return _remember("theme", data.theme if data.theme in THEMES else None, data.next)


def _remember(name: str, value: str | None, back: str) -> Response[None]:
    answer = see_other(back)
    if value is not None:
        answer.set_cookie(Cookie(key=name, value=value, path="/", httponly=True, samesite="lax", max_age=YEAR_S))
    return answer


routes = [choose_language, choose_theme]
