"""An import in words: its columns, its first products, its state, its notes. Pure."""

from typing import Any, Final

from etalase.base.money import Money
from etalase.base.texts import N_
from etalase.imports.queries import NoteRow, Run
from etalase.imports.rules import FIELDS, ColumnMapping, Note, ProductDraft, Rejected
from etalase.imports.rules.mapping import MANY
from etalase.imports.rules.notes import NOTICES, PROBLEMS
from etalase.web.flash import with_query
from etalase.web.frame import Asked
from etalase.web.pages import say

SURE_PERCENT: Final = 80
NAMES: Final = {
    "title": N_("Title"),
    "description": N_("Description"),
    "category": N_("Category"),
    "group": N_("Product key"),
    "parent": N_("Parent SKU"),
    "sku": N_("Seller SKU"),
    "price": N_("Price"),
    "currency": N_("Currency"),
    "stock": N_("Stock"),
    "weight_g": N_("Weight in g"),
    "pictures": N_("Pictures"),
    "option1": N_("Option 1, value"),
    "option1_name": N_("Option 1, name"),
    "option2": N_("Option 2, value"),
    "option2_name": N_("Option 2, name"),
    "option3": N_("Option 3, value"),
    "option3_name": N_("Option 3, name"),
    "option4": N_("Option 4, value"),
    "option4_name": N_("Option 4, name"),
    "option5": N_("Option 5, value"),
    "option5_name": N_("Option 5, name"),
    "option1_picture": N_("Option 1, picture"),
    "option2_picture": N_("Option 2, picture"),
    "option3_picture": N_("Option 3, picture"),
    "option4_picture": N_("Option 4, picture"),
    "option5_picture": N_("Option 5, picture"),
    "attributes": N_("Attributes"),
    "purchase_limit": N_("Purchase limit"),
    "purchase_limit_days": N_("Days of the purchase limit"),
}
HINTS: Final = {
    "group": N_("Rows with the same key are one product."),
    "parent": N_("Names the row that a variant belongs to."),
    "sku": N_("A second import finds products by it."),
    "pictures": N_("Names of the picture files you send along."),
}
STATES: Final = {
    "QUEUED": (N_("Waiting"), "info"),
    "RUNNING": (N_("Running"), "hot"),
    "DONE": (N_("Done"), "good"),
    "FAILED": (N_("Not readable"), "bad"),
}


# Asked even of a file in which we found no column for them.
ALWAYS: Final = ("title", "price", "stock")


def fields(request: Asked, mapping: ColumnMapping) -> list[dict[str, Any]]:
    """Every field with the columns chosen for it, how sure the guess is, and whether it is asked before the rare ones."""
    names = mapping.names()
    return [
        {
            "field": field,
            "label": say(request, NAMES[field]),
            "hint": say(request, HINTS.get(field, "")),
            "chosen": names.get(field, []),
            "many": field in MANY,
            "asked": field in ALWAYS or bool(names.get(field)),
            "unsure": 0 < mapping.confidence_percent.get(field, 0) < SURE_PERCENT,
        }
        for field in FIELDS
    ]


def missing(request: Asked, mapping: ColumnMapping) -> list[str]:
    """The names of the fields without which nothing lands."""
    return [say(request, NAMES[field]) for field in ("title", "price") if mapping.first(field) is None]


def product_row(request: Asked, product: ProductDraft | Rejected, currency: str) -> dict[str, Any]:
    """One of the first products as it would land, or why it would not."""
    notes = [*(product.problems if isinstance(product, Rejected) else ()), *product.notices]
    row: dict[str, Any] = {
        "title": product.title or "–",
        "lines": product.lines,
        "lands": isinstance(product, ProductDraft),
        "notes": [in_words(request, each) for each in notes],
    }
    if isinstance(product, ProductDraft):
        prices = [sku.price_minor for sku in product.skus]
        row["low"], row["high"] = Money(min(prices), currency), Money(max(prices), currency)
        row["skus"], row["stock"] = len(product.skus), sum(sku.stock or 0 for sku in product.skus)
        row["pictures"] = len(product.pictures)
    return row


def note_row(request: Asked, row: NoteRow) -> dict[str, Any]:
    """A note with where it was found."""
    note = row.note
    return {"line": note.line, "column": note.column or "", "problem": note.is_problem, "text": in_words(request, note)}


def in_words(request: Asked, note: Note) -> str:
    """A note in the reader's language."""
    return say(request, PROBLEMS.get(note.code) or NOTICES[note.code], **note.facts)


def plain(request: Asked, msgid: str) -> str:
    """A refusal of a run, whose facts were not kept: without the part that needs them."""
    return say(request, msgid) if "%(" not in msgid else say(request, N_("The file could not be read."))


def state_of(request: Asked, run: Run) -> dict[str, str]:
    """Where a run stands, with its tone."""
    name, tone = STATES[run.status]
    return {"label": say(request, name), "tone": tone}


def note_tabs(request: Asked, run: Run, here: str, current: str) -> list[dict[str, Any]]:
    """All notes, problems only, notices only."""
    rows = [
        ("", N_("All"), run.problems + run.notices),
        ("PROBLEM", N_("Problems"), run.problems),
        ("NOTICE", N_("Notices"), run.notices),
    ]
    return [
        {
            "label": say(request, label),
            "href": with_query(here, kind=kind) if kind else here,
            "current": kind == current,
            "count": count,
        }
        for kind, label, count in rows
    ]
