"""Who holds a token, and what a login must be compared with."""

import hashlib
from datetime import datetime
from typing import Final

import msgspec

from etalase.accounts import rules
from etalase.base.actor import Actor
from etalase.base.db import Db, rows
from etalase.base.ids import LARGEST

TOKEN_MAX = 200


class Credentials(msgspec.Struct, frozen=True):
    """What a password is compared with."""

    account_id: int
    password_hash: str


class Session(msgspec.Struct, frozen=True):
    """A place where the holder is signed in."""

    token_hash: bytes
    kind: str
    user_agent: str
    created_at: datetime
    expires_at: datetime


ACTOR = rows(
    Actor,
    """SELECT a.account_id, a.handle, a.market, a.is_operator
       FROM sessions s JOIN accounts a ON a.account_id = s.account_id
       WHERE s.account_id = $1 AND s.token_hash = $2 AND s.expires_at > $3""",
)


# For a statement that has calls `n (account_id, bearer)`: whether the account of a call holds the token with this hash. Without
# one it was found out already whose call it is.
BEARER_JOIN: Final = (
    "LEFT JOIN sessions s ON s.account_id = n.account_id AND s.token_hash = n.bearer AND s.expires_at > {wall}"
)
BEARER_HOLDS: Final = "(n.bearer IS NULL OR s.account_id IS NOT NULL)"
BY_LOGIN = rows(
    Credentials,
    """SELECT account_id, password_hash FROM accounts
       WHERE account_id = coalesce((SELECT account_id FROM handle_claims WHERE handle = $1),
                                   (SELECT account_id FROM email_claims WHERE email = $1))""",
)
BY_ID = rows(Credentials, "SELECT account_id, password_hash FROM accounts WHERE account_id = $1")
SESSIONS = rows(
    Session,
    """SELECT token_hash, kind, user_agent, created_at, expires_at FROM sessions
       WHERE account_id = $1 AND expires_at > $2 ORDER BY created_at DESC LIMIT 100""",
)


async def actor_of_token(db: Db, token: str, *, wall: datetime) -> Actor | None:
    """Who holds this token or session cookie; None when it is forged, ended or expired."""
    parts = split_token(token)
    return None if parts is None else await ACTOR.one(db, *parts, wall)


async def credentials_of(db: Db, actor: Actor | None, *, login: str) -> Credentials | None:
    """What the password of this login is compared with: a handle or an e-mail address; None for an unknown one."""
    name = rules.tidy_email(login).removeprefix("@")
    if not name.isprintable() or len(name) > rules.EMAIL_MAX:
        return None
    return await BY_LOGIN.one(db, name)


async def own_credentials(db: Db, actor: Actor) -> Credentials:
    """What the caller's own password is compared with."""
    return await BY_ID.sole(db, actor.account_id)


async def sessions(db: Db, actor: Actor, *, wall: datetime) -> list[Session]:
    """Where the caller is signed in, newest first."""
    return await SESSIONS.all(db, actor.account_id, wall)


def split_token(token: str) -> tuple[int, bytes] | None:
    """The account and the hash of the secret of a token that reads `<account_id>.<secret>`; None when it does not."""
    account, _, secret = token.partition(".")
    if len(token) > TOKEN_MAX or not (account.isascii() and account.isdigit() and len(account) <= 16 and secret):
        return None
    return (int(account), hash_of(secret)) if int(account) <= LARGEST else None


def hash_of(secret: str) -> bytes:
    """What is kept of a secret of 32 random bytes: its sha256 tells nothing of it."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).digest()
