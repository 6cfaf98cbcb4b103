"""A provider's day against the books: every charge and refund by its key, to the last minor unit. Pure."""

from collections.abc import Iterable, Mapping
from typing import Final, Literal

import msgspec

from etalase.base.texts import N_

FindingKind = Literal["DIFFERENT", "PROVIDER_ONLY", "BOOKS_ONLY"]
FINDING_NAMES: Final[dict[FindingKind, str]] = {
    "DIFFERENT": N_("Amounts differ"),
    "PROVIDER_ONLY": N_("Missing in the books"),
    "BOOKS_ONLY": N_("Missing at the provider"),
}


class Booked(msgspec.Struct, frozen=True):
    """What one side says of a charge (positive) or refund (negative), and of which orders it is."""

    amount_minor: int
    currency: str
    order_ids: str = ""


class Finding(msgspec.Struct, frozen=True):
    """A charge or refund on which the two disagree."""

    key: str
    kind: FindingKind
    provider_minor: int | None
    books_minor: int | None
    currency: str
    order_ids: str


class Compared(msgspec.Struct, frozen=True):
    """A day: how many agree, and those that do not."""

    matched: int
    findings: list[Finding]

    def count(self, kind: FindingKind) -> int:
        """How many of a kind."""
        return sum(finding.kind == kind for finding in self.findings)


def compare(
    of_day: Mapping[str, Booked], around: Iterable[str], books: Mapping[str, Booked], books_of_day: Iterable[str]
) -> Compared:
    """`of_day`: the provider's file; `books`: what we say of its keys and of our own day's, which are `books_of_day`.

    A key of ours that stands in the file of a neighbouring day (`around`) is matched with that day.
    """
    matched, findings = 0, list[Finding]()
    for key, there in of_day.items():
        here = books.get(key)
        if here is None:
            findings.append(Finding(key, "PROVIDER_ONLY", there.amount_minor, None, there.currency, ""))
        elif (here.amount_minor, here.currency) != (there.amount_minor, there.currency):
            findings.append(
                Finding(key, "DIFFERENT", there.amount_minor, here.amount_minor, there.currency, here.order_ids)
            )
        else:
            matched += 1
    elsewhere = {*of_day, *around}
    for key in books_of_day:
        if key not in elsewhere:
            here = books[key]
            findings.append(Finding(key, "BOOKS_ONLY", None, here.amount_minor, here.currency, here.order_ids))
    return Compared(matched, findings)
