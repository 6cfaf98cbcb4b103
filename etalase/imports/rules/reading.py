"""A file becomes products: open, map the columns, gather the rows, build."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import chain, islice
from pathlib import Path
from typing import Final

import msgspec

from etalase.base.errors import Refused
from etalase.imports.rules.drafts import DraftSku, ProductDraft, Rejected
from etalase.imports.rules.keys import Keys
from etalase.imports.rules.mapping import ColumnMapping, correct, guess
from etalase.imports.rules.notes import Problem
from etalase.imports.rules.products import World, build
from etalase.imports.rules.rows import Row, Table
from etalase.imports.rules.spill import Spill
from etalase.imports.rules.tables import open_table

SAMPLE_ROWS: Final = 100
PREVIEW_ROWS: Final = 20
# Rows of one product that are looked at: its SKUs, each in a few currencies, and pictures.
ROWS_PER_SKU: Final = 8
STEP_ROWS: Final = 1_000

Wishes = Mapping[str, str | Sequence[str]]
Progress = Callable[[float], None]


class Preview(msgspec.Struct, frozen=True):
    """What a person sees before an import: the guess, the first rows as they stand, and what the first products would be."""

    kind: str
    mapping: ColumnMapping
    rows: list[Row]
    products: list[ProductDraft | Rejected]


class Reading:
    """The products of one file. Close it, or use it as a context: its rows wait on disk."""

    def __init__(self, kind: str, mapping: ColumnMapping, spill: Spill, world: World) -> None:
        self.kind = kind
        self.mapping = mapping
        self.spill = spill
        self.world = world

    @property
    def products(self) -> int:
        """How many products there are, good and bad."""
        return self.spill.products

    def __iter__(self) -> Iterator[ProductDraft | Rejected]:
        most = (self.world.limits.skus_max + 1) * ROWS_PER_SKU
        for rows in self.spill.groups(most):
            yield self._alone(build(rows, self.mapping, self.world))

    def _alone(self, product: ProductDraft | Rejected) -> ProductDraft | Rejected:
        """A seller SKU is one product's: the first that can land keeps it."""
        if isinstance(product, Rejected):
            return product
        problems = [problem for sku in product.skus if (problem := self._elsewhere(sku))]
        if problems:
            return Rejected(product.title, product.lines, tuple(problems), product.notices)
        self.spill.take((sku.seller_sku, sku.line) for sku in product.skus)
        return product

    def _elsewhere(self, sku: DraftSku) -> Problem | None:
        line = self.spill.taken_on(sku.seller_sku)
        if line is None:
            return None
        facts = {"sku": sku.seller_sku, "first_line": line}
        return Problem(sku.line, self.mapping.heading("sku"), "imports.sku_elsewhere", {**facts})

    def close(self) -> None:
        """Forget the rows."""
        self.spill.close()

    def __enter__(self) -> "Reading":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def read_products(
    path: Path,
    world: World,
    *,
    wishes: Wishes | None = None,
    sheet: str | None = None,
    progress: Progress | None = None,
) -> Reading:
    """Read the file to its end; the products are built one by one while the Reading is iterated.

    `wishes` correct the guessed mapping. Refused: what `open_table` and `correct` refuse, imports.no_title_column and
    imports.no_price_column.
    """
    with open_table(path, sheet) as table:
        mapping, rows = _mapped(table, wishes or {})
        _check(mapping)
        spill = Spill()
        try:
            spill.fill(_keyed(rows, mapping, table, progress))
        except BaseException:
            spill.close()
            raise
    return Reading(table.kind, mapping, spill, world)


def preview(path: Path, world: World, *, wishes: Wishes | None = None, sheet: str | None = None) -> Preview:
    """The mapping as it would be, and what the first hundred rows would become. Lands nothing."""
    with open_table(path, sheet) as table:
        mapping, rows = _mapped(table, wishes or {})
        first = list(islice(rows, SAMPLE_ROWS))
    if mapping.first("title") is None or mapping.first("price") is None:
        return Preview(table.kind, mapping, first[:PREVIEW_ROWS], [])
    spill = Spill()
    keys = Keys(mapping)
    spill.fill((keys(row), row) for row in first)
    with Reading(table.kind, mapping, spill, world) as reading:
        return Preview(table.kind, mapping, first[:PREVIEW_ROWS], list(islice(reading, PREVIEW_ROWS)))


def _mapped(table: Table, wishes: Wishes) -> tuple[ColumnMapping, Iterator[Row]]:
    first = list(islice(table.rows, SAMPLE_ROWS))
    mapping = correct(guess(table.header, [row.cells for row in first]), wishes)
    return mapping, chain(first, table.rows)


def _check(mapping: ColumnMapping) -> None:
    for field in ("title", "price"):
        if mapping.first(field) is None:
            raise Refused(f"imports.no_{field}_column", columns=list(mapping.columns[:50]))


def _keyed(
    rows: Iterator[Row], mapping: ColumnMapping, table: Table, progress: Progress | None
) -> Iterator[tuple[bytes, Row]]:
    keys = Keys(mapping)
    for count, row in enumerate(rows):
        if progress and count % STEP_ROWS == 0:
            progress(table.done())
        yield keys(row), row
