"""Renders pages: one template environment per language, so `_`, `money` and the rest are bound once, not per request.

return pages.render(request, "shopper/showcase/profile.html", profile=profile)
return pages.see_other("/cart", pages.say(request, N_("Added to your cart.")))
"""

from functools import cache, partial
from pathlib import Path
from typing import Any, Final

import minijinja
from litestar.response import Response

from etalase.base.texts import Texts
from etalase.web import flash, languages
from etalase.web.assets import icons, manifest
from etalase.web.filters import filters_of
from etalase.web.flash import see_other
from etalase.web.frame import Asked, Frame, frame_of

__all__ = ["Pages", "house", "render", "say", "say_many", "see_other"]
TEMPLATES: Final = Path(__file__).parent / "templates"
HTML: Final = "text/html; charset=utf-8"
Html = Response[bytes]


class Pages:
    """The templates of every language that has texts."""

    def __init__(self, texts: Texts, files: manifest.Manifest, *, reload: bool = False) -> None:
        """`reload` reads a template again for every page, for people who are writing one."""
        self.texts = texts
        self.files = files
        self._environments = {lang: self._environment(lang, reload) for lang in texts.languages}

    def frame(self, request: Asked) -> Frame:
        """What this request's reader is shown everything in."""
        return frame_of(request, self.texts.languages)

    def html(self, frame: Frame, name: str, facts: dict[str, Any]) -> bytes:
        """The page `name`, in the frame's language."""
        return self._environments[frame.lang].render_template(name, frame=frame, **facts).encode()

    def _environment(self, lang: str, reload: bool) -> minijinja.Environment:
        return minijinja.Environment(
            loader=minijinja.load_from_path(str(TEMPLATES)),
            filters=filters_of(lang),
            globals=self._globals(lang),
            undefined_behavior="strict",
            trim_blocks=True,
            lstrip_blocks=True,
            reload_before_render=reload,
            debug=reload,
        )

    def _globals(self, lang: str) -> dict[str, Any]:
        return {
            "_": partial(self.texts.gettext, lang),
            "ngettext": partial(self.texts.ngettext, lang),
            "asset": self.files.url,
            "picture": picture,
            "language_names": languages.NAMES,
            "icon_names": icons.NAMES,
        }


def picture(key: str, width: int = 400) -> str:
    """The address of a stored picture, `width` pixels wide: one of `media.rules.WIDTHS`."""
    return key if key.startswith("/") else f"/media/{key}/{width}.webp"


@cache
def house() -> Pages:
    """The pages of this process, read once."""
    return Pages(Texts.load(), manifest.load())


def render(request: Asked, name: str, *, status: int = 200, **facts: Any) -> Html:
    """The page `name` with its facts, as an answer. No cache between here and the reader keeps it; "back" still works."""
    pages = house()
    frame = pages.frame(request)
    headers = {"vary": "Cookie, Accept-Language, HX-Request", "cache-control": "private, no-cache"}
    answer = Response(pages.html(frame, name, facts), status_code=status, media_type=HTML, headers=headers)
    if frame.flashes:
        answer.set_cookie(flash.spent())
    return answer


def say(request: Asked, msgid: str, **facts: object) -> str:
    """A msgid in the language of the request."""
    pages = house()
    return pages.texts.gettext(pages.frame(request).lang, msgid, **facts)


def say_many(request: Asked, singular: str, plural: str, count: int) -> str:
    """A msgid with its plural, in the form for `count`."""
    pages = house()
    return pages.texts.ngettext(pages.frame(request).lang, singular, plural, count)
