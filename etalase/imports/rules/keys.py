"""Which rows make one product."""

import hashlib

from etalase.imports.rules.mapping import ColumnMapping
from etalase.imports.rules.rows import Row


class Keys:
    """Gives each row the key of its product.

    The first of these that the file has: the column of the handle; the parent column (a parent is known by its own SKU); the
    same title when there are options, or no SKUs; else every SKU is a product. A row that names no product continues the last.
    """

    def __init__(self, mapping: ColumnMapping) -> None:
        self.group = mapping.first("group")
        self.parent = mapping.first("parent")
        self.sku = mapping.first("sku")
        self.title = mapping.first("title")
        self.has_options = any(mapping.first(f"option{number}") is not None for number in (1, 2, 3))
        self.last = b""

    def __call__(self, row: Row) -> bytes:
        """16 bytes, the same for all rows of the product."""
        if not row.cells:
            # A line that could not be read is on its own; the product before it goes on after it.
            return _digest("line", str(row.line))
        self.last = self._key(row) or self.last or _digest("line", str(row.line))
        return self.last

    def _key(self, row: Row) -> bytes | None:
        said = {name: row.cell(place) for name, place in self._places() if row.cell(place)}
        for name in ("group", "parent"):
            if name in said:
                return _digest(name, said[name])
        if self.group is None and self.parent is not None and "sku" in said:
            return _digest("parent", said["sku"])
        by_sku = self.group is None and self.parent is None and not self.has_options
        if by_sku and "sku" in said:
            return _digest("sku", said["sku"])
        return _digest("title", said["title"]) if "title" in said else None

    def _places(self) -> list[tuple[str, int]]:
        places = (("group", self.group), ("parent", self.parent), ("sku", self.sku), ("title", self.title))
        return [(name, place) for name, place in places if place is not None]


def _digest(kind: str, text: str) -> bytes:
    return hashlib.blake2b(f"{kind}\0{text.casefold()}".encode("utf-8", "replace"), digest_size=16).digest()
