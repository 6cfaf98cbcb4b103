"""What every page knows about its reader: language, theme, time zone, who is signed in, where we are."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final, cast

import msgspec
from litestar import Request

from etalase.base.actor import Actor
from etalase.base.markets import MARKETS
from etalase.web import flash, languages

Asked = Request[Any, Any, Any]
CART_COOKIE: Final = "etalase_cart"
THEMES: Final = ("auto", "light", "dark")
FIRST_MARKET: Final = "ID"


class ShopLink(msgspec.Struct, frozen=True):
    """A shop the reader works in, for the navigation of the desks."""

    id: int
    name: str


class Viewer(msgspec.Struct, frozen=True):
    """The signed-in reader as the navigation shows it. The doorway puts it into `request.state.viewer`."""

    actor: Actor
    name: str
    avatar: str | None = None
    shops: tuple[ShopLink, ...] = ()
    cart_count: int = 0
    todo_count: int = 0
    language: str | None = None


class Frame(msgspec.Struct, frozen=True, kw_only=True):
    """In every template as `frame`."""

    lang: str
    theme: str
    path: str
    query: str
    market: str
    zone: str
    now: datetime
    viewer: Viewer | None
    languages: tuple[str, ...]
    flashes: tuple[flash.Flash, ...]
    cart_count: int = 0
    sandbox: bool = False

    @property
    def here(self) -> str:
        """Path and query, to come back to after a form."""
        return f"{self.path}?{self.query}" if self.query else self.path

    @property
    def sign_in(self) -> str:
        """Where a reader who is not signed in goes first, and comes back from."""
        return flash.with_query("/login", next=self.here)

    @property
    def actor(self) -> Actor | None:
        """Who is signed in."""
        return self.viewer.actor if self.viewer else None

    def at(self, path: str) -> bool:
        """Whether the reader is at `path` or below it (for `aria-current`)."""
        return self.path == path or (path != "/" and self.path.startswith(path.rstrip("/") + "/"))


def frame_of(request: Asked, offered: tuple[str, ...]) -> Frame:
    """The frame of one request; `offered` are the languages that have texts."""
    state = _state(request)
    viewer = state.get("viewer")
    known = viewer if isinstance(viewer, Viewer) else None
    market = known.actor.market if known else _market(request)
    return Frame(
        lang=languages.choose(request, offered, known.language if known else None, market),
        theme=_theme(request),
        path=request.url.path,
        query=request.url.query,
        market=market,
        zone=MARKETS[market].time_zone if market in MARKETS else "UTC",
        now=state.get("now") or datetime.now(UTC),
        viewer=known,
        languages=offered,
        flashes=flash.read(request),
        cart_count=(known.cart_count if known else 0) + _kept_lines(request),
        sandbox=bool(state.get("sandbox")),
    )


def _state(request: Asked) -> Mapping[str, Any]:
    return cast(Mapping[str, Any], request.scope.get("state") or {})


def _kept_lines(request: Asked) -> int:
    """Lines of the cart that only the browser keeps yet."""
    return sum(1 for line in request.cookies.get(CART_COOKIE, "").split("|") if line)


def _theme(request: Asked) -> str:
    theme = request.cookies.get("theme", "auto")
    return theme if theme in THEMES else "auto"


def _market(request: Asked) -> str:
    market = request.cookies.get("market", FIRST_MARKET)
    return market if market in MARKETS else FIRST_MARKET
