"""Pictures, under addresses that never change their bytes."""

from typing import Any

from litestar import Response, get

from etalase.base.errors import NotFound
from etalase.doorway.desk import Desk
from etalase.media.queries import derivative

FOR_EVER = "public, max-age=31536000, immutable"


@get("/media/{key:str}/{name:str}")
async def picture(desk: Desk, key: str, name: str) -> Response[bytes]:
    """One width of a picture, as WebP."""
    width, _, kind = name.partition(".")
    if kind != "webp" or not (width.isascii() and width.isdigit() and len(width) < 6):
        raise NotFound
    data = await derivative(desk.house.storage, key, int(width))
    return Response(
        data,
        media_type="image/webp",
        headers={"Cache-Control": FOR_EVER, "ETag": f'"{key[:16]}-{width}"', "X-Content-Type-Options": "nosniff"},
    )


routes: list[Any] = [picture]
