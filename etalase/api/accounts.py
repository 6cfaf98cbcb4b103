"""Accounts: sign up, sign in, the caller's own account, other people's profiles."""

from datetime import date, datetime
from typing import Annotated

import msgspec
from litestar import delete, get, patch, post, put

from etalase.accounts import actions, queries, rules
from etalase.accounts.actions import Minted
from etalase.accounts.queries import Account, Found, Profile
from etalase.doorway.admitting import ANYBODY
from etalase.doorway.desk import Answer, Desk
from etalase.doorway.inputs import Limit
from etalase.doorway.profile import edit_profile
from etalase.doorway.shown import Empty, Listed, listing, nothing
from etalase.doorway.signing_in import address_of, agent_of, as_nobody, limited_address, prepared, proven
from etalase.media.rules import url_of

Text = Annotated[str, msgspec.Meta(max_length=10_000)]
AVATAR_WIDTH = 400


class SignUpBody(msgspec.Struct):
    """A new account. Without a birth date it is declared to be an adult's."""

    handle: Text
    name: Text
    email: Text
    password: Text
    market: Text
    birth_date: date | None = None


class LoginBody(msgspec.Struct):
    """The handle or the e-mail address, and the password."""

    login: Text
    password: Text


class MeBody(msgspec.Struct):
    """What to change; an empty text takes bio, language or avatar away. `avatar` is the key of an uploaded picture."""

    name: Text | None = None
    bio: Text | None = None
    language: Text | None = None
    avatar: Text | None = None


class ResetBody(msgspec.Struct):
    """Whose password is lost: the handle or the e-mail address."""

    login: Text


class NewPasswordBody(msgspec.Struct):
    """The token of the mail, and the new password."""

    token: Text
    password: Text


class PhoneBody(msgspec.Struct):
    """A phone number with its country code, or as it is written in the account's market."""

    phone: Text


class CodeBody(msgspec.Struct):
    """The code of the message."""

    code: Text


class AccountShown(msgspec.Struct, frozen=True):
    """An account as its holder sees it."""

    id: str
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
    avatar: str | None
    language: str | None
    phone: str | None
    phone_verified: bool
    created_at: datetime


class TokenShown(msgspec.Struct, frozen=True):
    """A token: keep it, it is shown once."""

    token: str
    expires_at: datetime
    account: AccountShown


class ProfileShown(msgspec.Struct, frozen=True):
    """An account as everybody sees it. `is_followed` and `is_own`: by and of the caller."""

    id: str
    handle: str
    name: str
    market: str
    verified: bool
    kind: str
    followers: int
    following: int
    bio: str
    avatar: str | None
    is_followed: bool
    is_own: bool
    url: str


class FoundShown(msgspec.Struct, frozen=True):
    """An account in a list."""

    id: str
    handle: str
    name: str
    market: str
    verified: bool
    followers: int
    avatar: str | None


class PhoneShown(msgspec.Struct, frozen=True):
    """Where the code went, in E.164."""

    phone: str


def avatar_url(key: str | None) -> str | None:
    """The address of an account's picture."""
    return None if key is None else url_of(key, AVATAR_WIDTH)


def show_account(account: Account, *, sandbox: bool = False) -> AccountShown:
    """An account for its holder; the sandbox counts every phone as verified."""
    return AccountShown(
        str(account.account_id),
        account.handle,
        account.name,
        account.email,
        account.market,
        account.birth_date,
        account.standing,
        account.verified,
        account.kind,
        account.followers,
        account.bio,
        avatar_url(account.avatar_key),
        account.language,
        account.phone,
        sandbox or account.phone_verified_at is not None,
        account.created_at,
    )


def show_profile(profile: Profile) -> ProfileShown:
    """An account for everybody."""
    return ProfileShown(
        str(profile.account_id),
        profile.handle,
        profile.name,
        profile.market,
        profile.verified,
        profile.kind,
        profile.followers,
        profile.following,
        profile.bio,
        avatar_url(profile.avatar_key),
        profile.is_followed,
        profile.is_own,
        f"/@{profile.handle}",
    )


def show_found(found: Found) -> FoundShown:
    """An account in a list."""
    picture = avatar_url(found.avatar_key)
    return FoundShown(
        str(found.account_id), found.handle, found.name, found.market, found.verified, found.followers, picture
    )


def show_for(desk: Desk, account: Account) -> AccountShown:
    """An account for its holder, as this server counts phones."""
    return show_account(account, sandbox=desk.house.settings.sandbox)


def show_token(desk: Desk, minted: Minted) -> TokenShown:
    """A token for who signed in."""
    return TokenShown(minted.token, minted.expires_at, show_for(desk, minted.account))


@post("/accounts", security=ANYBODY)
async def create(desk: Desk, data: SignUpBody) -> Answer[AccountShown]:
    """Become an account: a public profile that can sign in at once."""
    asked = rules.SignUp(data.handle, data.name, data.email, data.password, data.market, data.birth_date)
    return await as_nobody(desk).write(
        actions.create_account,
        show=lambda account: show_for(desk, account),
        status=201,
        anybody=True,
        sealed=True,
        new=await prepared(asked),
        address=limited_address(desk),
    )


@post("/tokens", security=ANYBODY)
async def mint(desk: Desk, data: LoginBody) -> Answer[TokenShown]:
    """Sign in. The same call again with its key gets the same token; what is kept of it is sealed."""
    nobody = as_nobody(desk)
    await nobody.check_key()
    return await nobody.write(
        actions.sign_in,
        show=lambda minted: show_token(desk, minted),
        status=201,
        anybody=True,
        sealed=True,
        attempt=await proven(desk, login=data.login, password=data.password),
        kind=rules.TOKEN,
        user_agent=agent_of(desk.request),
    )


@delete("/tokens/current", status_code=200)
async def end(desk: Desk) -> Answer[Empty]:
    """Sign out: the token of this call is not valid any more."""
    token = desk.request.headers.get("authorization", "").partition(" ")[2].strip()
    return await desk.write(actions.end_session, show=nothing, token=token)


@get("/me")
async def me(desk: Desk) -> Answer[AccountShown]:
    """The caller's own account."""
    return await desk.read(queries.me, show=lambda account: show_for(desk, account))


@patch("/me")
async def edit_me(desk: Desk, data: MeBody) -> Answer[AccountShown]:
    """Change the profile. An official account's name follows its shop's."""
    return await desk.write(
        edit_profile,
        show=lambda account: show_for(desk, account),
        name=data.name,
        bio=data.bio,
        language=data.language,
        avatar_key=data.avatar,
    )


@get("/me/following")
async def following(desk: Desk, limit: Limit = 20, cursor: str | None = None) -> Answer[Listed[FoundShown]]:
    """Whom the caller follows."""
    return await desk.page(queries.followed, show=show_found, limit=limit, cursor=cursor)


@get("/accounts")
async def search(desk: Desk, handle: str, market: str | None = None, limit: Limit = 20) -> Answer[Listed[FoundShown]]:
    """Accounts whose handle begins with these letters. Limited per caller."""
    return await desk.write(
        actions.search_handles,
        show=listing(show_found),
        prefix=handle,
        market=market,
        limit=limit,
    )


@get("/accounts/{handle:str}", security=ANYBODY)
async def profile(desk: Desk, handle: str) -> Answer[ProfileShown]:
    """What everybody sees of an account."""
    return await desk.public(queries.profile, show=show_profile, handle=handle)


@put("/accounts/{handle:str}/follow")
async def follow(desk: Desk, handle: str) -> Answer[ProfileShown]:
    """Follow an account; again changes nothing."""
    return await desk.write(actions.follow, show=show_profile, handle=handle)


@delete("/accounts/{handle:str}/follow", status_code=200)
async def unfollow(desk: Desk, handle: str) -> Answer[Empty]:
    """Follow an account no more; again changes nothing."""
    return await desk.write(actions.unfollow, show=nothing, handle=handle)


@post("/password-resets", status_code=202, security=ANYBODY)
async def request_reset(desk: Desk, data: ResetBody) -> Answer[Empty]:
    """Have a link mailed. The answer is the same whether there is such an account or not."""
    return await as_nobody(desk).write(
        actions.request_password_reset,
        show=nothing,
        status=202,
        anybody=True,
        login=data.login,
        address=address_of(desk.request),
    )


@put("/password", security=ANYBODY)
async def reset(desk: Desk, data: NewPasswordBody) -> Answer[Empty]:
    """Set a new password with the token of the mail; every session ends."""
    rules.refuse({"password": rules.password_error(data.password)})
    hashed = await actions.hash_password(data.password)
    return await as_nobody(desk).write(
        actions.reset_password, show=nothing, anybody=True, sealed=True, token=data.token, password_hash=hashed
    )


@post("/me/phone-checks", status_code=202)
async def request_phone_check(desk: Desk, data: PhoneBody) -> Answer[PhoneShown]:
    """Have a code sent by SMS: six digits, ten minutes, five tries."""
    return await desk.write(actions.request_phone_check, show=PhoneShown, status=202, phone=data.phone)


@put("/me/phone")
async def confirm_phone(desk: Desk, data: CodeBody) -> Answer[AccountShown]:
    """Confirm the phone with the code. A wrong one counts, except when a key says that it is the same try again."""
    return await desk.write(
        actions.try_phone_code, show=lambda answered: show_for(desk, actions.settle(answered)), code=data.code
    )


routes = [
    create,
    mint,
    end,
    me,
    edit_me,
    following,
    search,
    profile,
    follow,
    unfollow,
    request_reset,
    reset,
    request_phone_check,
    confirm_phone,
]
