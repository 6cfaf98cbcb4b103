"""Accounts as their holders, the public and the doors see them."""

from etalase.accounts.queries.account import (
    ACCOUNT_COLUMNS,
    Account,
    account,
    account_by_handle,
    accounts,
    is_adult,
    language_of,
    me,
)
from etalase.accounts.queries.passkeys import Passkey, passkeys
from etalase.accounts.queries.phones import phone_to_confirm
from etalase.accounts.queries.profile import Found, Profile, followed, profile, search_handles
from etalase.accounts.queries.sessions import (
    BEARER_HOLDS,
    BEARER_JOIN,
    Credentials,
    Session,
    actor_of_token,
    credentials_of,
    own_credentials,
    sessions,
    split_token,
)
from etalase.accounts.queries.sweeps import SWEEPS

__all__ = [
    "ACCOUNT_COLUMNS",
    "BEARER_HOLDS",
    "BEARER_JOIN",
    "SWEEPS",
    "Account",
    "Credentials",
    "Found",
    "Passkey",
    "Profile",
    "Session",
    "account",
    "account_by_handle",
    "accounts",
    "actor_of_token",
    "credentials_of",
    "followed",
    "is_adult",
    "language_of",
    "me",
    "own_credentials",
    "passkeys",
    "phone_to_confirm",
    "profile",
    "search_handles",
    "sessions",
    "split_token",
]
