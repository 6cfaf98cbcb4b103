"""The provider that takes a card. The sandbox one ships: it knows two test cards and never sees a card number."""

from typing import Final, Literal, Protocol

TestCard = Literal["approve", "decline"]
TEST_CARDS: Final[tuple[TestCard, ...]] = ("approve", "decline")


class CardProvider(Protocol):
    """Takes an amount from a card that the provider itself keeps."""

    async def charge(self, *, payment_id: int, amount_minor: int, currency: str, card: str) -> bool:
        """Whether the amount was taken. Asked twice for one payment, it takes once."""
        ...


class SandboxCardProvider:
    """Approves or declines as the test card says; no money moves."""

    async def charge(self, *, payment_id: int, amount_minor: int, currency: str, card: str) -> bool:
        """True for the approving test card."""
        return amount_minor > 0 and payment_id > 0 and currency.isalpha() and card == "approve"
