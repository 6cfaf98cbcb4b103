"""A file of products, read without a database: CSV, XLSX or JSON Lines in, drafts and reasons out.

`preview` shows what would happen, `read_products` reads to the end. Memory does not grow with the file.
"""

from etalase.imports.rules.drafts import DraftSku, ProductDraft, Rejected
from etalase.imports.rules.exporting import Workbook, csv_bytes, rows_of
from etalase.imports.rules.limits import Limits
from etalase.imports.rules.mapping import ColumnMapping, correct, guess
from etalase.imports.rules.notes import NOTICES, PROBLEMS, REFUSALS, Note, Notice, Problem, sentence
from etalase.imports.rules.products import World
from etalase.imports.rules.reading import Preview, Reading, Wishes, preview, read_products
from etalase.imports.rules.tables import open_table
from etalase.imports.rules.words import FIELDS

__all__ = [
    "FIELDS",
    "NOTICES",
    "PROBLEMS",
    "REFUSALS",
    "ColumnMapping",
    "DraftSku",
    "Limits",
    "Note",
    "Notice",
    "Preview",
    "Problem",
    "ProductDraft",
    "Reading",
    "Rejected",
    "Wishes",
    "Workbook",
    "World",
    "correct",
    "csv_bytes",
    "guess",
    "open_table",
    "preview",
    "read_products",
    "rows_of",
    "sentence",
]
