"""The sandbox provider's books: charges, refunds, and the webhooks it still has to send."""

from datetime import datetime
from typing import Final, Literal

import msgspec

from etalase.base.db import rows, value, write
from etalase.payments.ports.provider import Told
from etalase.payments.rules import Method, Step, Word

# What becomes of a payment with each test card. They are names, never numbers.
CARDS: Final[tuple[str, ...]] = ("approve", "decline", "delay", "silent", "twice", "timeout", "lost")
BANK: Final = "Bank Sandbox"


class Book(msgspec.Struct, frozen=True):
    """A charge in its books."""

    key: str
    ref: str
    method: Method
    card: str | None
    amount_minor: int
    currency: str
    status: Literal["OPEN", "PAID", "DECLINED", "EXPIRED", "CLOSED"]
    account_number: str | None
    created_at: datetime
    expires_at: datetime | None
    settled_at: datetime | None


COLUMNS = "key, ref, method, card, amount_minor, currency, status, account_number, created_at, expires_at, settled_at"
OPEN = rows(
    Book,
    f"""INSERT INTO sandbox_charges (key, ref, method, card, amount_minor, currency, status, account_number, created_at,
               expires_at, settled_at, fee_minor)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9::timestamptz, $10,
               CASE WHEN $7 = 'OPEN' THEN NULL ELSE $9::timestamptz END, $11)
        ON CONFLICT (key) DO NOTHING RETURNING {COLUMNS}""",
)
BY_KEY = rows(Book, f"SELECT {COLUMNS} FROM sandbox_charges WHERE key = $1")
BY_REF = rows(Book, f"SELECT {COLUMNS} FROM sandbox_charges WHERE ref = $1")
WAITING = rows(
    Book,
    f"""SELECT {COLUMNS} FROM sandbox_charges WHERE status = 'OPEN' AND method <> 'SANDBOX_CARD'
           AND (expires_at IS NULL OR expires_at > $1) ORDER BY created_at DESC, key LIMIT $2""",
)
SETTLE = rows(
    Book,
    f"""UPDATE sandbox_charges SET status = $2, settled_at = $3, fee_minor = CASE WHEN $2 = 'PAID' THEN fee_minor ELSE 0 END
         WHERE key = $1 AND status = 'OPEN' RETURNING {COLUMNS}""",
)
LOCK = rows(Book, f"SELECT {COLUMNS} FROM sandbox_charges WHERE key = $1 FOR UPDATE")
RETURNED = value(int, "SELECT coalesce(sum(amount_minor), 0)::bigint FROM sandbox_refunds WHERE charge_key = $1")
RETURN_KNOWN = value(str, "SELECT ref FROM sandbox_refunds WHERE key = $1")
RETURN = write(
    """INSERT INTO sandbox_refunds (key, ref, charge_key, amount_minor, currency, at) VALUES ($1, $2, $3, $4, $5, $6)
       ON CONFLICT (key) DO NOTHING"""
)
OWE_WORD = write(
    """INSERT INTO sandbox_deliveries (event_id, charge_key, word, times, due_at) VALUES ($1, $2, $3, $4, $5)
       ON CONFLICT (event_id) DO NOTHING"""
)


class Booked(msgspec.Struct, frozen=True):
    """A line of the day's file."""

    ref: str
    key: str
    kind: str
    amount_minor: int
    fee_minor: int
    currency: str
    at: datetime


DAY = rows(
    Booked,
    """SELECT ref, key, 'CHARGE' AS kind, amount_minor, fee_minor, currency, settled_at AS at FROM sandbox_charges
        WHERE status = 'PAID' AND settled_at >= $1 AND settled_at < $2
       UNION ALL
       SELECT ref, key, 'REFUND' AS kind, -amount_minor, 0::bigint AS fee_minor, currency, at FROM sandbox_refunds
        WHERE at >= $1 AND at < $2
       ORDER BY at, key""",
)
WORDS: Final[dict[str, Word]] = {
    "OPEN": "OPEN",
    "PAID": "PAID",
    "DECLINED": "FAILED",
    "EXPIRED": "CLOSED",
    "CLOSED": "CLOSED",
}


def told(book: Book) -> Told:
    """How a charge stands, as a merchant is told."""
    reason = book.status.lower() if book.status in {"DECLINED", "EXPIRED"} else None
    step = step_of(book) if book.status == "OPEN" else None
    return Told(WORDS[book.status], book.ref, book.amount_minor, book.currency, step, reason)


def step_of(book: Book) -> Step:
    """What the buyer has to do next."""
    page = f"/sandbox/pay/{book.ref}"
    match book.method:
        case "BANK_TRANSFER":
            return Step("virtual_account", url=page, account_number=book.account_number or "", bank=BANK)
        case "QR":
            return Step("qr", url=page, qr=page)
        case "SANDBOX_CARD":
            return Step("wait")
        case _:
            return Step("redirect", url=page)
