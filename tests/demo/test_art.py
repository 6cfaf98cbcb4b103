"""The demo's own pictures: the same seed gives the same picture, and every kind can be drawn."""

import xml.etree.ElementTree as ET

import pytest

from etalase.demo import art


@pytest.mark.parametrize("kind", art.KINDS)
def test_every_kind_can_be_drawn(kind: str) -> None:
    for view in range(art.VIEWS):
        svg = art.product_picture(kind, 7, art.COLOURWAYS["Mango"], view)
        ET.fromstring(svg)
        assert svg == art.product_picture(kind, 7, art.COLOURWAYS["Mango"], view)


def test_pictures_differ_by_colourway_and_view() -> None:
    pictures = {
        art.product_picture("sneaker", 1, palette, view)
        for palette in art.COLOURWAYS.values()
        for view in range(art.VIEWS)
    }
    assert len(pictures) == len(art.COLOURWAYS) * art.VIEWS


def test_portraits_and_marks_are_of_somebody() -> None:
    assert art.avatar(1, "sari") == art.avatar(1, "sari")
    assert len({art.avatar(seed, "sari") for seed in range(20)}) == 20
    assert art.brand_mark("Kencana") == art.brand_mark("Kencana")


def test_rendered_as_webp() -> None:
    for svg, width in ((art.product_picture("boot", 3), 120), (art.cover(2), 210), (art.avatar(2), 96)):
        webp = art.render(svg, width)
        assert webp[:4] == b"RIFF"
        assert webp[8:12] == b"WEBP"


def test_an_unknown_kind_is_told() -> None:
    with pytest.raises(KeyError):
        art.product_picture("spaceship", 1)
