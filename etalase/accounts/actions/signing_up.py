"""Become an account: a public profile that can sign in at once."""

from datetime import date, datetime

import msgspec

from etalase.accounts import rules
from etalase.accounts.actions.passwords import hash_password
from etalase.accounts.queries.account import ACCOUNT_COLUMNS, Account
from etalase.base import events, limits
from etalase.base.actor import Actor
from etalase.base.db import Db, rows, value
from etalase.base.errors import Refused

# The claim is written first: of two who ask at once the second waits here and finds it taken.
CLAIM_HANDLE = value(
    int,
    "INSERT INTO handle_claims (handle, account_id) VALUES ($1, $2) ON CONFLICT (handle) DO NOTHING RETURNING account_id",
)
CLAIM_EMAIL = value(
    int,
    "INSERT INTO email_claims (email, account_id) VALUES ($1, $2) ON CONFLICT (email) DO NOTHING RETURNING account_id",
)
CREATE = rows(
    Account,
    f"""INSERT INTO accounts (account_id, handle, name, email, password_hash, market, birth_date, is_operator, created_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING {ACCOUNT_COLUMNS}""",
)


class NewAccount(msgspec.Struct, frozen=True):
    """A sign-up that was checked, its password hashed. Only the demo and the command line make operators."""

    handle: str
    name: str
    email: str
    password_hash: str
    market: str
    birth_date: date | None = None
    is_operator: bool = False


async def prepare(asked: rules.SignUp, *, today: date, password_hash: str | None = None) -> NewAccount:
    """Check a sign-up and hash its password, before a connection is taken; Invalid with every field that is wrong.

    `password_hash`: one made before, for many accounts of one password.
    """
    found = rules.checked_sign_up(asked, today)
    hashed = password_hash or await hash_password(found.password)
    return NewAccount(found.handle, found.name, found.email, hashed, found.market, found.birth_date)


async def create_account(
    db: Db, actor: Actor | None, *, new: NewAccount, now: datetime, wall: datetime, address: str | None = None
) -> Account:
    """Create it; event `account.created`. Refused: `accounts.handle_taken`, `accounts.email_taken`.

    `address`: where the request came from, when sign-ups from there are to be limited.
    """
    if address is not None:
        await limits.hit(db, rules.SIGN_UPS_OF_ADDRESS, rules.counted_address(address), wall=wall)
    account_id = await db.new_id()
    if await CLAIM_HANDLE.get(db, new.handle, account_id) is None:
        raise Refused("accounts.handle_taken", handle=new.handle)
    if await CLAIM_EMAIL.get(db, new.email, account_id) is None:
        raise Refused("accounts.email_taken")
    created = await CREATE.sole(
        db,
        account_id,
        new.handle,
        new.name,
        new.email,
        new.password_hash,
        new.market,
        new.birth_date,
        new.is_operator,
        now,
    )
    await events.record(db, "account.created", at=now, account_id=account_id)
    return created
