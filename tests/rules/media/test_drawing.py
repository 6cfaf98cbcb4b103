"""Hostile and broken files are refused; nothing of the upload but its picture survives."""

import struct
import zlib
from typing import Any

import pytest
import pyvips

from etalase.base.errors import Invalid
from etalase.media.actions.drawing import draw_now
from etalase.media.rules import BYTES_MAX, WIDTHS


def noise(width: int = 640, height: int = 480) -> Any:
    band = pyvips.Image.gaussnoise(width, height).cast("uchar")
    return band.bandjoin([band, band]).copy(interpretation="srgb")


def png_claiming(width: int, height: int) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")


@pytest.mark.parametrize("save", ["jpegsave_buffer", "pngsave_buffer", "webpsave_buffer", "gifsave_buffer"])
def test_the_four_kinds_are_drawn_and_their_halves_refused(save: str) -> None:
    data = getattr(noise(), save)()
    drawn = draw_now(data)
    assert (drawn.width, drawn.height) == (640, 480)
    assert drawn.derivatives.keys() == set(WIDTHS)
    with pytest.raises(Invalid):
        draw_now(data[: len(data) // 2])


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        b"<?xml version='1.0'?><!DOCTYPE svg><svg/>",
        b"%PDF-1.7",
        b"\xff\xd8\xff",
        b"GIF89a",
        b"RIFF\0\0\0\0WEBP",
        b"\xff\xd8\xff" + b"x" * BYTES_MAX,
        png_claiming(60_000, 60_000),
        png_claiming(20_000, 1_000),
        png_claiming(0, 10),
        b"GIF89a" + struct.pack("<HH", 65_535, 65_535) + b"\0\0\0;",
    ],
)
def test_what_is_no_fit_picture_is_refused(data: bytes) -> None:
    with pytest.raises(Invalid) as no:
        draw_now(data)
    assert "picture" in no.value.errors


def test_metadata_is_left_behind_and_the_picture_stands_upright() -> None:
    image = noise().copy()
    image.set_type(pyvips.GValue.gstr_type, "exif-ifd0-Artist", "a person's name")
    image.set_type(pyvips.GValue.gint_type, "orientation", 6)
    data = image.jpegsave_buffer()
    assert b"person" in data
    drawn = draw_now(data)
    assert (drawn.width, drawn.height) == (480, 640)
    for derivative in drawn.derivatives.values():
        assert b"person" not in derivative and b"EXIF" not in derivative


def test_a_very_tall_picture_stays_servable() -> None:
    tall = pyvips.Image.black(100, 9000).pngsave_buffer()
    small = pyvips.Image.new_from_buffer(draw_now(tall).derivatives[96], "")
    assert small.height <= 96 * 4
