"""Taxes that a marketplace withholds from private sellers, as the law has them, with dates."""

from datetime import UTC, datetime
from typing import Final

import msgspec


class Withholding(msgspec.Struct, frozen=True):
    """Shares of a sale's revenue that go to the state: value-added tax and personal income tax."""

    market: str
    effective_from: datetime
    vat_bp: int
    pit_bp: int
    seller_types: tuple[str, ...]
    source: str

    @property
    def version(self) -> str:
        """How a transfer names it."""
        return f"withholding {self.market} {self.effective_from:%Y-%m-%d}"


WITHHOLDINGS: Final = (
    Withholding(
        "VN",
        datetime(2025, 7, 1, tzinfo=UTC),
        100,
        50,
        ("INDIVIDUAL",),
        "Part C: 1 % VAT + 0.5 % PIT withheld; decree 117/2025 asks it of platforms for households and private persons",
    ),
)


def withholding(market: str, seller_type: str, at: datetime) -> Withholding | None:
    """What is withheld from such a seller at that time."""
    fitting = [
        each
        for each in WITHHOLDINGS
        if each.market == market and seller_type in each.seller_types and each.effective_from <= at
    ]
    return max(fitting, key=lambda each: each.effective_from, default=None)
