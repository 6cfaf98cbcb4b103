"""What merchants call of the sandbox provider. It speaks to its own tables, as if they were far away."""

import secrets
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Final, Literal, cast

import msgspec

from etalase.base.db import Db
from etalase.payments.ports.provider import Charge, DayRow, NotGenuine, Return, Returned, Spoken, Told, Unanswered
from etalase.payments.ports.sandbox import books
from etalase.payments.ports.sandbox.sending import SECRET, Body, owe_word
from etalase.payments.ports.signing import verify

# What it keeps of each payment, in basis points; nothing of a refund comes back.
FEE_BP: Final = {"SANDBOX_CARD": 290, "SANDBOX_WALLET": 150, "BANK_TRANSFER": 0, "QR": 70}
DELAY: Final = timedelta(seconds=30)
AT_ONCE: Final = {"approve": "PAID", "twice": "PAID", "timeout": "PAID", "decline": "DECLINED"}

DayKind = Literal["CHARGE", "REFUND"]


class SandboxProvider:
    """One connection to it. Call it outside a transaction: what it books stays booked, whatever becomes of ours."""

    def __init__(self, db: Db) -> None:
        self._db = db

    async def open(self, charge: Charge, *, now: datetime) -> Told:
        """Take at once from a card, or wait for the buyer. Some cards answer late, twice or never: that is what they are for."""
        card = (charge.card or "approve") if charge.method == "SANDBOX_CARD" else None
        if card == "lost":
            raise Unanswered("the call did not arrive")
        status = AT_ONCE.get(card or "", "OPEN")
        book = await self._book(charge, card, status, now)
        if card == "timeout":
            raise Unanswered("the answer did not arrive")
        if card == "delay":
            await owe_word(self._db, book, "PAID", due_at=now + DELAY)
        if card == "twice":
            await owe_word(self._db, book, "PAID", due_at=now, times=2)
        return books.told(book)

    async def find(self, charge: Charge, *, now: datetime) -> Told | None:
        """How it stands."""
        book = await books.BY_KEY.one(self._db, charge.key)
        return None if book is None else books.told(book)

    async def close(self, charge: Charge, *, now: datetime) -> Told:
        """No money from now on. One it never heard of is booked as closed, so that a call still under way takes nothing."""
        await self._book(charge, None, "CLOSED", now)
        await books.SETTLE.one(self._db, charge.key, "CLOSED", now)
        return books.told(await books.BY_KEY.sole(self._db, charge.key))

    async def give_back(self, asked: Return, *, now: datetime) -> Returned:
        """Give a part back, never more than was taken."""
        async with self._db.transaction():
            known = await books.RETURN_KNOWN.get(self._db, asked.key)
            if known is not None:
                return Returned("SUCCESS", known)
            book = await books.LOCK.one(self._db, asked.charge_key)
            if book is None or book.status != "PAID":
                return Returned("FAILED", reason="nothing_was_taken")
            if await books.RETURNED.sole(self._db, book.key) + asked.amount_minor > book.amount_minor:
                return Returned("FAILED", reason="more_than_was_taken")
            ref = _fresh("sr")
            await books.RETURN.run(self._db, asked.key, ref, book.key, asked.amount_minor, book.currency, now)
            # Under the charge's lock nobody else can have written it in between but the same call, twice.
            return Returned("SUCCESS", await books.RETURN_KNOWN.sole(self._db, asked.key))

    def read(self, headers: Mapping[str, str], body: bytes, *, wall: datetime) -> Spoken | None:
        """A webhook of its own."""
        event_id = verify(SECRET, headers, body, wall=wall)
        try:
            said = msgspec.json.decode(body, type=Body)
        except msgspec.MsgspecError as wrong:
            raise NotGenuine from wrong
        return Spoken(
            event_id, said.key, Told(said.word, said.ref, said.amount_minor, said.currency, reason=said.reason)
        )

    async def day_file(self, day: date) -> list[DayRow]:
        """Its file of one day."""
        start = datetime.combine(day, time(), UTC)
        booked = await books.DAY.all(self._db, start, start + timedelta(days=1))
        return [
            DayRow(row.ref, row.key, cast(DayKind, row.kind), row.amount_minor, row.fee_minor, row.currency, row.at)
            for row in booked
        ]

    async def _book(self, charge: Charge, card: str | None, status: str, now: datetime) -> books.Book:
        fee_minor = charge.amount_minor * FEE_BP.get(charge.method, 0) // 10_000 if status != "CLOSED" else 0
        booked = await books.OPEN.one(
            self._db,
            charge.key,
            _fresh("sb"),
            charge.method,
            card,
            charge.amount_minor,
            charge.currency,
            status,
            _account_number() if charge.method == "BANK_TRANSFER" else None,
            now,
            charge.expires_at,
            fee_minor,
        )
        return booked or await books.BY_KEY.sole(self._db, charge.key)


def _fresh(prefix: str) -> str:
    return f"{prefix}_{secrets.token_urlsafe(15)}"


def _account_number() -> str:
    # Twelve digits: shorter than any card number, so that nothing that looks for those finds these.
    return "8808" + "".join(secrets.choice("0123456789") for _ in range(8))
