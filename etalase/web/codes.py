"""QR codes of our own addresses, each drawn when a reader opens one: drawing takes longer than a whole page does."""

from functools import lru_cache
from itertools import groupby
from typing import Annotated, Any, Final

import segno
from litestar import Request, get
from litestar.params import Parameter
from litestar.response import Response

from etalase.base.errors import NotFound

LONGEST: Final = 300
INK: Final = "#2a1f14"
KEPT: Final = {"cache-control": "public, max-age=86400"}


@get("/qr.svg", include_in_schema=False, sync_to_thread=True)
def qr_code(request: Request[Any, Any, Any], of: Annotated[str, Parameter(max_length=LONGEST)]) -> Response[str]:
    """The code of one of our own addresses, given whole or from its path on; NotFound for any other text."""
    ours = f"{request.app.state.house.settings.public_url}/"
    whole = of if of.startswith(ours) else ours + of.removeprefix("/")
    if not of.startswith((ours, "/")) or of.startswith("//"):
        raise NotFound
    return Response(svg(whole), media_type="image/svg+xml", headers=KEPT)


@lru_cache(maxsize=512)
def svg(text: str) -> str:
    """A QR code as one path, a unit to a module."""
    matrix = segno.make(text, error="m", micro=False).matrix
    steps = "".join(f"M{x} {y}h{width}v1h-{width}z" for y, line in enumerate(matrix) for x, width in _dark_runs(line))
    size = len(matrix)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" shape-rendering="crispEdges">'
        f'<path fill="#fff" d="M0 0h{size}v{size}H0z"/><path fill="{INK}" d="{steps}"/></svg>'
    )


def _dark_runs(line: Any) -> list[tuple[int, int]]:
    """Where each run of dark modules begins, and how wide it is."""
    runs: list[tuple[int, int]] = []
    start = 0
    for dark, run in groupby(line):
        width = len(list(run))
        if dark:
            runs.append((start, width))
        start += width
    return runs


routes = [qr_code]
