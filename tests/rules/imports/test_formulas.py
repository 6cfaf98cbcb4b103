"""A title that looks like a formula opens harmlessly in a spreadsheet and is read back as it was."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as some

from etalase.imports.rules.csv_table import csv_rows
from etalase.imports.rules.exporting import csv_bytes
from etalase.imports.rules.rows import guarded, unguarded

DANGEROUS = ("=1+1", "+62 812", "-10%", "@SUM(A1)", "\tx", "'=1", "''@x")


@pytest.mark.parametrize("cell", DANGEROUS)
def test_an_exported_cell_is_never_a_formula(cell: str) -> None:
    written = csv_bytes([[cell, "plain"]])
    [[first, second]] = csv.reader(io.StringIO(written.decode(), newline=""))
    assert (first, second) == (f"'{cell}", "plain")
    [row] = csv_rows(io.BytesIO(written), ",")
    assert row.cells == [cell, "plain"]


@given(some.text(alphabet="'=+-@\t\rab", max_size=6))
def test_what_was_guarded_comes_back(cell: str) -> None:
    assert unguarded(guarded(cell)) == cell
    assert guarded(cell)[:1] not in {"=", "+", "-", "@", "\t", "\r"}
