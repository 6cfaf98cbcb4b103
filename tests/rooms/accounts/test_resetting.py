"""Password resets: one link at a time, used once, and every session ends."""

from datetime import datetime, timedelta

import pytest

from etalase.accounts import actions, queries, rules
from etalase.base.actor import Actor
from etalase.base.db import Db, value
from etalase.base.errors import Limited, Refused
from tests.makers.accounts import PASSWORD_HASH, make_account

FACTS = value(str, "SELECT facts::text FROM events WHERE name = 'account.password_reset_requested'")


async def request(db: Db, login: str, now: datetime) -> None:
    await actions.request_password_reset(db, None, login=login, address="203.0.113.7", now=now, wall=now)


async def mint(db: Db, actor: Actor) -> str:
    minted = await actions.mint_reset_token(db, actor.account_id)
    assert minted is not None
    return minted.token


async def reset(db: Db, token: str, wall: datetime) -> str | None:
    """The code of the refusal, if there was one."""
    try:
        await actions.reset_password(db, None, token=token, password_hash=PASSWORD_HASH, now=wall, wall=wall)
    except Refused as refused:
        return refused.code
    return None


async def test_a_reset_works_once_and_ends_every_session(db: Db, now: datetime) -> None:
    actor = await make_account(db)
    minted = await actions.begin_session(db, actor.account_id, kind=rules.SESSION, wall=now)
    await request(db, "sari", now)
    token = await mint(db, actor)
    assert await reset(db, token, now) is None
    assert await queries.actor_of_token(db, minted.token, wall=now) is None
    assert await reset(db, token, now) == "accounts.reset_not_valid"


async def test_the_token_stands_in_no_event(db: Db, now: datetime) -> None:
    await make_account(db)
    await request(db, "sari@example.com", now)
    assert await FACTS.all(db) == ["{}"]


async def test_a_reset_expires_after_an_hour(db: Db, now: datetime) -> None:
    actor = await make_account(db)
    await request(db, "sari", now)
    assert await reset(db, await mint(db, actor), now + rules.RESET_LIVES) == "accounts.reset_not_valid"


async def test_asking_again_voids_the_link_before(db: Db, now: datetime) -> None:
    actor = await make_account(db)
    await request(db, "sari", now)
    first = await mint(db, actor)
    await request(db, "sari", now)
    assert await reset(db, first, now) == "accounts.reset_not_valid"
    assert await reset(db, await mint(db, actor), now) is None


async def test_forged_links_do_nothing(db: Db, now: datetime) -> None:
    actor = await make_account(db)
    await request(db, "sari", now)
    for token in ("", "x", f"{actor.account_id}.", f"{actor.account_id}.forged", "9" * 30 + ".x"):
        assert await reset(db, token, now) == "accounts.reset_not_valid"


async def test_an_unknown_login_is_answered_alike_and_sends_nothing(db: Db, now: datetime) -> None:
    await request(db, "nobody", now)
    assert await FACTS.all(db) == []
    assert await actions.mint_reset_token(db, 1) is None


async def test_requests_are_limited(db: Db, now: datetime) -> None:
    await make_account(db)
    for _ in range(rules.RESETS.hits):
        await request(db, "sari", now)
    for login in ("sari", "sari@example.com"):
        with pytest.raises(Limited):
            async with db.transaction():
                await request(db, login, now)
    await request(db, "sari", now + timedelta(hours=1))


async def test_changing_the_password_ends_the_other_sessions_and_a_link_under_way(db: Db, now: datetime) -> None:
    actor = await make_account(db)
    here = await actions.begin_session(db, actor.account_id, kind=rules.SESSION, wall=now)
    there = await actions.begin_session(db, actor.account_id, kind=rules.SESSION, wall=now)
    await request(db, "sari", now)
    link = await mint(db, actor)
    await actions.change_password(db, actor, token=here.token, password_hash=PASSWORD_HASH, now=now)
    assert await queries.actor_of_token(db, here.token, wall=now) == actor
    assert await queries.actor_of_token(db, there.token, wall=now) is None
    assert await reset(db, link, now) == "accounts.reset_not_valid"
