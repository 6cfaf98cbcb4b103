"""The verbs of accounts.

Passwords are hashed and compared outside any transaction (`passwords`); `doorway.signing_in` puts the steps of a login together.
Renaming an account asks its links first: that verb is `links.actions.rename_account`.
"""

from etalase.accounts.actions.following import follow, unfollow
from etalase.accounts.actions.passkeys import (
    Party,
    begin_passkey_login,
    begin_passkey_registration,
    finish_passkey_login,
    finish_passkey_registration,
    remove_passkey,
)
from etalase.accounts.actions.passwords import hash_password, matches
from etalase.accounts.actions.phones import mint_phone_code, request_phone_check, settle, try_phone_code
from etalase.accounts.actions.profile import (
    Review,
    make_business,
    review_account,
    search_handles,
    set_avatar,
    set_name,
    set_operator,
    set_profile,
)
from etalase.accounts.actions.resetting import (
    change_password,
    mint_reset_token,
    request_password_reset,
    reset_password,
)
from etalase.accounts.actions.signing_in import (
    Attempt,
    Minted,
    begin_session,
    check_attempt,
    count_failure,
    end_other_sessions,
    end_session,
    forget_expired,
    sign_in,
)
from etalase.accounts.actions.signing_up import NewAccount, create_account, prepare

__all__ = [
    "Attempt",
    "Minted",
    "NewAccount",
    "Party",
    "Review",
    "begin_passkey_login",
    "begin_passkey_registration",
    "begin_session",
    "change_password",
    "check_attempt",
    "count_failure",
    "create_account",
    "end_other_sessions",
    "end_session",
    "finish_passkey_login",
    "finish_passkey_registration",
    "follow",
    "forget_expired",
    "hash_password",
    "make_business",
    "matches",
    "mint_phone_code",
    "mint_reset_token",
    "prepare",
    "remove_passkey",
    "request_password_reset",
    "request_phone_check",
    "reset_password",
    "review_account",
    "search_handles",
    "set_avatar",
    "set_name",
    "set_operator",
    "set_profile",
    "settle",
    "sign_in",
    "try_phone_code",
    "unfollow",
]
