"""What an uploaded picture may be, and the widths it is served in. No database, no clock."""

import re
from typing import Final

from etalase.base.errors import Invalid
from etalase.base.texts import N_

WIDTHS: Final = (96, 200, 400, 800, 1200)
BYTES_MAX: Final = 10_000_000
PIXELS_MAX: Final = 40_000_000  # decoded; a few kilobytes can claim billions
SIDE_MAX: Final = 16_000
TALLEST: Final = 4  # a derivative is at most this many times as high as it is wide
QUALITY: Final = 80
KEY: Final = re.compile(r"[0-9a-f]{64}")

TOO_LARGE: Final = N_("A picture may have at most %(megabytes)s MB.")
NOT_A_PICTURE: Final = N_("This file is not a JPEG, PNG, WebP or GIF picture, or it is damaged.")
TOO_MANY_PIXELS: Final = N_("A picture may have at most %(megapixels)s million pixels.")


def content_type(data: bytes) -> str:
    """The kind of picture by its first bytes; the name and type a client claims are never believed. Invalid for anything else.

    SVG is not among them: it can carry scripts and fetch other files.
    """
    if len(data) > BYTES_MAX:
        raise Invalid({"picture": TOO_LARGE}, megabytes=BYTES_MAX // 1_000_000)
    if data.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if data.startswith((b"GIF87a", b"GIF89a")):
        return "image/gif"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp"
    raise Invalid({"picture": NOT_A_PICTURE})


def check_pixels(width: int, height: int) -> None:
    """The size that the file's header claims; Invalid before anything is decoded."""
    if width * height > PIXELS_MAX or max(width, height) > SIDE_MAX:
        raise Invalid({"picture": TOO_MANY_PIXELS}, megapixels=PIXELS_MAX // 1_000_000)


def path_of(key: str, width: int) -> str:
    """Where the storage keeps one derivative."""
    return f"{key[:2]}/{key}/{width}.webp"


def url_of(key: str, width: int) -> str:
    """The address of one derivative; it never changes its bytes."""
    return f"/media/{key}/{width}.webp"
