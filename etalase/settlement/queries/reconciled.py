"""What reconciliation found, for operators."""

from datetime import date, datetime

import msgspec

from etalase.base.actor import Actor, only_operators
from etalase.base.db import Db, rows
from etalase.ledger.queries import Balance, platform_balances
from etalase.settlement.rules.matching import FindingKind

DAYS = 31


class ReconciledDay(msgspec.Struct, frozen=True):
    """A provider's day and how far it agrees with the books."""

    provider: str
    day: date
    matched: int
    different: int
    provider_only: int
    books_only: int
    checked_at: datetime

    @property
    def wrong(self) -> int:
        """How many charges and refunds do not agree."""
        return self.different + self.provider_only + self.books_only


class FindingRow(msgspec.Struct, frozen=True):
    """A charge or refund on which provider and books disagree."""

    provider: str
    day: date
    key: str
    kind: FindingKind
    provider_minor: int | None
    books_minor: int | None
    currency: str
    order_ids: str


RECENT = rows(
    ReconciledDay,
    """SELECT provider, day, matched, different, provider_only, books_only, checked_at FROM reconciliation_days
        ORDER BY day DESC, provider LIMIT $1""",
)
FINDINGS = rows(
    FindingRow,
    """SELECT provider, day, key, kind, provider_minor, books_minor, currency, order_ids FROM reconciliation_findings
        ORDER BY day DESC, provider, key LIMIT $1""",
)


async def reconciled_days(db: Db, actor: Actor) -> list[ReconciledDay]:
    """The days compared last, newest first."""
    only_operators(actor)
    return await RECENT.all(db, DAYS)


async def findings(db: Db, actor: Actor, *, limit: int = 200) -> list[FindingRow]:
    """What does not agree, newest day first."""
    only_operators(actor)
    return await FINDINGS.all(db, limit)


async def trial_balance(db: Db, actor: Actor) -> list[Balance]:
    """Every account over all shops, by currency; each currency sums to zero."""
    only_operators(actor)
    return await platform_balances(db)
