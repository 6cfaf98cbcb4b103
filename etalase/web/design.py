"""/design: the design system on one page, drawn with the parts that pages use."""

from datetime import UTC, datetime, timedelta
from typing import Final

from litestar import get

from etalase.base.money import Money
from etalase.base.texts import N_
from etalase.web.frame import Asked
from etalase.web.pages import Html, house, render, say

SURFACES: Final = ("bg", "surface", "sunken", "line", "line-strong", "text", "text-soft", "text-muted")
TONES: Final = (
    "accent",
    "accent-soft",
    "accent-text",
    "good",
    "good-soft",
    "bad",
    "bad-soft",
    "warn",
    "warn-soft",
    "info",
    "info-soft",
    "inverse",
)
TYPE: Final = ("display", "h1", "h2", "h3", "h4", "large", "", "small", "tiny", "eyebrow")
KINDS: Final = ("primary", "dark", "plain", "quiet", "danger")
PRODUCTS: Final = (
    (N_("Kencana Lari running shoe, breathable knit, for road and track"), "sample-runner.webp", 489000, 659000, 12480),
    (N_("Canvas low sneaker"), "sample-sneaker.webp", 329000, None, 860),
    (N_("Leather loafer with a soft insole, made by hand"), "sample-loafer.webp", 749000, 899000, 132),
    (N_("Trail boot, waterproof"), "sample-boot.webp", 1299000, None, 41),
)


@get("/design", sync_to_thread=False, include_in_schema=False)
def design_page(request: Asked) -> Html:
    """Tokens, type and every part in its states, both themes side by side."""
    now = datetime.now(UTC)
    products = [
        {
            "title": say(request, title),
            "image": house().files.url(image),
            "now": Money(minor, "IDR"),
            "was": Money(was, "IDR") if was else None,
            "sold": sold,
        }
        for title, image, minor, was, sold in PRODUCTS
    ]
    times = {
        "soon": now + timedelta(hours=47, minutes=12),
        "before": now - timedelta(hours=3),
        "long_ago": now - timedelta(days=40),
    }
    return render(
        request,
        "design/design.html",
        surfaces=SURFACES,
        tones=TONES,
        type=TYPE,
        kinds=KINDS,
        products=products,
        times=times,
    )


routes = [design_page]
