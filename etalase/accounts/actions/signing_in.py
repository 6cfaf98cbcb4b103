"""Sign in and out. A wrong password is counted in a transaction of its own: the refusal would undo the count."""

import secrets
from datetime import datetime

import msgspec

from etalase.accounts import rules
from etalase.accounts.queries.account import Account, account
from etalase.accounts.queries.sessions import hash_of, split_token
from etalase.base import limits
from etalase.base.actor import Actor
from etalase.base.db import Db, write
from etalase.base.errors import Limited, Unauthenticated

BEGIN = write(
    """INSERT INTO sessions (account_id, token_hash, kind, user_agent, created_at, expires_at)
       VALUES ($1, $2, $3, $4, $5, $6)"""
)
FORGET_EXPIRED = write("DELETE FROM sessions WHERE account_id = $1 AND expires_at <= $2")
SWEEP_EXPIRED = write("DELETE FROM sessions WHERE expires_at <= $1")
END = write("DELETE FROM sessions WHERE account_id = $1 AND token_hash = $2")
END_OTHERS = write("DELETE FROM sessions WHERE account_id = $1 AND token_hash <> $2")
END_ALL = write("DELETE FROM sessions WHERE account_id = $1")


class Attempt(msgspec.Struct, frozen=True):
    """Who tries to sign in: the account that the login names (None: no such), the login as written, the caller's address."""

    account_id: int | None
    login: str
    address: str


class Minted(msgspec.Struct, frozen=True):
    """A new token: the only time it is seen whole."""

    token: str
    account: Account
    expires_at: datetime


async def check_attempt(db: Db, actor: Actor | None, *, attempt: Attempt, wall: datetime) -> None:
    """Limited when this login or this address failed too often lately; counts nothing."""
    await limits.check(db, rules.FAILED_LOGINS, rules.counted_login(attempt.account_id, attempt.login), wall=wall)
    await limits.check(db, rules.FAILED_LOGINS_OF_ADDRESS, rules.counted_address(attempt.address), wall=wall)


async def count_failure(db: Db, actor: Actor | None, *, attempt: Attempt, wall: datetime) -> None:
    """Count one wrong password. Never Limited: what is over the limit is told at the next try."""
    for limit, who in (
        (rules.FAILED_LOGINS, rules.counted_login(attempt.account_id, attempt.login)),
        (rules.FAILED_LOGINS_OF_ADDRESS, rules.counted_address(attempt.address)),
    ):
        try:
            await limits.hit(db, limit, who, wall=wall)
        except Limited:
            continue


async def sign_in(
    db: Db, actor: Actor | None, *, attempt: Attempt, kind: str, user_agent: str, wall: datetime
) -> Minted:
    """A token for an account whose password was right. Asks the limits again: many guesses may have started at once."""
    if attempt.account_id is None:
        raise rules.WrongLogin
    await check_attempt(db, actor, attempt=attempt, wall=wall)
    return await begin_session(db, attempt.account_id, kind=kind, user_agent=user_agent, wall=wall)


async def begin_session(db: Db, account_id: int, *, kind: str, user_agent: str = "", wall: datetime) -> Minted:
    """Low-level: a token without asking who it is for. It reads `<account_id>.<secret>`, and only a hash of it is kept."""
    found = await account(db, account_id)
    secret, expires_at = secrets.token_urlsafe(32), wall + rules.SESSION_LIVES
    await FORGET_EXPIRED.run(db, account_id, wall)
    agent = "".join(letter for letter in user_agent if letter.isprintable())[:200]
    await BEGIN.run(db, account_id, hash_of(secret), kind, agent, wall, expires_at)
    return Minted(f"{account_id}.{secret}", found, expires_at)


async def end_session(db: Db, actor: Actor, *, token: str) -> None:
    """Sign out: this token is not valid any more."""
    parts = split_token(token)
    if parts is None or parts[0] != actor.account_id:
        raise Unauthenticated
    await END.run(db, *parts)


async def end_other_sessions(db: Db, actor: Actor, *, token: str) -> int:
    """Sign out everywhere else; how many sessions ended."""
    parts = split_token(token)
    if parts is None or parts[0] != actor.account_id:
        raise Unauthenticated
    return await END_OTHERS.run(db, *parts)


async def forget_expired(db: Db, wall: datetime) -> int:
    """Sessions that ran out; how many."""
    return await SWEEP_EXPIRED.run(db, wall)
