"""SVG to WebP, by librsvg inside libvips."""

import pyvips


def render(svg: str, width: int, quality: int = 86) -> bytes:
    """The picture `width` pixels wide, as WebP bytes."""
    drawn = pyvips.Image.svgload_buffer(svg.encode(), scale=1.0)
    scaled = pyvips.Image.svgload_buffer(svg.encode(), scale=width / drawn.width)
    return scaled.flatten(background=[255, 255, 255]).webpsave_buffer(Q=quality, effort=4)
