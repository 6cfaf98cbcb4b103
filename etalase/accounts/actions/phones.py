"""Prove that a phone is yours: a code by SMS, six digits, five tries, ten minutes."""

import hashlib
import hmac
import secrets
from datetime import datetime

import msgspec

from etalase.accounts import rules
from etalase.accounts.queries.account import Account, account
from etalase.base import events, limits
from etalase.base.actor import Actor
from etalase.base.db import Db, rows, value, write
from etalase.base.errors import Invalid, Refused
from etalase.base.markets import phone_e164
from etalase.base.texts import N_

REQUEST = write(
    """INSERT INTO phone_checks (account_id, phone, requested_at, expires_at) VALUES ($1, $2, $3, $4)
       ON CONFLICT (account_id) DO UPDATE SET phone = excluded.phone, code_hash = NULL, tries = 0,
              requested_at = excluded.requested_at, expires_at = excluded.expires_at"""
)
MINT = value(str, "UPDATE phone_checks SET code_hash = $2 WHERE account_id = $1 RETURNING phone")


class Check(msgspec.Struct, frozen=True):
    """An open check."""

    phone: str
    code_hash: bytes | None
    tries: int
    expires_at: datetime


# The row lock makes tries that arrive together count one by one.
TRY = rows(
    Check,
    """UPDATE phone_checks SET tries = tries + 1 WHERE account_id = $1 AND tries < $2 AND expires_at > $3
       RETURNING phone, code_hash, tries, expires_at""",
)
FIND = rows(Check, "SELECT phone, code_hash, tries, expires_at FROM phone_checks WHERE account_id = $1")
FORGET = write("DELETE FROM phone_checks WHERE account_id = $1")
CLAIM = value(
    int,
    "INSERT INTO phone_claims (phone, account_id) VALUES ($1, $2) ON CONFLICT (phone) DO NOTHING RETURNING account_id",
)
HOLDER = value(int, "SELECT account_id FROM phone_claims WHERE phone = $1 FOR UPDATE")
TAKE = write("UPDATE phone_claims SET account_id = $2 WHERE phone = $1")
LOSE = write("UPDATE accounts SET phone = NULL, phone_verified_at = NULL WHERE account_id = $1 AND phone = $2")
RELEASE = write(
    """DELETE FROM phone_claims
       WHERE phone = (SELECT phone FROM accounts WHERE account_id = $1) AND account_id = $1 AND phone <> $2"""
)
SET_PHONE = write("UPDATE accounts SET phone = $2, phone_verified_at = $3 WHERE account_id = $1")


class PhoneCode(msgspec.Struct, frozen=True):
    """What the message needs: the code appears here only."""

    account: Account
    phone: str
    code: str


class Answered(msgspec.Struct, frozen=True):
    """How a try ended: `refusal` None and the phone is proven, else a code of refusal. Returned, so that the try counts."""

    account: Account
    refusal: str | None = None
    tries_left: int = 0


async def request_phone_check(db: Db, actor: Actor, *, phone: str, now: datetime, wall: datetime) -> str:
    """Have a code sent to this phone (E.164, or as people of the account's market write it); answers it in E.164.

    Event `account.phone_check_requested`. A request voids the code of the one before.
    """
    number = phone_e164(phone, actor.market)
    if number is None:
        raise Invalid({"phone": N_("Write a phone number that exists, with its country code, such as +6281234567890.")})
    await limits.hit(db, rules.PHONE_CHECKS, str(actor.account_id), wall=wall)
    await REQUEST.run(db, actor.account_id, number, wall, wall + rules.CODE_LIVES)
    await events.record(db, "account.phone_check_requested", at=now, account_id=actor.account_id)
    return number


async def mint_phone_code(db: Db, account_id: int) -> PhoneCode | None:
    """Make the code that the message carries; None when nothing is to be checked any more. See `mint_reset_token`."""
    code = f"{secrets.randbelow(10**rules.CODE_DIGITS):0{rules.CODE_DIGITS}d}"
    phone = await MINT.get(db, account_id, _hash(account_id, code))
    return None if phone is None else PhoneCode(await account(db, account_id), phone, code)


async def try_phone_code(db: Db, actor: Actor, *, code: str, now: datetime, wall: datetime) -> Answered:
    """Compare a code; the right one makes the phone the account's. Doors pass the result through `settle`.

    Who proved a number before loses it: numbers are handed on, and the last one to prove it holds it.
    """
    check = await TRY.one(db, actor.account_id, rules.CODE_TRIES, wall)
    if check is None:
        return Answered(await account(db, actor.account_id), await _why_not(db, actor, wall))
    if check.code_hash is None or not hmac.compare_digest(check.code_hash, _hash(actor.account_id, code.strip())):
        left = rules.CODE_TRIES - check.tries
        return Answered(await account(db, actor.account_id), "accounts.phone_code_wrong", left)
    await _own(db, actor.account_id, check.phone, now)
    await events.record(db, "account.phone_confirmed", at=now, account_id=actor.account_id)
    return Answered(await account(db, actor.account_id))


def settle(answered: Answered) -> Account:
    """The account of a try that succeeded; Refused for one that did not, after its count is committed."""
    if answered.refusal is not None:
        raise Refused(answered.refusal, tries_left=answered.tries_left)
    return answered.account


async def _why_not(db: Db, actor: Actor, wall: datetime) -> str:
    check = await FIND.one(db, actor.account_id)
    if check is None:
        return "accounts.no_phone_check"
    return "accounts.phone_code_expired" if check.expires_at <= wall else "accounts.phone_code_used_up"


async def _own(db: Db, account_id: int, phone: str, now: datetime) -> None:
    await FORGET.run(db, account_id)
    if await CLAIM.get(db, phone, account_id) is None:
        before = await HOLDER.sole(db, phone)
        await TAKE.run(db, phone, account_id)
        if before != account_id:
            await LOSE.run(db, before, phone)
    await RELEASE.run(db, account_id, phone)
    await SET_PHONE.run(db, account_id, phone, now)


def _hash(account_id: int, code: str) -> bytes:
    return hashlib.sha256(f"{account_id}:{code}".encode("utf-8", "surrogatepass")).digest()
