"""Renders pages: one template environment per language, so `_`, `money` and the rest are bound once, not per request.

return pages.render(request, "shopper/showcase/profile.html", profile=profile)
return pages.see_other("/cart", pages.say(request, N_("Added to your cart.")))
"""

from collections.abc import Callable, Hashable
from functools import cache, lru_cache, partial
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

__all__ = ["Pages", "house", "render", "render_kept", "say", "say_many", "see_other"]
TEMPLATES: Final = Path(__file__).parent / "templates"
HTML: Final = "text/html"
Html = Response[bytes]
# Fragments kept per language: about a kilobyte each.
DRAWN_KEPT: Final = 4096
# Whole pages kept for visitors, oldest out first: about 20 kilobytes each.
KEPT: Final[dict[Hashable, bytes]] = {}
KEPT_MOST: Final = 512
PRIVATE: Final = {"vary": "Cookie, Accept-Language, HX-Request", "cache-control": "private, no-cache"}


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

    def _drawn(self, lang: str, name: str, *parts: Hashable) -> minijinja.Markup:
        """A small template of its `parts` alone. What is kept is found by those contents, so it is never out of date."""
        return minijinja.Markup(self._environments[lang].render_template(name, parts=parts))

    def _globals(self, lang: str) -> dict[str, Any]:
        return {
            "_": partial(self.texts.gettext, lang),
            "ngettext": partial(self.texts.ngettext, lang),
            "asset": self.files.url,
            "picture": picture,
            "language_names": languages.NAMES,
            "icon_names": icons.NAMES,
            "drawn": lru_cache(DRAWN_KEPT)(partial(self._drawn, lang)),
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
    answer = Response(pages.html(frame, name, facts), status_code=status, media_type=HTML, headers=PRIVATE)
    if frame.flashes:
        answer.set_cookie(flash.spent())
    return answer


def render_kept(request: Asked, name: str, contents: Hashable, facts: Callable[[], dict[str, Any]]) -> Html:
    """The same, drawn once for its `contents` for visitors who are not signed in: they all see the same page.

    `contents` is everything that `facts` are made of, so what is kept is found by what it shows and is never out of date.
    """
    frame = house().frame(request)
    if frame.viewer is not None or frame.flashes:
        return render(request, name, **facts())
    key = (name, frame.lang, frame.theme, frame.here, frame.market, frame.cart_count, contents)
    drawn = KEPT.get(key)
    if drawn is None:
        drawn = house().html(frame, name, facts())
        while len(KEPT) >= KEPT_MOST:
            del KEPT[next(iter(KEPT))]
        KEPT[key] = drawn
    return Response(drawn, media_type=HTML, headers=PRIVATE)


def say(request: Asked, msgid: str, **facts: object) -> str:
    """A msgid in the language of the request."""
    pages = house()
    return pages.texts.gettext(pages.frame(request).lang, msgid, **facts)


def say_many(request: Asked, singular: str, plural: str, count: int) -> str:
    """A msgid with its plural, in the form for `count`."""
    pages = house()
    return pages.texts.ngettext(pages.frame(request).lang, singular, plural, count)
