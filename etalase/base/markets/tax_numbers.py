"""The number under which a seller is known to the tax office of its market: what it is called and how it looks. Pure.

Kept without spaces, dots and dashes, in capitals; its form is checked, never whether the tax office knows it. Sources: the
markets' tax offices (DOC).
"""

import re
from collections.abc import Mapping
from typing import Final

import msgspec

from etalase.base.errors import Invalid
from etalase.base.texts import N_

WRITTEN_BETWEEN: Final = re.compile(r"[\s.\-/]")


class TaxNumber(msgspec.Struct, frozen=True):
    """How a market calls its number (`label`, a msgid), what it looks like, and an example as people write it."""

    label: str
    pattern: str
    example: str


# ID: 15 digits, 16 since 2024 (the identity number's). MY: the SST registration, or the tax number of a person or company.
# PH: 9 digits and 3 or 5 of the branch. SG: GST registration or UEN. GB: with or without the branch's three digits. VN: 10
# digits, 3 more of a branch; a person's identity number of 12 since July 2025.
TAX_NUMBERS: Final[Mapping[str, TaxNumber]] = {
    "ID": TaxNumber(N_("NPWP"), r"[0-9]{15,16}", "0123.4567.8901.2345"),
    "MY": TaxNumber(N_("SST or tax number"), r"[A-Z][0-9]{14}|[A-Z]{1,2}[0-9]{9,11}", "W10-1808-32000123"),
    "PH": TaxNumber(N_("TIN"), r"[0-9]{9}|[0-9]{12}|[0-9]{14}", "123-456-789-00000"),
    "SG": TaxNumber(
        N_("GST number"), r"M[0-9R][0-9]{7}[0-9A-Z]|[0-9]{8,9}[A-Z]|[TSR][0-9]{2}[A-Z]{2}[0-9]{4}[A-Z]", "M2-1234567-8"
    ),
    "TH": TaxNumber(N_("Taxpayer number"), r"[0-9]{13}", "0-1055-56012-34-5"),
    "GB": TaxNumber(N_("VAT number"), r"(?:GB)?(?:[0-9]{9}|[0-9]{12})", "GB 123 4567 89"),
    "US": TaxNumber(N_("EIN"), r"[0-9]{9}", "12-3456789"),
    "VN": TaxNumber(N_("Tax code"), r"[0-9]{10}|[0-9]{12}|[0-9]{13}", "0123456789-001"),
}


def checked_tax_number(market: str, written: str) -> str:
    """The number as it is kept, empty when none is written; Invalid when it is no number of this market."""
    kept = WRITTEN_BETWEEN.sub("", written).upper()
    form = TAX_NUMBERS[market]
    if kept and re.fullmatch(form.pattern, kept, re.ASCII) is None:
        raise Invalid({"tax_number": N_("Write it as in this example: %(example)s.")}, example=form.example)
    return kept
