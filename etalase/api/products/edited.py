"""What each row of a bulk edit answers."""

from collections.abc import Callable, Mapping, Sequence

import msgspec

from etalase.api.products.shown import SkuShown, show_sku
from etalase.base.errors import Invalid, NotFound, Refusal, Refused
from etalase.base.texts import N_
from etalase.catalog.queries import Sku

NO_SUCH_SKU = N_("This shop has no such SKU.")


class RowShown(msgspec.Struct, frozen=True):
    """One row: the SKU as it stands, or why it was left alone (a code and a sentence)."""

    sku: SkuShown | None
    code: str | None
    message: str | None


class EditedShown(msgspec.Struct, frozen=True):
    """A row for each that was sent, in order; how many were changed."""

    items: list[RowShown]
    changed: int


def show_edited(
    found: Sequence[Sku | Refusal], currency: str, sentences: Mapping[str, str], say: Callable[..., str]
) -> EditedShown:
    """The answers in the caller's language."""
    rows = [
        RowShown(show_sku(each, currency), None, None) if isinstance(each, Sku) else _refused(each, sentences, say)
        for each in found
    ]
    return EditedShown(rows, sum(1 for each in rows if each.sku is not None))


def _refused(no: Refusal, sentences: Mapping[str, str], say: Callable[..., str]) -> RowShown:
    if isinstance(no, Refused):
        return RowShown(None, no.code, say(sentences.get(no.code, no.code), **no.facts))
    if isinstance(no, Invalid):
        return RowShown(None, "invalid", " ".join(say(each, **no.facts) for each in no.errors.values()))
    return RowShown(None, "not_found" if isinstance(no, NotFound) else no.code, say(NO_SUCH_SKU))
