"""A new password: by mail when the old one is lost, by the old one otherwise. Either way all other sessions end."""

import secrets
from datetime import datetime

import msgspec

from etalase.accounts import rules
from etalase.accounts.actions.signing_in import END_ALL, end_other_sessions
from etalase.accounts.queries.account import Account, account
from etalase.accounts.queries.sessions import credentials_of, hash_of, split_token
from etalase.base import events, limits
from etalase.base.actor import Actor
from etalase.base.db import Db, value, write
from etalase.base.errors import Refused

REQUEST = write(
    """INSERT INTO password_resets (account_id, requested_at, expires_at) VALUES ($1, $2, $3)
       ON CONFLICT (account_id) DO UPDATE SET token_hash = NULL, requested_at = excluded.requested_at,
                                              expires_at = excluded.expires_at"""
)
MINT = value(int, "UPDATE password_resets SET token_hash = $2 WHERE account_id = $1 RETURNING account_id")
USE = value(
    int,
    """DELETE FROM password_resets WHERE account_id = $1 AND token_hash = $2 AND expires_at > $3 RETURNING account_id""",
)
SET_PASSWORD = write("UPDATE accounts SET password_hash = $2 WHERE account_id = $1")
VOID = write("DELETE FROM password_resets WHERE account_id = $1")


class Resetting(msgspec.Struct, frozen=True):
    """What the mail needs: the whole token appears here only."""

    account: Account
    token: str


async def request_password_reset(
    db: Db, actor: Actor | None, *, login: str, address: str, now: datetime, wall: datetime
) -> None:
    """Have a link sent to the account's e-mail address, if there is such an account; the answer is the same if not.

    Event `account.password_reset_requested`. A request voids the link of the one before.
    """
    found = await credentials_of(db, None, login=login)
    await limits.hit(db, rules.RESETS, rules.counted_login(found and found.account_id, login), wall=wall)
    await limits.hit(db, rules.RESETS_OF_ADDRESS, rules.counted_address(address), wall=wall)
    if found is not None:
        await REQUEST.run(db, found.account_id, wall, wall + rules.RESET_LIVES)
        await events.record(db, "account.password_reset_requested", at=now, account_id=found.account_id)


async def mint_reset_token(db: Db, account_id: int) -> Resetting | None:
    """Make the secret that the mail carries; None when the request was used or withdrawn.

    Called while the mail is written, so that the secret stands in no event.
    """
    secret = secrets.token_urlsafe(32)
    if await MINT.get(db, account_id, hash_of(secret)) is None:
        return None
    return Resetting(await account(db, account_id), f"{account_id}.{secret}")


async def reset_password(
    db: Db, actor: Actor | None, *, token: str, password_hash: str, now: datetime, wall: datetime
) -> Account:
    """Set the password by the link of the mail, once; every session ends. Refused: `accounts.reset_not_valid`."""
    parts = split_token(token)
    if parts is None or await USE.get(db, *parts, wall) is None:
        raise Refused("accounts.reset_not_valid")
    await SET_PASSWORD.run(db, parts[0], password_hash)
    await END_ALL.run(db, parts[0])
    await events.record(db, "account.password_changed", at=now, account_id=parts[0])
    return await account(db, parts[0])


async def change_password(db: Db, actor: Actor, *, token: str, password_hash: str, now: datetime) -> None:
    """Set another password; every session but the one of `token` ends, and a link under way is void.

    The caller has compared the old password, outside any transaction.
    """
    await SET_PASSWORD.run(db, actor.account_id, password_hash)
    await VOID.run(db, actor.account_id)
    await end_other_sessions(db, actor, token=token)
    await events.record(db, "account.password_changed", at=now, account_id=actor.account_id)
