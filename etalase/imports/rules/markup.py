"""Descriptions are plain text here; many feeds write them in HTML."""

import re
from html.parser import HTMLParser
from typing import Final

TAGS: Final = re.compile(
    r"(?i)</?(?:p|br|div|ul|ol|li|span|strong|em|b|i|u|h[1-6]|table|tr|td|img|a|font|section)(?:\s[^<>]*)?/?>"
)
BLOCKS: Final = frozenset(
    {"p", "br", "div", "ul", "ol", "li", "h1", "h2", "h3", "h4", "h5", "h6", "table", "tr", "section"}
)
SILENT: Final = frozenset({"script", "style", "iframe", "noscript", "template"})


class Text(HTMLParser):
    """Keeps the words, a line break for every block, and nothing of scripts and styles."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.silent += tag in SILENT
        if tag in BLOCKS:
            self.pieces.append("\n")
        if tag == "li":
            self.pieces.append("• ")

    def handle_endtag(self, tag: str) -> None:
        self.silent = max(0, self.silent - (tag in SILENT))
        if tag in BLOCKS:
            self.pieces.append("\n")

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.pieces.append(data)


def plain_text(text: str) -> str:
    """The text as it is, or without its tags when it is HTML."""
    if not TAGS.search(text):
        return text.strip()
    reader = Text()
    reader.feed(text)
    reader.close()
    lines = (" ".join(line.split()) for line in "".join(reader.pieces).splitlines())
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
