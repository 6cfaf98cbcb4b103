"""The bank that pays sellers. The sandbox's ships: it can refuse, be slow, and be asked twice."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Final, Literal, Protocol

import msgspec

from etalase.base.db import Db, rows

Word = Literal["PAID", "FAILED", "WAITING"]
# Endings of account numbers that make the sandbox's bank do what banks do on bad days.
REFUSES: Final = "0001"
SLOW: Final = "0002"
OTHER_NAME: Final = "0003"
UNKNOWN: Final = "0004"
# How often the slow account is asked before it has paid.
PATIENCE: Final = 3


class BankAnswer(msgspec.Struct, frozen=True):
    """What the bank says of a payment. WAITING: it knows of it and has not decided; ask again under the same key."""

    outcome: Word
    ref: str = ""
    reason: str = ""


class Paid(msgspec.Struct, frozen=True):
    """A line of the bank's file of a day: what it paid, under the key it was asked with."""

    key: str
    amount_minor: int
    currency: str


class Bank(Protocol):
    """Pays into accounts and knows their holders."""

    async def holder_of(self, *, bank: str, number: str, written: str) -> str | None:
        """The name of an account as the bank has it; None when there is no such account."""
        ...

    async def pay(self, db: Db, *, key: str, number: str, amount_minor: int, currency: str, at: datetime) -> BankAnswer:
        """Pay once per key: asked again, the bank tells what became of that payment."""
        ...

    async def day_file(self, db: Db, day: date) -> list[Paid]:
        """What it paid on one day (UTC): what the ledger is compared with. Raises `Unanswered` when it does not tell."""
        ...


class SandboxTransfer(msgspec.Struct, frozen=True):
    """A payment in the sandbox bank's own book."""

    outcome: Word
    asked: int


ASK = rows(
    SandboxTransfer,
    """INSERT INTO sandbox_bank_transfers AS t (key, amount_minor, currency, outcome, asked, at)
       VALUES ($1, $2, $3, $4, 1, $5)
       ON CONFLICT (key) DO UPDATE SET asked = t.asked + 1,
           at = CASE WHEN t.outcome = 'WAITING' THEN excluded.at ELSE t.at END,
           outcome = CASE WHEN t.outcome = 'WAITING' AND t.asked + 1 >= $6 THEN 'PAID' ELSE t.outcome END
       RETURNING outcome, asked""",
)


DAY = rows(
    Paid,
    """SELECT key, amount_minor, currency FROM sandbox_bank_transfers
        WHERE outcome = 'PAID' AND at >= $1 AND at < $2 ORDER BY at, key""",
)


class SandboxBank:
    """Keeps a book of what it was asked to pay. No money moves."""

    async def holder_of(self, *, bank: str, number: str, written: str) -> str | None:
        """The name that was written, unless the number ends as one of the bad days."""
        if number.endswith(UNKNOWN) or not bank:
            return None
        return "Somebody Else" if number.endswith(OTHER_NAME) else written

    async def pay(self, db: Db, *, key: str, number: str, amount_minor: int, currency: str, at: datetime) -> BankAnswer:
        """PAID at once, FAILED or slow as the number ends."""
        first: Word = "FAILED" if number.endswith(REFUSES) else "WAITING" if number.endswith(SLOW) else "PAID"
        kept = await ASK.sole(db, key, amount_minor, currency, first, at, PATIENCE)
        return BankAnswer(kept.outcome, f"SANDBOX-{key}", "refused" if kept.outcome == "FAILED" else "")

    async def day_file(self, db: Db, day: date) -> list[Paid]:
        """All that its book says was paid on that day."""
        start = datetime.combine(day, time(), UTC)
        return await DAY.all(db, start, start + timedelta(days=1))


BANK: Final[Bank] = SandboxBank()
