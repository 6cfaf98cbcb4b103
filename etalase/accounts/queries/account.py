"""One account, as its holder and the rooms above read it."""

from collections.abc import Sequence
from datetime import date, datetime

import msgspec

from etalase.accounts import rules
from etalase.base.actor import Actor
from etalase.base.db import Db, rows
from etalase.base.errors import NotFound
from etalase.base.markets import MARKETS


class Account(msgspec.Struct, frozen=True):
    """An account's row without its secrets. `birth_date` None: declared to be an adult."""

    account_id: int
    handle: str
    name: str
    email: str
    market: str
    birth_date: date | None
    standing: str
    verified: bool
    kind: str
    followers: int
    bio: str
    avatar_key: str | None
    language: str | None
    phone: str | None
    phone_verified_at: datetime | None
    is_operator: bool
    created_at: datetime


ACCOUNT_COLUMNS = """account_id, handle, name, email, market, birth_date, standing, verified, kind, followers, bio,
       avatar_key, language, phone, phone_verified_at, is_operator, created_at"""
ACCOUNT = rows(Account, f"SELECT {ACCOUNT_COLUMNS} FROM accounts WHERE account_id = $1")
ACCOUNTS = rows(Account, f"SELECT {ACCOUNT_COLUMNS} FROM accounts WHERE account_id = ANY($1::bigint[])")
BY_HANDLE = rows(
    Account,
    f"""SELECT {ACCOUNT_COLUMNS} FROM accounts
        WHERE account_id = (SELECT account_id FROM handle_claims WHERE handle = $1)""",
)


async def account(db: Db, account_id: int) -> Account:
    """The account with this id, whoever asks; NotFound."""
    found = await ACCOUNT.one(db, account_id)
    if found is None:
        raise NotFound
    return found


async def accounts(db: Db, account_ids: Sequence[int]) -> dict[int, Account]:
    """Many accounts by id; those that do not exist are missing."""
    return {each.account_id: each for each in await ACCOUNTS.all(db, list(account_ids))}


async def account_by_handle(db: Db, handle: str) -> Account:
    """The account with this handle, whoever asks; NotFound."""
    found = await BY_HANDLE.one(db, handle) if rules.HANDLE.fullmatch(handle) else None
    if found is None:
        raise NotFound
    return found


async def me(db: Db, actor: Actor) -> Account:
    """The caller's own account."""
    return await account(db, actor.account_id)


def is_adult(found: Account, now: datetime, min_age_years: int = rules.ADULT_YEARS) -> bool:
    """Whether the holder is old enough (R-LINK-31)."""
    return rules.is_adult(found.birth_date, now, min_age_years)


def language_of(found: Account) -> str:
    """The language the account is written to: its own choice, else its market's."""
    return found.language or MARKETS[found.market].language
