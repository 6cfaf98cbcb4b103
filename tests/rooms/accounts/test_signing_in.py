"""Tokens: minted for the right password, limited for wrong ones, valid until they end."""

from datetime import datetime, timedelta

import pytest

from etalase.accounts import actions, queries, rules
from etalase.accounts.rules import WrongLogin
from etalase.base.actor import Actor
from etalase.base.db import Db, value
from etalase.base.errors import Limited, Unauthenticated
from tests.makers.accounts import make_account

COUNT_SESSIONS = value(int, "SELECT count(*) FROM sessions WHERE account_id = $1")


def attempt(actor: Actor, address: str = "203.0.113.7") -> actions.Attempt:
    return actions.Attempt(actor.account_id, actor.handle, address)


async def sign_in(db: Db, actor: Actor, wall: datetime) -> actions.Minted:
    return await actions.sign_in(db, None, attempt=attempt(actor), kind=rules.TOKEN, user_agent="", wall=wall)


async def test_a_token_is_its_account_for_at_least_thirty_days(db: Db, now: datetime) -> None:
    actor = await make_account(db)
    minted = await sign_in(db, actor, now)
    assert minted.token.startswith(f"{actor.account_id}.")
    assert await queries.actor_of_token(db, minted.token, wall=now + timedelta(days=30)) == actor
    assert await queries.actor_of_token(db, minted.token, wall=minted.expires_at) is None


async def test_the_secret_is_kept_nowhere(db: Db, now: datetime) -> None:
    actor = await make_account(db)
    secret = (await sign_in(db, actor, now)).token.split(".")[1]
    kept = await value(str, "SELECT string_agg(s::text, '') FROM sessions s").sole(db)
    assert secret not in kept
    assert secret.encode().hex() not in kept


async def test_forged_tokens_are_nobody(db: Db, now: datetime) -> None:
    actor, other = await make_account(db), await make_account(db, handle="budi")
    secret = (await sign_in(db, actor, now)).token.split(".")[1]
    forged = ["", ".", secret, f"{other.account_id}.{secret}", f"{actor.account_id}.", f"{actor.account_id}.x{secret}"]
    forged += ["9" * 17 + ".x", f"-{actor.account_id}.{secret}", f"²{actor.account_id}.{secret}", "1." + "x" * 5000]
    forged += [f"{actor.account_id}.\x00", "9007199254740993.x", f"{actor.account_id}.\ud800"]
    for token in forged:
        assert await queries.actor_of_token(db, token, wall=now) is None, token


async def test_credentials_are_found_by_handle_and_by_email(db: Db) -> None:
    actor = await make_account(db)
    for login in ("sari", "@sari", "SARI", "sari@example.com", " Sari@Example.com "):
        found = await queries.credentials_of(db, None, login=login)
        assert found is not None
        assert found.account_id == actor.account_id
    for login in ("", "nobody", "sar\x00i", "x" * 10_000):
        assert await queries.credentials_of(db, None, login=login) is None


async def test_ending_a_session_ends_only_that_one(db: Db, now: datetime) -> None:
    actor = await make_account(db)
    first, second = await sign_in(db, actor, now), await sign_in(db, actor, now)
    await actions.end_session(db, actor, token=first.token)
    assert await queries.actor_of_token(db, first.token, wall=now) is None
    assert await queries.actor_of_token(db, second.token, wall=now) == actor
    with pytest.raises(Unauthenticated):
        await actions.end_session(db, await make_account(db, handle="budi"), token=second.token)


async def test_expired_sessions_are_forgotten_at_the_next_login(db: Db, now: datetime) -> None:
    actor = await make_account(db)
    old = await sign_in(db, actor, now)
    await sign_in(db, actor, old.expires_at)
    assert await COUNT_SESSIONS.sole(db, actor.account_id) == 1


async def test_successful_logins_are_never_limited(db: Db, now: datetime) -> None:
    actor = await make_account(db)
    for _ in range(rules.FAILED_LOGINS.hits * 2 + rules.FAILED_LOGINS_OF_ADDRESS.hits):
        await actions.check_attempt(db, None, attempt=attempt(actor), wall=now)
        await sign_in(db, actor, now)


async def test_failures_of_one_login_are_limited_wherever_they_come_from(db: Db, now: datetime) -> None:
    actor, other = await make_account(db), await make_account(db, handle="budi")
    for number in range(rules.FAILED_LOGINS.hits):
        tried = attempt(actor, f"203.0.113.{number}")
        await actions.check_attempt(db, None, attempt=tried, wall=now)
        await actions.count_failure(db, None, attempt=tried, wall=now)
    with pytest.raises(Limited) as limited:
        await actions.check_attempt(db, None, attempt=attempt(actor, "198.51.100.1"), wall=now)
    assert 0 < limited.value.retry_after_s <= rules.FAILED_LOGINS.window_s
    with pytest.raises(Limited):
        await sign_in(db, actor, now)
    await sign_in(db, other, now)
    later = now + timedelta(seconds=rules.FAILED_LOGINS.window_s)
    await actions.check_attempt(db, None, attempt=attempt(actor), wall=later)


async def test_failures_of_one_address_are_limited_whatever_they_try(db: Db, now: datetime) -> None:
    for number in range(rules.FAILED_LOGINS_OF_ADDRESS.hits):
        await actions.count_failure(db, None, attempt=actions.Attempt(None, f"nobody{number}", "203.0.113.7"), wall=now)
    actor = await make_account(db)
    with pytest.raises(Limited):
        await actions.check_attempt(db, None, attempt=attempt(actor, "203.0.113.7"), wall=now)
    await actions.check_attempt(db, None, attempt=attempt(actor, "203.0.113.8"), wall=now)


async def test_an_unknown_login_is_limited_like_a_known_one(db: Db, now: datetime) -> None:
    tried = actions.Attempt(None, "nobody", "203.0.113.7")
    for _ in range(rules.FAILED_LOGINS.hits):
        await actions.count_failure(db, None, attempt=tried, wall=now)
    with pytest.raises(Limited):
        await actions.check_attempt(db, None, attempt=tried, wall=now)
    with pytest.raises(WrongLogin):
        await actions.sign_in(db, None, attempt=tried, kind=rules.TOKEN, user_agent="", wall=now)


async def test_what_a_browser_calls_itself_is_cut(db: Db, now: datetime) -> None:
    actor = await make_account(db)
    await actions.begin_session(db, actor.account_id, kind=rules.SESSION, user_agent="x\x00" * 500, wall=now)
    assert (await queries.sessions(db, actor, wall=now))[0].user_agent == "x" * 200
