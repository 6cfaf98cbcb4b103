"""Builds the static files: every name carries the hash of its content, so a browser may keep it for ever."""

import gzip
import hashlib
import json
import shutil
from pathlib import Path
from typing import Final

from etalase.web.assets import fonts, icons, minify

WEB: Final = Path(__file__).parent.parent
BUILT: Final = WEB / "static" / "built"
PACKAGES: Final = WEB.parent.parent / "node_modules"
# Every page loads the first sheet, shoppers the second, who buys the third as well, desks and plain pages the fourth; /design
# has one of its own. What a buyer and a desk share (45) is in both their sheets: no page loads the two. The last one is for
# readers with forced colours, who alone wait for it.
SHEETS: Final = {
    "app.css": ("[0-3]*.css",),
    "shopper.css": ("4[0-4]*.css",),
    "buyer.css": ("4[5-9]*.css",),
    "desk.css": ("45*.css", "5*.css"),
    "design.css": ("6*.css",),
    "forced.css": ("7*.css",),
}
COMPRESSED: Final = {".css", ".js", ".svg", ".json"}


class MissingPackages(Exception):
    """node_modules is not there, so there is nothing to build from."""


def build(packages: Path = PACKAGES, built: Path = BUILT) -> dict[str, int]:
    """Write every file and manifest.json; answers the size of each in bytes, by its plain name."""
    if not (packages / "htmx.org").is_dir():
        raise MissingPackages(str(packages))
    shutil.rmtree(built, ignore_errors=True)
    built.mkdir(parents=True)
    manifest: dict[str, str] = {}
    sizes: dict[str, int] = {}

    def keep(name: str, content: bytes) -> str:
        manifest[name] = _write(built, name, content)
        sizes[name] = len(content)
        return manifest[name]

    fonts.keep_printed(packages)
    faces = fonts.faces(packages, keep)
    for sheet in SHEETS:
        keep(sheet, ((faces if sheet == "app.css" else "") + stylesheet(sheet)).encode())
    keep("icons.svg", icons.sprite(packages).encode())
    keep("htmx.js", (packages / "htmx.org/dist/htmx.min.js").read_bytes())
    keep("app.js", modules().encode())
    for image in sorted((WEB / "images").iterdir()):
        keep(image.name, image.read_bytes())
    (built / "manifest.json").write_text(json.dumps(manifest, indent=1, sort_keys=True) + "\n")
    return sizes


def stylesheet(sheet: str) -> str:
    """One sheet of SHEETS: its files in their order, minified, without the font faces."""
    text = minify.styles(_styles(*SHEETS[sheet]))
    return minify.shorten(text, minify.short_names(minify.styles(_styles("*.css"))))


def modules() -> str:
    """Our modules as one file. None imports another; each keeps its names to itself in a block."""
    texts = (path.read_text() for path in sorted((WEB / "modules").glob("*.js")))
    return "".join("{\n" + minify.script(text) + "}\n" for text in texts)


def _styles(*patterns: str) -> str:
    paths = {path for pattern in patterns for path in (WEB / "styles").glob(pattern)}
    return "\n".join(path.read_text() for path in sorted(paths))


def _write(built: Path, name: str, content: bytes) -> str:
    stem, suffix = name.rsplit(".", 1)
    hashed = f"{stem}.{hashlib.sha256(content).hexdigest()[:12]}.{suffix}"
    (built / hashed).write_bytes(content)
    if f".{suffix}" in COMPRESSED:
        (built / f"{hashed}.gz").write_bytes(gzip.compress(content, 9, mtime=0))
    return hashed
