"""Every picture is drawn anew before anybody sees it: upright, in sRGB, without metadata, in each width.

Decoding happens in few threads of its own, so that a crowd of uploads waits instead of taking the machine.
"""

import asyncio
import hashlib
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final

import msgspec
import pyvips

from etalase.base.errors import Invalid
from etalase.media import rules

THREADS: Final = 2
_pool: Final = ThreadPoolExecutor(max_workers=THREADS, thread_name_prefix="media")
LOADERS: Final = {
    "image/jpeg": "jpegload_buffer",
    "image/png": "pngload_buffer",
    "image/webp": "webpload_buffer",
    "image/gif": "gifload_buffer",
}
# Operations are not remembered between uploads: the cache would hold whole pictures of strangers.
pyvips.cache_set_max(0)


class Rendered(msgspec.Struct, frozen=True):
    """A picture in every width (WebP bytes), with the key and size of what it was drawn from."""

    key: str
    content_type: str
    size: int  # of the upload, in bytes
    width: int
    height: int
    derivatives: Mapping[int, bytes]


async def draw(data: bytes) -> Rendered:
    """Draw an upload in every width; Invalid when it is too large, damaged or no picture."""
    return await asyncio.get_running_loop().run_in_executor(_pool, draw_now, data)


def draw_now(data: bytes) -> Rendered:
    """The same in the caller's thread."""
    kind = rules.content_type(data)
    try:
        picture = _opened(data, kind)
        width, height = _upright_size(picture)
        rules.check_pixels(width, height)
        derivatives = _derivatives(picture)
    except pyvips.Error as damaged:
        raise Invalid({"picture": rules.NOT_A_PICTURE}) from damaged
    return Rendered(hashlib.sha256(data).hexdigest(), kind, len(data), width, height, derivatives)


def _opened(data: bytes, kind: str) -> Any:
    # With the loader of the kind we recognised, not the one libvips would guess. Only the header is read so far.
    # libvips' shortcut from a buffer to a thumbnail is three times as fast and swallows files that were cut off.
    load: Any = getattr(pyvips.Image, LOADERS[kind])
    return load(data, access="sequential", fail_on="truncated")


def _upright_size(picture: Any) -> tuple[int, int]:
    turned = picture.get_typeof("orientation") != 0 and picture.get("orientation") >= 5
    return (picture.height, picture.width) if turned else (picture.width, picture.height)


def _derivatives(picture: Any) -> dict[int, bytes]:
    widest = rules.WIDTHS[-1]
    drawn = picture.thumbnail_image(widest, height=widest * rules.TALLEST, size="down", output_profile="srgb")
    master = drawn.copy_memory()
    return {width: _webp(_narrowed(master, width)) for width in rules.WIDTHS}


def _narrowed(master: Any, width: int) -> Any:
    if width >= master.width and width * rules.TALLEST >= master.height:
        return master
    return master.thumbnail_image(width, height=width * rules.TALLEST, size="down")


def _webp(image: Any) -> bytes:
    # Effort 2 of 6: a fifth of the time of the default for a few per cent more bytes.
    return image.webpsave_buffer(Q=rules.QUALITY, effort=2, keep="none")
