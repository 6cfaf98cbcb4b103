"""Post transfers. Nothing here or anywhere else changes one that is posted."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

import msgspec

from etalase.base.db import Db, value, write
from etalase.ledger.rules import Kind


class Transfer(msgspec.Struct, frozen=True):
    """`amount_minor` from `debit` to `credit` in a shop's books, because of leg `leg` of an event.

    (shop, cause, cause_id, leg) names it: posted twice, it is posted once. `rule` is the version of the rule that said
    how much; `reverses` the transfer that it takes back in part.
    """

    shop_id: int
    debit: Kind
    credit: Kind
    amount_minor: int
    currency: str
    cause: str
    cause_id: int
    leg: int
    order_id: int | None = None
    line_id: int | None = None
    account_id: int | None = None
    rule: str = ""
    reverses: int | None = None


COLUMNS: Final = """shop_id, transfer_id, debit, credit, amount_minor, currency, cause, cause_id, leg, order_id, line_id,
    account_id, rule, reverses, at"""
# Fragments for a statement that has `money (<COLUMNS>)` among its CTEs: POST_FRAGMENT becomes its CTE `posted`, and
# BALANCE_FRAGMENT one more. A bigger statement then moves money with whatever else it writes.
POST_FRAGMENT: Final = f"""INSERT INTO transfers ({COLUMNS})
    SELECT {COLUMNS} FROM money ORDER BY shop_id, transfer_id
    ON CONFLICT (shop_id, cause, cause_id, leg) DO NOTHING
    RETURNING shop_id, debit, credit, amount_minor, currency, at"""
BALANCE_FRAGMENT: Final = """INSERT INTO balances AS b (shop_id, kind, currency, balance_minor, negative_since)
    SELECT shop_id, kind, currency, sum(minor)::bigint, CASE WHEN sum(minor) < 0 THEN max(at) END
      FROM (SELECT shop_id, credit AS kind, currency, amount_minor AS minor, at FROM posted
            UNION ALL SELECT shop_id, debit, currency, -amount_minor, at FROM posted) AS moved
     WHERE kind = 'seller_available' GROUP BY shop_id, kind, currency ORDER BY shop_id
    ON CONFLICT (shop_id, kind, currency) DO UPDATE SET balance_minor = b.balance_minor + excluded.balance_minor,
        negative_since = CASE WHEN b.balance_minor + excluded.balance_minor < 0
            THEN coalesce(b.negative_since, excluded.negative_since) END"""
POST = write(
    f"""WITH money ({COLUMNS}) AS (
            SELECT n.*, $15::timestamptz FROM unnest($1::bigint[], $2::bigint[], $3::text[], $4::text[], $5::bigint[],
                $6::text[], $7::text[], $8::bigint[], $9::int[], $10::bigint[], $11::bigint[], $12::bigint[], $13::text[],
                $14::bigint[]) AS n
        ), posted AS ({POST_FRAGMENT})
        {BALANCE_FRAGMENT}"""
)
HOLD = value(
    int,
    """SELECT balance_minor FROM balances
        WHERE shop_id = $1 AND kind = 'seller_available' AND currency = $2 FOR UPDATE""",
)


async def post(db: Db, transfers: Sequence[Transfer], *, now: datetime) -> None:
    """Post transfers in one statement, each once however often it is asked for."""
    if not transfers:
        return
    ids = await db.new_ids(len(transfers))
    await POST.run(
        db,
        [each.shop_id for each in transfers],
        ids,
        [each.debit for each in transfers],
        [each.credit for each in transfers],
        [each.amount_minor for each in transfers],
        [each.currency for each in transfers],
        [each.cause for each in transfers],
        [each.cause_id for each in transfers],
        [each.leg for each in transfers],
        [each.order_id for each in transfers],
        [each.line_id for each in transfers],
        [each.account_id for each in transfers],
        [each.rule for each in transfers],
        [each.reverses for each in transfers],
        now,
    )


async def hold_available(db: Db, shop_id: int, currency: str) -> int:
    """What the seller may have now, locked until the end of the transaction; negative when it owes.

    A payout holds it before it takes anything: two at once see what the first one left.
    """
    return await HOLD.get(db, shop_id, currency) or 0
