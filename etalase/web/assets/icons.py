"""One sprite with the Lucide icons that pages use, and our own mark. Add a name to icons.txt to use it in `ui.icon`."""

import re
from pathlib import Path
from typing import Final

NAMES: Final = tuple((Path(__file__).parent / "icons.txt").read_text().split())
_BODY = re.compile(r"<svg[^>]*>(.*)</svg>", re.DOTALL)
# An awning over a shop window: the scallops and the sill are one shape, so it reads at 16 px.
MARK: Final = (
    '<symbol id="mark" viewBox="0 0 32 32"><rect width="32" height="32" rx="9" fill="#f9a825"/>'
    '<path fill="#2a1f14" d="M8.4 7h15.2l2.9 7.2a3.5 3.5 0 0 1-5.7 2 3.5 3.5 0 0 1-4.8 0 3.5 3.5 0 0 1-4.8 0 3.5 3.5 0 0'
    ' 1-5.7-2zM8.5 19.3h15V24a1.6 1.6 0 0 1-1.6 1.6H10.1A1.6 1.6 0 0 1 8.5 24z"/></symbol>'
)


def sprite(packages: Path) -> str:
    """The SVG sprite; FileNotFoundError when Lucide has no icon of a name."""
    symbols = [MARK]
    for name in NAMES:
        found = _BODY.search((packages / "lucide-static/icons" / f"{name}.svg").read_text())
        body = re.sub(r"\s+", " ", found.group(1)).strip() if found else ""
        symbols.append(f'<symbol id="{name}" viewBox="0 0 24 24">{body}</symbol>')
    return f'<svg xmlns="http://www.w3.org/2000/svg">{"".join(symbols)}</svg>\n'
