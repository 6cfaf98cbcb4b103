"""Signing up and in, step by step: passwords are hashed and compared while no connection is held.

A wrong password is counted in a transaction of its own, since the refusal would undo the count. All of it is done as nobody:
a stale token that a client still sends must not keep it from getting a new one.
"""

from datetime import UTC, datetime
from urllib.parse import urlsplit

from etalase.accounts import actions, queries, rules
from etalase.accounts.actions import Attempt, Minted, NewAccount, Party
from etalase.accounts.queries import Account
from etalase.base.errors import Refused
from etalase.doorway.desk import AnyRequest, Desk
from etalase.doorway.house import House


async def sign_in(desk: Desk, *, login: str, password: str, kind: str) -> Minted:
    """A token for the right password; refuses as `proven` does."""
    attempt, agent = await proven(desk, login=login, password=password), agent_of(desk.request)
    return await as_nobody(desk).perform(actions.sign_in, anybody=True, attempt=attempt, kind=kind, user_agent=agent)


async def proven(desk: Desk, *, login: str, password: str) -> Attempt:
    """The attempt of somebody who knows the password.

    `accounts.wrong_login` (401) for a wrong password and for an unknown login alike, Limited after too many of them.
    """
    nobody = as_nobody(desk)
    found = await nobody.look(queries.credentials_of, login=login)
    attempt = Attempt(found and found.account_id, login, address_of(desk.request))
    await nobody.look(actions.check_attempt, attempt=attempt)
    if await actions.matches(found and found.password_hash, password):
        return attempt
    await nobody.perform(actions.count_failure, anybody=True, attempt=attempt)
    raise rules.WrongLogin


async def check_password(desk: Desk, password: str) -> None:
    """Whether the signed-in caller knows the password of the account: `accounts.wrong_password`; limited like a login."""
    own = await desk.ask(queries.own_credentials)
    attempt = Attempt(own.account_id, "", address_of(desk.request))
    await desk.ask(actions.check_attempt, attempt=attempt)
    if not await actions.matches(own.password_hash, password):
        await desk.perform(actions.count_failure, attempt=attempt)
        raise Refused("accounts.wrong_password")


async def prepared(asked: rules.SignUp) -> NewAccount:
    """A sign-up checked and its password hashed."""
    return await actions.prepare(asked, today=datetime.now(UTC).date())


async def sign_up(desk: Desk, asked: rules.SignUp) -> Account:
    """A new account."""
    new = await prepared(asked)
    limited = limited_address(desk)
    return await as_nobody(desk).perform(actions.create_account, anybody=True, new=new, address=limited)


def as_nobody(desk: Desk) -> Desk:
    """The same desk for a caller without a token."""
    return Desk(desk.request, desk.house, None)


def limited_address(desk: Desk) -> str | None:
    """Where a sign-up counts; the sandbox limits none."""
    return None if desk.house.settings.sandbox else address_of(desk.request)


def address_of(request: AnyRequest) -> str:
    """The caller's address: the peer, or what the outermost of our own proxies saw. What stands left of that is hearsay."""
    house: House = request.app.state.house
    proxies = house.settings.proxies
    passed = [each.strip() for each in ",".join(request.headers.getall("x-forwarded-for", [])).split(",")]
    if 0 < proxies <= len(passed) and passed[-proxies]:
        return passed[-proxies]
    return request.client.host if request.client else ""


def agent_of(request: AnyRequest) -> str:
    """What the caller's program calls itself."""
    return request.headers.get("user-agent", "")


def party_of(desk: Desk) -> Party:
    """Who we are to passkeys: the public address, or localhost, which browsers trust without TLS."""
    asked = str(desk.request.base_url)
    here = asked if urlsplit(asked).hostname == "localhost" else desk.house.settings.public_url
    parts = urlsplit(here)
    return Party(parts.hostname or "localhost", f"{parts.scheme}://{parts.netloc}")
