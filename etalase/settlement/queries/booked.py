"""What the books say of charges and refunds at a provider, by the keys the provider knows."""

from collections.abc import Iterable
from datetime import datetime

import msgspec

from etalase.base.db import Db, rows
from etalase.payments.rules import attempt_key, read_key, refund_key, surplus_key
from etalase.settlement.rules.matching import Booked


class ChargeBooked(msgspec.Struct, frozen=True):
    """A try to be paid, with what the books hold of it at the provider."""

    account_id: int
    payment_id: int
    attempt: int
    status: str
    asked_minor: int
    captured_minor: int
    currency: str
    order_ids: str


class RefundBooked(msgspec.Struct, frozen=True):
    """A refund that left the provider, as the books have it."""

    shop_id: int
    refund_id: int
    amount_minor: int
    currency: str
    order_ids: str


class PayoutBooked(msgspec.Struct, frozen=True):
    """A payout that the bank paid, as the books have it."""

    payout_id: int
    shop_id: int
    amount_minor: int
    currency: str


CAPTURED = """SELECT m.account_id, o.payment_id, sum(t.amount_minor)::bigint AS minor,
              string_agg(DISTINCT o.order_id::text, ' ') AS order_ids
         FROM account_orders m JOIN orders o ON o.shop_id = m.shop_id AND o.order_id = m.order_id
              JOIN transfers t ON t.shop_id = o.shop_id AND t.order_id = o.order_id
                   AND t.cause = 'order.captured' AND t.debit = 'clearing'"""
CHARGES = rows(
    ChargeBooked,
    f"""SELECT a.account_id, a.payment_id, a.attempt, a.status, a.amount_minor AS asked_minor,
              coalesce(c.minor, 0)::bigint AS captured_minor, a.currency, coalesce(c.order_ids, '') AS order_ids
         FROM unnest($1::bigint[], $2::bigint[]) AS k (account_id, payment_id)
              JOIN payment_attempts a ON a.account_id = k.account_id AND a.payment_id = k.payment_id
              LEFT JOIN ({CAPTURED} WHERE m.account_id = ANY($1::bigint[]) AND o.payment_id = ANY($2::bigint[])
                         GROUP BY 1, 2) c ON c.account_id = a.account_id AND c.payment_id = a.payment_id
        WHERE a.provider = $3 AND a.status IN ('PAID', 'SURPLUS', 'RETURNED')""",
)
CHARGES_OF_DAY = rows(
    ChargeBooked,
    """SELECT a.account_id, a.payment_id, a.attempt, a.status, a.amount_minor AS asked_minor,
              sum(t.amount_minor)::bigint AS captured_minor, a.currency,
              string_agg(DISTINCT o.order_id::text, ' ') AS order_ids
         FROM transfers t JOIN orders o ON o.shop_id = t.shop_id AND o.order_id = t.order_id
              JOIN payment_attempts a ON a.account_id = o.buyer_account_id AND a.payment_id = o.payment_id
                   AND a.status = 'PAID' AND a.provider = $3
        WHERE t.at >= $1::timestamptz - interval '7 days' AND t.at < $2 AND t.debit = 'clearing' AND t.cause = 'order.captured'
          AND a.settled_at >= $1 AND a.settled_at < $2
        GROUP BY 1, 2, 3, 4, 5, 7""",
)
REFUNDED = """SELECT t.shop_id, t.cause_id AS refund_id, sum(t.amount_minor)::bigint AS amount_minor, t.currency,
              string_agg(DISTINCT t.order_id::text, ' ') AS order_ids
         FROM transfers t JOIN payment_refunds r ON r.shop_id = t.shop_id AND r.refund_id = t.cause_id AND r.provider = $3"""
REFUNDS = rows(
    RefundBooked,
    f"""{REFUNDED} JOIN unnest($1::bigint[], $2::bigint[]) AS k (shop_id, refund_id)
              ON k.shop_id = t.shop_id AND k.refund_id = t.cause_id
        WHERE t.cause = 'order.refunded' AND t.credit = 'clearing' GROUP BY t.shop_id, t.cause_id, t.currency""",
)
REFUNDS_OF_DAY = rows(
    RefundBooked,
    f"""{REFUNDED} WHERE t.at >= $1::timestamptz - interval '7 days' AND t.at < $2 AND t.cause = 'order.refunded'
          AND t.credit = 'clearing' AND r.status = 'SUCCESS' AND r.settled_at >= $1 AND r.settled_at < $2
        GROUP BY t.shop_id, t.cause_id, t.currency""",
)
# A payout may be told long after the bank paid it; one older than this is none of ours.
PAYOUT = """SELECT t.cause_id AS payout_id, t.shop_id, t.amount_minor, t.currency FROM transfers t
        WHERE (t.debit = 'bank' OR t.credit = 'bank') AND t.credit = 'bank' AND t.cause = 'payout.paid'"""
PAYOUTS = rows(
    PayoutBooked,
    f"""{PAYOUT} AND t.at >= $2::timestamptz - interval '31 days' AND t.at < $3::timestamptz + interval '31 days'
          AND t.cause_id = ANY($1::bigint[])""",
)
PAYOUTS_OF_DAY = rows(PayoutBooked, f"{PAYOUT} AND t.at >= $1 AND t.at < $2")
PAIR = 2
LONGEST = 18  # digits of an id


async def booked_of(db: Db, provider: str, keys: Iterable[str]) -> dict[str, Booked]:
    """What the books say of these keys; a key they do not know is missing."""
    attempts: set[tuple[int, int]] = set()
    refunds: set[tuple[int, int]] = set()
    for key in keys:
        attempt = read_key(key.removesuffix("-back"))
        if attempt is not None:
            attempts.add(attempt[:2])
            continue
        parts = key.split("-")
        if len(parts) == PAIR and all(part.isascii() and part.isdigit() and len(part) <= 16 for part in parts):
            refunds.add((int(parts[0]), int(parts[1])))
    charges = await CHARGES.all(db, [a for a, _ in attempts], [p for _, p in attempts], provider)
    given_back = await REFUNDS.all(db, [s for s, _ in refunds], [r for _, r in refunds], provider)
    return _by_key(charges, given_back)


async def booked_in(db: Db, provider: str, since: datetime, until: datetime) -> dict[str, Booked]:
    """What the books hold of charges and refunds that the provider told us it booked in that time.

    A refund may wait a while for its provider: it is looked for in the file of the day on which that answered.
    """
    charges = await CHARGES_OF_DAY.all(db, since, until, provider)
    return _by_key(charges, await REFUNDS_OF_DAY.all(db, since, until, provider))


async def payouts_of(db: Db, keys: Iterable[str], since: datetime, until: datetime) -> dict[str, Booked]:
    """What the books say of payouts that the bank's file names, booked around that time; money that left is negative."""
    ids = [int(key) for key in keys if key.isascii() and key.isdigit() and len(key) <= LONGEST]
    return _paid_out(await PAYOUTS.all(db, ids, since, until))


async def payouts_in(db: Db, since: datetime, until: datetime) -> dict[str, Booked]:
    """Payouts that the books call paid in that time."""
    return _paid_out(await PAYOUTS_OF_DAY.all(db, since, until))


def _paid_out(found: Iterable[PayoutBooked]) -> dict[str, Booked]:
    return {str(each.payout_id): Booked(-each.amount_minor, each.currency) for each in found}


def _by_key(charges: Iterable[ChargeBooked], refunds: Iterable[RefundBooked]) -> dict[str, Booked]:
    found: dict[str, Booked] = {}
    for each in charges:
        key = attempt_key(each.account_id, each.payment_id, each.attempt)
        # Paid a second time: it never came into the books, and goes back whole.
        amount = each.captured_minor if each.status == "PAID" else each.asked_minor
        found[key] = Booked(amount, each.currency, each.order_ids)
        if each.status == "RETURNED":
            found[surplus_key(key)] = Booked(-each.asked_minor, each.currency, "")
    for each in refunds:
        found[refund_key(each.shop_id, each.refund_id)] = Booked(-each.amount_minor, each.currency, each.order_ids)
    return found
