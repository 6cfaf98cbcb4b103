"""What the sandbox provider's customers do on its page: pay, say no, let it expire, or see its webhook come twice."""

from datetime import datetime
from typing import Final, Literal

import msgspec

from etalase.base.db import Db
from etalase.base.errors import NotFound
from etalase.payments.ports.sandbox import books
from etalase.payments.ports.sandbox.sending import owe_word
from etalase.payments.rules import Word

Tap = Literal["pay", "decline", "expire", "twice"]
ENDS: Final[dict[Tap, tuple[str, Word]]] = {
    "pay": ("PAID", "PAID"),
    "twice": ("PAID", "PAID"),
    "decline": ("DECLINED", "FAILED"),
    "expire": ("EXPIRED", "CLOSED"),
}


class Shown(msgspec.Struct, frozen=True):
    """A charge as its page shows it."""

    ref: str
    method: str
    amount_minor: int
    currency: str
    status: str
    account_number: str | None
    expires_at: datetime | None


async def shown(db: Db, ref: str) -> Shown:
    """The charge of that name; NotFound for any other."""
    book = await books.BY_REF.one(db, ref)
    if book is None:
        raise NotFound
    return _shown(book)


async def waiting(db: Db, now: datetime, *, limit: int) -> list[Shown]:
    """Charges that nobody has paid yet, the newest first."""
    return [_shown(book) for book in await books.WAITING.all(db, now, limit)]


async def tap(db: Db, ref: str, tapped: Tap, *, now: datetime) -> bool:
    """Do it, and owe the merchant a webhook of it; False when the charge is over already. NotFound for an unknown one."""
    book = await books.BY_REF.one(db, ref)
    if book is None:
        raise NotFound
    status, word = ENDS[tapped]
    if book.expires_at is not None and book.expires_at <= now:
        status, word = ENDS["expire"]
    async with db.transaction():
        settled = await books.SETTLE.one(db, book.key, status, now)
        if settled is None:
            return False
        await owe_word(db, settled, word, due_at=now, times=2 if tapped == "twice" else 1)
    return status != "EXPIRED" or tapped == "expire"


def _shown(book: books.Book) -> Shown:
    return Shown(
        book.ref, book.method, book.amount_minor, book.currency, book.status, book.account_number, book.expires_at
    )
