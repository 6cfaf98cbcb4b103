"""Sheets that are printed: fonts with every language's letters, barcodes and QR codes as lines, not pictures. No word of shops.

A letter that the fonts lack is written in Latin ones: a parcel to 王小明 is brought to WangXiaoMing, one to nobody to nobody.
Sizes in millimetres, from the left upper corner. The fonts are laid into `fonts/` at set-up (etalase.web.assets.fonts).
"""

import unicodedata
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Final

import segno
from anyascii import anyascii
from barcode.codex import Code128
from fpdf import FPDF
from fpdf.fonts import TTFFont

FONTS: Final = Path(__file__).parent / "fonts"
FAMILY: Final = "Sarabun"
A6: Final = (105.0, 148.0)
A4: Final = (210.0, 297.0)


class Paper(FPDF):
    """Pages of one size, without a margin that breaks them: what is drawn stays where it was put."""

    def __init__(self, size: tuple[float, float], *, title: str, at: datetime) -> None:
        super().__init__(unit="mm", format=size)
        self.add_font(FAMILY, "", FONTS / "regular.ttf")
        self.add_font(FAMILY, "B", FONTS / "bold.ttf")
        self.set_text_shaping(use_shaping_engine=True)
        self.set_auto_page_break(auto=False)
        self.set_margin(0)
        self.set_title(title)
        self.set_creation_date(at)
        self.set_font(FAMILY, "", 9)

    def put(self, x: float, y: float, text: str, *, size: float = 9, bold: bool = False) -> None:
        """One line of text; `y` is its upper edge."""
        if not text:
            return
        self.set_font(FAMILY, "B" if bold else "", size)
        self.set_xy(x, y)
        self.cell(text=self.legible(text), h=size * 0.45)

    def put_right(self, right: float, y: float, text: str, *, size: float = 9, bold: bool = False) -> None:
        """One line that ends at `right`."""
        self.set_font(FAMILY, "B" if bold else "", size)
        text = self.legible(text)
        self.put(right - self.get_string_width(text) - 2 * self.c_margin, y, text, size=size, bold=bold)

    def fit(
        self, x: float, y: float, width: float, text: str, *, size: float = 9, bold: bool = False, most: int = 3
    ) -> float:
        """Text in lines of a width, at most so many, the last one cut; the edge below it."""
        self.set_font(FAMILY, "B" if bold else "", size)
        text = self.legible(text)
        found = self.multi_cell(w=width, text=text, dry_run=True, output="LINES")
        lines: Sequence[str] = [str(line) for line in found] if isinstance(found, list) else [text]
        shown = list(lines[:most])
        if len(lines) > most:
            shown[-1] = shown[-1].rstrip()[:-1] + "…"
        for line in shown:
            self.put(x, y, line.strip(), size=size, bold=bold)
            y += size * 0.45
        return y

    def legible(self, text: str) -> str:
        """The text with every letter and digit that the fonts lack in Latin ones; other signs that they lack stay unseen."""
        if text.isascii():
            return text
        font = self.fonts[FAMILY.lower()]
        drawn = font.cmap if isinstance(font, TTFFont) else {}
        return "".join(
            anyascii(sign) if ord(sign) not in drawn and unicodedata.category(sign)[0] in "LMN" else sign
            for sign in text
        )

    def code128(self, x: float, y: float, width: float, height: float, text: str) -> None:
        """A Code 128 barcode as wide as asked, with a quiet zone of ten modules on either side inside it.

        Nothing for a text that has other signs than ASCII, which no such barcode can say.
        """
        if not text or not text.isascii():
            return
        modules = str(Code128(text).build()[0])
        module = width / (len(modules) + 20)
        start = 0
        while start < len(modules):
            end = start
            while end < len(modules) and modules[end] == modules[start]:
                end += 1
            if modules[start] == "1":
                self.rect(x + (10 + start) * module, y, (end - start) * module, height, style="F")
            start = end

    def qr(self, x: float, y: float, side: float, text: str) -> None:
        """A QR code with its quiet zone, in a square."""
        matrix = segno.make(text, error="m", micro=False).matrix
        module = side / (len(matrix) + 8)
        for row, modules in enumerate(matrix):
            for column, dark in enumerate(modules):
                if dark:
                    # A little wider than it is: no hairline between two that touch.
                    self.rect(
                        x + (4 + column) * module, y + (4 + row) * module, module * 1.02, module * 1.02, style="F"
                    )

    def done(self) -> bytes:
        """The document."""
        return bytes(self.output())
