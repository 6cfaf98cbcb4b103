"""Entries of a seller's statements: what each event did to the money that is available."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal

import msgspec

from etalase.base.db import Db, write

EntryKind = Literal["SALE", "REFUND", "RESERVE_HELD", "RESERVE_RELEASED", "BORNE", "WRITTEN_OFF"]


class Entry(msgspec.Struct, frozen=True):
    """`revenue + fees + adjustment` is what came to the seller's available money; fees charged are negative (R-FIN-1)."""

    kind: EntryKind
    cause_id: int
    order_id: int | None = None
    line_id: int = 0
    revenue_minor: int = 0
    fees_minor: int = 0
    adjustment_minor: int = 0

    @property
    def net_minor(self) -> int:
        """Their sum."""
        return self.revenue_minor + self.fees_minor + self.adjustment_minor


ENTER = write(
    """INSERT INTO statement_entries (shop_id, entry_id, kind, cause_id, order_id, line_id, currency, revenue_minor,
              fees_minor, adjustment_minor, at)
       SELECT $1, n.entry_id, n.kind, n.cause_id, n.order_id, n.line_id, $2, n.revenue, n.fees, n.adjustment, $3
         FROM unnest($4::bigint[], $5::text[], $6::bigint[], $7::bigint[], $8::bigint[], $9::bigint[], $10::bigint[],
              $11::bigint[]) AS n (entry_id, kind, cause_id, order_id, line_id, revenue, fees, adjustment)"""
)


async def enter(db: Db, shop_id: int, currency: str, entries: Sequence[Entry], *, now: datetime) -> None:
    """Write entries, to be gathered into the statement of their day."""
    if not entries:
        return
    await ENTER.run(
        db,
        shop_id,
        currency,
        now,
        await db.new_ids(len(entries)),
        [each.kind for each in entries],
        [each.cause_id for each in entries],
        [each.order_id for each in entries],
        [each.line_id for each in entries],
        [each.revenue_minor for each in entries],
        [each.fees_minor for each in entries],
        [each.adjustment_minor for each in entries],
    )
