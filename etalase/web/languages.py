"""Which language a page is in: the reader's choice, the account's, the browser's, the market's; English at last."""

from typing import Any, Final

from litestar import Request

from etalase.base.markets import MARKETS
from etalase.base.texts import FALLBACK, language_of_header

# Each in its own words: people look for the name they know.
NAMES: Final = {
    "id": "Bahasa Indonesia",
    "en": "English",
    "ms": "Bahasa Melayu",
    "fil": "Filipino",
    "th": "ไทย",
    "vi": "Tiếng Việt",
}


def choose(request: Request[Any, Any, Any], offered: tuple[str, ...], account: str | None, market: str) -> str:
    """The first of the wishes that we have texts for."""
    asked = language_of_header(request.headers.get("accept-language"), default="", known=offered)
    own = MARKETS[market].language if market in MARKETS else None
    for wish in (request.cookies.get("lang"), account, asked, own):
        if wish in offered:
            return wish
    return FALLBACK
